/** A day that is erased, or one kind of it: exactly the parts that the table of days counted go, and what is left says so. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { openReader, type StoreReader } from '#contract/database.ts';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import { RollupBuilder } from '#core/market/rollup.ts';
import { HOUR, MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import { madeBooks, madeTrades, NOON, StoreHarness, storedTrades } from '../support/store.ts';

let exchanges = 0;
const harnesses: StoreHarness[] = [];

afterEach(async () => {
  for (const harness of harnesses.splice(0)) await harness.stop();
});

async function read<T>({ exchangeId }: StoreHarness, take: (reader: StoreReader) => Promise<T>): Promise<T> {
  const reader = await openReader(exchangeId);
  try {
    return await take(reader);
  } finally {
    reader.close();
  }
}

/** The stretches told as removed, ascending. */
async function removedOf(
  harness: StoreHarness,
  channel: string,
): Promise<readonly (readonly [fromMs: number, toMs: number])[]> {
  const gaps = await read(harness, (reader) => reader.gaps({}));
  return gaps
    .filter((gap) => gap.reason === 'removed' && gap.channel === channel)
    .map(({ fromMs, toMs }) => [fromMs, toMs] as const)
    .sort(([a], [b]) => a - b);
}

const PER_MINUTE = 2_500;
const BATCH_MS = 10 * SECOND;
const at = (minutes: number): UnixMs => (NOON + minutes * MINUTE) as UnixMs;
/** What begins in the second ten minutes: it stands for a day. */
const SECOND_TEN = { fromMs: at(10), toMs: at(20) - 1 };

/** Half an hour of trades and books, in sessions of ten minutes; the last one runs. */
async function halfAnHour(): Promise<StoreHarness> {
  const harness = new StoreHarness(`erasure-${++exchanges}`);
  harnesses.push(harness);
  await harness.start();
  const trades = madeTrades(1, 30 * PER_MINUTE, { startMs: NOON, stepMs: MINUTE / PER_MINUTE, tickers: 5 });
  let sent = 0;
  for (const [index, batch] of madeBooks(2, 30 * 6, { stepMs: BATCH_MS, keyEvery: 9 }).entries()) {
    const now = NOON + (index + 1) * BATCH_MS;
    harness.clock.at = (now - BATCH_MS) as UnixMs;
    if (now - BATCH_MS === at(10) || now - BATCH_MS === at(20)) await harness.store.newSession('next');
    harness.clock.at = now as UnixMs;
    let end = sent;
    while ((trades[end]?.venueAt ?? Infinity) + 40 <= now) end++;
    await harness.send(trades.slice(sent, end));
    sent = end;
    await harness.sendBooks(batch);
  }
  await harness.store.flush();
  return harness;
}

const begins = (startMs: number): boolean => startMs >= SECOND_TEN.fromMs && startMs <= SECOND_TEN.toMs;

test('the inventory holds every row that is stored, with the bytes of the directory', async () => {
  const harness = await halfAnHour();
  const { trades, books, others } = await read(harness, (reader) => reader.inventory());
  const status = await harness.store.status();
  const sum = (entries: readonly (readonly number[])[], part: number): number =>
    entries.reduce((total, entry) => total + (entry[part] ?? 0), 0);
  expect(sum(trades, 3)).toBe((await storedTrades(harness.exchangeId)).length);
  expect(sum(books, 3)).toBe(status.bookRows);
  expect(sum(books, 4)).toBe(status.bookBytes);
  const charts = others.filter(({ kind }) => kind === 'charts');
  expect(charts.length).toBeGreaterThan(10);
  expect(charts.every(({ bytes }) => bytes > 0)).toBe(true);
  expect(others.filter(({ kind }) => kind === 'recordings')).toHaveLength(3);
});

test('trades of a day go and its books stay; what went is a gap, and the charts are those of what is left', async () => {
  const harness = await halfAnHour();
  const before = await read(harness, (reader) => reader.chunks({}));
  const gone = before.trades.filter(([, startMs]) => begins(startMs));
  expect(gone.length).toBeGreaterThan(1);
  const removed = await harness.store.eraseStored({ trades: SECOND_TEN });
  expect(removed).toEqual({
    trades: gone.reduce((sum, entry) => sum + entry[3], 0),
    bookRows: 0,
    bytes: gone.reduce((sum, entry) => sum + entry[4], 0),
  });
  const after = await read(harness, (reader) => reader.chunks({}));
  expect(after.books).toEqual(before.books);
  expect(after.trades.some(([, startMs]) => begins(startMs))).toBe(false);
  expect(await read(harness, (reader) => reader.gaps({ from: at(12), to: at(18) }))).toContainEqual(
    expect.objectContaining({ channel: 'trade', reason: 'removed' }),
  );
  await read(harness, async (reader) => {
    const builder = new RollupBuilder();
    for await (const columns of (await reader.snapshot({})).sealed()) builder.addColumns(columns);
    const stored = [...(await reader.rollups(MINUTE, {})), ...(await reader.rollups(HOUR, {}))];
    expect(stored).toEqual(builder.take());
  });
});

test('books of a day go and its trades stay', async () => {
  const harness = await halfAnHour();
  const trades = await storedTrades(harness.exchangeId);
  const removed = await harness.store.eraseStored({ books: SECOND_TEN });
  expect(removed.trades).toBe(0);
  expect(removed.bookRows).toBeGreaterThan(100);
  expect(await storedTrades(harness.exchangeId)).toEqual(trades);
  expect((await read(harness, (reader) => reader.chunks({}))).books.some(([, from]) => begins(from))).toBe(
    false,
  );
});

test('what a pinned recording covers stays', async () => {
  const harness = await halfAnHour();
  await harness.store.pinSession(2, true);
  const trades = await storedTrades(harness.exchangeId);
  const middle = { fromMs: at(11), toMs: at(18) };
  expect(await harness.store.eraseStored({ trades: middle, books: middle })).toEqual({
    trades: 0,
    bookRows: 0,
    bytes: 0,
  });
  expect(await storedTrades(harness.exchangeId)).toEqual(trades);
});

test('a recording of which nothing is left leaves the list; the one that runs never does, and goes on', async () => {
  const harness = await halfAnHour();
  const all = { fromMs: 0, toMs: at(40) };
  await harness.store.eraseStored({ trades: all, books: all });
  const ids = (await read(harness, (reader) => reader.sessions())).map(({ id }) => id);
  expect(ids).not.toContain(1);
  expect(ids).toContain(3);
  const books = madeBooks(2, 30 * 6 + 3, { stepMs: BATCH_MS, keyEvery: 9 });
  for (const batch of books.slice(-3))
    expect(await harness.sendBooks(batch)).toMatchObject({ kind: 'stored' });
  expect(await harness.send(madeTrades(5, 10, { startMs: at(30) }))).toMatchObject({ kind: 'stored' });
  const again = new StoreHarness(harness.exchangeId);
  harnesses.push(again);
  const { tradesOnDisk, bookRows } = await harness.store.status();
  expect(await again.start()).toMatchObject({ tradesOnDisk, bookRows });
});

test('the recording that runs stays in the list although all that it holds goes', async () => {
  const harness = new StoreHarness(`erasure-${++exchanges}`);
  harnesses.push(harness);
  await harness.start();
  harness.clock.at = at(1);
  await harness.send(madeTrades(1, 100, { startMs: NOON, stepMs: 10 }));
  const removed = await harness.store.eraseStored({ trades: { fromMs: 0, toMs: at(2) } });
  expect(removed.trades).toBe(100);
  expect(await read(harness, (reader) => reader.sessions())).toHaveLength(1);
});

test('a session goes on over a restart, and its time with it', async () => {
  const harness = await halfAnHour();
  expect((await harness.store.status()).sessionFromMs).toBe(at(20));
  const again = new StoreHarness(harness.exchangeId);
  harnesses.push(again);
  again.clock.at = at(30);
  expect((await again.start()).sessionFromMs).toBe(at(20));
});

test('after everything is erased one gap stands over all that was known, up to now', async () => {
  const harness = await halfAnHour();
  await harness.store.erase();
  const gaps = await read(harness, (reader) => reader.gaps({}));
  expect(gaps).toMatchObject([
    { fromMs: NOON, toMs: harness.clock.now(), channel: 'trade', reason: 'removed' },
  ]);
});

test('a day that still runs is gone up to now, and the market is told, so that nothing of it is fetched again', async () => {
  const harness = await halfAnHour();
  await harness.store.eraseStored({ trades: { fromMs: at(20), toMs: at(24 * 60) } });
  const told = harness.answers.flatMap((answer) => (answer.kind === 'erased' ? answer.gaps : []));
  expect(told.at(-1)).toMatchObject({ toMs: harness.clock.now(), channel: 'trade', reason: 'removed' });
  expect(told.at(0)?.fromMs).toBeGreaterThanOrEqual(at(20));
  expect(harness.answers).toContainEqual(expect.objectContaining({ kind: 'erased', staysShown: false }));
});

test('all that was erased of trades lies in its gap, the last one too', async () => {
  const harness = await halfAnHour();
  const before = await storedTrades(harness.exchangeId);
  await harness.store.eraseStored({ trades: SECOND_TEN });
  const left = new Set((await storedTrades(harness.exchangeId)).map(({ tradeId }) => tradeId));
  const gone = before.filter(({ tradeId }) => !left.has(tradeId)).map(({ venueAt }) => venueAt);
  const gaps = await removedOf(harness, 'trade');
  expect(gaps).toEqual([[Math.min(...gone), Math.max(...gone) + 1]]);
});

test('a day that is erased around a pinned recording is a gap on both sides of it, and none over it', async () => {
  const harness = await halfAnHour();
  await harness.store.pinSession(2, true);
  harness.clock.at = at(40);
  const all = { fromMs: 0, toMs: at(24 * 60) };
  await harness.store.eraseStored({ trades: all, books: all });
  for (const channel of ['trade', 'orderbook_delta'])
    expect([
      channel,
      (await removedOf(harness, channel)).filter(([from, to]) => from <= at(20) && to > at(10)),
    ]).toEqual([channel, []]);
  expect((await removedOf(harness, 'trade')).at(-1)?.[1]).toBe(at(40));
});

test('what is kept behind the erased part of a day that still runs is not told as erased', async () => {
  const harness = await halfAnHour();
  const [, second] = await read(harness, (reader) => reader.sessions());
  await harness.store.pinSession(3, true);
  await harness.store.eraseStored({ trades: { fromMs: 0, toMs: at(24 * 60) } });
  const kept = await storedTrades(harness.exchangeId);
  const oldest = Math.min(...kept.map(({ venueAt }) => venueAt));
  expect(oldest).toBeLessThan(second?.endMs ?? 0);
  expect((await removedOf(harness, 'trade')).filter(([, to]) => to > at(20))).toEqual([]);
});

/** One chunk a minute, on a clock that is off by `aheadMs`; a wild stamp in the first of them. */
async function onAWrongClock(aheadMs: number, minutes: number, wildMs?: number): Promise<StoreHarness> {
  const harness = new StoreHarness(`erasure-${++exchanges}`);
  harnesses.push(harness);
  harness.clock.at = (NOON + aheadMs) as UnixMs;
  await harness.start();
  for (let minute = 0; minute < minutes; minute++) {
    const columns = new TradeColumnsBuilder();
    for (const trade of madeTrades(minute + 1, 10_000, { startMs: at(minute), stepMs: 5 }))
      columns.append(trade, (trade.venueAt + aheadMs + 40) as UnixMs);
    const [wild] = madeTrades(99, 1, { startMs: NOON + (wildMs ?? 0) });
    if (wild !== undefined && wildMs !== undefined && minute === 0) columns.append(wild, at(0));
    harness.clock.at = (at(minute + 1) + aheadMs) as UnixMs;
    await harness.sendColumns(columns.take());
    await harness.store.flush();
  }
  return harness;
}

test.each([
  ['an hour ahead', HOUR],
  ['a minute behind', -1 * MINUTE],
])('a stretch up to now ends with the exchange’s now, on a clock that is %s', async (_, aheadMs) => {
  const harness = await onAWrongClock(aheadMs, 3);
  const trades = await storedTrades(harness.exchangeId);
  await harness.store.eraseStored({ trades: { fromMs: 0, toMs: harness.clock.now() } });
  expect(await storedTrades(harness.exchangeId)).toEqual([]);
  const [[from, to] = [0, 0], ...others] = await removedOf(harness, 'trade');
  expect(others).toEqual([]);
  expect(from).toBe(Math.min(...trades.map(({ venueAt }) => venueAt)));
  // As exact as the line is quick.
  expect(Math.abs(to - at(3))).toBeLessThan(50);
  expect(to).toBeGreaterThan(Math.max(...trades.map(({ venueAt }) => venueAt)));
});

test.each([
  ['an hour ahead', HOUR],
  ['a minute behind', -1 * MINUTE],
])('everything that is erased ends with the exchange’s now, on a clock that is %s', async (_, aheadMs) => {
  const harness = await onAWrongClock(aheadMs, 2);
  await harness.store.erase();
  const [[, to] = [0, 0]] = await removedOf(harness, 'trade');
  expect(Math.abs(to - at(2))).toBeLessThan(50);
});

test('everything that is erased begins with the oldest trade, also one that was fetched and waits to be packed', async () => {
  const harness = new StoreHarness(`erasure-${++exchanges}`);
  harnesses.push(harness);
  await harness.start();
  const fetched = new TradeColumnsBuilder();
  for (const trade of madeTrades(1, 10, { startMs: at(-50), stepMs: 0 })) fetched.append(trade, at(1));
  harness.clock.at = at(1);
  await harness.sendColumns(fetched.take());
  await harness.send(madeTrades(2, 10, { startMs: at(1), stepMs: 0 }));
  await harness.store.erase();
  expect((await removedOf(harness, 'trade')).map(([from]) => from)).toEqual([at(-50)]);
});

test('an erased part with a stamp years ahead is a gap of its own time only, and leaves no chart behind', async () => {
  const harness = await onAWrongClock(0, 4, 1e11);
  const gone = (await storedTrades(harness.exchangeId)).slice(0, 10_000).map(({ venueAt }) => venueAt);
  await harness.store.eraseStored({ trades: { fromMs: 0, toMs: at(1) - 1 } });
  const left = await storedTrades(harness.exchangeId);
  expect(left).toHaveLength(30_000);
  const [[, to] = [0, 0], ...others] = await removedOf(harness, 'trade');
  expect(others).toEqual([]);
  expect(to).toBe(Math.max(...gone) + 1);
  expect(to).toBeLessThanOrEqual(Math.min(...left.map(({ venueAt }) => venueAt)));
  await read(harness, async (reader) => {
    const builder = new RollupBuilder();
    for await (const columns of (await reader.snapshot({})).sealed()) builder.addColumns(columns);
    const stored = [...(await reader.rollups(MINUTE, {})), ...(await reader.rollups(HOUR, {}))];
    expect(stored).toEqual(builder.take());
  });
});

test('a part that is kept and holds a stamp years ahead keeps no recording of a later time in the list', async () => {
  const harness = await onAWrongClock(0, 2, 1e11);
  harness.clock.at = at(10);
  const id = await harness.store.newSession('');
  harness.clock.at = at(12);
  await harness.send(madeTrades(7, 10_000, { startMs: at(10) }));
  await harness.store.flush();
  harness.clock.at = at(20);
  await harness.store.newSession('');
  await harness.store.eraseStored({ trades: { fromMs: at(10), toMs: at(19) } });
  const ids = (await read(harness, (reader) => reader.sessions())).map((session) => session.id);
  expect(ids).not.toContain(id);
  expect(ids).toContain(1);
});

test('books that were recorded on a clock that was ahead for a while are no gap over those that came after it', async () => {
  const harness = new StoreHarness(`erasure-${++exchanges}`);
  harnesses.push(harness);
  await harness.start();
  const ahead = madeBooks(1, 2, { startMs: at(1), stepMs: HOUR, keyEvery: 10 });
  for (const batch of ahead) await harness.sendBooks(batch);
  harness.clock.at = at(10);
  const after = madeBooks(2, 12, { startMs: at(5), stepMs: 10 * SECOND, keyEvery: 6 });
  for (const batch of after) await harness.sendBooks(batch);
  await harness.store.flush();
  await harness.store.eraseStored({ books: { fromMs: 0, toMs: at(2) } });
  expect(await removedOf(harness, 'orderbook_delta')).toEqual([[at(1), at(5)]]);
});
