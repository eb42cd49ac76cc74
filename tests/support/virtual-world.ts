/**
 * The whole data path on one virtual clock: simulated exchange, a line that can fail in every way a line fails, market
 * session, and store (IndexedDB in memory). A seed decides what goes wrong and when, so that a failure can be repeated.
 * Only the disk takes real time, a few turns of the event loop a step. One file, longer than most: every trouble is of one world.
 */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { MessageChannel } from 'node:worker_threads';
import { setImmediate } from 'node:timers/promises';
import { openReader } from '#contract/database.ts';
import { isOfOneBook } from '#contract/late-holes.ts';
import type { FramePortMessage } from '#contract/frames.ts';
import type { BookBatch } from '#contract/stored-books.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { Venue } from '#core/exchange/venue.ts';
import { createRng, type Rng } from '#core/lib/rng.ts';
import { must } from '#core/lib/assert.ts';
import { NO_ALERTS, type AlertSettings } from '#core/market/alerts/rule.ts';
import { tradeAt } from '#core/market/columns.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { SECOND, type UnixMs } from '#core/units/time.ts';
import type { Snapshot } from '#core/wire/book.ts';
import { decodeOrderbooks } from '#core/wire/rest-books.ts';
import { decodeTradesPage } from '#core/wire/rest.ts';
import { buildRequest } from '../../relay/allow.ts';
import { SimulatedExchange } from '../../relay/simulator/exchange.ts';
import { answer } from '../../relay/simulator/rest.ts';
import { typedPort } from '../../workers/lib/port.ts';
import { CLOSE_CODES } from '../../workers/market/close-codes.ts';
import { MarketSession } from '../../workers/market/session.ts';
import type { OpenSocket } from '../../workers/market/socket.ts';
import { createStore, type Store } from '../../workers/store/service.ts';
import { BookLedger, type BookBalance } from './book-ledger.ts';
import { FakePort } from './fake-port.ts';
import { ManualClock } from './manual-clock.ts';
import { KEEP_ALL, MadeGauge, rawPort } from './store.ts';
import { Line } from './virtual-line.ts';

/** One step of the world. */
const STEP_MS = 50;
const HEARTBEAT_MS = 5 * SECOND;
/** Two rounds of the book audit, and REST's answers. */
const QUIET_MS = 14 * SECOND;
/** Turns of the event loop that the disk gets in a step. */
const DISK_TURNS = 4;

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
  /** Of the next page. */
  alerts: AlertSettings = NO_ALERTS;
  readonly #began: UnixMs;
  readonly #ledger = new BookLedger();
  readonly #crashes: UnixMs[] = [];
  #lines: Line[] = [];
  #isRefusing = false;
  #isBusy = false;
  #isQuiet = false;
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
          if (this.#isQuiet) return;
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
        alerts: this.alerts,
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
    this.#play(stepMs);
    this.#deliver();
    await this.#endOfStep();
  }

  /** The page's thread stands still for `ms`: what comes waits, and so do its timers. Then frames or timers come first. */
  async stall(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      this.clock.block(STEP_MS);
      this.#play(STEP_MS);
      await this.#endOfStep();
    }
    if (this.rng.integer(2) === 0) this.#deliver();
  }

  /**
   * Loses the last change of a recorded book, and then the exchange says nothing more of any for a while: no next number
   * betrays it. With `isHeard` other frames go on to come. Where it `isNumbered` the line has lost it, else the exchange itself.
   */
  async loseLast({ isHeard, isNumbered }: { isHeard: boolean; isNumbered: boolean }): Promise<void> {
    for (const line of this.#lines) line.loseLast(isNumbered);
    for (let left = 5 * SECOND; left > 0 && this.#lines.some((line) => line.losesLast); left -= STEP_MS)
      await this.step();
    this.#isQuiet = true;
    for (let left = QUIET_MS; left > 0; left -= STEP_MS) {
      if (isHeard) this.#tell({ market_ticker: 'KXQUIET-1', event_type: 'activated', is_deactivated: false });
      await this.step();
    }
    this.#isQuiet = false;
  }

  /** The exchange leaves out a trade on every line, and numbers the others as if it had never been; REST knows it. */
  async loseTrade(): Promise<void> {
    for (const line of this.#lines) line.loseTrade();
    while (this.#lines.some((line) => line.losesTrade)) await this.step();
  }

  /** The exchange tells another grid for `ticker`; its prices stay where they are. */
  regrid(ticker: Ticker, step: string): void {
    const message = {
      market_ticker: ticker,
      event_type: 'price_level_structure_updated',
      price_level_structure: '',
      price_ranges: [{ start: '0.0000', end: '1.0000', step }],
    };
    this.#tell(message);
  }

  /** Loses, repeats or swaps the next frames of every line, as the line does it: after they were numbered. */
  disturb(what: 'drop' | 'repeat' | 'swap'): void {
    for (const line of this.#lines)
      if (what === 'drop') line.session.dropNext(1 + this.rng.integer(3));
      else if (what === 'repeat') line.session.repeatNext(1 + this.rng.integer(20));
      else line.swapNext(this.rng);
  }

  /** Cuts every line; the page is told. */
  cut(): void {
    for (const line of [...this.#lines]) {
      this.#forget(line);
      line.close(1006);
    }
  }

  /** Every line goes dead without a word: both ways, or only one. */
  silence(way: 'both' | 'mute' | 'deaf'): void {
    for (const line of this.#lines) {
      line.isMute ||= way !== 'deaf';
      line.isDeaf ||= way !== 'mute';
    }
  }

  /** The exchange ends subscriptions. */
  breakOff(code: 10 | 25): void {
    for (const line of this.#lines) line.session.breakOff(code, undefined);
  }

  /** Frames that nobody can read. */
  garble(...frames: readonly string[]): void {
    const nonsense = frames.length > 0 ? frames : ['{"type":"orderbook_delta","sid":', '[]', 'no json'];
    for (const line of this.#lines) line.garble(...nonsense);
  }

  /** Nobody can connect, or ask REST. */
  set isAway(isAway: boolean) {
    this.#isRefusing = isAway;
    this.#hasRest = !isAway;
    if (isAway) this.cut();
  }

  /** The exchange takes nobody in, and asks for patience: the relay hands that on. */
  set isBusy(isBusy: boolean) {
    this.#isBusy = isBusy;
    if (isBusy) this.cut();
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
    // What was amiss with one book and noticed late is told by the gap alone, all else by the rows as well.
    const late = gaps.filter(({ reason }) => isOfOneBook(reason));
    // One that was open when the page was killed has no length: it lasted until then.
    const lasting = late.map(({ fromMs, toMs }) => ({
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
      if (this.#isBusy) {
        handlers.onOpen();
        handlers.onClose(CLOSE_CODES.exchangeBusy, 'HTTP 429 retry-after 1');
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
        line?.receive(text);
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

  #play(stepMs: number): void {
    this.#stepped += stepMs;
    this.exchange.play(() => this.cut());
  }

  #deliver(): void {
    for (const line of [...this.#lines]) line.deliver(this.#stepped % HEARTBEAT_MS === 0);
  }

  async #endOfStep(): Promise<void> {
    this.#look();
    for (let turn = 0; turn < DISK_TURNS; turn++) await setImmediate();
  }

  /** A frame of the channel of lifecycle, to everybody. */
  #tell(message: object): void {
    const channel = 'market_lifecycle_v2';
    for (const line of this.#lines)
      line.session.publish(channel, channel, undefined, JSON.stringify(message));
  }

  #answer(url: string): Response {
    if (url.endsWith('/health')) return Response.json({ exchangeId: this.exchangeId });
    if (this.#isBusy)
      return Response.json(
        { error: { code: 'too_many_requests', message: 'too many requests' } },
        { status: 429, headers: { 'retry-after': '1' } },
      );
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
