/**
 * The whole data path in one process: simulated exchange, relay, market session and store (IndexedDB in memory), joined as
 * in the browser. Only the threads and the WebSocket class are Node's.
 */
import 'fake-indexeddb/auto';
import { createPrivateKey } from 'node:crypto';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket } from 'ws';
import { openReader } from '#contract/database.ts';
import type { Frame, FramePortMessage, FrameRequest } from '#contract/frames.ts';
import type { MarketOptions } from '#contract/market.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { must } from '#core/lib/assert.ts';
import { createRng } from '#core/lib/rng.ts';
import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import type { Trade } from '#core/wire/messages.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { Snapshot } from '#core/wire/book.ts';
import { decodeOrderbooks } from '#core/wire/rest-books.ts';
import { decodeMarketsPage, decodeTradesPage } from '#core/wire/rest.ts';
import { readConfig } from '../../relay/config.ts';
import { createLog } from '../../relay/log.ts';
import { startRelay, type Relay } from '../../relay/server.ts';
import { createSigner } from '../../relay/signer.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../relay/simulator/server.ts';
import { systemClock } from '../../workers/lib/clock.ts';
import { typedPort } from '../../workers/lib/port.ts';
import { MarketSession } from '../../workers/market/session.ts';
import { socketOpener } from '../../workers/market/socket.ts';
import { createStore, type Store } from '../../workers/store/service.ts';
import { FakePort } from './fake-port.ts';
import { KEEP_ALL, MadeGauge, rawPort } from './store.ts';

const TOKEN = 'a-token-for-tests_0123456789';

/** A relay before a simulated exchange, both on free ports. */
export class Exchange {
  readonly simulator: Simulator;
  #relay: Relay;
  readonly port: number;

  private constructor(simulator: Simulator, relay: Relay) {
    this.simulator = simulator;
    this.#relay = relay;
    this.port = relay.port;
  }

  static async start(options: SimulatorOptions): Promise<Exchange> {
    const simulator = await startSimulator({ port: 0, pastMs: 30_000, ...options });
    return new Exchange(simulator, await relayFor(simulator, 0));
  }

  async stopRelay(): Promise<void> {
    await this.#relay.close();
  }

  /** Starts the relay again on the same port, for the same exchange. */
  async restartRelay(): Promise<void> {
    this.#relay = await relayFor(this.simulator, this.port);
  }

  /** Returns every trade of the stretch as REST has it, by id. */
  async tradesBetween(from: number, to: number): Promise<Map<string, Trade>> {
    const found = new Map<string, Trade>();
    let cursor: string | undefined;
    do {
      const query = new URLSearchParams({
        limit: '1000',
        min_ts: String(Math.floor(from / 1000)),
        max_ts: String(Math.ceil(to / 1000)),
        ...(cursor === undefined ? {} : { cursor }),
      });
      const page = decodeTradesPage(await this.#get(`trades?${query.toString()}`));
      if (!page.ok) throw new Error(page.reason);
      for (const trade of page.value.trades)
        if (trade.venueAt >= from && trade.venueAt <= to) found.set(must(trade.tradeId, 'an id'), trade);
      cursor = page.value.cursor;
    } while (cursor !== undefined);
    return found;
  }

  /** Returns the books as REST has them now; it gives at most a hundred at once. */
  async books(tickers: readonly Ticker[]): Promise<readonly Snapshot[]> {
    const found: Snapshot[] = [];
    for (let at = 0; at < tickers.length; at += 100) {
      const asked = tickers.slice(at, at + 100);
      const query = new URLSearchParams(asked.map((ticker) => ['tickers', ticker]));
      const page = decodeOrderbooks(await this.#get(`orderbooks?${query.toString()}`));
      if (!page.ok) throw new Error(page.reason);
      found.push(...page.value.books);
    }
    return found;
  }

  /** Returns the tickers of markets that trade now, at most a thousand. */
  async markets(): Promise<readonly Ticker[]> {
    const page = decodeMarketsPage(await this.#get('markets?status=open&limit=1000'));
    if (!page.ok) throw new Error(page.reason);
    return page.value.markets.map(({ ticker }) => ticker);
  }

  async #get(path: string): Promise<string> {
    const headers = { authorization: `Bearer ${TOKEN}` };
    return (await fetch(`http://127.0.0.1:${this.port}/api/${path}`, { headers })).text();
  }

  async close(): Promise<void> {
    await this.#relay.close();
    await this.simulator.close();
  }
}

async function relayFor(simulator: Simulator, port: number): Promise<Relay> {
  const config = readConfig({ PORT: '0' });
  if (!config.ok) throw new Error(config.reason.join(' '));
  const key = createPrivateKey(must(simulator.privateKeyPem, 'the made key'));
  const root = `127.0.0.1:${simulator.port}/trade-api`;
  const relay = await startRelay(
    { ...config.value, port, exchange: { wsUrl: `ws://${root}/ws/v2`, restUrl: `http://${root}/v2` } },
    {
      signer: createSigner(simulator.keyId, key),
      token: TOKEN,
      page: { kind: 'none' },
      log: createLog('silent'),
      version: 'test',
    },
  );
  if (!relay.ok) throw new Error(relay.reason);
  return relay.value;
}

/** A page's market session with its store; `frame` asks for what a screen would. */
export class Page {
  readonly session: MarketSession;
  readonly requests: string[] = [];
  readonly #store: Store;
  readonly #app = new FakePort<FramePortMessage, FramePortMessage>();
  readonly #channel = new MessageChannel();
  #id = 0;

  constructor(exchange: Exchange, exchangeId: string, change: Partial<MarketOptions> = {}) {
    const clock = systemClock();
    this.#store = createStore({ clock, gauge: new MadeGauge() });
    const origin = `http://127.0.0.1:${exchange.port}`;
    const options: MarketOptions = {
      exchangeId,
      feedUrl: `ws://127.0.0.1:${exchange.port}/feed`,
      apiUrl: `${origin}/api`,
      token: TOKEN,
      windowMinutes: 10,
      restEnabled: true,
      recording: { tickers: [], mostActive: 0 },
      alerts: NO_ALERTS,
      ...change,
    };
    this.session = new MarketSession(
      options,
      {
        clock,
        rng: createRng(1),
        fetch: (input, init) => {
          const url = input instanceof Request ? input.url : String(input);
          this.requests.push(url);
          // The relay in this test speaks for "sim"; each test has a database of its own name.
          if (url.endsWith('/health')) return Promise.resolve(Response.json({ exchangeId }));
          return fetch(input, init);
        },
        openSocket: socketOpener((url, protocols) => new WebSocket(url, protocols, { origin })),
        openReader,
      },
      { app: this.#app, store: typedPort<StoreMessage, StoreAnswer>(rawPort(this.#channel.port1)) },
    );
  }

  async start(): Promise<void> {
    await this.#store.start(
      { exchangeId: this.session.status().exchangeId, retention: KEEP_ALL },
      rawPort(this.#channel.port2),
    );
    await this.session.start();
  }

  /** Returns a frame with everything on it, and `more`. */
  frame(more: Partial<FrameRequest> = {}): Frame {
    const id = ++this.#id;
    this.#app.receive({
      kind: 'frame-request',
      id,
      windowMinutes: 10,
      includeCombos: true,
      pulse: true,
      tape: { limit: 200, merge: false },
      hot: { limit: 12 },
      heat: { limit: 60 },
      analytics: true,
      ...more,
    });
    const frame = this.#app.sent.at(-1);
    if (frame?.kind !== 'frame' || frame.id !== id) throw new Error('Expected a frame.');
    return frame;
  }

  /** Ends as a closed tab does, after the last trades are on disk. */
  async close(): Promise<void> {
    await this.session.stop();
    await this.#store.flush();
    await this.#store.stop();
    this.#channel.port1.close();
  }
}
