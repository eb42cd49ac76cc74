/**
 * All books of one subscription. Frames come in the order of their numbers (the caller has told duplicates and gaps apart);
 * each book ends up exact or known not to be. Says which books want a fresh snapshot and what happened to each, in our order;
 * asking the exchange, recording and drawing are for others.
 */
import type { PriceGrid } from '../../units/grid.ts';
import type { Ticker } from '../../units/ticker.ts';
import { SECOND, type UnixMs } from '../../units/time.ts';
import type { Delta, Snapshot } from '../../wire/book.ts';
import type { Seq } from '../../wire/messages.ts';
import type { BookEvent, StaleReason } from './book-event.ts';
import { Book } from './book.ts';

export interface BooksListener {
  /** The book cannot be trusted, or was never there: a snapshot is wanted. */
  onDoubt(ticker: Ticker, reason: StaleReason): void;
  onEvent(event: BookEvent): void;
}

/** Frames that could not be applied, since the start. */
export interface BookCounts {
  /** Of markets that are not watched: the rest of a subscription that is just being given up. */
  readonly unknown: number;
  /** Before the first snapshot, or while a book was stale. */
  readonly early: number;
  /** Would have left less than nothing, or more than can be. */
  readonly negative: number;
  /** Books that stayed crossed. */
  readonly crossed: number;
  /** Applied all the same, at a price that is not on the market's grid. */
  readonly offGrid: number;
  /** Exact books that a whole one differed from. */
  readonly wrong: number;
}

/**
 * A taker's order may be told leg by leg, so a book may look crossed between two frames. In the recorded books no crossing
 * outlived the frames of its own stamp; two seconds leave room for a slow line.
 */
export const CROSS_TOLERANCE_MS = 2 * SECOND;

export class Books {
  readonly #listener: BooksListener;
  readonly #books = new Map<Ticker, Book>();
  readonly #counts = { unknown: 0, early: 0, negative: 0, crossed: 0, offGrid: 0, wrong: 0 };

  constructor(listener: BooksListener) {
    this.#listener = listener;
  }

  get counts(): BookCounts {
    return this.#counts;
  }

  get size(): number {
    return this.#books.size;
  }

  get hasExact(): boolean {
    for (const { state } of this.#books.values()) if (state === 'exact') return true;
    return false;
  }

  /** Returns the book of `ticker`, exact or not; `undefined` where it is not watched. */
  get(ticker: Ticker): Book | undefined {
    return this.#books.get(ticker);
  }

  tickers(): readonly Ticker[] {
    return [...this.#books.keys()];
  }

  /** Keeps a book of `ticker` from now on; the one that is kept already stays as it is, on the new grid. */
  watch(ticker: Ticker, grid: PriceGrid): Book {
    const known = this.#books.get(ticker);
    const book = known ?? new Book(ticker, grid);
    book.grid = grid;
    if (known === undefined) this.#books.set(ticker, book);
    return book;
  }

  unwatch(ticker: Ticker): void {
    this.#books.delete(ticker);
  }

  /**
   * Takes a whole book: whatever was doubtful is exact again, unless it cannot be. One that is known already is no event; one
   * that differs from an exact book, with no number left out, tells that this was wrong since its last change.
   */
  snapshot({ ticker, yes, no }: Snapshot, seq: Seq | undefined, at: UnixMs): void {
    const book = this.#books.get(ticker);
    if (book === undefined) {
      this.#counts.unknown++;
      return;
    }
    const { state, receivedAt: since = at } = book;
    if (state === 'exact' && book.isSame(yes, no)) {
      book.seq = seq;
      return;
    }
    if (!book.reset(yes, no, seq, at)) {
      this.#counts.negative++;
      this.#doubt(book, 'negative', at);
      return;
    }
    if (state === 'exact') {
      this.#counts.wrong++;
      this.#listener.onEvent({ kind: 'stale', ticker, receivedAt: since, reason: 'audit' });
    }
    for (const [price] of [...yes, ...no]) if (!book.grid.isOn(price)) this.#counts.offGrid++;
    this.#listener.onEvent({ kind: 'snapshot', ticker, receivedAt: at, seq, yes, no });
  }

  /** Applies one change, if its book is exact. */
  delta(delta: Delta, seq: Seq | undefined, at: UnixMs): void {
    const { ticker, side, price, change, venueAt } = delta;
    const book = this.#books.get(ticker);
    if (book === undefined) {
      this.#counts.unknown++;
      return;
    }
    if (book.state !== 'exact') {
      this.#counts.early++;
      return;
    }
    if (book.apply(delta, seq, at) === undefined) {
      this.#counts.negative++;
      this.#doubt(book, 'negative', at);
      return;
    }
    if (!book.grid.isOn(price)) this.#counts.offGrid++;
    this.#listener.onEvent({ kind: 'delta', ticker, receivedAt: at, seq, venueAt, side, price, change });
  }

  /** Something was missed that may concern any book: none is trusted until its next snapshot. */
  gap(reason: StaleReason, at: UnixMs): void {
    for (const book of this.#books.values()) this.#doubt(book, reason, at);
  }

  /** Doubts one book for a reason from outside. */
  doubt(ticker: Ticker, reason: StaleReason, at: UnixMs): void {
    const book = this.#books.get(ticker);
    if (book !== undefined) this.#doubt(book, reason, at);
  }

  /** Doubts books that have been crossed for too long. Call a few times a second. */
  expire(now: UnixMs): void {
    for (const book of this.#books.values()) {
      if (book.state !== 'exact' || book.crossedAt === undefined) continue;
      if (now - book.crossedAt < CROSS_TOLERANCE_MS) continue;
      this.#counts.crossed++;
      // Wrong since it began to look so.
      this.#doubt(book, 'crossed', book.crossedAt);
    }
  }

  #doubt(book: Book, reason: StaleReason, at: UnixMs): void {
    const wasExact = book.state === 'exact';
    book.markStale(reason);
    if (wasExact) this.#listener.onEvent({ kind: 'stale', ticker: book.ticker, receivedAt: at, reason });
    this.#listener.onDoubt(book.ticker, reason);
  }
}
