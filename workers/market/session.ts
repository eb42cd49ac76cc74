/**
 * One run of the market worker, wired from its parts: frames in, one engine, frames to the screen and columns to the store
 * out. It connects at once and reads the past meanwhile. What happens to a trade is intake.ts; this only joins the parts, and
 * is one thing because the parts know of each other through it alone.
 */
import type { StoreReader } from '#contract/database.ts';
import type { ConnectionStatus, FramePortMessage, StatusFrame } from '#contract/frames.ts';
import type {
  FoundMarket,
  MarketDiagnostics,
  MarketOptions,
  RecordedBook,
  RecordingChoice,
  StatsJson,
} from '#contract/market.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import type { Rng } from '#core/lib/rng.ts';
import { must } from '#core/lib/assert.ts';
import { tradeAt, type TradeColumns } from '#core/market/columns.ts';
import type { Book } from '#core/market/book/book.ts';
import { MarketEngine } from '#core/market/engine.ts';
import { SessionPrices } from '#core/market/session-prices.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { HOUR, MINUTE, plus, SECOND, type UnixMs } from '#core/units/time.ts';
import type { AlertSettings } from '#core/market/alerts/rule.ts';
import { Decoder } from '#core/wire/decode.ts';
import type { Trade } from '#core/wire/messages.ts';
import { every, type Clock } from '../lib/clock.ts';
import { Log } from '../lib/log.ts';
import type { TypedPort } from '../lib/port.ts';
import { AlertDesk } from './alert-desk.ts';
import { AnswerDates } from './answer-dates.ts';
import { statsJson } from './api-json.ts';
import { backfill, type BackfillRange } from './backfill.ts';
import { BookDesk } from './book-desk.ts';
import { connectionOf } from './connection.ts';
import { DayBars } from './day-bars.ts';
import { Directory } from './directory.ts';
import { askHealth, checkedOpener } from './exchange-check.ts';
import { Feed } from './feed.ts';
import { Gaps } from './gaps.ts';
import { Intake } from './intake.ts';
import { LastBooks } from './last-books.ts';
import { MarketFinder } from './market-finder.ts';
import { Publisher } from './publisher.ts';
import { Rates } from './rates.ts';
import { Recorder } from './recorder.ts';
import { Repair } from './repair.ts';
import { RestClient } from './rest-client.ts';
import { restore, type RestoreTarget } from './restore.ts';
import { Rivers, type RiverPort } from './rivers.ts';
import type { OpenSocket } from './socket.ts';
import { Subscriptions } from './subscriptions.ts';
import { WINDOWS } from './windows.ts';

export interface SessionDeps {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly fetch: typeof fetch;
  readonly openSocket: OpenSocket;
  openReader(exchangeId: string): Promise<StoreReader>;
}

export interface SessionPorts {
  readonly app: TypedPort<FramePortMessage, FramePortMessage>;
  readonly store: TypedPort<StoreMessage, StoreAnswer>;
}

const NO_BOOK = 'The exchange sends no order book for this market: it is closed, or does not exist.';
const AWAY: ReadonlySet<ConnectionStatus['state']> = new Set(['reconnecting', 'offline', 'refused']);
const NO_LAST_BOOK =
  'There is no connection, and the book of this market was not recorded before it ended. It comes with the next connection.';
/** Who starts within so long after the last change of a book goes on with its recording, as the store does with the session. */
const GOES_ON_WITHIN_MS = MINUTE;
const ADVANCE_MS = 250;
const RATE_MS = 1_000;
/** So often REST is asked whether the stream left trades out; younger ones may still come, and are left to the next time. */
const AUDIT_MS = 5 * MINUTE;
const AUDIT_LAG_MS = 30 * SECOND;
/** Who wants the book of a river. */
const RIVER = 'river';
/** Trades of the last hour that a river begins with, at most. */
const RIVER_TRADES = 100_000;
/** For the first snapshot of a book a script waits this long, and a screen that has just opened it so long. */
const WATCH_MS = 3_000;
const OPEN_MS = 50;

export class MarketSession {
  readonly engine: MarketEngine;
  readonly alerts: AlertDesk;
  readonly #options: MarketOptions;
  readonly #deps: SessionDeps;
  /** Says the exchange's time: that of all that is compared with its stamps. Ours is for what we have heard, tried and kept. */
  readonly #venueClock: Clock;
  readonly #log: Log;
  readonly #decoder = new Decoder();
  readonly #rates = new Rates();
  readonly #rest: RestClient;
  readonly #dates: AnswerDates;
  readonly #recorder: Recorder;
  readonly #directory: Directory;
  readonly #finder: MarketFinder;
  readonly #gaps: Gaps;
  readonly #repair: Repair;
  readonly #intake: Intake;
  readonly #subscriptions: Subscriptions;
  readonly #books: BookDesk;
  readonly #lastBooks: LastBooks;
  readonly #rivers: Rivers;
  readonly #publisher: Publisher;
  readonly #feed: Feed | undefined;
  #reader: StoreReader | undefined;
  #stops: (() => void)[] = [];
  #messages = 0;
  #heardFrom: UnixMs;
  readonly #startedAt: UnixMs;
  /** Where the markets stood when the recording session began. */
  #sessionPrices: SessionPrices;
  /** When the store says that the recording session began; `undefined` until it has said so. */
  #recordingSince: UnixMs | undefined;
  /** That is being read from disk: the session went on over a reload. */
  #isReadingPrices = false;
  /** Up to when what is being read back reaches; `undefined` once it is in. */
  #restoringUntil: UnixMs | undefined;

  constructor(options: MarketOptions, deps: SessionDeps, ports: SessionPorts) {
    const { clock, rng } = deps;
    this.#options = options;
    this.#deps = deps;
    this.#venueClock = {
      now: () => plus(clock.now(), -this.#intake.aheadMs),
      monotonic: () => clock.monotonic(),
      after: (ms, run) => clock.after(ms, run),
    };
    this.#heardFrom = clock.now();
    this.#startedAt = clock.now();
    this.#sessionPrices = new SessionPrices(this.#startedAt);
    this.engine = new MarketEngine({
      windows: [...WINDOWS, options.windowMinutes],
      holes: () => this.#gaps.holes(this.#intake.missingSince),
    });
    this.#log = new Log(() => clock.now());
    this.#dates = new AnswerDates(clock);
    this.#rest = new RestClient({
      ...options,
      isEnabled: options.restEnabled,
      clock,
      fetch: deps.fetch,
      onDate: (date) => {
        this.#dates.take(date);
      },
    });
    this.#recorder = new Recorder({
      clock,
      port: ports.store,
      onNotStored: (gap) => {
        this.#gaps.note(gap);
        this.#log.add('error', `Trades from ${gap.fromMs} to ${gap.toMs} could not be stored.`);
      },
      onErased: (gaps, staysShown) => {
        if (!staysShown) this.#gaps.restore(gaps);
        this.#intake.erased(gaps);
      },
      onBooksNotStored: () => {
        this.#books.notStored();
      },
    });
    this.#directory = new Directory({
      rest: this.#rest,
      clock,
      rng,
      onRows: (rows) => {
        this.#recorder.markets(rows);
        this.alerts.markets(rows);
      },
      onGrid: (ticker, grid) => {
        this.#books.regrid(ticker, grid);
      },
    });
    this.#finder = new MarketFinder({ engine: this.engine, directory: this.#directory });
    this.#gaps = new Gaps((gap) => {
      this.#recorder.gap(gap);
    });
    this.#repair = new Repair({
      clock,
      gaps: this.#gaps,
      fetchTrades: (range, onTrades) => backfill(range, { rest: this.#rest, clock, rng, onTrades }),
      recall: (range) => this.#recall(range),
      apply: (trades) => this.#intake.fetched(trades),
      settled: () => this.#recorder.settled(),
      log: (level, text) => {
        this.#log.add(level, text);
      },
    });
    this.#intake = new Intake({
      clock,
      dates: this.#dates,
      engine: this.engine,
      recorder: this.#recorder,
      repair: this.#repair,
      start: options.takesOver === true ? 'handover' : 'reload',
      onSettled: () => {
        // What has waited must not meet windows that end where the past does.
        this.#restoringUntil = undefined;
        this.advance();
      },
      onNew: (trade, receivedAt, isLive) => {
        this.#sessionPrices.take(trade);
        this.#rivers.trade(trade, receivedAt);
        this.alerts.trade(trade, receivedAt, isLive);
      },
    });
    this.alerts = this.#createAlerts(options.alerts);
    this.#subscriptions = this.#createSubscriptions();
    this.#books = this.#createBooks();
    this.#lastBooks = new LastBooks({
      reader: () => this.#reader,
      grid: (ticker) => this.#directory.grid(ticker),
      log: (text) => {
        this.#log.add('warn', text);
      },
    });
    this.#rivers = this.#createRivers();
    this.#feed = options.token === undefined ? undefined : this.#createFeed(options.token);
    const knownClock: Clock = { ...this.#venueClock, now: () => this.#knownUntil };
    this.#publisher = new Publisher({
      clock: knownClock,
      engine: this.engine,
      gaps: this.#gaps,
      dayBars: new DayBars(() => this.#reader, knownClock),
      missingSince: () => this.#intake.missingSince,
      sessionStart: this.#startedAt,
      label: (ticker) => this.#directory.label(ticker),
      names: {
        peek: (ticker) => this.#directory.peek(ticker),
        version: () => this.#directory.version,
      },
      event: (event) => this.#directory.event(event),
      status: () => this.status(),
      books: {
        look: (ticker) => {
          this.#books.watches.look(ticker);
          const book = must(this.book(ticker), 'a book that is looked at');
          return book.state === 'waiting' && this.#isAway ? (this.#lastBooks.find(ticker) ?? book) : book;
        },
        isSilent: (ticker) => this.#books.feed.isSilent(ticker),
        isNowhere: (ticker) => this.#isAway && this.#lastBooks.find(ticker) === null,
        isLate: (ticker) => this.#books.feed.isLate(ticker),
        isLineSilent: () => this.isLineSilent,
        silence: () => (this.#isAway ? NO_LAST_BOOK : NO_BOOK),
        problem: () => this.#books.feed.problem,
        isRecorded: (ticker) => this.#books.isRecorded(ticker),
      },
      recordedFrom: () => this.#intake.oldestAt,
      heardFrom: () => this.#heardFrom,
      isFetchingPast: () => this.#repair.isFetchingHistory,
      sessionPrices: () => (this.#isReadingPrices ? undefined : this.#sessionPrices),
    });
    this.addScreen(ports.app);
  }

  /** Answers the requests of one more screen. Nothing here holds the port: it goes when its other end is closed. */
  addScreen(port: SessionPorts['app']): void {
    port.onMessage((message) => {
      if (message.kind !== 'frame-request') return;
      const { book } = message;
      if (book === undefined || !this.#books.watches.look(book.ticker))
        port.send(this.#publisher.answer(message));
      // The page is drawing what was opened: with its levels in the first answer it draws once.
      else
        void this.#books.watches.whenExact(book.ticker, OPEN_MS).then(() => {
          port.send(this.#publisher.answer(message));
        });
    });
  }

  /** Missed trades are being fetched. */
  get isFilling(): boolean {
    return this.#repair.isRunning;
  }

  /** The window that is configured. */
  get windowMinutes(): number {
    return this.#options.windowMinutes;
  }

  /** Connects, and reads back what is stored; resolves when that is in. Never rejects. */
  async start(): Promise<void> {
    const { clock } = this.#deps;
    this.advance();
    this.#stops = [
      this.#books.start(),
      this.alerts.start(),
      every(clock, ADVANCE_MS, () => {
        this.advance();
      }),
      every(clock, RATE_MS, () => {
        this.#rates.tick(this.#messages, this.#decoder.rejected);
        // Those of the hour before the session tell which prices were in force at its begin.
        this.#gaps.expire(clock.now(), plus(this.#sessionPrices.from, -1 * HOUR));
        void this.#followRecording();
      }),
      every(clock, AUDIT_MS, () => {
        this.#auditTrades();
      }),
    ];
    this.#feed?.start();
    const isRestored = await this.#restore();
    this.#recorder.release();
    this.setRecording(this.#options.recording);
    // A river that was opened before has not heard of what was stored, nor whose books go on.
    if (isRestored) this.#rivers.restart();
  }

  /** Moves the engine on: its windows end with what is known. */
  advance(): void {
    this.engine.advance(this.#knownUntil);
  }

  status(): Omit<StatusFrame, 'workMs'> {
    const { counts } = this.engine;
    return {
      exchangeId: this.#options.exchangeId,
      windows: this.engine.windows,
      connection: this.#connection,
      recording: this.#recorder.status,
      received: counts.trades + this.#intake.waiting,
      duplicates: this.#subscriptions.duplicates + this.#intake.repeated,
      ...this.#gaps.count(this.#startedAt, this.#deps.clock.now()),
      sequenceGaps: this.#subscriptions.gaps,
      rejected: this.#decoder.rejected,
      messages: this.#messages,
      activeTickers: counts.activeTickers,
      isRestoring: this.#intake.isRestoring,
      messagesPerSecond: this.#rates.messagesPerSecond,
      aheadMs: this.#intake.aheadMs,
      hasRest: this.#rest.isUsable,
      newestAlert: this.alerts.newest,
    };
  }

  stats(): StatsJson {
    return statsJson(this.status(), this.#books.books.size, this.#deps.clock.now());
  }

  diagnostics(): MarketDiagnostics {
    return {
      rejects: Object.fromEntries(this.#decoder.rejects),
      rejectSamples: this.#decoder.samples,
      unknownTypes: Object.fromEntries(this.#decoder.ignored),
      subscriptions: this.#subscriptions
        .list()
        .map(({ channel, sid, lastSeq }) => ({ channel, sid: sid ?? 0, lastSeq: lastSeq ?? null })),
      rest: this.#rest.stats,
      clock: {
        aheadMs: this.#intake.aheadMs,
        mostAheadMs: Number.isFinite(this.#dates.mostOfDay) ? this.#dates.mostOfDay : null,
        behindMs: this.#intake.behindMs,
      },
      backfill: this.#repair.stats,
      books: this.#books.stats,
      log: this.#log.lines(),
    };
  }

  /** Nothing has come for too long, not even a heartbeat; the socket is not given up yet. */
  get isLineSilent(): boolean {
    return this.#feed?.status.state === 'stale';
  }

  get #connection(): ConnectionStatus {
    const facts = {
      feed: this.#feed?.status,
      lastTradeAt: this.#intake.lastTradeAt,
      storedUntil: this.#intake.storedUntil,
      isFilling: this.#repair.isRunning,
      problem: this.#subscriptions.problem,
      isGarbled: this.#rates.isGarbled,
      behindMs: this.#intake.behindMs,
    };
    return connectionOf(facts, this.#deps.clock.now());
  }

  /** There is no line, and this is not the first try to open one. */
  get #isAway(): boolean {
    return AWAY.has(this.#connection.state);
  }

  /**
   * Where windows, rankings and charts of trades end: now while trades are heard, else with the last that is known of them, so
   * that nobody is told of a silence which nobody has heard. Goes back by as much as the end of the line was noticed late.
   */
  get #knownUntil(): UnixMs {
    const now = this.#venueClock.now();
    if (this.#restoringUntil !== undefined) return this.#restoringUntil;
    const since = this.#intake.missingSince;
    if (since === undefined) return now;
    const heardAt = this.#feed?.status.lastMessageAt;
    return Math.min(
      now,
      Math.max(since, heardAt === undefined ? since : heardAt - this.#intake.aheadMs),
    ) as UnixMs;
  }

  /** Returns the book, exact or not; `undefined` where nobody watches it. */
  book(ticker: Ticker): Book | undefined {
    return this.#books.books.get(ticker);
  }

  /** Keeps the book from now on; resolves when it is exact, or after three seconds as it is. */
  async watchBook(ticker: Ticker): Promise<Book> {
    this.#books.watches.keep(ticker);
    await this.#books.watches.whenExact(ticker, WATCH_MS);
    return must(this.book(ticker), 'a book that is kept');
  }

  /** Records the books of these markets from now on; a text that is no ticker is left out. */
  setRecording(choice: RecordingChoice): void {
    this.#books.choose(choice);
  }

  /** These rules count from now on. */
  setAlerts(settings: AlertSettings): void {
    this.alerts.setRules(settings);
  }

  recordedBooks(): readonly RecordedBook[] {
    return this.#books.recorded();
  }

  /** Returns the markets that answer `question`, the best first. */
  findMarkets(question: string, limit: number): readonly FoundMarket[] {
    this.advance();
    return this.#finder.find(question, limit);
  }

  /** Writes one market into `port` until it is closed. */
  openRiver(ticker: Ticker, port: RiverPort): void {
    this.advance();
    this.#rivers.open(ticker, port);
  }

  setRestEnabled(isEnabled: boolean): void {
    this.#rest.setEnabled(isEnabled);
    if (!isEnabled) return;
    this.#directory.retry();
    this.#repair.retry();
  }

  retryNow(): void {
    this.#feed?.retryNow();
  }

  hurry(): void {
    this.#feed?.hurry();
  }

  /** Closes the socket and hands the last trades to the store; resolves when they are on disk. */
  async stop(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.#books.endRecording();
    this.#rivers.stop();
    this.#feed?.stop();
    this.#repair.stop();
    this.#books.feed.stop();
    this.#directory.stop();
    this.#reader?.close();
    await this.#recorder.stop();
  }

  #createFeed(token: string): Feed {
    const { exchangeId, feedUrl, apiUrl } = this.#options;
    const { clock, rng, openSocket } = this.#deps;
    return new Feed({
      url: feedUrl,
      token,
      clock,
      rng,
      openSocket: checkedOpener(openSocket, exchangeId, askHealth(apiUrl, this.#deps.fetch)),
      listener: {
        onOpen: () => {
          this.#subscriptions.opened();
          this.#books.opened();
        },
        onFrames: (frames, receivedAt) => {
          for (const frame of frames) this.#take(frame, receivedAt);
        },
        onHeartbeat: (at) => {
          this.#books.feed.alive(at);
        },
        onDown: (at) => {
          this.#subscriptions.closed();
          this.#lastBooks.forget();
          this.#books.feed.closed(at);
          this.#intake.lost('disconnect');
        },
      },
    });
  }

  #createSubscriptions(): Subscriptions {
    return new Subscriptions(['trade', 'market_lifecycle_v2'], {
      clock: this.#deps.clock,
      rng: this.#deps.rng,
      send: (command) => this.#feed?.send(command),
      onGap: (channel) => {
        this.#log.add(
          'warn',
          `Numbers of ${channel} were left out: the exchange or the relay dropped messages.`,
        );
        if (channel === 'trade') this.#intake.missed();
        else this.#recheck();
      },
      onLost: (channel) => {
        this.#log.add('warn', `The exchange ended the subscription to ${channel}.`);
        if (channel === 'trade') this.#intake.lost('subscription');
      },
      onLive: (channel) => {
        if (channel === 'trade') this.#trusted();
        else this.#recheck();
      },
      reconnect: (reason) => this.#feed?.reconnect(reason),
    });
  }

  /** All trades are heard again: windows end now before the next one comes. */
  #trusted(): void {
    this.#intake.whole();
    this.advance();
  }

  /** What comes before all of it is heard must not meet windows that ended with the line. */
  #takeTrade(trade: Trade, receivedAt: UnixMs): void {
    if (this.#intake.missingSince !== undefined) this.advance();
    this.#intake.live(trade, receivedAt);
  }

  /** Something of the markets' lives was not heard: that they are alive, and that there are no others, is asked anew. */
  #recheck(): void {
    this.#books.recheck();
    this.#directory.doubtEvents();
  }

  #createBooks(): BookDesk {
    return new BookDesk({
      clock: this.#deps.clock,
      rng: this.#deps.rng,
      rest: this.#rest,
      recorder: this.#recorder,
      directory: this.#directory,
      nextId: () => this.#subscriptions.nextId(),
      send: (command) => this.#feed?.send(command),
      reconnect: (reason) => this.#feed?.reconnect(reason),
      log: (level, text) => {
        this.#log.add(level, text);
      },
      mostActive: (limit) => this.engine.hot(this.#options.windowMinutes, limit, false),
      onGap: (gap) => {
        this.#gaps.open(gap);
      },
      onEvent: (event) => {
        this.#rivers.take(event);
      },
    });
  }

  #createAlerts(settings: AlertSettings): AlertDesk {
    const begun = this.#deps.clock.now();
    return new AlertDesk({
      clock: this.#venueClock,
      past: this.engine.past,
      recorder: this.#recorder,
      settings,
      nameOf: (ticker) => this.#directory.label(ticker).name,
      // A feed that was never heard is silent since we began to listen.
      lastHeardAt: () => this.#feed && plus(this.#feed.status.lastMessageAt ?? begun, -this.#intake.aheadMs),
    });
  }

  #createRivers(): Rivers {
    const { clock } = this.#deps;
    return new Rivers({
      clock,
      exchangeId: this.#options.exchangeId,
      isReplay: false,
      now: () => clock.now(),
      knownUntil: () => plus(clock.now(), -this.#books.feed.silentMs(clock.now())),
      provenUntil: () => plus(clock.now(), -this.#books.feed.unprovenMs(clock.now())),
      rate: () => 1,
      recordedFrom: () => undefined,
      look: (ticker) => {
        this.#books.feed.want(ticker, RIVER);
        return must(this.book(ticker), 'a book that is wanted');
      },
      leave: (ticker) => {
        this.#books.feed.unwant(ticker, RIVER);
      },
      missing: (ticker) => this.#books.missing(ticker),
      trades: (ticker) => this.engine.trades(ticker, HOUR / MINUTE, RIVER_TRADES),
      settled: async () => {
        await this.#books.handedOver();
        return this.#recorder.settled();
      },
    });
  }

  #take(text: string, receivedAt: UnixMs): void {
    this.#messages++;
    const frame = this.#decoder.decode(text);
    const continuity = this.#subscriptions.take(frame);
    if (continuity === 'duplicate') return;
    this.#books.feed.take(frame, continuity === 'gap', receivedAt);
    if (frame.kind === 'trade') this.#takeTrade(frame.trade, receivedAt);
    else if (frame.kind === 'lifecycle') this.#directory.apply(frame.lifecycle);
    else if (frame.kind === 'rejected' && this.#subscriptions.carries('trade', frame.sid))
      this.#intake.unreadable();
  }

  /** Numbers tell of what the line lost, not of a trade that was never numbered, nor of the last one before a silence. */
  #auditTrades(): void {
    const heard = this.#intake.heardSpan;
    if (heard === undefined) return;
    // Of the exchange's clock and ours, the one behind: the other may be wrong, and where nothing has come nothing is late.
    const until = Math.min(heard.to, this.#deps.clock.now()) as UnixMs;
    void this.#repair.audit({ from: heard.from, to: plus(until, -AUDIT_LAG_MS) });
  }

  /** Remembers what is stored of a range, by the exchange's stamps as REST goes by; says whether all of it has ids. */
  async #recall(range: BackfillRange): Promise<boolean> {
    const stored = await must(this.#reader, 'a reader, once there is a gap on disk').snapshot(range);
    let hasIds = true;
    const take = (columns: TradeColumns): void => {
      for (let row = 0; row < columns.count; row++) {
        const trade = tradeAt(columns, row);
        if (trade.venueAt < range.from || trade.venueAt > range.to) continue;
        hasIds &&= trade.tradeId !== undefined;
        this.engine.remember(trade);
      }
    };
    for await (const columns of stored.sealed()) take(columns);
    for (const columns of stored.journal) take(columns);
    return hasIds;
  }

  /** Where recording ended a moment ago, what lies between is a gap of the recording that goes on, not its end. */
  #goOn(bookToMs: UnixMs | undefined): void {
    const away = this.#startedAt - (bookToMs ?? -Infinity);
    if (bookToMs === undefined || away < 0 || away > GOES_ON_WITHIN_MS) return;
    this.#books.goesOn(bookToMs, this.#options.takesOver === true ? 'handover' : 'reload');
  }

  get #restoreTarget(): RestoreTarget {
    return {
      advance: (until) => {
        this.#restoringUntil = until;
        this.engine.advance(until);
      },
      restoreRollup: (rollup) => {
        this.engine.restoreRollup(rollup);
      },
      restoreTrade: (trade, receivedAt, inAnalytics) => {
        this.#sessionPrices.take(trade);
        this.engine.restoreTrade(trade, receivedAt, inAnalytics);
      },
    };
  }

  /** Drift counts from where the recording session began: with this worker, before it, or when somebody began a new one. */
  async #followRecording(): Promise<void> {
    const { since } = this.#recorder.status;
    const reader = this.#reader;
    const isKnown = since === undefined || since === this.#recordingSince;
    if (isKnown || reader === undefined || this.#intake.isRestoring) return;
    // Until the store has said more it is guessed a little too late.
    const isNew = since > (this.#recordingSince ?? Infinity);
    this.#recordingSince = since;
    if (since < this.#startedAt) await this.#readSessionPrices(reader, since);
    else if (isNew) {
      const prices = new SessionPrices(since);
      this.engine.lastUpTo(since, (trade) => {
        prices.take(trade);
      });
      this.#sessionPrices = prices;
    }
  }

  /** A session that went on over a reload began before this worker did: what was in force then stands on disk. */
  async #readSessionPrices(reader: StoreReader, since: UnixMs): Promise<void> {
    this.#isReadingPrices = true;
    this.#sessionPrices = new SessionPrices(since);
    try {
      const range = { from: plus(since, -1 * HOUR), to: since };
      this.#gaps.restore(await reader.gaps(range));
      const stored = await reader.snapshot(range);
      for await (const columns of stored.sealed()) this.#takeSessionPrices(columns);
      for (const columns of stored.journal) this.#takeSessionPrices(columns);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (this.#sessionPrices.from === since) this.#sessionPrices = new SessionPrices(since);
      this.#log.add('warn', `The prices at the begin of this session could not be read: ${reason}`);
    } finally {
      this.#isReadingPrices = false;
    }
  }

  #takeSessionPrices(columns: TradeColumns): void {
    for (let row = 0; row < columns.count; row++) this.#sessionPrices.take(tradeAt(columns, row));
  }

  /** Says whether what is stored could be read. */
  async #restore(): Promise<boolean> {
    try {
      this.#reader = await this.#deps.openReader(this.#options.exchangeId);
      const { clock } = this.#deps;
      const past = await restore({
        reader: this.#reader,
        clock,
        target: this.#restoreTarget,
        chosen: this.#options.recording.tickers,
      });
      this.#gaps.restore(past.gaps);
      this.#heardFrom = Math.min(this.#heardFrom, past.heardFrom ?? Infinity) as UnixMs;
      this.#directory.restore(past.markets);
      this.alerts.restored(past.alerts, past.markets);
      this.#intake.erased(past.gaps);
      this.#intake.restored(past.oldestMs, past.newestMs);
      this.#repair.resume(past.gaps);
      this.#goOn(past.bookToMs);
      this.#log.add('info', `Read back ${past.trades} trades of the last hour.`);
      if (past.damaged > 0)
        this.#log.add('warn', `${past.damaged} stored rows could not be read and were left out.`);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log.add('error', `What is stored could not be read: ${reason}`);
      this.alerts.restored([], []);
      this.#intake.restored(undefined, undefined);
      return false;
    }
  }
}
