/** Entry of the market worker: one session, the verbs of MarketApi on it. No logic here. */
import { openReader } from '#contract/database.ts';
import type { FramePortMessage } from '#contract/frames.ts';
import type { MarketApi } from '#contract/market.ts';
import type { RiverAnswer, RiverMessage } from '#contract/river.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { must } from '#core/lib/assert.ts';
import { createRng } from '#core/lib/rng.ts';
import { parseTicker, type Ticker } from '#core/units/ticker.ts';
import { systemClock } from '../lib/clock.ts';
import { typedPort } from '../lib/port.ts';
import { serve } from '../lib/serve.ts';
import { bookJson, bucketsJson, tickerStateJson, tradeJson } from './api-json.ts';
import { MarketSession } from './session.ts';
import { socketOpener } from './socket.ts';

const DEFAULT_HOT = 12;
const DEFAULT_TRADES = 200;

const clock = systemClock();
let session: MarketSession | undefined;
let tellStarted = (): void => undefined;
const started = new Promise<void>((resolve) => (tellStarted = resolve));

/** A verb that comes before `start` waits for it: the page may ask as soon as this worker answers at all. */
async function running(): Promise<MarketSession> {
  await started;
  return must(session, 'a started market session');
}

/** Returns the session, its engine moved on to now. */
async function current(): Promise<MarketSession> {
  const session = await running();
  session.advance();
  return session;
}

/** The page has checked what a script gave. */
function tickerOf(text: string): Ticker {
  return must(parseTicker(text), 'a ticker that the page has checked');
}

const api: MarketApi = {
  async start(options, appPort, storePort) {
    await session?.stop();
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
    tellStarted();
    // The past is read in the background: status.isRestoring says when it is in.
    void session.start();
  },
  addScreen: async (port) => {
    (await running()).addScreen(typedPort<FramePortMessage, FramePortMessage>(port));
  },
  setRestEnabled: async (enabled) => (await running()).setRestEnabled(enabled),
  retryNow: async () => (await running()).retryNow(),
  hurry: async () => (await running()).hurry(),
  stop: async () => session?.stop(),
  stats: async () => (await running()).stats(),
  hotMarkets: async (query) => {
    const { engine, windowMinutes } = await current();
    const { windowMinutes: minutes = windowMinutes, limit = DEFAULT_HOT } = query;
    return engine.hot(minutes, limit, true).map(tickerStateJson);
  },
  recentTrades: async ({ limit = DEFAULT_TRADES }) => (await current()).engine.recent(limit).map(tradeJson),
  trades: async (ticker, query) => {
    const { engine, windowMinutes } = await current();
    const { windowMinutes: minutes = windowMinutes, limit = DEFAULT_TRADES } = query;
    return engine.trades(tickerOf(ticker), minutes, limit).map(tradeJson);
  },
  watchBook: async (ticker) => {
    const session = await running();
    return bookJson(await session.watchBook(tickerOf(ticker)), session.isLineSilent);
  },
  book: async (ticker) => {
    const session = await running();
    const book = session.book(tickerOf(ticker));
    return book === undefined ? undefined : bookJson(book, session.isLineSilent);
  },
  setRecording: async (choice) => (await running()).setRecording(choice),
  recordedBooks: async () => (await running()).recordedBooks(),
  setAlerts: async (settings) => (await running()).setAlerts(settings),
  alertHistory: async () => (await running()).alerts.history(),
  nextAlerts: async (afterId) => (await running()).alerts.next(afterId),
  clearAlerts: async () => (await running()).alerts.clear(),
  openRiver: async (ticker, port) => {
    const river = typedPort<RiverMessage, RiverAnswer>(port);
    (await running()).openRiver(tickerOf(ticker), river);
  },
  findMarkets: async (question, limit) => (await running()).findMarkets(question, limit),
  analytics: async () => {
    const { hour, day } = (await current()).engine.analytics();
    return { hour: bucketsJson(hour), day: bucketsJson(day) };
  },
  diagnostics: async () => (await running()).diagnostics(),
};

serve(api);
