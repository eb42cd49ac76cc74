/**
 * A recorded stretch on its own clock, through the same engine, books and publisher as the live feed, and without a recorder.
 * Playing is hearing again in our own order, so a panel cannot tell the difference; status frames say that it is a replay.
 * A seek begins afresh an hour before its goal, so that windows and tape are what they were then. One file, longer than most,
 * because it joins those parts as session.ts does for the live feed.
 */
import { bookHoles } from '#contract/book-holes.ts';
import type { StoreReader } from '#contract/database.ts';
import type { FramePortMessage, StatusFrame } from '#contract/frames.ts';
import { lateHoleAt, type LateHole } from '#contract/late-holes.ts';
import type { FoundMarket } from '#contract/market.ts';
import type { ReplayOverview, ReplaySource, ReplayStatus, ReplayStep } from '#contract/replay.ts';
import type { GapRow } from '#contract/store.ts';
import type { Rng } from '#core/lib/rng.ts';
import { Books } from '#core/market/book/books.ts';
import type { Book } from '#core/market/book/book.ts';
import type { BookEvent, StaleReason } from '#core/market/book/book-event.ts';
import { holeAt } from '#core/market/book/book-hole.ts';
import { MarketEngine } from '#core/market/engine.ts';
import { SessionPrices } from '#core/market/session-prices.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { DAY, floorTo, HOUR, MINUTE, plus, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { every, type Clock } from '../lib/clock.ts';
import type { TypedPort } from '../lib/port.ts';
import { DayBars } from './day-bars.ts';
import { Directory } from './directory.ts';
import { Gaps } from './gaps.ts';
import { MarketFinder } from './market-finder.ts';
import { Publisher } from './publisher.ts';
import { beginOf } from './replay-begin.ts';
import { ReplayMoves } from './replay-moves.ts';
import { ReplayRemoved } from './replay-removed.ts';
import { ReplaySearch } from './replay-search.ts';
import { labelAsOf, replayStatus } from './replay-status.ts';
import { ReplayTape, type TapeSink } from './replay-tape.ts';
import { ReplayTrades } from './replay-trades.ts';
import { Rivers, type RiverPort } from './rivers.ts';
import { WINDOWS } from './windows.ts';

export interface ReplayDeps {
  /** The machine's. */
  readonly clock: Clock;
  readonly rng: Rng;
  readonly reader: StoreReader;
  readonly app: TypedPort<FramePortMessage, FramePortMessage>;
}

export const MIN_SPEED = 0.25;
export const MAX_SPEED = 100;

/** One step of the play; at a hundredfold speed it is two seconds of the recording. */
const TICK_MS = 20;
/** Work in one step before frames are answered: a recording too dense for its speed is played slower, never skipped. */
const BUDGET_MS = 30;
/** Played at once between two looks at the time. */
const SLICE_MS = 50;
/** A seek ahead by less is played through; by more it begins afresh. */
const NEAR_MS = 2 * MINUTE;
const RIVER_TRADES = 100_000;
const REMOVED = 'This part has been removed from the recording since the replay was opened.';
const NO_BOOK = 'The book of this market was not recorded at this moment.';

export class ReplaySession {
  readonly #source: ReplaySource;
  readonly #windowMinutes: number;
  readonly #deps: ReplayDeps;
  /** The recording's own time, for everything that asks how late it is. */
  readonly #clock: Clock;
  readonly #directory: Directory;
  readonly #rivers: Rivers;
  readonly #trades: ReplayTrades;
  readonly #search: ReplaySearch;
  readonly #removed: ReplayRemoved;
  #engine: MarketEngine;
  #books: Books;
  readonly #moves = new ReplayMoves(
    (at, isOld) => this.#moveTo(at as UnixMs, isOld),
    () => {
      this.#rivers.tellTime();
    },
  );
  /** What is recorded has been told long ago: nothing is sent. */
  readonly #gaps = new Gaps(() => undefined);
  /** Trades before the recording are in its windows too, as far back as any are stored. */
  #recordedFrom: UnixMs;
  /** Where books were wrong and nobody had noticed yet; none until the whole recording has been looked through. */
  #holes: readonly LateHole[] = [];
  /** Where the markets stood when the recording began; empty until that has been read. */
  readonly #sessionPrices: SessionPrices;
  #publisher: Publisher;
  #tape: ReplayTape;
  #at: UnixMs;
  /** Where it begins: where nothing was recorded at first, not at its beginning. */
  #begin: UnixMs;
  #speed = 1;
  #isPlaying = false;
  /** False until what stands at the beginning has been read: nothing is known of it so long. */
  #isRead = false;
  #problem = '';
  #stops: readonly (() => void)[] = [];
  #tickedAt = 0;

  constructor(source: ReplaySource, windowMinutes: number, deps: ReplayDeps) {
    this.#source = source;
    this.#windowMinutes = windowMinutes;
    this.#deps = deps;
    this.#at = source.from;
    this.#begin = source.from;
    const { clock, rng, reader } = deps;
    this.#clock = {
      now: () => this.#at,
      monotonic: () => clock.monotonic(),
      after: (ms, run) => clock.after(ms, run),
    };
    this.#directory = new Directory({
      rest: { get: () => Promise.resolve({ kind: 'off' }) },
      clock,
      rng,
      onRows: () => undefined,
      onGrid: () => undefined,
    });
    this.#recordedFrom = source.from;
    this.#sessionPrices = new SessionPrices(source.from);
    this.#trades = new ReplayTrades(reader, () => clock.now());
    this.#search = new ReplaySearch(reader, this.#trades, source);
    this.#engine = this.#createEngine();
    this.#books = this.#createBooks();
    this.#publisher = this.#createPublisher();
    this.#removed = new ReplayRemoved(reader, source);
    this.#tape = this.#createTape(source.from);
    this.#rivers = this.#createRivers();
  }

  /** Finds where something is known, begins to answer, and reads what stands there. Rejects where the recording cannot be read. */
  async start(): Promise<void> {
    const { reader, clock, app } = this.#deps;
    await this.#removed.start();
    this.#directory.restore(await reader.markets());
    const { oldestMs } = await reader.holdings();
    if (oldestMs !== undefined && oldestMs < this.#recordedFrom) this.#recordedFrom = oldestMs;
    this.#gaps.restore(await reader.gaps({ from: this.#source.from - DAY, to: this.#source.to }));
    await this.#readSessionPrices();
    this.#tickedAt = clock.monotonic();
    this.#stops = [
      every(clock, TICK_MS, () => {
        this.#tick();
      }),
    ];
    this.#begin = await beginOf(reader, this.#trades, this.#source, () => this.#search.firstKnown());
    this.#at = this.#begin;
    // Not before: whoever is told another place first moves the clock from there.
    app.onMessage((message) => {
      if (message.kind === 'frame-request') app.send(this.#publisher.answer(message));
    });
    await this.seek(this.#begin);
    this.#findHoles().catch((error: unknown) => {
      this.#fail(error);
    });
  }

  get status(): ReplayStatus {
    return {
      ...this.#source,
      at: this.#at,
      speed: this.#speed,
      isPlaying: this.#isPlaying,
      isSeeking: this.#moves.isMoving,
      problem: this.#problem || (this.#removed.has(this.#at) ? REMOVED : ''),
    };
  }

  async play(): Promise<void> {
    if (this.#at >= this.#source.to) await this.seek(this.#begin);
    this.#setPlaying(true);
  }

  pause(): void {
    this.#setPlaying(false);
  }

  setSpeed(speed: number): void {
    this.#speed = Math.min(MAX_SPEED, Math.max(MIN_SPEED, speed));
    this.#rivers.tellTime();
  }

  /** Moves the clock; resolves when the panels show that moment, or a newer seek has begun. Rejects where the disk does. */
  seek(goal: number): Promise<void> {
    return this.#moves.goTo(Math.min(this.#source.to, Math.max(this.#source.from, goal)));
  }

  /** Moves to the next of its kind after the clock, or the last before it, and pauses; false where there is none. */
  step(what: ReplayStep, direction: 1 | -1, ticker: Ticker | undefined): Promise<boolean> {
    this.pause();
    return this.#moves.step(() => this.#search.find(what, direction, this.#at, ticker, this.#gaps));
  }

  /** Returns the recording at a glance. */
  overview(): Promise<ReplayOverview> {
    return this.#search.overview(this.#gaps, (ticker) => this.#directory.label(ticker));
  }

  /** Returns the markets that answer `question`, the best first, with prices and volumes at the clock. */
  findMarkets(question: string, limit: number): readonly FoundMarket[] {
    return new MarketFinder({ engine: this.#engine, directory: this.#directory }).find(question, limit);
  }

  /** Writes one market into `port` until it is closed. */
  openRiver(ticker: Ticker, port: RiverPort): void {
    this.#rivers.open(ticker, port);
  }

  async stop(): Promise<void> {
    this.#moves.stop();
    for (const stop of this.#stops) stop();
    this.#rivers.stop();
    this.#directory.stop();
    await this.#tape.close();
    this.#deps.reader.close();
  }

  #setPlaying(isPlaying: boolean): void {
    this.#isPlaying = isPlaying;
    this.#tickedAt = this.#deps.clock.monotonic();
    this.#rivers.tellTime();
  }

  #tick(): void {
    const { clock } = this.#deps;
    const now = clock.monotonic();
    const elapsedMs = now - this.#tickedAt;
    this.#tickedAt = now;
    if (!this.#isPlaying || this.#moves.isMoving) return;
    const goal = Math.min(this.#source.to, this.#at + elapsedMs * this.#speed);
    const until = Math.min(goal, this.#tape.covered);
    while (this.#at < until && clock.monotonic() - now < BUDGET_MS)
      this.#advance(Math.min(until, this.#at + Math.max(SLICE_MS, elapsedMs)));
    if (this.#at >= this.#source.to) this.#setPlaying(false);
    this.#tape.readAhead().catch((error: unknown) => {
      this.#fail(error);
    });
  }

  /** Plays what is in hand up to `at`. */
  #advance(at: number): void {
    this.#tape.playUntil(at, this.#sink);
    this.#at = at as UnixMs;
    this.#engine.advance(this.#at);
  }

  readonly #sink: TapeSink = {
    onTrade: (trade: Trade, at: UnixMs) => {
      this.#at = at;
      if (this.#engine.apply(trade, at) !== 'duplicate') this.#rivers.trade(trade, at);
    },
    onBook: (event: BookEvent) => {
      const known = this.#asKnown(event);
      this.#applyBook(known);
      this.#rivers.take(known.kind === 'end' ? this.#endOrHole(known) : known);
    },
  };

  /** The blocks of that hour are wanted by the first seek too, and stay in hand. */
  async #readSessionPrices(): Promise<void> {
    const { from } = this.#source;
    for await (const { trade } of this.#trades.between(plus(from, -1 * HOUR), plus(from, 1)))
      this.#sessionPrices.take(trade);
  }

  /** What is looked at may be in a hole: it is shown afresh. */
  async #findHoles(): Promise<void> {
    this.#holes = await this.#search.lateHoles(this.#gaps);
    if (this.#holes.length > 0) this.#rivers.restart();
  }

  /** What is recorded of a book that was wrong says nothing about it. */
  #asKnown(event: BookEvent): BookEvent {
    const { kind, ticker, receivedAt } = event;
    const hole = kind === 'end' ? undefined : lateHoleAt(this.#holes, ticker, receivedAt);
    return hole === undefined ? event : { kind: 'stale', ticker, receivedAt, reason: hole.reason };
  }

  /** Where the rows of a book end in a hole of the recording it is a gap. */
  #endOrHole(end: BookEvent): BookEvent {
    const reason = this.#holeAt(end.receivedAt);
    return reason === undefined ? end : { ...end, kind: 'stale', reason };
  }

  #holeAt(at: UnixMs): StaleReason | undefined {
    return holeAt(bookHoles(this.#gaps.all()), at)?.reason;
  }

  #applyBook(event: BookEvent): void {
    const { ticker, receivedAt } = event;
    switch (event.kind) {
      case 'snapshot':
        this.#books.watch(ticker, this.#directory.grid(ticker));
        this.#books.snapshot(event, event.seq, receivedAt);
        return;
      case 'delta':
        this.#books.delta(event, event.seq, receivedAt);
        return;
      case 'stale': {
        // A replay that begins here has not seen what was known before; that it was watched is known.
        const book = this.#books.watch(ticker, this.#directory.grid(ticker));
        this.#books.doubt(ticker, event.reason, receivedAt);
        book.state = 'stale';
        return;
      }
      case 'end':
        this.#books.unwatch(ticker);
    }
  }

  #moveTo(at: UnixMs, isOld: () => boolean): Promise<void> {
    const isNear = this.#isRead && at >= this.#at && at - this.#at <= NEAR_MS;
    return isNear ? this.#playOn(at, isOld) : this.#beginAt(at, isOld);
  }

  async #playOn(at: UnixMs, isOld: () => boolean): Promise<void> {
    await this.#tape.ensure(at);
    if (isOld()) return;
    this.#advance(at);
    this.#rivers.flush();
  }

  /** Makes everything anew as it was at `at`. */
  async #beginAt(at: UnixMs, isOld: () => boolean): Promise<void> {
    const { reader } = this.#deps;
    await this.#lookForRemoved();
    const engine = this.#createEngine();
    engine.advance(at);
    const from = floorTo(plus(at, -1 * HOUR), HOUR);
    for (const rollup of await reader.rollups(HOUR, { from: at - DAY, to: from - 1 }))
      engine.restoreRollup(rollup);
    for await (const { trade, at: playedAt } of this.#trades.between(from, plus(at, 1))) {
      if (isOld()) return;
      engine.restoreTrade(trade, playedAt, true);
    }
    const tape = this.#createTape(plus(at, 1));
    await tape.ensure(plus(at, 1));
    if (isOld()) {
      await tape.close();
      return;
    }
    const old = this.#tape;
    this.#engine = engine;
    this.#books = this.#createBooks();
    this.#tape = tape;
    this.#at = at;
    this.#publisher = this.#createPublisher();
    tape.playUntil(at, {
      onTrade: () => undefined,
      onBook: (event) => {
        this.#applyBook(this.#asKnown(event));
      },
    });
    this.#isRead = true;
    this.#rivers.restart();
    await old.close();
  }

  /** What has gone is a gap of the recording from now on. */
  async #lookForRemoved(): Promise<void> {
    const gone = await this.#removed.look();
    for (const gap of gone) this.#gaps.note(gap);
    if (gone.length > 0) this.#trades.forget();
  }

  /** The gap of books at this moment; what has been removed is told in words of its own. */
  #gapHere(): GapRow | undefined {
    if (this.#removed.has(this.#at)) return undefined;
    return this.#gaps
      .all()
      .find(
        ({ channel, fromMs, toMs }) => channel === 'orderbook_delta' && fromMs <= this.#at && this.#at < toMs,
      );
  }

  #createTape(from: UnixMs): ReplayTape {
    return new ReplayTape(this.#deps.reader, this.#trades, from, this.#source.to, () =>
      this.#lookForRemoved(),
    );
  }

  #createEngine(): MarketEngine {
    return new MarketEngine({
      windows: [...WINDOWS, this.#windowMinutes],
      holes: () => this.#gaps.holes(undefined),
    });
  }

  /** What is doubtful in a recording stays so until the recording says more: nobody can be asked. */
  #createBooks(): Books {
    return new Books({ onDoubt: () => undefined, onEvent: () => undefined });
  }

  #look(ticker: Ticker): Book {
    const book = this.#books.get(ticker) ?? this.#books.watch(ticker, this.#directory.grid(ticker));
    const hole = book.state === 'exact' ? lateHoleAt(this.#holes, ticker, this.#at) : undefined;
    if (hole !== undefined) this.#books.doubt(ticker, hole.reason, hole.from);
    return book;
  }

  #createPublisher(): Publisher {
    return new Publisher({
      clock: this.#clock,
      engine: this.#engine,
      gaps: this.#gaps,
      dayBars: new DayBars(() => this.#deps.reader, this.#clock),
      missingSince: () => undefined,
      sessionStart: this.#source.from,
      label: (ticker) => labelAsOf(this.#directory.label(ticker), this.#at),
      names: {
        peek: (ticker) => this.#directory.peek(ticker),
        version: () => this.#directory.version,
      },
      event: (event) => this.#directory.event(event),
      status: () => this.#status(),
      books: {
        look: (ticker) => this.#look(ticker),
        isSilent: (ticker) => this.#isRead && this.#look(ticker).state === 'waiting',
        isLate: () => false,
        isLineSilent: () => false,
        silence: () => (this.#removed.has(this.#at) ? REMOVED : NO_BOOK),
        problem: () => '',
        gap: () => this.#gapHere(),
      },
      recordedFrom: () => this.#recordedFrom,
      heardFrom: () => this.#source.from,
      isFetchingPast: () => false,
      sessionPrices: () => this.#sessionPrices,
    });
  }

  #createRivers(): Rivers {
    return new Rivers({
      clock: this.#deps.clock,
      exchangeId: this.#source.exchangeId,
      isReplay: true,
      now: () => this.#at,
      knownUntil: () => this.#at,
      provenUntil: () => this.#at,
      rate: () => (this.#isPlaying && !this.#moves.isMoving ? this.#speed : 0),
      recordedFrom: () => this.#source.from,
      look: (ticker) => this.#look(ticker),
      leave: () => undefined,
      missing: () => this.#holeAt(this.#at),
      trades: (ticker) => this.#engine.trades(ticker, HOUR / MINUTE, RIVER_TRADES),
      // A recording was on disk before it could be played.
      settled: () => Promise.resolve(true),
    });
  }

  #status(): Omit<StatusFrame, 'workMs'> {
    const { counts, windows } = this.#engine;
    const gaps = this.#gaps.count(this.#source.from, this.#at);
    return replayStatus({ replay: this.status, counts, windows, gaps, isRead: this.#isRead });
  }

  #fail(error: unknown): void {
    const found = error instanceof Error ? error.message : String(error);
    this.#problem = `The recording could not be read on: ${found} Close the replay and open it again.`;
    this.#setPlaying(false);
  }
}
