/** Sessions: one row a run, with a name and a pin. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { openReader } from '#contract/database.ts';
import type { SessionRow } from '#contract/rows.ts';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import { DAY, HOUR, type UnixMs } from '#core/units/time.ts';
import {
  columnsOf,
  eventsOf,
  madeBooks,
  madeTrades,
  NOON,
  StoreHarness,
  storedTrades,
} from '../support/store.ts';

let exchanges = 0;
const harnesses: StoreHarness[] = [];

async function aStartedStore(exchangeId = `sessions-${++exchanges}`): Promise<StoreHarness> {
  const harness = new StoreHarness(exchangeId);
  harnesses.push(harness);
  await harness.start();
  return harness;
}

async function sessionsOf(harness: StoreHarness): Promise<readonly SessionRow[]> {
  const reader = await openReader(harness.exchangeId);
  const sessions = await reader.sessions();
  reader.close();
  return sessions;
}

afterEach(async () => {
  for (const harness of harnesses.splice(0)) await harness.stop();
});

test('a session says how much was recorded in it, and whose books', async () => {
  const harness = await aStartedStore();
  const [key, next] = madeBooks(1, 2);
  if (key === undefined || next === undefined) throw new Error('Expected two batches.');
  const trades = madeTrades(1, 30);
  const stamps = trades.map(({ venueAt }) => venueAt);
  await harness.send(trades);
  await harness.sendBooks(key);
  harness.clock.at = (NOON + HOUR) as UnixMs;
  await harness.sendBooks(next);
  expect(await sessionsOf(harness)).toEqual([
    {
      id: 1,
      startMs: NOON,
      endMs: NOON + HOUR,
      trades: 30,
      term: 1,
      name: '',
      isPinned: false,
      tickers: [...key.columns.tickers].sort(),
      bookRows: key.columns.count + next.columns.count,
      bookChanges: [key, next].reduce((sum, { columns }) => sum + eventsOf(columns).length, 0),
      tradesFromMs: Math.min(...stamps),
      tradesToMs: Math.max(...stamps),
    },
  ]);
});

test('a new session begins where the last one ends, and counts from nothing', async () => {
  const harness = await aStartedStore();
  const trades = madeTrades(1, 30);
  await harness.send(trades);
  harness.clock.at = (NOON + HOUR) as UnixMs;
  const id = await harness.store.newSession('  the debate  ');
  await harness.send(madeTrades(2, 5, { startMs: NOON + HOUR }));
  expect(await sessionsOf(harness)).toMatchObject([
    { id: 1, startMs: NOON, endMs: Math.max(...columnsOf(trades).receivedAt), trades: 30, name: '' },
    { id, startMs: NOON + HOUR, trades: 5, name: 'the debate', bookRows: 0, tickers: [] },
  ]);
});

test('trades that were fetched from before a session began are stored, and are not counted as its own', async () => {
  const harness = await aStartedStore();
  const fetched = new TradeColumnsBuilder();
  for (const trade of madeTrades(1, 500, { startMs: NOON - HOUR })) fetched.append(trade, NOON);
  await harness.sendColumns(fetched.take());
  await harness.send(madeTrades(2, 4, { startMs: NOON + 60_000 }));
  expect(await sessionsOf(harness)).toMatchObject([{ trades: 4 }]);
  expect(await storedTrades(harness.exchangeId)).toHaveLength(504);
});

test('trades that are fetched beside live ones do not stretch what a session was heard of', async () => {
  const harness = await aStartedStore();
  const [live] = madeTrades(1, 1, { startMs: NOON + 1_000, stepMs: 0 });
  const [fetched] = madeTrades(2, 1, { startMs: NOON - HOUR, stepMs: 0 });
  if (live === undefined || fetched === undefined) throw new Error('Expected two trades.');
  const builder = new TradeColumnsBuilder();
  for (const trade of [live, fetched]) builder.append(trade, (NOON + 1_040) as UnixMs);
  await harness.sendColumns(builder.take());
  const stamps = { tradesFromMs: NOON + 1_000, tradesToMs: NOON + 1_000 };
  expect(await sessionsOf(harness)).toMatchObject([stamps]);
});

test('what was fetched from before a session is told apart: how many trades, and since when', async () => {
  const harness = await aStartedStore();
  const fetched = new TradeColumnsBuilder();
  const before = madeTrades(1, 500, { startMs: NOON - HOUR });
  for (const trade of before) fetched.append(trade, NOON);
  await harness.sendColumns(fetched.take());
  await harness.send(madeTrades(2, 4, { startMs: NOON + 60_000 }));
  expect(await sessionsOf(harness)).toMatchObject([
    {
      startMs: NOON,
      trades: 4,
      fetched: 500,
      fetchedFromMs: Math.min(...before.map(({ venueAt }) => venueAt)),
    },
  ]);
});

test('a session goes on over a short break, with its name, its pin and its counts', async () => {
  const harness = await aStartedStore();
  await harness.send(madeTrades(1, 30));
  await harness.store.renameSession(1, 'the debate');
  await harness.store.pinSession(1, true);
  const [{ endMs } = { endMs: NOON }] = await sessionsOf(harness);
  await harness.stop();
  harness.clock.at = (endMs + 60_000) as UnixMs;
  await harness.start();
  expect(await harness.store.status()).toMatchObject({ sessionId: 1 });
  const startMs = harness.clock.at;
  await harness.send(madeTrades(2, 5, { startMs }));
  expect(await sessionsOf(harness)).toMatchObject([
    { id: 1, startMs: NOON, trades: 35, name: 'the debate', isPinned: true, term: 2 },
  ]);
  expect((await sessionsOf(harness))[0]?.endMs).toBeGreaterThan(startMs);
});

test.each([
  ['after a longer break', 60_001],
  ['when the clock was set back by more', -60_001],
])('a session has ended %s, and another one begins', async (_, ms) => {
  const harness = await aStartedStore();
  await harness.send(madeTrades(1, 30));
  await harness.store.renameSession(1, 'the debate');
  const [{ endMs } = { endMs: NOON }] = await sessionsOf(harness);
  await harness.stop();
  harness.clock.at = (endMs + ms) as UnixMs;
  await harness.start();
  expect(await sessionsOf(harness)).toMatchObject([
    { id: 1, name: 'the debate', trades: 30 },
    { id: 2, name: '', trades: 0 },
  ]);
  expect(await harness.store.status()).toMatchObject({ sessionId: 2 });
});

test('a name and a pin stay when more is recorded, of the session that runs and of others', async () => {
  const harness = await aStartedStore();
  await harness.send(madeTrades(1, 3));
  const id = await harness.store.newSession('');
  await harness.store.renameSession(1, 'first');
  await harness.store.renameSession(id, 'second '.repeat(100));
  await harness.store.pinSession(id, true);
  await harness.send(madeTrades(2, 4));
  expect(await sessionsOf(harness)).toMatchObject([
    { id: 1, name: 'first', trades: 3, isPinned: false },
    { id, name: 'second '.repeat(100).slice(0, 120), trades: 4, isPinned: true },
  ]);
});

test('a pinned session keeps all that was recorded in it, also when the clock was set back', async () => {
  const harness = new StoreHarness(`sessions-${++exchanges}`);
  harnesses.push(harness);
  harness.clock.at = (NOON + HOUR) as UnixMs;
  await harness.start();
  await harness.store.pinSession(1, true);
  const trades = madeTrades(1, 30_000, { startMs: NOON, stepMs: 20 });
  for (let i = 0; i < trades.length; i += 1_000) {
    harness.clock.at = trades[i]?.venueAt ?? NOON;
    await harness.send(trades.slice(i, i + 1_000));
  }
  await harness.store.flush();
  const [session] = await sessionsOf(harness);
  expect(session?.startMs).toBeLessThanOrEqual(NOON + 100);
  expect(session).toMatchObject({ endMs: NOON + HOUR, trades: 30_000 });
  await harness.store.setRetention({ days: 3_650, bytes: 1 });
  expect(await storedTrades(harness.exchangeId)).toHaveLength(30_000);
});

test.each([
  ['ahead', 2 * DAY],
  ['behind', -2 * DAY],
])('a pinned session keeps its trades also when the clock was wrong all the time: %s', async (_, wrongMs) => {
  const harness = new StoreHarness(`sessions-${++exchanges}`);
  harnesses.push(harness);
  harness.clock.at = (NOON + wrongMs) as UnixMs;
  await harness.start();
  await harness.store.pinSession(1, true);
  const trades = madeTrades(1, 10_000, { startMs: NOON, stepMs: 20 });
  for (let i = 0; i < trades.length; i += 1_000) {
    const batch = trades.slice(i, i + 1_000);
    harness.clock.at = ((batch[0]?.venueAt ?? NOON) + wrongMs) as UnixMs;
    const builder = new TradeColumnsBuilder();
    for (const trade of batch) builder.append(trade, (trade.venueAt + wrongMs + 40) as UnixMs);
    await harness.sendColumns(builder.take());
  }
  await harness.store.flush();
  expect((await sessionsOf(harness))[0]?.tradesFromMs).toBe(
    Math.min(...trades.map(({ venueAt }) => venueAt)),
  );
  await harness.store.setRetention({ days: 3_650, bytes: 1 });
  expect(await storedTrades(harness.exchangeId)).toHaveLength(10_000);
  await harness.store.pinSession(1, false);
  await harness.store.setRetention({ days: 3_650, bytes: 1 });
  expect(await storedTrades(harness.exchangeId)).toHaveLength(0);
});

test('while pins cannot be read no chunk goes, and recording goes on', async () => {
  const harness = await aStartedStore();
  await harness.send(madeTrades(1, 10_000, { stepMs: 0 }));
  await harness.store.flush();
  const open = Reflect.get(IDBObjectStore.prototype, 'openCursor') as (...given: unknown[]) => IDBRequest;
  const broken = vi.spyOn(IDBObjectStore.prototype, 'openCursor').mockImplementation(function (
    this: IDBObjectStore,
    ...given
  ) {
    if (this.name === 'sessions') throw new DOMException('Not now.', 'UnknownError');
    return open.apply(this, given) as IDBRequest<IDBCursorWithValue | null>;
  });
  const status = await harness.store.setRetention({ days: 3_650, bytes: 1 });
  expect(broken).toHaveBeenCalled();
  broken.mockRestore();
  expect(status).toMatchObject({ state: 'recording' });
  expect(await storedTrades(harness.exchangeId)).toHaveLength(10_000);
  await harness.store.setRetention({ days: 3_650, bytes: 1 });
  expect(await storedTrades(harness.exchangeId)).toHaveLength(0);
});

test('a session ends with what came last, also when the clock was set back since', async () => {
  const harness = await aStartedStore();
  await harness.send(madeTrades(1, 1, { startMs: NOON + HOUR, stepMs: 0 }));
  harness.clock.at = (NOON + 1_000) as UnixMs;
  const [books] = madeBooks(1, 1, { startMs: NOON - 5_000 });
  if (books === undefined) throw new Error('Expected a batch.');
  await harness.sendBooks(books);
  expect(await sessionsOf(harness)).toMatchObject([{ startMs: NOON - 5_000, endMs: NOON + HOUR + 40 }]);
});

test('a session that is not there cannot be renamed', async () => {
  const harness = await aStartedStore();
  await expect(harness.store.renameSession(99, 'x')).rejects.toThrow('Expected a session with number 99');
  await expect(harness.store.pinSession(99, true)).rejects.toThrow('Expected a session with number 99');
  expect(await sessionsOf(harness)).toHaveLength(1);
});

test('old sessions go with what was recorded in them, unless they are pinned', async () => {
  const harness = await aStartedStore();
  harness.clock.at = (NOON + DAY) as UnixMs;
  await harness.store.newSession('old');
  harness.clock.at = (NOON + 20 * DAY) as UnixMs;
  await harness.store.newSession('young');
  await harness.store.pinSession(1, true);
  await harness.store.setRetention({ days: 7, bytes: 0 });
  expect((await sessionsOf(harness)).map(({ id }) => id)).toEqual([1, 3]);
});

test('a pin that is set while old chunks go keeps what it covers, or comes too late and says so', async () => {
  for (let turns = 0; turns < 8; turns++) {
    const harness = await aStartedStore();
    const trades = madeTrades(1, 10_000, { startMs: NOON, stepMs: 0 });
    await harness.send(trades);
    harness.clock.at = (NOON + 9 * DAY) as UnixMs;
    await harness.store.newSession('');
    await harness.store.flush();
    const round = harness.store.setRetention({ days: 2, bytes: 0 });
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
    const isPinned = await harness.store.pinSession(1, true).then(
      () => true,
      () => false,
    );
    await round;
    const isThere = (await storedTrades(harness.exchangeId)).length === trades.length;
    expect([turns, isThere]).toEqual([turns, isPinned]);
  }
});

test('verbs of a store that does not run, or was replaced, reject with a sentence', async () => {
  const old = await aStartedStore();
  const young = await aStartedStore(old.exchangeId);
  await expect(old.store.newSession('x')).rejects.toThrow('Another tab records now');
  await expect(old.store.renameSession(1, 'x')).rejects.toThrow('Another tab records now');
  await young.stop();
  await expect(young.store.newSession('x')).rejects.toThrow('Nothing was changed.');
  expect(await sessionsOf(old)).toMatchObject([{ name: '', term: 2 }]);
});
