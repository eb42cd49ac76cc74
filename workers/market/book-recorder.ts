/**
 * Changes of the recorded books on their way to disk. Every five minutes, and sooner on a busy feed, a batch begins with a
 * snapshot of every book, so that what is stored from there on can be read alone. A quiet second is stored too, as a batch
 * without rows: it says that nothing happened, where its absence would say that nobody watched.
 */
import type { Book } from '#core/market/book/book.ts';
import { BookColumnsBuilder } from '#core/market/book/book-columns.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { BookSide } from '#core/market/book/book-side.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import type { Level } from '#core/wire/messages.ts';
import { every, type Clock } from '../lib/clock.ts';
import type { Recorder } from './recorder.ts';

export interface BookRecorderOptions {
  readonly clock: Clock;
  readonly recorder: Pick<Recorder, 'books' | 'hasRoom'>;
  book(ticker: Ticker): Book | undefined;
  /** What happened to a recorded book, besides: for the gaps. */
  onRecorded(event: BookEvent): void;
}

const FLUSH_MS = 100;
/** A quiet batch at least so often. */
const STILL_MS = SECOND;
/** A chunk is read whole: it holds at most so long, or some 80 kB. */
const KEY_EVERY_MS = 5 * MINUTE;
const KEY_EVERY_ROWS = 20_000;
/** Rows held back while the store lags; beyond them recording begins afresh, and the hole shows as not recorded. */
const MAX_HELD = 200_000;
const FIRST_ROWS = 1_024;

export class BookRecorder {
  readonly #options: BookRecorderOptions;
  #rows = new BookColumnsBuilder(FIRST_ROWS);
  #tickers: ReadonlySet<Ticker> = new Set();
  /** Our stamp up to which everything was handed over; `undefined` while nothing is recorded. */
  #until: UnixMs | undefined;
  #keyAt = 0;
  #rowsSinceKey = 0;
  #isKey = false;
  /** Changes of each recorded book, and since when: what recording costs. */
  readonly #costs = new Map<Ticker, { readonly since: UnixMs; changes: number }>();
  readonly #cancel: () => void;

  constructor(options: BookRecorderOptions) {
    this.#options = options;
    this.#cancel = every(options.clock, FLUSH_MS, () => {
      this.flush();
    });
  }

  /** The markets whose books are recorded. */
  get tickers(): ReadonlySet<Ticker> {
    return this.#tickers;
  }

  /** Returns the mean number of changes a minute since the book's recording began. */
  changesPerMinute(ticker: Ticker): number {
    const cost = this.#costs.get(ticker);
    if (cost === undefined) return 0;
    return cost.changes / Math.max(1, (this.#options.clock.now() - cost.since) / MINUTE);
  }

  /** Records these and no others from now on. */
  record(tickers: ReadonlySet<Ticker>): void {
    const before = this.#tickers;
    this.#tickers = new Set(tickers);
    const receivedAt = this.#options.clock.now();
    for (const ticker of before) if (!tickers.has(ticker)) this.#costs.delete(ticker);
    for (const ticker of tickers)
      if (!before.has(ticker)) this.#costs.set(ticker, { since: receivedAt, changes: 0 });
    if (this.#until === undefined) return;
    for (const ticker of before) if (!tickers.has(ticker)) this.#end(ticker, receivedAt);
    for (const ticker of tickers) if (!before.has(ticker)) this.#begin(ticker, receivedAt);
  }

  /** Takes what happened to any book; others than the recorded ones are left out. */
  take(event: BookEvent): void {
    const cost = this.#costs.get(event.ticker);
    if (cost === undefined || this.#until === undefined) return;
    this.#rows.add(event);
    cost.changes++;
    this.#options.onRecorded(event);
  }

  /** The store did not take a batch: what follows begins afresh. */
  startOver(): void {
    this.#until = undefined;
    this.#rows = new BookColumnsBuilder(FIRST_ROWS);
  }

  /** Hands over what is in hand, if the store has room for it. */
  flush(): void {
    const now = this.#options.clock.now();
    if (this.#rows.count > MAX_HELD) this.startOver();
    if (!this.#options.recorder.hasRoom) return;
    if (this.#until === undefined) {
      if (this.#tickers.size > 0) this.#key(now);
      return;
    }
    const isDue = this.#rows.count > 0 || now - this.#until >= STILL_MS;
    // A clock that was set back begins a new stretch: times of one stretch never fall.
    if (now < this.#until) this.startOver();
    else if (isDue) this.#send(this.#until, now);
    const isKeyDue = now - this.#keyAt >= KEY_EVERY_MS || this.#rowsSinceKey >= KEY_EVERY_ROWS;
    if (this.#until !== undefined && this.#tickers.size === 0) this.#until = undefined;
    else if (this.#until !== undefined && isKeyDue) this.#key(now);
  }

  stop(): void {
    this.#cancel();
    if (this.#until === undefined) return;
    const receivedAt = this.#options.clock.now();
    for (const ticker of this.#tickers) this.#end(ticker, receivedAt);
    if (this.#options.recorder.hasRoom) this.#send(this.#until, receivedAt);
    this.#until = undefined;
  }

  /** Begins a batch that can be read alone. Nothing else is in hand. */
  #key(now: UnixMs): void {
    this.#until = now;
    this.#keyAt = now;
    this.#rowsSinceKey = 0;
    this.#isKey = true;
    for (const ticker of this.#tickers) this.#begin(ticker, now);
  }

  /** What is known of a book now; a book that was never there has nothing to say yet. */
  #begin(ticker: Ticker, receivedAt: UnixMs): void {
    const book = this.#options.book(ticker);
    if (book?.state === 'exact')
      this.#rows.add({
        kind: 'snapshot',
        ticker,
        receivedAt,
        seq: book.seq,
        yes: levelsOf(book.yes),
        no: levelsOf(book.no),
      });
    else if (book?.state === 'stale')
      this.#rows.add({ kind: 'stale', ticker, receivedAt, reason: book.reason ?? 'disconnect' });
  }

  #end(ticker: Ticker, receivedAt: UnixMs): void {
    const event: BookEvent = { kind: 'end', ticker, receivedAt };
    this.#rows.add(event);
    this.#options.onRecorded(event);
  }

  #send(from: UnixMs, now: UnixMs): void {
    const columns = this.#rows.take(from, now);
    this.#rowsSinceKey += columns.count;
    this.#until = columns.until;
    const isKey = this.#isKey;
    this.#isKey = false;
    this.#options.recorder.books(columns, isKey);
  }
}

/** Returns the levels of a side, prices ascending. */
export function levelsOf(side: BookSide): Level[] {
  return Array.from({ length: side.size }, (_, index): Level => [
    side.priceAt(index),
    side.quantityAt(index),
  ]);
}
