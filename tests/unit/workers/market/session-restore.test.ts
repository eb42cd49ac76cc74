/** What a river was told before the past was read back is told again with it. */
import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import { expect, test } from 'vitest';
import type { StoreReader } from '#contract/database.ts';
import type { FramePortMessage } from '#contract/frames.ts';
import type { RiverAnswer, RiverMessage } from '#contract/river.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { createRng } from '#core/lib/rng.ts';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { plus } from '#core/units/time.ts';
import { MarketSession } from '../../../../workers/market/session.ts';
import { FakePort } from '../../../support/fake-port.ts';
import { ManualClock, settle } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

const TICKER = 'KXA-1' as Ticker;

/** A reader of one trade, which happened a second ago. */
function aReader(clock: ManualClock): StoreReader {
  const rows = new TradeColumnsBuilder();
  const at = plus(clock.now(), -1_000);
  rows.append(aTrade({ ticker: TICKER, at }), at);
  const journal = [rows.take()];
  return {
    holdings: () =>
      Promise.resolve({
        chunks: 0,
        trades: 1,
        bookRows: 0,
        bytes: 0,
        oldestMs: at,
        newestMs: at,
        bookBytes: 0,
        bookFromMs: undefined,
        bookToMs: undefined,
      }),
    inventory: () => Promise.resolve({ trades: [], books: [], others: [] }),
    chunks: () => Promise.resolve({ trades: [], books: [] }),
    snapshot: () =>
      Promise.resolve({
        total: 1,
        sealed: async function* () {
          // Nothing is sealed.
        },
        journal,
        rollups: [],
      }),
    rollups: () => Promise.resolve([]),
    gaps: () => Promise.resolve([]),
    books: async function* () {
      // None were recorded.
    },
    markets: () => Promise.resolve([]),
    sessions: () => Promise.resolve([]),
    alerts: () => Promise.resolve([]),
    damaged: () => 0,
    removed: () => 0,
    close: () => undefined,
  };
}

test('a river that was opened before the past was read back begins again with it', async () => {
  const clock = new ManualClock();
  let open = (): void => undefined;
  const session = new MarketSession(
    {
      exchangeId: 'sim',
      feedUrl: 'ws://127.0.0.1:1/feed',
      apiUrl: 'http://127.0.0.1:1/api',
      token: undefined,
      windowMinutes: 10,
      restEnabled: false,
      recording: { tickers: [], mostActive: 0 },
      alerts: NO_ALERTS,
    },
    {
      clock,
      rng: createRng(1),
      fetch: () => Promise.reject(new TypeError('no relay')),
      openSocket: () => ({ send: () => undefined, close: () => undefined }),
      openReader: () =>
        new Promise((resolve) => {
          open = () => {
            resolve(aReader(clock));
          };
        }),
    },
    {
      app: new FakePort<FramePortMessage, FramePortMessage>(),
      store: new FakePort<StoreMessage, StoreAnswer>(),
    },
  );
  const started = session.start();
  const river = new FakePort<RiverMessage, RiverAnswer>();
  session.openRiver(TICKER, river);
  const said = () =>
    river.sent.filter(({ kind }) => kind === 'begin' || kind === 'trades').map(({ kind }) => kind);
  expect(said()).toEqual(['begin']);
  open();
  for (let turn = 0; turn < 5; turn++) {
    await settle();
    clock.advance(1);
  }
  await started;
  expect(said()).toEqual(['begin', 'begin', 'trades']);
  void session.stop();
});
