/** A day that is erased, or one kind of it: exactly the parts that the table of days counted go, and what is left says so. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { openReader, type StoreReader } from '#contract/database.ts';
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
});
