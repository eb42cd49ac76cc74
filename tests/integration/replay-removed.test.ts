/** A replay of what goes meanwhile: it says so, and shows nothing that is not there. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { openReader } from '#contract/database.ts';
import type { Frame, FramePortMessage } from '#contract/frames.ts';
import { createRng } from '#core/lib/rng.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
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
  const harness = new StoreHarness(`replay-removed-${++exchanges}`);
  await harness.start();
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
  const reader = await openReader(harness.exchangeId);
  const app = new FakePort<FramePortMessage, FramePortMessage>();
  const clock = new ManualClock();
  const source = { exchangeId: harness.exchangeId, name: 'made', from: at(0), to: at(39) };
  const session = new ReplaySession(source, 10, { clock, rng: createRng(1), reader, app });
  await session.start();
  ends.push(
    () => session.stop(),
    () => harness.stop(),
  );
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
  return { harness, session, frame };
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
  const channel = new MessageChannel();
  await harness.store.removeSession(1, rawPort(channel.port2));
  channel.port1.close();
  await session.seek(at(15));
  expect(session.status.problem).toContain('has been removed');
  expect(frame().book).toMatchObject({ state: 'none', reason: session.status.problem });
  expect(frame().tape?.rows).toEqual([]);
  expect(await session.overview()).toMatchObject({ gaps: [{ from: at(0) }] });
  await session.seek(at(30));
  expect(session.status.problem).toBe('');
  expect(frame().book).toMatchObject({ state: 'exact' });
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
