/** What is deleted for age or room is told as removed, exactly: what is kept, being pinned, is never told as gone. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { openReader } from '#contract/database.ts';
import { TradeColumnsBuilder, type TradeColumns } from '#core/market/columns.ts';
import { MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { madeBooks, madeTrades, NOON, StoreHarness, storedTrades } from '../support/store.ts';

let exchanges = 0;
const harnesses: StoreHarness[] = [];

afterEach(async () => {
  for (const harness of harnesses.splice(0)) await harness.stop();
});

const at = (minutes: number): UnixMs => (NOON + minutes * MINUTE) as UnixMs;

function aStore(): StoreHarness {
  const harness = new StoreHarness(`pruning-${++exchanges}`);
  harnesses.push(harness);
  return harness;
}

type Told = readonly [fromMs: number, toMs: number];

async function removedOf({ exchangeId }: StoreHarness, channel: string): Promise<readonly Told[]> {
  const reader = await openReader(exchangeId);
  const gaps = await reader.gaps({});
  reader.close();
  return gaps
    .filter((gap) => gap.reason === 'removed' && gap.channel === channel)
    .map(({ fromMs, toMs }): Told => [fromMs, toMs])
    .sort(([a], [b]) => a - b);
}

/** A chunk of trades every ten minutes, a session each; the one of index `pinned` is pinned. */
async function sessionsOfTrades(
  count: number,
  pinned: number,
): Promise<{ readonly harness: StoreHarness; readonly parts: readonly (readonly Trade[])[] }> {
  const harness = aStore();
  await harness.start();
  const parts: (readonly Trade[])[] = [];
  for (let part = 0; part < count; part++) {
    harness.clock.at = at(10 * part);
    const id = await harness.store.newSession('');
    if (part === pinned) await harness.store.pinSession(id, true);
    const trades = madeTrades(part + 1, 10_000, { startMs: at(10 * part) });
    harness.clock.at = at(10 * part + 3);
    await harness.send(trades);
    await harness.store.flush();
    parts.push(trades);
  }
  harness.clock.at = at(10 * count);
  return { harness, parts };
}

const stretchOf = (trades: readonly Trade[] = []): Told => {
  const stamps = trades.map(({ venueAt }) => venueAt);
  return [Math.min(...stamps), Math.max(...stamps) + 1];
};

test('trades on both sides of a pinned recording go, and are told as two stretches beside it', async () => {
  const { harness, parts } = await sessionsOfTrades(4, 1);
  await harness.store.setRetention({ days: 3650, bytes: 1 });
  expect(await storedTrades(harness.exchangeId)).toEqual(parts[1]);
  const [, last] = stretchOf(parts[3]);
  const [first] = stretchOf(parts[2]);
  expect(await removedOf(harness, 'trade')).toEqual([stretchOf(parts[0]), [first, last]]);
});

test('bit by bit they go the same way', async () => {
  const { harness, parts } = await sessionsOfTrades(4, 1);
  for (const bytes of [900_000, 600_000, 1]) await harness.store.setRetention({ days: 3650, bytes });
  expect(await storedTrades(harness.exchangeId)).toEqual(parts[1]);
  const [, last] = stretchOf(parts[3]);
  const [first] = stretchOf(parts[2]);
  expect(await removedOf(harness, 'trade')).toEqual([stretchOf(parts[0]), [first, last]]);
});

test('a pinned recording in which nothing was traded is not told as removed either', async () => {
  const harness = aStore();
  await harness.start();
  harness.clock.at = at(3);
  const first = madeTrades(1, 10_000);
  await harness.send(first);
  harness.clock.at = at(10);
  await harness.store.pinSession(await harness.store.newSession('a quiet time'), true);
  harness.clock.at = at(20);
  await harness.store.newSession('');
  harness.clock.at = at(33);
  const last = madeTrades(2, 10_000, { startMs: at(30) });
  await harness.send(last);
  await harness.store.flush();
  await harness.store.setRetention({ days: 3650, bytes: 1 });
  expect(await removedOf(harness, 'trade')).toEqual([stretchOf(first), stretchOf(last)]);
});

test('books on both sides of a pinned recording go, and are told as two stretches beside it', async () => {
  const harness = aStore();
  await harness.start();
  for (const [index, batch] of madeBooks(2, 180, { stepMs: 10 * SECOND, keyEvery: 9 }).entries()) {
    harness.clock.at = (NOON + index * 10 * SECOND) as UnixMs;
    if (harness.clock.at === at(12))
      await harness.store.pinSession(await harness.store.newSession('kept'), true);
    if (harness.clock.at === at(18)) await harness.store.newSession('');
    harness.clock.at = (harness.clock.at + 10 * SECOND) as UnixMs;
    await harness.sendBooks(batch);
  }
  await harness.store.flush();
  await harness.store.setRetention({ days: 3650, bytes: 1 });
  const reader = await openReader(harness.exchangeId);
  const { books } = await reader.chunks({});
  reader.close();
  const [kept, end] = [Math.min(...books.map(([, from]) => from)), Math.max(...books.map(([, , to]) => to))];
  expect([kept <= at(12), end >= at(18), end < at(25)]).toEqual([true, true, true]);
  // The last run still grows.
  expect(await removedOf(harness, 'orderbook_delta')).toEqual([
    [NOON, kept],
    [end, at(28.5)],
  ]);
});

/** As they were heard; the wild one with the first. */
function withWild(trades: readonly Trade[], wild: Trade): TradeColumns {
  const columns = new TradeColumnsBuilder();
  for (const trade of trades) columns.append(trade, (trade.venueAt + 40) as UnixMs);
  columns.append(wild, trades[0]?.venueAt ?? NOON);
  return columns.take();
}

test('a stamp years ahead does not make its part reach over what is kept, nor fall short of its own last trade', async () => {
  const harness = aStore();
  await harness.start();
  const parts = [0, 10].map((minutes) => madeTrades(minutes + 1, 10_000, { startMs: at(minutes) }));
  const [old = [], young = []] = parts;
  const year = { ...(old[0] as Trade), tradeId: 'wild', venueAt: (NOON + 1e11) as UnixMs };
  harness.clock.at = at(3);
  await harness.sendColumns(withWild(old, year));
  harness.clock.at = at(13);
  await harness.send(young);
  await harness.store.flush();
  await harness.store.setRetention({ days: 3650, bytes: 300_000 });
  expect(await storedTrades(harness.exchangeId)).toEqual(young);
  const [[from, to] = [0, 0]] = await removedOf(harness, 'trade');
  expect([from, to]).toEqual([stretchOf(old)[0], stretchOf(old)[1]]);
});
