/**
 * Book events of a file as batches for the store, keyed as the live recorder keys them: each key batch begins with every book
 * that is known, so that what follows can be read alone. Follows the books itself, so that no change is kept that cannot have
 * happened. Time between batches is covered without holes: a file that is silent for a minute had nothing to say.
 */
import { Book } from '#core/market/book/book.ts';
import { BookColumnsBuilder, type BookColumns } from '#core/market/book/book-columns.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { BookSide } from '#core/market/book/book-side.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, plus, type UnixMs } from '#core/units/time.ts';
import type { Level } from '#core/wire/messages.ts';

const BATCH_ROWS = 5_000;
/** Rows of one millisecond stay together up to here: a reader tells batches apart by their times. */
const MAX_ROWS_AT_ONCE = 200_000;
const KEY_EVERY_ROWS = 20_000;
const KEY_EVERY_MS = 5 * MINUTE;
/** Books of one file; the exchange lets one socket watch far fewer. A small book costs some 2 KB, one with every price 200 KB. */
export const MAX_BOOKS = 10_000;

/** Why an event was left out; `undefined` where it was taken. */
export type BookRefusal = 'early' | 'negative' | 'too-many';

export interface BookSinkOptions {
  onBatch(columns: BookColumns, isKey: boolean): void;
  /** How much later than usual a key is made when the file brings none of its own; 1 for files that have none. */
  readonly patience: number;
}

export class BookSink {
  readonly #options: BookSinkOptions;
  readonly #rows = new BookColumnsBuilder(BATCH_ROWS);
  readonly #books = new Map<Ticker, Book>();
  readonly #tickers = new Set<Ticker>();
  #from: UnixMs | undefined;
  /** End of the last batch. */
  #until = 0 as UnixMs;
  #at = 0 as UnixMs;
  #keyAt = 0;
  #keyRows = 0;
  #rowsSinceKey = 0;
  #isKey = true;
  #rowCount = 0;
  #changeCount = 0;
  /** What rests at the price of the last change that was taken. */
  lastLeft = 0 as Quantity;

  constructor(options: BookSinkOptions) {
    this.#options = options;
  }

  /** Rows given on so far. */
  get rowCount(): number {
    return this.#rowCount;
  }

  /** Changes taken so far, and snapshots at keys: as many rows as an export of it has. A book that is doubtful at a key is no news. */
  get changeCount(): number {
    return this.#changeCount;
  }

  /** Markets whose books were known at some time. */
  get tickers(): ReadonlySet<Ticker> {
    return this.#tickers;
  }

  get rowsSinceKey(): number {
    return this.#rowsSinceKey;
  }

  /** Our stamp of the last key. */
  get keyAt(): number {
    return this.#keyAt;
  }

  /** Returns the books that are exact now. */
  exact(): readonly Ticker[] {
    return [...this.#books.values()].filter(({ state }) => state === 'exact').map(({ ticker }) => ticker);
  }

  /** Returns the book as it stands, or `undefined` where nothing is known of it. */
  book(ticker: Ticker): Book | undefined {
    return this.#books.get(ticker);
  }

  /** Takes an event, or says why it was left out. Events come in order; an earlier stamp counts as the last one. */
  take(event: BookEvent): BookRefusal | undefined {
    this.#move(event.receivedAt);
    const { ticker } = event;
    const book = this.#books.get(ticker);
    switch (event.kind) {
      case 'snapshot': {
        if (book === undefined && this.#books.size >= MAX_BOOKS) return 'too-many';
        this.#keyWhenDue();
        const kept = book ?? new Book(ticker, FINEST_GRID);
        this.#books.set(ticker, kept);
        this.#tickers.add(ticker);
        if (!kept.reset(event.yes, event.no, event.seq, this.#at)) {
          this.take({ kind: 'stale', ticker, receivedAt: this.#at, reason: 'negative' });
          return 'negative';
        }
        break;
      }
      case 'delta': {
        if (book?.state !== 'exact') return 'early';
        this.#keyWhenDue();
        const left = book.apply(event, event.seq, this.#at);
        if (left === undefined) {
          this.take({ kind: 'stale', ticker, receivedAt: this.#at, reason: 'negative' });
          return 'negative';
        }
        this.lastLeft = left;
        break;
      }
      case 'stale': {
        if (book?.state === 'stale') return undefined;
        if (book === undefined && this.#books.size >= MAX_BOOKS) return 'too-many';
        const kept = book ?? new Book(ticker, FINEST_GRID);
        // A book that was never there is doubtful all the same: so it stays one that is told of at each key.
        if (book === undefined) kept.reset([], [], undefined, this.#at);
        this.#books.set(ticker, kept);
        kept.markStale(event.reason);
        break;
      }
      case 'end':
        if (!this.#books.delete(ticker)) return undefined;
    }
    this.#add(event);
    return undefined;
  }

  /** Begins a batch that can be read alone. The books in `but` are left out: their snapshots come next. */
  key(receivedAt: UnixMs, but: ReadonlySet<Ticker> = new Set()): void {
    this.#move(receivedAt);
    // The key is at the very beginning of its batch: the time before belongs to the one before.
    this.#flush(this.#from !== undefined && this.#at > this.#from);
    this.#isKey = true;
    this.#keyAt = this.#at;
    for (const { ticker, state, reason, seq, yes, no } of this.#books.values()) {
      if (state === 'exact' && !but.has(ticker)) {
        this.#changeCount++;
        this.#rows.add({
          kind: 'snapshot',
          ticker,
          receivedAt: this.#at,
          seq,
          yes: levelsOf(yes),
          no: levelsOf(no),
        });
      } else if (state === 'stale')
        this.#rows.add({ kind: 'stale', ticker, receivedAt: this.#at, reason: reason ?? 'sequence' });
    }
    this.#keyRows = this.#rows.count;
    this.#rowsSinceKey = 0;
  }

  /** Gives on what is left; `until` where more time is known to be covered. */
  finish(until?: UnixMs): void {
    if (this.#from === undefined) return;
    if (until !== undefined) this.#move(until);
    this.#flush(this.#at > this.#from);
  }

  /** Keys cost rows of their own: with many books they come less often. */
  #keyWhenDue(): void {
    const { patience } = this.#options;
    const rows = patience * Math.max(KEY_EVERY_ROWS, 2 * this.#keyRows);
    if (this.#rowsSinceKey >= rows || this.#at - this.#keyAt >= patience * KEY_EVERY_MS) this.key(this.#at);
  }

  /** Moves our clock, which never goes back; a full batch goes out when it moves. */
  #move(receivedAt: UnixMs): void {
    if (this.#from === undefined) this.#keyAt = this.#from = receivedAt;
    if (receivedAt <= this.#at) return;
    if (this.#rows.count >= BATCH_ROWS) this.#flush();
    this.#at = receivedAt;
  }

  #add(event: BookEvent): void {
    const before = this.#rows.count;
    this.#rows.add({ ...event, receivedAt: this.#at });
    this.#changeCount++;
    this.#rowsSinceKey += this.#rows.count - before;
    if (this.#rows.count >= MAX_ROWS_AT_ONCE) this.#flush();
  }

  #flush(hasSpan = false): void {
    const isEmpty = this.#rows.count === 0 && !this.#isKey && !hasSpan;
    if (this.#from === undefined || this.#tickers.size === 0 || isEmpty) return;
    // A batch that ends where the last one ended would be taken for a repetition.
    if (this.#at <= this.#until) this.#at = plus(this.#until, 1);
    const columns = this.#rows.take(this.#from, this.#at);
    this.#from = this.#until = columns.until;
    this.#rowCount += columns.count;
    this.#options.onBatch(columns, this.#isKey);
    this.#isKey = false;
  }
}

function levelsOf(side: BookSide): Level[] {
  return Array.from({ length: side.size }, (_, index): Level => [
    side.priceAt(index),
    side.quantityAt(index),
  ]);
}
