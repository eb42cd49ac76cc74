/** The price that was in force when the recording session began: of this start, or of the start that a reload goes on with. */
import { expect, test } from 'vitest';
import type { Frame, FramePortMessage } from '#contract/frames.ts';
import type { GapRow, StoreAnswer, StoreMessage } from '#contract/store.ts';
import { createRng } from '#core/lib/rng.ts';
import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import type { Price } from '#core/units/price.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { HOUR, MINUTE, type UnixMs } from '#core/units/time.ts';
import { MarketSession } from '../../../../workers/market/session.ts';
import { FakePort } from '../../../support/fake-port.ts';
import { recordingReader } from '../../../support/fake-recording.ts';
import { LiveSession } from '../../../support/live-session.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade, tradeRow } from '../../../support/trades.ts';

const A = 'KXA-26NOV21-A' as Ticker;
const B = 'KXB-26NOV21-B' as Ticker;

/** Of A unless told otherwise: `[ms before the start, YES price]`. */
type Traded = readonly [ago: number, price: number, ticker?: Ticker];

/** A start with stored trades, and with trades that only REST has. Returns what a frame says of the session's begin. */
async function started(
  stored: readonly Traded[],
  gaps: readonly GapRow[] = [],
  rest: readonly Traded[] = [],
) {
  const clock = new ManualClock();
  const start = clock.now();
  const made = ([ago, price, ticker = A]: Traded) =>
    aTrade({ ticker, at: start - ago, yesPrice: price as Price });
  const trades = stored.map((traded) => ({ trade: made(traded), receivedAt: start - traded[0] }));
  const rows = rest.map((traded) => tradeRow(made(traded)));
  const app = new FakePort<FramePortMessage, FramePortMessage>();
  const store = new FakePort<StoreMessage, StoreAnswer>();
  const session = new MarketSession(
    {
      exchangeId: 'sim',
      feedUrl: 'ws://127.0.0.1:1/feed',
      apiUrl: 'http://127.0.0.1:1/api',
      windowMinutes: 10,
      restEnabled: rows.length > 0,
      recording: { tickers: [], mostActive: 0 },
      token: rows.length > 0 ? 'x' : undefined,
      alerts: NO_ALERTS,
    },
    {
      clock,
      rng: createRng(1),
      fetch: (input) => {
        const { pathname } = new URL(input instanceof Request ? input.url : input);
        const body = pathname.endsWith('/trades') ? { trades: rows, cursor: '' } : {};
        return Promise.resolve(Response.json(body));
      },
      openSocket: () => ({ send: () => undefined, close: () => undefined }),
      openReader: () => Promise.resolve(recordingReader({ trades, gaps, chunk: 1 })),
    },
    { app, store },
  );
  void session.start();
  await clock.run(3_000);
  const begin = (): Frame['market'] => {
    app.receive({
      kind: 'frame-request',
      id: 1,
      windowMinutes: 10,
      includeCombos: false,
      market: { ticker: A, span: '60m', trades: 0 },
    });
    const frame = app.sent.at(-1);
    if (frame?.kind !== 'frame') throw new Error('Expected a frame.');
    return frame.market;
  };
  /** The store has kept something, of a session that began then. */
  const record = async (since: number): Promise<void> => {
    store.receive({
      kind: 'recording',
      state: 'recording',
      bytes: 0,
      quota: 0,
      persisted: true,
      reason: '',
      since: since as UnixMs,
    });
    store.receive({ kind: 'stored', batch: 0, count: 1 });
    for (const message of [...store.sent])
      if (message.kind === 'trades')
        store.receive({ kind: 'stored', batch: message.batch, count: message.columns.count });
    await clock.run(3_000);
  };
  return { start, begin, record };
}

test('a new session counts from this start; as long as trades since the last visit may be missing no price is known', async () => {
  const { start, begin, record } = await started([[5 * MINUTE, 4_200]]);
  await record(start + 40);
  expect(begin()?.session).toEqual({ from: start, yesPrice: undefined });
  const whole = await started([[0, 4_200]]);
  await whole.record(start + 40);
  expect(whole.begin()?.session).toEqual({ from: start, yesPrice: 4_200 });
});

test('a session that goes on over a reload counts from where it began, however long ago', async () => {
  const { start, begin, record } = await started([
    [5 * HOUR + MINUTE, 3_000],
    [5 * HOUR - MINUTE, 3_300],
    [5 * MINUTE, 4_200],
  ]);
  await record(start - 5 * HOUR);
  expect(begin()?.session).toEqual({ from: start - 5 * HOUR, yesPrice: 3_000 });
});

test('a new recording counts from where it was begun, and so does the chart of the session', async () => {
  const live = new LiveSession();
  await live.start();
  const start = live.clock.now() - 100;
  const priced = (price: number, ago = 0) => {
    live.trade({ ticker: A, yesPrice: price as Price, venueAt: (live.clock.now() - ago) as UnixMs });
  };
  const begin = () => {
    const { market } = live.frame({ market: { ticker: A, span: 'session', trades: 0 } });
    return { session: market?.session, from: market?.from };
  };
  priced(4_000);
  await live.pass(2_000);
  await live.recorded(undefined);
  await live.recorded(start + 40);
  expect(begin()).toEqual({ session: { from: start, yesPrice: undefined }, from: start });
  priced(5_000);
  await live.pass(500);
  const since = live.clock.now();
  await live.pass(500);
  priced(6_000);
  await live.recorded(since);
  expect(begin()).toEqual({ session: { from: since, yesPrice: 5_000 }, from: since });
  // It was late, and made before the recording began.
  priced(5_100, live.clock.now() - since + 10);
  priced(7_000);
  expect(begin().session).toEqual({ from: since, yesPrice: 5_100 });
});

test('what may be missing of the time before it began, also days ago, leaves the price unknown', async () => {
  const stored = [
    [30 * HOUR + MINUTE, 3_000],
    [0, 4_200],
  ] as const;
  const at = new ManualClock().now() - 30 * HOUR;
  const gap = { channel: 'trade', reason: 'never-stored' } as const;
  const { start, begin, record } = await started(stored, [
    { ...gap, fromMs: (at - 40_000) as UnixMs, toMs: (at - 30_000) as UnixMs },
  ]);
  await record(start - 30 * HOUR);
  expect(begin()?.session).toEqual({ from: start - 30 * HOUR, yesPrice: undefined });
});

test('what REST brings of a stretch that was missing before the session began is the price in force', async () => {
  const start = new ManualClock().now();
  const gap: GapRow = {
    fromMs: (start - 4 * MINUTE) as UnixMs,
    toMs: (start - MINUTE) as UnixMs,
    channel: 'trade',
    reason: 'disconnect',
  };
  const stored = [
    [5 * MINUTE, 4_200],
    [0, 5_000, B],
  ] as const;
  const fetched = await started(stored, [gap], [[2 * MINUTE, 4_500]]);
  await fetched.record(start);
  expect(fetched.begin()?.session).toEqual({ from: start, yesPrice: 4_500 });
});
