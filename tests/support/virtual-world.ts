/**
 * The whole data path on one virtual clock: simulated exchange, a line that can fail in every way a line fails, market
 * session, and store (IndexedDB in memory). A seed decides what goes wrong and when, so that a failure can be repeated.
 * Only the disk takes real time, a few turns of the event loop a step.
 */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { MessageChannel } from 'node:worker_threads';
import { setImmediate } from 'node:timers/promises';
import { openReader } from '#contract/database.ts';
import type { FramePortMessage } from '#contract/frames.ts';
import type { BookBatch } from '#contract/stored-books.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { Venue } from '#core/exchange/venue.ts';
import { createRng, type Rng } from '#core/lib/rng.ts';
import { must } from '#core/lib/assert.ts';
import { tradeAt } from '#core/market/columns.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { SECOND, type UnixMs } from '#core/units/time.ts';
import type { Snapshot } from '#core/wire/book.ts';
import { decodeOrderbooks } from '#core/wire/rest-books.ts';
import { decodeTradesPage } from '#core/wire/rest.ts';
import { buildRequest } from '../../relay/allow.ts';
import { SimulatedExchange } from '../../relay/simulator/exchange.ts';
import { answer } from '../../relay/simulator/rest.ts';
import { Session, type SessionSocket } from '../../relay/simulator/session.ts';
import { typedPort } from '../../workers/lib/port.ts';
import { MarketSession } from '../../workers/market/session.ts';
import type { OpenSocket, SocketHandlers } from '../../workers/market/socket.ts';
import { createStore, type Store } from '../../workers/store/service.ts';
import { BookLedger, type BookBalance } from './book-ledger.ts';
import { FakePort } from './fake-port.ts';
import { ManualClock } from './manual-clock.ts';
import { KEEP_ALL, MadeGauge, rawPort } from './store.ts';

/** One step of the world. */
const STEP_MS = 50;
const HEARTBEAT_MS = 5 * SECOND;
/** Turns of the event loop that the disk gets in a step. */
const DISK_TURNS = 4;

/** One socket: frames wait for the next step, so that the line can lose, repeat and swap them. */
class Line {
  readonly session: Session;
  readonly handlers: SocketHandlers;
  isCut = false;
  /** Nothing passes either way, and nobody is told. */
  isSilent = false;
  queue: string[] = [];

  constructor(exchange: SimulatedExchange, handlers: SocketHandlers) {
    this.handlers = handlers;
    const socket: SessionSocket = {
      ...{ readyState: 1, OPEN: 1, bufferedAmount: 0 },
      send: (text) => this.queue.push(text),
      terminate: () => undefined,
    };
    this.session = new Session(socket, exchange);
  }
}

/** What the checker compares: everything produced, everything acknowledged, everything found on disk. */
export interface Verdict {
  readonly produced: ReadonlyMap<string, UnixMs>;
  readonly acknowledged: ReadonlySet<string>;
  /** In the order of the disk, repeats included. */
  readonly stored: readonly string[];
  /** Open gaps of trades, inclusive. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

export class VirtualWorld {
  readonly clock = new ManualClock();
  readonly rng: Rng;
  readonly exchange: SimulatedExchange;
  readonly exchangeId: string;
  readonly acknowledged = new Set<string>();
  readonly #began: UnixMs;
  readonly #ledger = new BookLedger();
  readonly #crashes: UnixMs[] = [];
  #lines: Line[] = [];
  #isRefusing = false;
  #hasRest = true;
  #page: { readonly session: MarketSession; readonly store: Store; close(): void } | undefined;
  #stepped = 0;

  constructor(seed: number, exchangeId: string) {
    this.rng = createRng(seed);
    this.exchangeId = exchangeId;
    const start = this.clock.now();
    this.#began = start;
    const venue = new Venue({ seed, start, rate: 20, pastMs: 5 * SECOND });
    this.exchange = new SimulatedExchange({
      source: {
        get now() {
          return venue.now;
        },
        market: (ticker) => venue.market(ticker),
        markets: () => venue.programme.markets.values(),
        event: (ticker) => venue.event(ticker),
        events: () => venue.programme.events.values(),
        series: () => venue.programme.series,
        advance: (to, emit) => {
          venue.advance(to, (event) => {
            this.#ledger.take(event);
            emit(event);
          });
        },
      },
      shape: 'current',
      key: seed,
      start,
      isPinned: true,
      wall: () => this.clock.now(),
    });
  }

  get session(): MarketSession {
    return must(this.#page, 'an open page').session;
  }

  /** Opens a page: a market session and a store. */
  async open(): Promise<void> {
    const { clock } = this;
    const store = createStore({ clock, gauge: new MadeGauge() });
    const channel = new MessageChannel();
    const toStore = typedPort<StoreMessage, StoreAnswer>(rawPort(channel.port1));
    const waiting = new Map<number, readonly string[]>();
    const session = new MarketSession(
      {
        exchangeId: this.exchangeId,
        feedUrl: 'ws://127.0.0.1:1/feed',
        apiUrl: 'http://127.0.0.1:1/api',
        token: 'a-token',
        windowMinutes: 10,
        restEnabled: true,
        recording: { tickers: [], mostActive: 4 },
      },
      {
        clock,
        rng: this.rng.fork(),
        fetch: (input) => Promise.resolve(this.#answer(new Request(input).url)),
        openSocket: this.#open,
        openReader,
      },
      {
        app: new FakePort<FramePortMessage, FramePortMessage>(),
        store: {
          send: (message, transfer) => {
            if (message.kind === 'trades')
              waiting.set(
                message.batch,
                Array.from({ length: message.columns.count }, (_, row) => idAt(message, row)),
              );
            toStore.send(message, transfer);
          },
          onMessage: (listener) => {
            toStore.onMessage((said) => {
              if (said.kind === 'stored')
                for (const id of waiting.get(said.batch) ?? []) this.acknowledged.add(id);
              listener(said);
            });
          },
          close: () => undefined,
        },
      },
    );
    await store.start({ exchangeId: this.exchangeId, retention: KEEP_ALL }, rawPort(channel.port2));
    this.#page = {
      session,
      store,
      close: () => {
        channel.port1.close();
      },
    };
    void session.start();
  }

  /** The browser is killed: nobody says goodbye, what is on its way to the disk may or may not arrive. */
  crash(): void {
    const page = must(this.#page, 'an open page');
    page.close();
    this.#page = undefined;
    this.#crashes.push(this.clock.now());
    for (const line of this.#lines) this.#forget(line);
    // Only so that its timers end: what it still says is not heard by anybody.
    void page.session.stop();
  }

  /** Ends the page as closing its tab does. */
  async close(): Promise<void> {
    const page = must(this.#page, 'an open page');
    const stopped = page.session.stop();
    for (let turn = 0; turn < 40; turn++) await this.step();
    await stopped;
    await page.store.flush();
    await page.store.stop();
    page.close();
    this.#page = undefined;
  }

  /** Lets `ms` pass. */
  async run(ms: number, stepMs = STEP_MS): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) await this.step(stepMs);
  }

  async step(stepMs = STEP_MS): Promise<void> {
    this.clock.advance(stepMs);
    this.#stepped += stepMs;
    this.exchange.play(() => this.cut());
    for (const line of [...this.#lines]) this.#deliver(line);
    this.#look();
    for (let turn = 0; turn < DISK_TURNS; turn++) await setImmediate();
  }

  /** Loses, repeats or swaps the next frames of every line, as the line does it: after they were numbered. */
  disturb(what: 'drop' | 'repeat' | 'swap'): void {
    for (const line of this.#lines) {
      const at = line.queue.length === 0 ? -1 : this.rng.integer(line.queue.length);
      if (what === 'drop' && at >= 0) line.queue.splice(at, 1 + this.rng.integer(3));
      else if (what === 'drop') line.session.dropNext(1 + this.rng.integer(3));
      else if (what === 'repeat') line.session.repeatNext(1 + this.rng.integer(20));
      else if (at > 0) line.queue.splice(at - 1, 2, line.queue[at] ?? '', line.queue[at - 1] ?? '');
    }
  }

  /** Cuts every line; the page is told. */
  cut(): void {
    for (const line of [...this.#lines]) {
      this.#forget(line);
      line.handlers.onClose(1006, '');
    }
  }

  /** Every line goes dead without a word. */
  silence(): void {
    for (const line of this.#lines) line.isSilent = true;
  }

  /** The exchange ends subscriptions. */
  breakOff(code: 10 | 25): void {
    for (const line of this.#lines) line.session.breakOff(code, undefined);
  }

  garble(): void {
    for (const line of this.#lines) line.queue.push('{"type":"orderbook_delta","sid":', '[]', 'no json');
  }

  /** Nobody can connect, or ask REST. */
  set isAway(isAway: boolean) {
    this.#isRefusing = isAway;
    this.#hasRest = !isAway;
    if (isAway) this.cut();
  }

  /** Returns the books of the exchange itself. */
  books(tickers: readonly Ticker[]): readonly Snapshot[] {
    const query = new URLSearchParams(tickers.map((ticker) => ['tickers', ticker]));
    const page = decodeOrderbooks(this.#ask('/markets/orderbooks', query));
    if (!page.ok) throw new Error(page.reason);
    return page.value.books;
  }

  /** Returns what was produced, acknowledged and stored. Call after `close`. */
  async verdict(): Promise<Verdict> {
    const produced = new Map<string, UnixMs>();
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const query = new URLSearchParams({ limit: '1000', ...(cursor === '' ? {} : { cursor }) });
      const page = decodeTradesPage(this.#ask('/markets/trades', query));
      if (!page.ok) throw new Error(page.reason);
      for (const { tradeId, venueAt } of page.value.trades) produced.set(must(tradeId, 'an id'), venueAt);
      cursor = page.value.cursor;
    }
    const reader = await openReader(this.exchangeId);
    const stored: string[] = [];
    const snapshot = await reader.snapshot({});
    const add = (columns: Parameters<typeof tradeAt>[0]): void => {
      for (let row = 0; row < columns.count; row++) stored.push(must(tradeAt(columns, row).tradeId, 'an id'));
    };
    for await (const columns of snapshot.sealed()) add(columns);
    for (const columns of snapshot.journal) add(columns);
    const rows = (await reader.gaps({})).filter(({ channel }) => channel === 'trade');
    reader.close();
    const filled = new Set(
      rows.filter(({ reason }) => reason.endsWith('-filled')).map(({ fromMs, toMs }) => `${fromMs} ${toMs}`),
    );
    return {
      produced,
      acknowledged: this.acknowledged,
      stored,
      gaps: rows
        .filter(({ fromMs, toMs }) => !filled.has(`${fromMs} ${toMs}`))
        .map(({ fromMs, toMs }) => ({ from: fromMs, to: toMs })),
    };
  }

  /** Balances what is recorded of books with what the exchange did to them. Call after `close`. */
  async bookBalance(): Promise<BookBalance> {
    const reader = await openReader(this.exchangeId);
    const batches: BookBatch[] = [];
    for await (const batch of reader.books({})) batches.push(batch);
    const gaps = (await reader.gaps({})).filter(({ channel }) => channel === 'orderbook_delta');
    reader.close();
    // One that was open when the page was killed has no length: it lasted until then.
    const lasting = gaps.map(({ fromMs, toMs }) => ({
      fromMs,
      toMs: toMs > fromMs ? toMs : (this.#crashes.find((at) => at >= fromMs) ?? toMs),
    }));
    return this.#ledger.balance(batches, lasting);
  }

  /** When the world began. */
  get began(): UnixMs {
    return this.#began;
  }

  readonly #open: OpenSocket = (_url, _protocols, handlers) => {
    let isOver = false;
    let line: Line | undefined;
    this.clock.after(10, () => {
      if (isOver) return;
      if (this.#isRefusing) {
        handlers.onClose(1006, '');
        return;
      }
      line = new Line(this.exchange, handlers);
      this.#lines.push(line);
      this.exchange.sessions.add(line.session);
      handlers.onOpen();
      handlers.onText('');
    });
    return {
      send: (text) => {
        if (line?.isSilent === false) line.session.receive(text);
      },
      close: () => {
        isOver = true;
        if (line !== undefined) this.#forget(line);
      },
    };
  };

  /** Writes down what the exchange's books are now. */
  #look(): void {
    const recorded = this.#page?.session.recordedBooks().map(({ ticker }) => ticker as Ticker) ?? [];
    this.#ledger.look(this.clock.now(), recorded, (tickers) => this.books(tickers));
  }

  #forget(line: Line): void {
    this.#lines = this.#lines.filter((other) => other !== line);
    this.exchange.sessions.delete(line.session);
  }

  #deliver(line: Line): void {
    const frames = line.queue;
    line.queue = [];
    if (line.isSilent) return;
    if (frames.length > 0) line.handlers.onText(frames.join('\u001e'));
    else if (this.#stepped % HEARTBEAT_MS === 0) line.handlers.onText('');
  }

  #answer(url: string): Response {
    if (url.endsWith('/health')) return Response.json({ exchangeId: this.exchangeId });
    if (!this.#hasRest) return Response.json({ error: { code: 'away', message: 'away' } }, { status: 503 });
    const { pathname, searchParams } = new URL(url);
    const request = buildRequest(pathname.replace('/api/', ''), searchParams);
    if (!request.ok) throw new Error(request.reason.message);
    return new Response(this.#ask(request.value.path, new URLSearchParams(request.value.query)));
  }

  #ask(path: string, query: URLSearchParams): string {
    return JSON.stringify(answer(this.exchange.rest, 'GET', path, query).body);
  }
}

function idAt(message: Extract<StoreMessage, { kind: 'trades' }>, row: number): string {
  return must(tradeAt(message.columns, row).tradeId, 'an id');
}
