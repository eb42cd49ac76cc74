/** What who comes back without a line sees: windows and charts end with the last that is known, books are the last recorded ones. */
import { expect, test } from 'vitest';
import type { Frame, FramePortMessage } from '#contract/frames.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { createRng } from '#core/lib/rng.ts';
import { BookColumnsBuilder } from '#core/market/book/book-columns.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { HOUR, MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import { MarketSession } from '../../../../workers/market/session.ts';
import { FakePort } from '../../../support/fake-port.ts';
import { recordingReader } from '../../../support/fake-recording.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

const TICKER = 'KXA-26NOV21-A' as Ticker;
const NOT_RECORDED = 'KXA-26NOV21-B' as Ticker;

/** A book that was recorded for a minute: whole, a change, and the end of the recording. */
function recordedBook(endMs: number) {
  const builder = new BookColumnsBuilder();
  const at = (ms: number) => (endMs - ms) as UnixMs;
  const events: readonly BookEvent[] = [
    {
      kind: 'snapshot',
      ticker: TICKER,
      receivedAt: at(MINUTE),
      seq: undefined,
      yes: [[4_000 as Price, 500 as Quantity]],
      no: [[5_500 as Price, 700 as Quantity]],
    },
    {
      kind: 'delta',
      ticker: TICKER,
      receivedAt: at(10_000),
      seq: undefined,
      venueAt: undefined,
      side: 'yes',
      price: 4_000 as Price,
      change: -200 as Quantity,
    },
    { kind: 'end', ticker: TICKER, receivedAt: at(0) },
  ];
  for (const event of events) builder.add(event);
  return { columns: builder.take(at(MINUTE), at(0)), isKey: true };
}

/** The page stayed open without a line: nothing is known of any book. */
function recordedDoubt(fromMs: number) {
  const builder = new BookColumnsBuilder();
  const receivedAt = (fromMs + 1) as UnixMs;
  builder.add({ kind: 'stale', ticker: TICKER, receivedAt, reason: 'disconnect' });
  return { columns: builder.take(fromMs as UnixMs, (fromMs + MINUTE) as UnixMs), isKey: true };
}

/** Returns a frame of a page that is not paired, and up to when trades are stored: one every ten seconds for ten minutes, until `ago` ms before. */
async function frameAfter(
  ago: number,
  book = TICKER,
): Promise<{ readonly frame: Frame; readonly newest: number }> {
  const clock = new ManualClock();
  const newest = clock.now() - ago;
  const trades = Array.from({ length: 60 }, (_, i) => {
    const at = newest - (59 - i) * 10 * SECOND;
    return { trade: aTrade({ ticker: TICKER, at }), receivedAt: at + 40 };
  });
  const app = new FakePort<FramePortMessage, FramePortMessage>();
  const session = new MarketSession(
    {
      exchangeId: 'sim',
      feedUrl: 'ws://127.0.0.1:1/feed',
      apiUrl: 'http://127.0.0.1:1/api',
      windowMinutes: 10,
      restEnabled: false,
      recording: { tickers: [], mostActive: 0 },
      token: undefined,
      alerts: NO_ALERTS,
    },
    {
      clock,
      rng: createRng(1),
      fetch: () => Promise.reject(new Error('no relay')),
      openSocket: () => ({ send: () => undefined, close: () => undefined }),
      openReader: () =>
        Promise.resolve(recordingReader({ trades, batches: [recordedBook(newest), recordedDoubt(newest)] })),
    },
    { app, store: new FakePort<StoreMessage, StoreAnswer>() },
  );
  void session.start();
  await clock.run(5_000);
  const ask = (): Frame => {
    app.receive({
      kind: 'frame-request',
      id: 1,
      windowMinutes: 5,
      includeCombos: false,
      pulse: true,
      hot: { limit: 10 },
      market: { ticker: TICKER, span: '30m', trades: 10 },
      book: { ticker: book },
    });
    const frame = app.sent.at(-1);
    if (frame?.kind !== 'frame') throw new Error('Expected a frame.');
    return frame;
  };
  // A screen that has just opened a book is answered a little later, and the book is read meanwhile.
  for (let look = 0; look < 3; look++) {
    app.receive({
      kind: 'frame-request',
      id: 1,
      windowMinutes: 5,
      includeCombos: false,
      book: { ticker: book },
    });
    await clock.run(1_000);
  }
  const frame = ask();
  return { frame, newest };
}

test.each([30 * SECOND, 20 * MINUTE, 3 * HOUR, 100 * HOUR])(
  'who comes back after %i ms without a line sees the windows as they were',
  async (ago) => {
    const { frame, newest } = await frameAfter(ago);
    expect(frame.at).toBe(newest);
    // Five minutes of a trade every ten seconds.
    expect(frame.pulse?.trades).toBe(30);
    expect(frame.hot?.markets.map(({ trades }) => trades)).toEqual([30]);
    expect(frame.market).toMatchObject({ to: newest, gaps: [] });
    expect(frame.market?.trades).toHaveLength(10);
  },
);

test('the last recorded book stays, as it was last known, and says so', async () => {
  const { frame, newest } = await frameAfter(3 * HOUR);
  expect(frame.book).toMatchObject({
    state: 'stale',
    updatedAt: newest - 10_000,
    reason: 'The connection was lost: this is the book as it was last known.',
  });
  expect([frame.book?.bids, frame.book?.asks].map((side) => [...(side?.price ?? [])])).toEqual([
    [4_000],
    [4_500],
  ]);
  expect([...(frame.book?.bids.quantity ?? [])]).toEqual([300]);
});

test('where no book was recorded it says why there is none, in place of waiting for ever', async () => {
  const { frame } = await frameAfter(3 * HOUR, NOT_RECORDED);
  expect(frame.book?.state).toBe('none');
  expect(frame.book?.reason).toContain('not recorded');
});
