/** The store worker's logic on an in-memory IndexedDB: what is acknowledged is on disk, and nothing else is claimed. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createDatabase, openReader, type SomeMarkets } from '#contract/database.ts';
import { STORE_PORT_VERSION } from '#contract/store.ts';
import { DAY, HOUR, MINUTE, type UnixMs } from '#core/units/time.ts';
import { RollupBuilder } from '#core/market/rollup.ts';
import { columnsOf, KEEP_ALL, madeTrades, NOON, storedTrades, StoreHarness } from '../support/store.ts';

let exchanges = 0;
const harnesses: StoreHarness[] = [];

const MARKET = {
  ticker: 'KXMADE-1',
  event: 'KXMADE',
  eventTitle: 'An event',
  series: 'KXMADE',
  title: 'Will it?',
  name: 'It',
  category: 'Other',
  openAt: 1,
  closeAt: undefined,
  status: 'active',
  result: '',
};

function aStore(exchangeId = `test-${++exchanges}`): StoreHarness {
  const harness = new StoreHarness(exchangeId);
  harnesses.push(harness);
  return harness;
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const harness of harnesses.splice(0)) await harness.stop();
});

describe('recording', () => {
  test('a batch is acknowledged once it is on disk', async () => {
    const harness = aStore();
    await harness.start();
    const trades = madeTrades(1, 50);
    expect(await harness.send(trades)).toEqual({ kind: 'stored', batch: 1, count: 50 });
    expect(await storedTrades(harness.exchangeId)).toEqual(trades);
  });

  test('what a crash leaves in the journal is read back and sealed with the next trades', async () => {
    const before = aStore();
    await before.start();
    const first = madeTrades(1, 4_000);
    await before.send(first);
    before.crash();
    const after = aStore(before.exchangeId);
    expect(await after.start()).toMatchObject({ tradesOnDisk: 4_000, chunks: 0, state: 'recording' });
    const second = madeTrades(2, 6_000);
    await after.send(second);
    await after.store.flush();
    expect(await after.store.status()).toMatchObject({ tradesOnDisk: 10_000, chunks: 1 });
    expect(await storedTrades(before.exchangeId)).toEqual([...first, ...second]);
  });

  test('ten thousand trades become one chunk, and their journal rows go in the same step', async () => {
    const harness = aStore();
    await harness.start();
    const trades = madeTrades(3, 10_500);
    for (let i = 0; i < trades.length; i += 500) await harness.send(trades.slice(i, i + 500));
    await harness.store.flush();
    const reader = await openReader(harness.exchangeId);
    const snapshot = await reader.snapshot({});
    expect(snapshot.journal.reduce((sum, batch) => sum + batch.count, 0)).toBe(500);
    expect(snapshot.total).toBe(10_500);
    reader.close();
    expect(await storedTrades(harness.exchangeId)).toEqual(trades);
  });

  test('a quiet market is sealed by the number of its journal rows', async () => {
    const harness = aStore();
    await harness.start();
    const trades = madeTrades(4, 2_000);
    await Promise.all(trades.map((trade) => harness.send([trade])));
    await harness.store.flush();
    expect(await harness.store.status()).toMatchObject({ chunks: 1, tradesOnDisk: 2_000 });
  });

  test('rollups on disk are those of the sealed trades, however the chunks cut the minutes', async () => {
    const harness = aStore();
    await harness.start();
    const trades = madeTrades(5, 25_000);
    for (let i = 0; i < trades.length; i += 5_000) await harness.send(trades.slice(i, i + 5_000));
    await harness.store.flush();
    const builder = new RollupBuilder();
    builder.addColumns(columnsOf(trades.slice(0, 20_000)));
    const expected = builder.take();
    const reader = await openReader(harness.exchangeId);
    for (const interval of [MINUTE, HOUR])
      expect(await reader.rollups(interval, {})).toEqual(expected.filter((r) => r.intervalMs === interval));
    const { rollups } = await reader.snapshot({}, [{ intervalMs: MINUTE, from: NOON + 2 * MINUTE }]);
    expect(rollups).toEqual(
      expected.filter((r) => r.intervalMs === MINUTE && r.startMs >= NOON + 2 * MINUTE),
    );
    reader.close();
  });

  test('a reader that began before a chunk was sealed still gives every trade once', async () => {
    const harness = aStore();
    await harness.start();
    const trades = madeTrades(6, 12_000);
    await harness.send(trades.slice(0, 9_000));
    const reader = await openReader(harness.exchangeId);
    const snapshot = await reader.snapshot({});
    await harness.send(trades.slice(9_000));
    await harness.store.flush();
    let sealed = 0;
    for await (const columns of snapshot.sealed()) sealed += columns.count;
    expect(sealed + snapshot.journal.reduce((sum, batch) => sum + batch.count, 0)).toBe(9_000);
    reader.close();
  });

  test('gaps, markets and the session are rows of their own', async () => {
    const harness = aStore();
    await harness.start();
    const gap = {
      fromMs: NOON,
      toMs: (NOON + 5_000) as UnixMs,
      channel: 'trade',
      reason: 'disconnect',
    };
    harness.post({ kind: 'gap', version: STORE_PORT_VERSION, gap });
    harness.post({ kind: 'markets', version: STORE_PORT_VERSION, rows: [MARKET] });
    harness.post({ kind: 'markets', version: STORE_PORT_VERSION, rows: [{ ...MARKET, status: 'closed' }] });
    await harness.send(madeTrades(7, 3));
    const reader = await openReader(harness.exchangeId);
    expect(await reader.gaps({})).toMatchObject([gap]);
    expect(await reader.gaps({ from: NOON + 5_001 })).toEqual([]);
    expect(await reader.markets()).toEqual([{ ...MARKET, status: 'closed' }]);
    expect(await reader.sessions()).toMatchObject([
      { startMs: NOON, endMs: expect.any(Number) as number, trades: 3, term: 1 },
    ]);
    reader.close();
  });

  test('erase empties everything and recording goes on', async () => {
    const harness = aStore();
    await harness.start();
    await harness.send(madeTrades(8, 11_000));
    await harness.send(madeTrades(9, 10));
    await harness.store.erase();
    expect(await harness.store.status()).toMatchObject({ tradesOnDisk: 0, chunks: 0, state: 'recording' });
    const trades = madeTrades(10, 5);
    await harness.send(trades);
    expect(await storedTrades(harness.exchangeId)).toEqual(trades);
    const reader = await openReader(harness.exchangeId);
    expect(await reader.rollups(MINUTE, {})).toEqual([]);
    reader.close();
  });

  test('a batch with a number that is none is refused alone, with a gap', async () => {
    const harness = aStore();
    await harness.start();
    const bad = columnsOf(madeTrades(11, 2));
    bad.quantity[1] = NaN;
    const [refused, kept] = await Promise.all([harness.sendColumns(bad), harness.send(madeTrades(12, 3))]);
    expect(refused).toMatchObject({ kind: 'not-stored', count: 2 });
    expect(kept).toMatchObject({ kind: 'stored', count: 3 });
    await harness.send([]);
    const reader = await openReader(harness.exchangeId);
    expect(await reader.gaps({})).toMatchObject([{ reason: 'not-stored' }]);
    reader.close();
  });

  test('a message of another version is answered and not taken', async () => {
    const harness = aStore();
    await harness.start();
    const columns = columnsOf(madeTrades(13, 2));
    harness.post({ kind: 'trades', version: 1 as 3, batch: 900, columns });
    await harness.send([]);
    expect(harness.answers).toContainEqual(
      expect.objectContaining({ kind: 'not-stored', batch: 900, count: 2 }),
    );
    expect(await storedTrades(harness.exchangeId)).toEqual([]);
  });
});

describe('damage', () => {
  test('a chunk that changed on disk is skipped and counted, the others are read', async () => {
    const harness = aStore();
    await harness.start();
    for (const seed of [1, 2, 3]) await harness.send(madeTrades(seed, 10_000));
    await harness.stop();
    const database = createDatabase(harness.exchangeId, 'relaxed');
    await database.tapeChunks
      .toCollection()
      .first()
      .then(async (row) => {
        if (row === undefined) return;
        const data = row.data.slice();
        data[100] = (data[100] ?? 0) ^ 0xff;
        await database.tapeChunks.put({ ...row, data });
      });
    database.close();
    const reader = await openReader(harness.exchangeId);
    let count = 0;
    for await (const columns of (await reader.snapshot({})).sealed()) count += columns.count;
    expect(count).toBe(20_000);
    expect(reader.damaged()).toBe(1);
    reader.close();
  });

  test('a damaged journal row is reported, and the start goes on without it', async () => {
    const before = aStore();
    await before.start();
    await before.send(madeTrades(1, 10));
    await before.send(madeTrades(2, 20));
    await before.stop();
    const database = createDatabase(before.exchangeId, 'relaxed');
    await database.journal.update(1, { data: new Uint8Array(30) });
    database.close();
    const after = aStore(before.exchangeId);
    expect(await after.start()).toMatchObject({ state: 'recording', tradesOnDisk: 20 });
    expect((await after.store.log()).some(({ text }) => text.includes('10 trades are lost'))).toBe(true);
  });

  test.each([1, 2, 3])(
    'damaged journal row %i of three becomes one gap, however often we start',
    async (seq) => {
      const before = aStore();
      await before.start();
      const batches = [0, 1, 2].map((i) => madeTrades(i + 1, 10, { startMs: NOON + i * MINUTE }));
      for (const batch of batches) await before.send(batch);
      before.crash();
      const database = createDatabase(before.exchangeId, 'relaxed');
      await database.journal.update(seq, { data: new Uint8Array(30) });
      database.close();
      for (let start = 0; start < 3; start++) {
        const after = aStore(before.exchangeId);
        await after.start();
        await after.stop();
      }
      const stamps = batches[seq - 1]?.map(({ venueAt }) => venueAt) ?? [];
      const reader = await openReader(before.exchangeId);
      expect(await reader.gaps({})).toMatchObject([
        { channel: 'trade', reason: 'damaged', fromMs: Math.min(...stamps), toMs: Math.max(...stamps) + 1 },
      ]);
      reader.close();
      expect(await storedTrades(before.exchangeId)).toEqual(batches.filter((_, i) => i !== seq - 1).flat());
    },
  );
});

describe('the fence', () => {
  test('an older writer that wakes writes nothing and says why', async () => {
    const old = aStore();
    await old.start();
    await old.send(madeTrades(1, 10));
    const young = aStore(old.exchangeId);
    expect(await young.start()).toMatchObject({ term: 2, tradesOnDisk: 10 });
    expect(await old.send(madeTrades(2, 10))).toMatchObject({ kind: 'not-stored', count: 10 });
    expect(await old.store.status()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('Another tab records now') as string,
    });
    expect(await young.send(madeTrades(3, 5))).toMatchObject({ kind: 'stored' });
    expect(await storedTrades(old.exchangeId)).toHaveLength(15);
  });

  test('an older writer cannot seal, prune or erase either', async () => {
    const old = aStore();
    await old.start();
    for (const seed of [1, 2]) await old.send(madeTrades(seed, 10_000));
    await old.store.flush();
    const young = aStore(old.exchangeId);
    await young.start();
    old.clock.at = (NOON + 40 * DAY) as UnixMs;
    await old.store.setRetention({ days: 1, bytes: 1 });
    await expect(old.store.erase()).rejects.toThrow('Another tab records now');
    expect(await storedTrades(old.exchangeId)).toHaveLength(20_000);
  });
});

describe('retention', () => {
  test('whole chunks older than the days kept go, the rest stays', async () => {
    const harness = aStore();
    await harness.start();
    await harness.send(madeTrades(1, 10_000, { startMs: NOON - 3 * DAY }));
    const young = madeTrades(2, 10_000);
    await harness.send(young);
    await harness.store.flush();
    const status = await harness.store.setRetention({ days: 2, bytes: 0 });
    expect(status).toMatchObject({ chunks: 1, tradesOnDisk: 10_000 });
    expect(await storedTrades(harness.exchangeId)).toEqual(young);
    const reader = await openReader(harness.exchangeId);
    expect((await reader.rollups(MINUTE, {})).every(({ startMs }) => startMs >= NOON - 2 * DAY)).toBe(true);
    expect((await reader.rollups(HOUR, { to: NOON - 2 * DAY })).length).toBe(0);
    reader.close();
  });

  test('markets that closed before all that is kept go; a session that is kept keeps those of its time', async () => {
    const harness = aStore();
    await harness.start();
    const closing = (name: string, closeAt: number | undefined) => ({
      ...MARKET,
      ticker: `KXMADE-${name}`,
      closeAt,
    });
    const rows = [
      closing('LONGAGO', NOON - 4 * DAY),
      closing('YESTERDAY', NOON - DAY),
      closing('OPEN', NOON + DAY),
      closing('UNKNOWN', undefined),
    ];
    harness.post({ kind: 'markets', version: STORE_PORT_VERSION, rows });
    await harness.send(madeTrades(1, 10));
    await harness.store.pinSession(1, true);
    const kept = async (some?: SomeMarkets): Promise<readonly string[]> => {
      const reader = await openReader(harness.exchangeId);
      const markets = await reader.markets(some);
      reader.close();
      return markets.map(({ ticker }) => ticker.replace('KXMADE-', '')).sort();
    };
    await harness.store.setRetention({ days: 5, bytes: 0 });
    expect(await kept()).toEqual(['LONGAGO', 'OPEN', 'UNKNOWN', 'YESTERDAY']);
    expect(await kept({ closingFrom: NOON - DAY, and: [] })).toEqual(['OPEN', 'YESTERDAY']);
    expect(await kept({ closingFrom: NOON, and: ['KXMADE-LONGAGO', 'KXMADE-NONE'] })).toEqual([
      'LONGAGO',
      'OPEN',
    ]);
    // The session that is kept began at noon: what closed more than a day before it is nobody's.
    harness.clock.at = (NOON + 20 * DAY) as UnixMs;
    await harness.store.setRetention({ days: 2, bytes: 0 });
    expect(await kept()).toEqual(['OPEN', 'UNKNOWN', 'YESTERDAY']);
    await harness.store.pinSession(1, false);
    await harness.store.setRetention({ days: 1, bytes: 0 });
    expect(await kept()).toEqual(['UNKNOWN']);
  });

  test('a limit in bytes lets the oldest go', async () => {
    const harness = aStore();
    await harness.start();
    for (const seed of [1, 2, 3, 4]) await harness.send(madeTrades(seed, 10_000));
    await harness.store.flush();
    const newest = madeTrades(4, 10_000);
    expect(await harness.store.setRetention({ days: 3650, bytes: 300_000 })).toMatchObject({ chunks: 1 });
    expect(await storedTrades(harness.exchangeId)).toEqual(newest);
  });

  test('what a limit in bytes took is told as removed, as one stretch; what is past its days is not told', async () => {
    const harness = aStore();
    await harness.start();
    harness.clock.at = (NOON + HOUR) as UnixMs;
    const parts = [0, 1, 2, 3].map((part) =>
      madeTrades(part + 1, 10_000, { startMs: NOON + part * 10 * MINUTE }),
    );
    for (const part of parts) await harness.send(part);
    await harness.store.flush();
    const told = async () => {
      const reader = await openReader(harness.exchangeId);
      const gaps = await reader.gaps({});
      reader.close();
      return gaps.map(({ fromMs, toMs, channel, reason }) => [fromMs, toMs, channel, reason]);
    };
    const stamps = (part: number) => (parts[part] ?? []).map(({ venueAt }) => venueAt);
    const first = Math.min(...stamps(0));
    expect(await harness.store.setRetention({ days: 3650, bytes: 600_000 })).toMatchObject({ chunks: 2 });
    expect(await told()).toEqual([[first, Math.max(...stamps(1)) + 1, 'trade', 'removed']]);
    expect(await harness.store.setRetention({ days: 3650, bytes: 300_000 })).toMatchObject({ chunks: 1 });
    expect(await told()).toEqual([[first, Math.max(...stamps(2)) + 1, 'trade', 'removed']]);
    harness.clock.at = (NOON + 10 * DAY) as UnixMs;
    expect(await harness.store.setRetention({ days: 1, bytes: 0 })).toMatchObject({ chunks: 0 });
    await harness.store.setRetention({ days: 1, bytes: 0 });
    expect(await told()).toEqual([]);
  });

  test('two changes of retention at once drop no more than one', async () => {
    const harness = aStore();
    await harness.start();
    for (const seed of [1, 2, 3, 4]) await harness.send(madeTrades(seed, 10_000));
    await harness.store.flush();
    const bytes = 600_000;
    const [first, second] = await Promise.all([
      harness.store.setRetention({ days: 3650, bytes }),
      harness.store.setRetention({ days: 3650, bytes }),
    ]);
    expect([first.chunks, second.chunks]).toEqual([2, 2]);
  });

  test('a retention given at the start is kept from the start', async () => {
    const before = aStore();
    await before.start();
    await before.send(madeTrades(1, 10_000, { startMs: NOON - 10 * DAY }));
    await before.stop();
    const after = aStore(before.exchangeId);
    expect(await after.start({ days: 7, bytes: 0 })).toMatchObject({ tradesOnDisk: 0, chunks: 0 });
  });
});

describe('room', () => {
  test('at 70 % it warns, at 80 % it prunes, at 90 % it pauses, and deletes nothing where that would not help', async () => {
    const harness = aStore();
    await harness.start();
    for (const seed of [1, 2, 3, 4]) await harness.send(madeTrades(seed, 10_000));
    await harness.store.flush();
    Object.assign(harness.gauge, { quota: 10_000_000, usage: 7_200_000 });
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({
      state: 'recording',
      chunks: 4,
      reason: expect.stringContaining('72 %') as string,
    });
    harness.gauge.usage = 8_000_000;
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({ state: 'recording', chunks: 1 });
    harness.gauge.usage = 9_900_000;
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({
      state: 'paused',
      chunks: 1,
      reason: expect.stringContaining('paused') as string,
    });
    const refused = madeTrades(5, 10, { startMs: NOON + HOUR });
    const columns = columnsOf(refused);
    // A stamp years ahead makes it no gap of the time to come.
    columns.venueAt[4] = NOON + 1_000 * DAY;
    expect(await harness.sendColumns(columns)).toMatchObject({ kind: 'not-stored', count: 10 });
    harness.gauge.usage = 100_000;
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({ state: 'recording', reason: '' });
    expect(await harness.send(madeTrades(6, 10))).toMatchObject({ kind: 'stored' });
    const reader = await openReader(harness.exchangeId);
    const times = refused.map(({ venueAt }) => venueAt);
    expect(await reader.gaps({})).toMatchObject([
      // What was deleted for the room is told too.
      { reason: 'removed', channel: 'trade' },
      { reason: 'not-stored', channel: 'trade', fromMs: Math.min(...times), toMs: Math.max(...times) + 1 },
    ]);
    reader.close();
  });

  test('a refused write loses its batch whole, says so, and recording resumes when there is room', async () => {
    const harness = aStore();
    await harness.start();
    const kept = madeTrades(1, 100);
    await harness.send(kept);
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('No room.', 'QuotaExceededError');
    });
    const lost = madeTrades(2, 10, { startMs: NOON + HOUR });
    expect(await harness.send(lost)).toMatchObject({ kind: 'not-stored', count: 10 });
    expect(await harness.store.status()).toMatchObject({
      state: 'paused',
      reason: expect.stringContaining('no room left') as string,
    });
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({ state: 'paused' });
    expect(await storedTrades(harness.exchangeId)).toEqual(kept);
    add.mockRestore();
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({ state: 'recording' });
    const reader = await openReader(harness.exchangeId);
    expect(await reader.gaps({})).toHaveLength(1);
    reader.close();
    expect(await harness.send(madeTrades(3, 5))).toMatchObject({ kind: 'stored' });
  });

  test('a disk that refuses although it seems to have room pauses recording, and costs nothing recorded', async () => {
    const harness = aStore();
    await harness.start();
    for (const seed of [1, 2, 3, 4]) await harness.send(madeTrades(seed, 10_000));
    await harness.store.flush();
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('No room.', 'QuotaExceededError');
    });
    await harness.send(madeTrades(5, 10, { startMs: NOON + HOUR }));
    for (let round = 0; round < 3; round++)
      expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({ state: 'paused', chunks: 4 });
    vi.restoreAllMocks();
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({ state: 'recording', chunks: 4 });
  });

  test('a seal that is refused leaves its trades in the journal for the next one', async () => {
    const harness = aStore();
    await harness.start();
    const put = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(() => {
      throw new DOMException('No room.', 'QuotaExceededError');
    });
    const trades = madeTrades(1, 10_000);
    expect(await harness.send(trades)).toMatchObject({ kind: 'stored' });
    await harness.store.flush();
    expect(await harness.store.status()).toMatchObject({ state: 'paused', chunks: 0, tradesOnDisk: 10_000 });
    expect(await storedTrades(harness.exchangeId)).toEqual(trades);
    put.mockRestore();
    await harness.store.setRetention(KEEP_ALL);
    await harness.store.flush();
    expect(await harness.store.status()).toMatchObject({ state: 'recording', chunks: 1 });
    expect(await storedTrades(harness.exchangeId)).toEqual(trades);
  });

  test('a browser that refuses storage gives a sentence, and every batch its answer', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Denied.', 'SecurityError');
    });
    const harness = aStore();
    expect(await harness.start()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('private window') as string,
    });
    expect(await harness.send(madeTrades(1, 3))).toMatchObject({ kind: 'not-stored', count: 3 });
  });

  test('a database of a newer version is left alone', async () => {
    const exchangeId = `test-${++exchanges}`;
    await new Promise<void>((resolve) => {
      const request = indexedDB.open(`flowboard-${exchangeId}`, 990);
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    const harness = aStore(exchangeId);
    expect(await harness.start()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('newer Flowboard') as string,
    });
  });

  test('a database that is deleted under the writer is let go, and the loss is said', async () => {
    const harness = aStore();
    await harness.start();
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(`flowboard-${harness.exchangeId}`);
      request.onsuccess = () => {
        resolve();
      };
      request.onerror = () => {
        reject(new Error('Expected the deletion to succeed.'));
      };
    });
    expect(await harness.send(madeTrades(1, 3))).toMatchObject({ kind: 'not-stored' });
    expect(await harness.store.status()).toMatchObject({ state: 'failed' });
  });
});
