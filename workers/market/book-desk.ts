/**
 * The books of one live session: kept by one subscription, looked at by screens and scripts, compared with REST, and recorded.
 * Joins those parts and decides nothing itself; the session gives it frames and takes what happened.
 */
import type { GapRow } from '#contract/store.ts';
import type { RecordedBook, RecordingChoice } from '#contract/market.ts';
import type { Rng } from '#core/lib/rng.ts';
import type { Books } from '#core/market/book/books.ts';
import type { BookEvent, StaleReason } from '#core/market/book/book-event.ts';
import { overPhaseOf } from '#core/market/life.ts';
import type { PriceGrid } from '#core/units/grid.ts';
import { parseTicker, type Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { every, type Clock } from '../lib/clock.ts';
import { BookAudit } from './book-audit.ts';
import { BookFeed, type BookFeedOptions } from './book-feed.ts';
import { BookGaps } from './book-gaps.ts';
import { BookRecorder, type BookRecorderOptions } from './book-recorder.ts';
import { BookWatches } from './book-watches.ts';
import type { Directory } from './directory.ts';
import { bookFrameStateOf, hasEnded } from './no-book.ts';
import { RecordingList, type ActiveMarket } from './recording-list.ts';
import type { RestClient } from './rest-client.ts';

export interface BookDeskOptions extends Pick<BookFeedOptions, 'nextId' | 'send' | 'reconnect'> {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly rest: Pick<RestClient, 'get'>;
  readonly recorder: BookRecorderOptions['recorder'];
  readonly directory: Pick<Directory, 'grid' | 'label' | 'recheck'>;
  log(level: 'info' | 'warn' | 'error', text: string): void;
  /** Returns the `limit` most active markets, most active first. */
  mostActive(limit: number): readonly ActiveMarket[];
  /** A stretch in which recorded books are not known. */
  onGap(gap: GapRow): void;
  /** What happened to any book, for whoever draws it. */
  onEvent(event: BookEvent): void;
}

const EXPIRE_MS = 250;
/** Between two looks at which markets are the most active. */
const REVIEW_MS = 10_000;
/** Markets without a book that are remembered; one that is forgotten is asked for once more. */
const MAX_BOOKLESS = 20_000;

export class BookDesk {
  readonly feed: BookFeed;
  readonly watches: BookWatches;
  readonly #options: BookDeskOptions;
  readonly #gaps: BookGaps;
  readonly #recorder: BookRecorder;
  readonly #list: RecordingList;
  readonly #audit: BookAudit;
  /** Markets found without a book, by their newest trade of then: only another trade says that they are alive. */
  readonly #bookless = new Map<Ticker, UnixMs>();

  constructor(options: BookDeskOptions) {
    const { clock, rng, rest, directory } = options;
    this.#options = options;
    this.feed = new BookFeed({
      clock,
      rng,
      nextId: () => options.nextId(),
      send: (command) => options.send(command),
      reconnect: (reason) => options.reconnect(reason),
      grid: (ticker) => directory.grid(ticker),
      log: (level, text) => options.log(level, text),
      onEvent: (event) => {
        this.#recorder.take(event);
        options.onEvent(event);
      },
      onSilent: (ticker) => directory.recheck(ticker),
    });
    this.watches = new BookWatches(this.feed, clock);
    this.#gaps = new BookGaps((gap) => options.onGap(gap));
    this.#recorder = new BookRecorder({
      clock,
      recorder: options.recorder,
      book: (ticker) => this.books.get(ticker),
      unprovenMs: () => this.feed.unprovenMs(clock.now()),
      onRecorded: (event) => {
        this.#gaps.take(event);
      },
      onHole: (from, reason) => {
        this.#gaps.hole(from, reason);
      },
      onResumed: (at) => {
        this.#gaps.resumed(at);
      },
    });
    this.#list = new RecordingList({
      feed: this.feed,
      now: () => clock.now(),
      mostActive: (limit) => options.mostActive(limit),
      isOver: (market) => this.#isOver(market),
      hasEnded: (ticker) => this.#hasEnded(ticker),
      onChange: (tickers) => {
        this.#recorder.record(tickers);
      },
    });
    this.#audit = new BookAudit({
      clock,
      rest,
      books: this.books,
      isOnScreen: (ticker) => this.watches.isOnScreen(ticker),
      log: (level, text) => options.log(level, text),
    });
  }

  /** Those that are watched, exact or not. */
  get books(): Books {
    return this.feed.books;
  }

  /** For diagnostics. */
  get stats(): Readonly<Record<string, number>> {
    return { ...this.feed.stats, ...this.#audit.stats };
  }

  /** Begins to look after them from time to time, until the result is called. */
  start(): () => void {
    const { clock } = this.#options;
    const stops = [
      this.#audit.start(),
      every(clock, EXPIRE_MS, () => {
        this.feed.expire(clock.now());
        this.watches.expire();
      }),
      every(clock, REVIEW_MS, () => {
        this.#list.review();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** A fresh socket: books are asked for anew, and their markets may have ended meanwhile. */
  opened(): void {
    this.feed.opened();
    this.recheck();
  }

  /** Asks REST how the markets stand that are watched or listed: something of their lives was not heard. */
  recheck(): void {
    const markets = new Set([...this.books.tickers(), ...this.#list.reasons.keys()]);
    for (const ticker of markets) this.#options.directory.recheck(ticker);
  }

  /** Prices of this market lie on another grid than was thought. */
  regrid(ticker: Ticker, grid: PriceGrid): void {
    if (this.books.get(ticker) !== undefined) this.books.watch(ticker, grid);
  }

  /** Records the books of these markets from now on; a text that is no ticker is left out. */
  choose({ tickers, mostActive }: RecordingChoice): void {
    const chosen = tickers.flatMap((text) => parseTicker(text) ?? []);
    this.#list.choose({ tickers: chosen, mostActive });
    this.#gaps.recorded(this.#recorder.tickers);
    // What was stored of them may be old: a close can have been moved.
    for (const ticker of chosen) if (this.#hasEnded(ticker)) this.#options.directory.recheck(ticker);
  }

  /** Books were recorded until `at`, by another tab or another page; `choose` says which go on. */
  goesOn(at: UnixMs, reason: 'handover' | 'reload'): void {
    this.#gaps.goesOn(at, reason);
  }

  /** Returns why a book that is not there yet is a gap since before the start; `undefined` where nobody recorded it. */
  missing(ticker: Ticker): StaleReason | undefined {
    const reason = this.#gaps.missingSinceStart(ticker);
    return reason === 'reload' ? 'disconnect' : reason;
  }

  isRecorded(ticker: Ticker): boolean {
    return this.#list.isRecorded(ticker);
  }

  /** Returns the books that are recorded, and why. */
  recorded(): readonly RecordedBook[] {
    const now = this.#options.clock.now();
    return [...this.#list.reasons].map(([ticker, reason]) => {
      const book = this.books.get(ticker);
      const label = this.#options.directory.label(ticker);
      const isEnded = !this.#list.isRecorded(ticker);
      return {
        ticker,
        name: label.name,
        reason,
        state:
          book === undefined
            ? isEnded
              ? 'none'
              : 'waiting'
            : bookFrameStateOf(book, this.feed.isSilent(ticker), label, now),
        ended: isEnded ? overPhaseOf(label, now) : undefined,
        changesPerMinute: this.#recorder.changesPerMinute(ticker),
      };
    });
  }

  /** The store did not take a batch. */
  notStored(): void {
    this.#recorder.startOver();
    this.#options.log('error', 'Changes of order books could not be stored.');
  }

  /** Resolves when all that is proven so far is handed over to the store, or never will be. */
  handedOver(): Promise<void> {
    return this.#recorder.handedOver();
  }

  /** Writes the last changes. Before the line goes: that books are not watched any more is no gap. */
  endRecording(): void {
    this.#recorder.stop();
    this.#gaps.close(this.#options.clock.now());
  }

  #hasEnded(ticker: Ticker): boolean {
    const { clock, directory } = this.#options;
    return hasEnded(this.books.get(ticker), this.feed.isSilent(ticker), directory.label(ticker), clock.now());
  }

  /** A close that was moved while nobody told us is belied by trades after it, and so is a market that had no book. */
  #isOver({ ticker, lastAt }: ActiveMarket): boolean {
    // Where the exchange refuses books altogether, that says nothing of one market.
    if (this.feed.isSilent(ticker) && this.feed.problem === '') {
      if (this.#bookless.size >= MAX_BOOKLESS) this.#bookless.clear();
      this.#bookless.set(ticker, lastAt);
    }
    if (lastAt <= (this.#bookless.get(ticker) ?? -Infinity)) return true;
    this.#bookless.delete(ticker);
    const label = this.#options.directory.label(ticker);
    const phase = overPhaseOf(label, this.#options.clock.now());
    return phase === 'closed' ? lastAt <= (label.closeAt ?? Infinity) : phase !== undefined;
  }
}
