/** A replay of what goes meanwhile: it says so, and shows nothing that is not there. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { openReader } from '#contract/database.ts';
import type { Frame, FramePortMessage } from '#contract/frames.ts';
import { createRng } from '#core/lib/rng.ts';
import { BookColumnsBuilder } from '#core/market/book/book-columns.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import type { Seq } from '#core/wire/messages.ts';
import { ReplaySession } from '../../workers/market/replay.ts';
import { FakePort } from '../support/fake-port.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { KEEP_ALL, madeBooks, madeTrades, NOON, rawPort, StoreHarness } from '../support/store.ts';

const BOOK = 'KXBOOK-A' as Ticker;
const at = (minutes: number): UnixMs => (NOON + minutes * MINUTE) as UnixMs;
const ends: (() => Promise<void>)[] = [];
let exchanges = 0;

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Forty minutes of trades and books in chunks of ten, and a replay of all of it. */
async function setUp() {
  const harness = await aStore();
  for (let part = 0; part < 4; part++) {
    if (part === 2) {
      harness.clock.at = at(20);
      await harness.store.newSession('second');
    }
    const startMs = at(10 * part);
    await harness.send(madeTrades(part + 1, 10_000, { startMs, stepMs: 60, tickers: 3 }));
    for (const batch of madeBooks(part + 1, 60, { startMs, stepMs: 10_000, keyEvery: 60 })) {
      harness.clock.at = batch.columns.until;
      await harness.sendBooks(batch);
    }
    await harness.store.flush();
  }
  return { harness, ...(await replayOf(harness, at(39))) };
}

async function aStore(): Promise<StoreHarness> {
  const harness = new StoreHarness(`replay-removed-${++exchanges}`);
  await harness.start();
  ends.push(() => harness.stop());
  return harness;
}

/** A replay from noon to `to`. */
async function replayOf(harness: StoreHarness, to: UnixMs) {
  const reader = await openReader(harness.exchangeId);
  const app = new FakePort<FramePortMessage, FramePortMessage>();
  const clock = new ManualClock();
  const source = { exchangeId: harness.exchangeId, name: 'made', from: at(0), to };
  const session = new ReplaySession(source, 10, { clock, rng: createRng(1), reader, app });
  await session.start();
  ends.unshift(() => session.stop());
  const frame = (): Frame => {
    app.receive({
      kind: 'frame-request',
      id: 1,
      windowMinutes: 10,
      includeCombos: true,
      tape: { limit: 10, merge: false },
      analytics: true,
      book: { ticker: BOOK },
      market: { ticker: BOOK, span: '60m', trades: 10 },
    });
    const found = app.sent.at(-1);
    if (found?.kind !== 'frame') throw new Error('Expected a frame.');
    return found;
  };
  return { session, frame };
}

async function removeFirst(harness: StoreHarness): Promise<void> {
  const channel = new MessageChannel();
  await harness.store.removeSession(1, rawPort(channel.port2));
  channel.port1.close();
}

test('what is pruned while it is replayed is a gap, and its book says that it was removed', async () => {
  const { harness, session, frame } = await setUp();
  await session.seek(at(15));
  expect(frame().book).toMatchObject({ state: 'exact' });
  expect(frame().market?.gaps).toEqual([]);
  const { bookBytes } = await harness.store.status();
  // Half of all goes, oldest first: the first two chunks of trades and of books.
  const bytes = (await openReader(harness.exchangeId).then((reader) => reader.holdings())).bytes + bookBytes;
  await harness.store.setRetention({ days: KEEP_ALL.days, bytes: Math.floor(bytes / 2) });

  await session.seek(at(5));
  expect(session.status.problem).toBe(
    'This part has been removed from the recording since the replay was opened.',
  );
  const { book, market, tape } = frame();
  expect(tape?.rows).toEqual([]);
  expect(book).toMatchObject({ state: 'none', reason: session.status.problem });
  expect(market?.gaps[0]?.from).toBeLessThanOrEqual(at(1));
  expect(market?.gaps[0]?.to).toBeGreaterThanOrEqual(at(9));

  await session.seek(at(35));
  expect(session.status.problem).toBe('');
  expect(frame().book).toMatchObject({ state: 'exact' });
  expect(frame().tape?.rows.length).toBeGreaterThan(0);
});

test('a recording that is removed while it is replayed is a gap from its first moment to its last', async () => {
  const { harness, session, frame } = await setUp();
  await removeFirst(harness);
  await session.seek(at(15));
  expect(session.status.problem).toContain('has been removed');
  expect(frame().book).toMatchObject({ state: 'none', reason: session.status.problem });
  expect(frame().tape?.rows).toEqual([]);
  expect(await session.overview()).toMatchObject({ gaps: [{ from: at(0) }] });
  await session.seek(at(30));
  expect(session.status.problem).toBe('');
  expect(frame().book).toMatchObject({ state: 'exact' });
});

test('a recording of which nothing is sealed yet is a gap as well when it is removed', async () => {
  const harness = await aStore();
  await harness.send(madeTrades(1, 1_000, { startMs: at(0), stepMs: 120, tickers: 3 }));
  const books = madeBooks(1, 18, { startMs: at(0), stepMs: 10_000, keyEvery: 60 });
  for (const [index, batch] of books.entries()) {
    if (index === 12) await harness.store.newSession('second');
    harness.clock.at = batch.columns.until;
    await harness.sendBooks(batch);
  }
  const { session, frame } = await replayOf(harness, at(2));
  await session.seek(at(1));
  expect(frame().tape?.rows.length).toBeGreaterThan(0);
  expect(frame().book).toMatchObject({ state: 'exact' });
  await removeFirst(harness);
  await session.seek(at(0.5));
  expect(session.status.problem).toContain('has been removed');
  expect(frame().book).toMatchObject({ state: 'none', reason: session.status.problem });
  expect(frame().tape?.rows).toEqual([]);
  expect((await session.overview()).gaps).toMatchObject([{ from: at(0) }]);
});

test('a chunk of books that is cut and has as many rows as before is noticed', async () => {
  const harness = await aStore();
  const second = (count: number): UnixMs => (NOON + count * 1_000) as UnixMs;
  /** One second of changes; the snapshot that stands in for what was cut takes as many rows as went. */
  const send = async (from: number, changes: number, isKey: boolean, firstPrice: number): Promise<void> => {
    const batch = new BookColumnsBuilder();
    const yes: [Price, Quantity][] = [[4_000 as Price, 100 as Quantity]];
    if (isKey)
      batch.add({ kind: 'snapshot', ticker: BOOK, receivedAt: second(from), seq: 1 as Seq, yes, no: [] });
    for (let i = 0; i < changes; i++)
      batch.add({
        kind: 'delta',
        ticker: BOOK,
        receivedAt: (second(from) + 10 + i) as UnixMs,
        seq: (2 + i) as Seq,
        venueAt: undefined,
        side: 'yes',
        price: (firstPrice + 100 * i) as Price,
        change: 100 as Quantity,
      });
    harness.clock.at = second(from + 1);
    await harness.sendBooks({ columns: batch.take(second(from), second(from + 1)), isKey });
  };
  await send(0, 3, true, 1_000);
  await send(1, 2, false, 2_000);
  await harness.store.newSession('second');
  await send(2, 3, false, 5_000);
  await send(3, 1, true, 4_000);
  await harness.store.flush();
  const counts = async (): Promise<readonly number[]> => {
    const reader = await openReader(harness.exchangeId);
    const { books } = await reader.chunks({});
    reader.close();
    return books.map(([, , , count]) => count);
  };
  const before = await counts();
  const { session, frame } = await replayOf(harness, second(3));
  await removeFirst(harness);
  expect(await counts()).toEqual(before);
  await session.seek(second(3) - 100);
  await session.seek(second(0) + 500);
  expect(session.status.problem).toContain('has been removed');
  expect(frame().book).toMatchObject({ state: 'none', reason: session.status.problem });
});

test('what was removed before the replay was opened is no news in it', async () => {
  const { harness } = await setUp();
  await removeFirst(harness);
  const { session } = await replayOf(harness, at(39));
  await session.seek(at(30));
  await session.seek(at(15));
  expect(session.status.problem).toBe('');
});

test('an import that is deleted while it is replayed is not opened again as an empty one', async () => {
  const { harness, session } = await setUp();
  await harness.stop();
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(`flowboard-${harness.exchangeId}`);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(new Error('not deleted'));
  });
  await expect(session.seek(at(30))).rejects.toThrow();
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(
    `flowboard-${harness.exchangeId}`,
  );
});
