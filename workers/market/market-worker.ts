/** Entry of the market worker: one session, the verbs of MarketApi on it. No logic here. */
import { openReader } from '#contract/database.ts';
import type { FramePortMessage } from '#contract/frames.ts';
import type { MarketApi } from '#contract/market.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { must } from '#core/lib/assert.ts';
import { createRng } from '#core/lib/rng.ts';
import { parseTicker } from '#core/units/ticker.ts';
import { systemClock } from '../lib/clock.ts';
import { typedPort } from '../lib/port.ts';
import { serve } from '../lib/serve.ts';
import { bucketsJson, tickerStateJson, tradeJson } from './api-json.ts';
import { MarketSession } from './session.ts';
import { socketOpener } from './socket.ts';

const DEFAULT_HOT = 12;
const DEFAULT_TRADES = 200;

let session: MarketSession | undefined;
const running = (): MarketSession => must(session, 'a started market session');
const engineNow = () => {
  const { engine } = running();
  engine.advance(clock.now());
  return engine;
};
const clock = systemClock();

const api: MarketApi = {
  async start(options, appPort, storePort) {
    session?.stop();
    const [seed = 1] = crypto.getRandomValues(new Uint32Array(1));
    session = new MarketSession(
      options,
      {
        clock,
        rng: createRng(seed),
        fetch: (input, init) => fetch(input, init),
        openSocket: socketOpener(),
        openReader,
      },
      {
        app: typedPort<FramePortMessage, FramePortMessage>(appPort),
        store: typedPort<StoreMessage, StoreAnswer>(storePort),
      },
    );
    // The past is read in the background: status.isRestoring says when it is in.
    void session.start();
    return Promise.resolve();
  },
  setRestEnabled: (enabled) => Promise.resolve(running().setRestEnabled(enabled)),
  retryNow: () => Promise.resolve(running().retryNow()),
  stop: () => Promise.resolve(session?.stop()),
  stats: () => Promise.resolve(running().stats()),
  hotMarkets: ({ windowMinutes = running().windowMinutes, limit = DEFAULT_HOT }) =>
    Promise.resolve(engineNow().hot(windowMinutes, limit, true).map(tickerStateJson)),
  recentTrades: ({ limit = DEFAULT_TRADES }) => Promise.resolve(engineNow().recent(limit).map(tradeJson)),
  trades: (ticker, { windowMinutes = running().windowMinutes, limit = DEFAULT_TRADES }) => {
    const parsed = parseTicker(ticker);
    return Promise.resolve(
      parsed === undefined ? [] : engineNow().trades(parsed, windowMinutes, limit).map(tradeJson),
    );
  },
  analytics: () => {
    const { hour, day } = engineNow().analytics();
    return Promise.resolve({ hour: bucketsJson(hour), day: bucketsJson(day) });
  },
  diagnostics: () => Promise.resolve(running().diagnostics()),
};

serve(api);
