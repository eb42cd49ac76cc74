/** Where windows and charts of trades end for who comes back without a line: with the last that is known, not with the clock. */
import { expect, test } from 'vitest';
import type { Frame, FramePortMessage } from '#contract/frames.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { createRng } from '#core/lib/rng.ts';
import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { HOUR, MINUTE, SECOND } from '#core/units/time.ts';
import { MarketSession } from '../../../../workers/market/session.ts';
import { FakePort } from '../../../support/fake-port.ts';
import { recordingReader } from '../../../support/fake-recording.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

const TICKER = 'KXA-26NOV21-A' as Ticker;

/** Returns a frame of a page that is not paired, and up to when trades are stored: one every ten seconds for ten minutes, until `ago` ms before. */
async function frameAfter(ago: number): Promise<{ readonly frame: Frame; readonly newest: number }> {
  const clock = new ManualClock();
  const newest = clock.now() - ago;
  const trades = Array.from({ length: 60 }, (_, i) => {
    const at = newest - (59 - i) * 10 * SECOND;
    return { trade: aTrade({ ticker: TICKER, at }), receivedAt: at + 40 };
  });
  const app = new FakePort<FramePortMessage, FramePortMessage>();
  const session = new MarketSession(
    {
      ...{ exchangeId: 'sim', feedUrl: 'ws://127.0.0.1:1/feed', apiUrl: 'http://127.0.0.1:1/api' },
      ...{ windowMinutes: 10, restEnabled: false, recording: { tickers: [], mostActive: 0 } },
      ...{ token: undefined, alerts: NO_ALERTS },
    },
    {
      clock,
      rng: createRng(1),
      fetch: () => Promise.reject(new Error('no relay')),
      openSocket: () => ({ send: () => undefined, close: () => undefined }),
      openReader: () => Promise.resolve(recordingReader({ trades })),
    },
    { app, store: new FakePort<StoreMessage, StoreAnswer>() },
  );
  void session.start();
  await clock.run(5_000);
  app.receive({
    ...{ kind: 'frame-request', id: 1, windowMinutes: 5, includeCombos: false, pulse: true },
    ...{ hot: { limit: 10 }, market: { ticker: TICKER, span: '30m', trades: 10 } },
  });
  const frame = app.sent.at(-1);
  if (frame?.kind !== 'frame') throw new Error('Expected a frame.');
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
