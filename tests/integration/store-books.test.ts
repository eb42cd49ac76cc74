/** Recorded books on an in-memory IndexedDB: acknowledged means on disk, and nothing is kept that builds on nothing. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createDatabase, openReader } from '#contract/database.ts';
import { STORE_PORT_VERSION } from '#contract/store.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { DAY, HOUR, type UnixMs } from '#core/units/time.ts';
import {
  allEvents,
  KEEP_ALL,
  madeBooks,
  madeTrades,
  NOON,
  storedBooks,
  StoreHarness,
  storedTrades,
  type MadeBooks,
} from '../support/store.ts';

let exchanges = 0;
const harnesses: StoreHarness[] = [];

function aStore(exchangeId = `books-${++exchanges}`): StoreHarness {
  const harness = new StoreHarness(exchangeId);
  harnesses.push(harness);
  return harness;
}

async function aStartedStore(): Promise<StoreHarness> {
  const harness = aStore();
  await harness.start();
  return harness;
}

async function sendAll(harness: StoreHarness, batches: readonly MadeBooks[]): Promise<void> {
  for (const batch of batches)
    expect(await harness.sendBooks(batch)).toMatchObject({ kind: 'stored', count: batch.columns.count });
}

function rowsOf(batches: readonly MadeBooks[]): number {
  return batches.reduce((sum, { columns }) => sum + columns.count, 0);
}

async function gapsOf(exchangeId: string) {
  const reader = await openReader(exchangeId);
  const gaps = await reader.gaps({});
  reader.close();
  return gaps;
}

/** Changes rows as a bad disk would. */
async function damage(exchangeId: string, table: 'bookChunks' | 'bookJournal', seq: number): Promise<void> {
  const database = createDatabase(exchangeId, 'relaxed');
  const row = await database.table<{ data: Uint8Array<ArrayBuffer> }>(table).get(seq);
  const data = row?.data.slice() ?? new Uint8Array(0);
  data[30] = (data[30] ?? 0) ^ 0xff;
  await database.table(table).update(seq, { data });
  database.close();
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const harness of harnesses.splice(0)) await harness.stop();
});

describe('recording', () => {
  test('a batch of book changes is acknowledged once it is on disk', async () => {
    const harness = await aStartedStore();
    const batches = madeBooks(1, 3);
    await sendAll(harness, batches);
    expect((await storedBooks(harness.exchangeId)).batches).toEqual(batches);
  });

  test('a run becomes one chunk when the next key comes, and its journal rows go in the same step', async () => {
    const harness = await aStartedStore();
    const batches = madeBooks(2, 25);
    await sendAll(harness, batches);
    await harness.store.flush();
    const { batches: stored } = await storedBooks(harness.exchangeId);
    expect(stored.map(({ isKey }) => isKey)).toEqual([true, true, true, false, false, false, false]);
    expect(stored.slice(0, 2).map(({ columns }) => columns.until - columns.from)).toEqual([2_500, 2_500]);
    expect(allEvents(stored)).toEqual(allEvents(batches));
  });

  test('books and trades of one moment are written together, each in its place', async () => {
    const harness = await aStartedStore();
    const trades = madeTrades(1, 30);
    const batches = madeBooks(3, 3);
    const answers = await Promise.all([
      harness.send(trades.slice(0, 10)),
      ...batches.map((batch) => harness.sendBooks(batch)),
      harness.send(trades.slice(10)),
    ]);
    expect(answers.map(({ kind }) => kind)).toEqual(Array(5).fill('stored'));
    expect(await storedTrades(harness.exchangeId)).toEqual(trades);
    expect((await storedBooks(harness.exchangeId)).batches).toEqual(batches);
    expect(await harness.store.status()).toMatchObject({ tradesOnDisk: 30, bookRows: rowsOf(batches) });
  });

  test('what a crash leaves in the journal becomes a chunk at the next start', async () => {
    const before = await aStartedStore();
    const first = madeBooks(4, 4);
    await sendAll(before, first);
    before.crash();
    const after = aStore(before.exchangeId);
    expect(await after.start()).toMatchObject({ state: 'recording', bookRows: rowsOf(first) });
    await after.store.flush();
    const second = madeBooks(5, 2, { startMs: NOON + HOUR });
    await sendAll(after, second);
    const { batches } = await storedBooks(before.exchangeId);
    expect(batches.map(({ isKey }) => isKey)).toEqual([true, true, false]);
    expect(allEvents(batches)).toEqual(allEvents([...first, ...second]));
  });

  test('a run that is not sealed yet counts, and nothing of it twice while it is sealed', async () => {
    const harness = await aStartedStore();
    const batches = madeBooks(6, 12);
    await sendAll(harness, batches);
    expect(await harness.store.status()).toMatchObject({ bookRows: rowsOf(batches) });
    await harness.store.flush();
    const status = await harness.store.status();
    expect(status.bookRows).toBe(rowsOf(batches));
    const reader = await openReader(harness.exchangeId);
    expect(await reader.holdings()).toMatchObject({
      trades: 0,
      bookRows: rowsOf(batches),
      bookBytes: status.bookBytes,
      bookFromMs: NOON,
      bookToMs: NOON + 12 * 250,
    });
    reader.close();
  });

  test('erase empties the books too, and only a key is taken after it', async () => {
    const harness = await aStartedStore();
    const batches = madeBooks(7, 12);
    await sendAll(harness, batches);
    await harness.store.erase();
    expect(await harness.store.status()).toMatchObject({ bookRows: 0, bookBytes: 0, state: 'recording' });
    expect((await storedBooks(harness.exchangeId)).batches).toEqual([]);
    const [key, next] = madeBooks(8, 2, { startMs: NOON + 3_000 });
    if (key === undefined || next === undefined) throw new Error('Expected two batches.');
    expect(await harness.sendBooks(next)).toMatchObject({ kind: 'not-stored' });
    expect(await harness.sendBooks(key)).toMatchObject({ kind: 'stored' });
  });
});

describe('a crash', () => {
  test.each([0, 7, 13, 22])(
    'after %d answers keeps every batch that was acknowledged, and a whole beginning',
    async (known) => {
      const before = await aStartedStore();
      const batches = madeBooks(1, 30);
      const trades = madeTrades(1, 300);
      const answers = batches.flatMap((batch, i) => [
        before.sendBooks(batch),
        before.send(trades.slice(i * 10, i * 10 + 10)),
      ]);
      await answers[known];
      before.crash();
      const acknowledged = before.answers.filter(({ kind }) => kind === 'stored').length;
      const after = aStore(before.exchangeId);
      await after.start();
      await after.store.flush();
      const stored = allEvents((await storedBooks(before.exchangeId)).batches);
      expect(stored).toEqual(allEvents(batches).slice(0, stored.length));
      expect(stored.length).toBeGreaterThanOrEqual(
        allEvents(batches.slice(0, Math.ceil(acknowledged / 2))).length,
      );
      const kept = await storedTrades(before.exchangeId);
      expect(kept).toEqual(trades.slice(0, kept.length));
      expect(kept.length).toBeGreaterThanOrEqual(Math.floor(acknowledged / 2) * 10);
    },
  );
});

describe('what builds on nothing', () => {
  test('the first batch must be a key', async () => {
    const harness = await aStartedStore();
    const [key, next] = madeBooks(1, 2);
    if (key === undefined || next === undefined) throw new Error('Expected two batches.');
    expect(await harness.sendBooks(next)).toMatchObject({
      kind: 'not-stored',
      reason: expect.stringContaining('key') as string,
    });
    await sendAll(harness, [key, next]);
    expect((await storedBooks(harness.exchangeId)).batches).toEqual([key, next]);
    expect(await gapsOf(harness.exchangeId)).toMatchObject([
      { channel: 'orderbook_delta', reason: 'not-stored', fromMs: NOON + 250, toMs: NOON + 500 },
    ]);
  });

  test('after a hole in time only a key is taken', async () => {
    const harness = await aStartedStore();
    await sendAll(harness, madeBooks(2, 2));
    const until = NOON + 2 * 250;
    const [, late] = madeBooks(3, 2, { startMs: until + 2_001 - 250 });
    const [, onTime] = madeBooks(4, 2, { startMs: until + 2_000 - 250 });
    if (late === undefined || onTime === undefined) throw new Error('Expected two batches.');
    expect(await harness.sendBooks(onTime)).toMatchObject({ kind: 'stored' });
    const [, next] = madeBooks(5, 2, { startMs: onTime.columns.until + 2_001 - 250 });
    if (next === undefined) throw new Error('Expected a batch.');
    expect(await harness.sendBooks(next)).toMatchObject({ kind: 'not-stored' });
  });

  test('a batch that is not sound is refused, and what follows it up to the next key', async () => {
    const harness = await aStartedStore();
    const batches = madeBooks(6, 12);
    const bad = batches[3];
    if (bad === undefined) throw new Error('Expected a batch.');
    bad.columns.quantity[0] = NaN;
    const answers = await Promise.all(batches.map((batch) => harness.sendBooks(batch)));
    expect(answers.map(({ kind }) => kind === 'stored')).toEqual(batches.map((_, i) => i < 3 || i >= 10));
    await harness.store.flush();
    const good = [...batches.slice(0, 3), ...batches.slice(10)];
    expect(allEvents((await storedBooks(harness.exchangeId)).batches)).toEqual(allEvents(good));
  });

  test('a refused write loses its batch, says so, and books go on with the next key', async () => {
    const harness = await aStartedStore();
    const batches = madeBooks(7, 12);
    await sendAll(harness, batches.slice(0, 2));
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('No room.', 'QuotaExceededError');
    });
    const lost = batches[2];
    if (lost === undefined) throw new Error('Expected a batch.');
    expect(await harness.sendBooks(lost)).toMatchObject({
      kind: 'not-stored',
      count: lost.columns.count,
      reason: expect.stringContaining('no room left') as string,
    });
    add.mockRestore();
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({ state: 'recording' });
    for (const batch of batches.slice(3, 10))
      expect(await harness.sendBooks(batch)).toMatchObject({ kind: 'not-stored' });
    await sendAll(harness, batches.slice(10));
    await harness.store.flush();
    const kept = [...batches.slice(0, 2), ...batches.slice(10)];
    expect(allEvents((await storedBooks(harness.exchangeId)).batches)).toEqual(allEvents(kept));
    const gaps = await gapsOf(harness.exchangeId);
    expect(
      gaps.every(({ channel, reason }) => channel === 'orderbook_delta' && reason === 'not-stored'),
    ).toBe(true);
    expect([Math.min(...gaps.map((gap) => gap.fromMs)), Math.max(...gaps.map((gap) => gap.toMs))]).toEqual([
      NOON + 2 * 250,
      NOON + 10 * 250,
    ]);
  });

  test('more than may wait for the disk is refused, and the books that build on it, up to the next key', async () => {
    const harness = await aStartedStore();
    const [first, next] = madeBooks(8, 2);
    const [flood] = madeBooks(9, 1, { changes: 500_001, startMs: NOON + 250 });
    const [key] = madeBooks(10, 1, { startMs: NOON + 500 });
    if (!first || !next || !flood || !key) throw new Error('Expected four batches.');
    await sendAll(harness, [first]);
    expect(await harness.sendBooks(flood)).toMatchObject({
      kind: 'not-stored',
      reason: expect.stringContaining('slower than the feed') as string,
    });
    expect(await harness.sendBooks(next)).toMatchObject({ kind: 'not-stored' });
    await sendAll(harness, [key]);
    expect(allEvents((await storedBooks(harness.exchangeId)).batches)).toEqual(allEvents([first, key]));
    // One row for each batch that was refused.
    const gap = { channel: 'orderbook_delta', reason: 'not-stored', fromMs: NOON + 250, toMs: NOON + 500 };
    expect(await gapsOf(harness.exchangeId)).toMatchObject([gap, gap]);
    const trades = madeTrades(1, 500_001, { stepMs: 0 });
    expect(await harness.send(trades)).toMatchObject({ kind: 'not-stored', count: 500_001 });
    expect(await harness.send(trades.slice(0, 10))).toMatchObject({ kind: 'stored' });
  });

  test('what is refused while recording is paused leaves nothing to build on when it goes on', async () => {
    const harness = await aStartedStore();
    const [first, lost, next] = madeBooks(11, 3);
    const [key] = madeBooks(12, 1, { startMs: NOON + 750 });
    if (!first || !lost || !next || !key) throw new Error('Expected four batches.');
    await sendAll(harness, [first]);
    harness.gauge.quota = 100;
    harness.gauge.usage = 95;
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({ state: 'paused' });
    expect(await harness.sendBooks(lost)).toMatchObject({ kind: 'not-stored' });
    harness.gauge.usage = 10;
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({ state: 'recording' });
    expect(await harness.sendBooks(next)).toMatchObject({ kind: 'not-stored' });
    await sendAll(harness, [key]);
    expect(allEvents((await storedBooks(harness.exchangeId)).batches)).toEqual(allEvents([first, key]));
  });

  test('a seal that is refused leaves its run in the journal, and the chunks stand in their order', async () => {
    const harness = await aStartedStore();
    const batches = madeBooks(8, 31);
    const remove = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(() => {
      throw new DOMException('No room.', 'QuotaExceededError');
    });
    await sendAll(harness, batches.slice(0, 11));
    await harness.store.flush();
    const kept = batches.slice(0, 11);
    expect(await harness.store.status()).toMatchObject({ state: 'paused', bookRows: rowsOf(kept) });
    expect((await storedBooks(harness.exchangeId)).batches).toEqual(kept);
    remove.mockRestore();
    await harness.store.setRetention(KEEP_ALL);
    await sendAll(harness, batches.slice(11));
    await harness.store.flush();
    const { batches: stored } = await storedBooks(harness.exchangeId);
    expect(stored).toHaveLength(4);
    expect(allEvents(stored)).toEqual(allEvents(batches));
  });

  test('an older writer that wakes writes no books', async () => {
    const old = await aStartedStore();
    const batches = madeBooks(9, 21);
    await sendAll(old, batches.slice(0, 5));
    const young = aStore(old.exchangeId);
    await young.start();
    expect(await old.sendBooks(batches[5] as MadeBooks)).toMatchObject({
      kind: 'not-stored',
      reason: expect.stringContaining('Another tab records now') as string,
    });
    await old.store.flush();
    await young.store.flush();
    await sendAll(young, batches.slice(10));
    await young.store.flush();
    const kept = [...batches.slice(0, 5), ...batches.slice(10)];
    expect(allEvents((await storedBooks(old.exchangeId)).batches)).toEqual(allEvents(kept));
  });
});

describe('damage', () => {
  test('a chunk that changed on disk is skipped and counted, the others are read', async () => {
    const harness = await aStartedStore();
    const batches = madeBooks(1, 31);
    await sendAll(harness, batches);
    await harness.stop();
    await damage(harness.exchangeId, 'bookChunks', 2);
    const { batches: stored, damaged } = await storedBooks(harness.exchangeId);
    expect(damaged).toBe(1);
    expect(allEvents(stored)).toEqual(allEvents([...batches.slice(0, 10), ...batches.slice(20)]));
  });

  test('a damaged journal row takes with it what was built on it, and the next start says which time is lost', async () => {
    const before = await aStartedStore();
    const batches = madeBooks(2, 5);
    await sendAll(before, batches);
    await before.stop();
    await damage(before.exchangeId, 'bookJournal', 3);
    const { batches: stored, damaged } = await storedBooks(before.exchangeId);
    expect({ stored, damaged }).toEqual({ stored: batches.slice(0, 2), damaged: 1 });
    const after = aStore(before.exchangeId);
    expect(await after.start()).toMatchObject({ state: 'recording', bookRows: rowsOf(batches.slice(0, 2)) });
    await after.store.flush();
    expect(allEvents((await storedBooks(before.exchangeId)).batches)).toEqual(allEvents(batches.slice(0, 2)));
    expect(await gapsOf(before.exchangeId)).toMatchObject(
      [2, 3, 4].map((i) => ({
        channel: 'orderbook_delta',
        reason: 'damaged',
        fromMs: NOON + i * 250,
        toMs: NOON + (i + 1) * 250,
      })),
    );
  });

  test('a damaged last journal row is told once, however often we start', async () => {
    const before = await aStartedStore();
    await sendAll(before, madeBooks(2, 5));
    await before.stop();
    await damage(before.exchangeId, 'bookJournal', 5);
    for (let start = 0; start < 3; start++) {
      const after = aStore(before.exchangeId);
      await after.start();
      await after.stop();
    }
    expect(await gapsOf(before.exchangeId)).toMatchObject([
      { channel: 'orderbook_delta', reason: 'damaged', fromMs: NOON + 1_000, toMs: NOON + 1_250 },
    ]);
  });
});

describe('reading', () => {
  test('a range gives whole chunks and runs: the state at its beginning is known', async () => {
    const harness = await aStartedStore();
    const batches = madeBooks(1, 38);
    await sendAll(harness, batches);
    await harness.store.flush();
    const read = async (from: number, to: number) =>
      (await storedBooks(harness.exchangeId, { from: NOON + from, to: NOON + to })).batches;
    expect(allEvents(await read(0, 2_499))).toEqual(allEvents(batches.slice(0, 10)));
    expect(allEvents(await read(2_600, 5_100))).toEqual(allEvents(batches.slice(10, 30)));
    // The last run is in the journal: from its key, but no further than asked.
    expect(await read(8_600, 8_700)).toEqual(batches.slice(30, 35));
    expect(await read(9_501, 99_999)).toEqual([]);
  });

  test('one book of many is read alone, over the same times', async () => {
    const harness = await aStartedStore();
    const batches = madeBooks(2, 14);
    await sendAll(harness, batches);
    await harness.store.flush();
    const wanted = 'KXBOOK-B' as Ticker;
    const { batches: stored } = await storedBooks(harness.exchangeId, {}, [wanted]);
    expect(allEvents(stored)).toEqual(allEvents(batches).filter(({ ticker }) => ticker === wanted));
    expect(stored[0]?.columns).toMatchObject({ from: NOON, until: NOON + 2_500 });
    const none = await storedBooks(harness.exchangeId, {}, ['KXNONE' as Ticker]);
    expect(none.batches.map(({ columns }) => columns.count)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('retention', () => {
  test('old books go with old trades, by days', async () => {
    const harness = await aStartedStore();
    await sendAll(harness, madeBooks(1, 10, { startMs: NOON - 5 * DAY }));
    await harness.send(madeTrades(1, 10_000, { startMs: NOON - 5 * DAY }));
    const young = madeBooks(2, 10);
    await sendAll(harness, young);
    await harness.store.flush();
    const status = await harness.store.setRetention({ days: 2, bytes: 0 });
    expect(status).toMatchObject({ tradesOnDisk: 0, bookRows: rowsOf(young) });
    expect(allEvents((await storedBooks(harness.exchangeId)).batches)).toEqual(allEvents(young));
  });

  test('a limit in bytes counts both, and the oldest of both go first', async () => {
    const harness = await aStartedStore();
    await sendAll(harness, madeBooks(1, 10, { startMs: NOON - 5 * DAY, changes: 300 }));
    await harness.send(madeTrades(1, 10_000, { startMs: NOON - 4 * DAY }));
    await sendAll(harness, madeBooks(2, 11, { startMs: NOON - 3 * DAY, changes: 300, keyEvery: 10 }));
    await harness.store.flush();
    const reader = await openReader(harness.exchangeId);
    const { bytes } = await reader.holdings();
    reader.close();
    // Room for the trades and a little: the older books go, and then the trades, for the younger books take their place.
    const { tradesOnDisk } = await harness.store.setRetention({ days: 3650, bytes: bytes + 1_000 });
    expect(tradesOnDisk).toBe(0);
    const { batches } = await storedBooks(harness.exchangeId);
    expect(batches.every(({ columns }) => columns.from >= NOON - 3 * DAY)).toBe(true);
    expect(rowsOf(batches)).toBeGreaterThan(3_000);
  });

  test('what a pinned session covers outlives everything, and goes when it is unpinned', async () => {
    const harness = await aStartedStore();
    harness.clock.at = (NOON - 9 * DAY) as UnixMs;
    const id = await harness.store.newSession('kept');
    const kept = madeBooks(1, 10, { startMs: NOON - 9 * DAY });
    const keptTrades = madeTrades(1, 10_000, { startMs: NOON - 9 * DAY, stepMs: 0 });
    await sendAll(harness, kept);
    await harness.send(keptTrades);
    harness.post({
      kind: 'gap',
      version: STORE_PORT_VERSION,
      gap: {
        fromMs: (NOON - 9 * DAY) as UnixMs,
        toMs: (NOON - 9 * DAY) as UnixMs,
        channel: 'trade',
        reason: 'sequence',
      },
    });
    await harness.store.pinSession(id, true);
    harness.clock.at = (NOON - 8 * DAY) as UnixMs;
    await harness.store.newSession('');
    await sendAll(harness, madeBooks(2, 10, { startMs: NOON - 8 * DAY }));
    harness.clock.at = NOON;
    await harness.store.newSession('');
    const young = madeBooks(3, 10);
    await sendAll(harness, young);
    await harness.store.flush();
    await harness.store.setRetention({ days: 2, bytes: 1 });
    expect(allEvents((await storedBooks(harness.exchangeId)).batches)).toEqual(
      allEvents([...kept, ...young]),
    );
    expect(await storedTrades(harness.exchangeId)).toEqual(keptTrades);
    expect(await gapsOf(harness.exchangeId)).toHaveLength(1);
    await harness.store.pinSession(id, false);
    await harness.store.setRetention({ days: 2, bytes: 0 });
    expect(allEvents((await storedBooks(harness.exchangeId)).batches)).toEqual(allEvents(young));
    expect(await storedTrades(harness.exchangeId)).toEqual([]);
    expect(await gapsOf(harness.exchangeId)).toEqual([]);
  });
});
