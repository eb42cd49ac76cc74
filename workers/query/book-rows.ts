/**
 * From recorded books to the rows of the SQLite file. Follows every book, because a row says what is left at a price, and
 * writes down what the batches only imply (book-cursor.ts): which books a key batch leaves out, and where a run ended.
 * Ids are drawn from one counter over all three tables, so that their order is the order of recording.
 */
import { Book } from '#core/market/book/book.ts';
import { BookCursor, type RecordedBatch } from '#core/market/book/book-cursor.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { BookSide } from '#core/market/book/book-side.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import { centsHalfUp, complement } from '#core/units/price.ts';
import { contractsHalfUp, formatQuantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { priceText, type Cell } from './rows.ts';

/** Stands where a number is not known: the specs' column may not be null. */
const NO_SEQUENCE = -1;

/** Rows to insert, cells one after another, in the order of schema.ts. */
export interface BookCells {
  readonly snapshots: Cell[];
  readonly deltas: Cell[];
  readonly breaks: Cell[];
}

export class BookRows {
  readonly #from: number;
  readonly #to: number;
  readonly #cursor = new BookCursor();
  readonly #books = new Map<Ticker, Book>();
  #cells: BookCells = noCells();
  #lastId = 0;
  #isOpen = false;
  #until: UnixMs | undefined;
  #unplaced = 0;
  /** Our stamps of the first and the last row, ms; `undefined` before the first. */
  first: number | undefined;
  last: number | undefined;

  /** Bounds on our stamps, both inclusive. */
  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
  }

  /** Rows given so far, of all three tables. */
  get count(): number {
    return this.#lastId;
  }

  /** Changes that were left out because nothing said on which book: what came before them is damaged. */
  get unplaced(): number {
    return this.#unplaced;
  }

  /** Up to when the books are known, as far as read and within the range: of what comes after it no row is given. */
  get until(): UnixMs | undefined {
    return this.#until;
  }

  /** Returns the rows of one batch that lie in the range; batches come oldest first. */
  add(batch: RecordedBatch): BookCells {
    this.#cursor.push(batch);
    this.#cursor.playUntil(this.#cursor.until, (event) => {
      this.#take(event);
    });
    this.#until = Math.min(this.#cursor.until, this.#to) as UnixMs;
    return this.#takeCells();
  }

  /** Returns the rows still owed at the end: books on which nothing happened in the range. */
  finish(): BookCells {
    if (this.#until !== undefined && this.#until >= this.#from) this.#open();
    return this.#takeCells();
  }

  #take(event: BookEvent): void {
    if (event.receivedAt >= this.#from) this.#open();
    switch (event.kind) {
      case 'snapshot': {
        const book = this.#books.get(event.ticker) ?? new Book(event.ticker, FINEST_GRID);
        this.#books.set(event.ticker, book);
        book.reset(event.yes, event.no, event.seq, event.receivedAt);
        this.#snapshotRow(book, event.receivedAt);
        return;
      }
      case 'delta':
        this.#delta(event);
        return;
      case 'stale':
        this.#stale(event);
        return;
      case 'end':
        if (this.#books.delete(event.ticker)) this.#breakRow(event.ticker, 'end', '', event.receivedAt);
    }
  }

  /** Said again at each key batch; written down once. */
  #stale({ ticker, reason, receivedAt }: Extract<BookEvent, { kind: 'stale' }>): void {
    const book = this.#books.get(ticker) ?? new Book(ticker, FINEST_GRID);
    const isNews = book.state === 'exact' || book.reason === undefined;
    book.markStale(reason);
    this.#books.set(ticker, book);
    if (isNews) this.#breakRow(ticker, 'stale', reason, receivedAt);
  }

  #delta(event: Extract<BookEvent, { kind: 'delta' }>): void {
    const { ticker, side, price, change, seq, venueAt, receivedAt } = event;
    const book = this.#books.get(ticker);
    const before = book?.side(side).size ?? 0;
    const left = book?.state === 'exact' ? book.apply(event, seq, receivedAt) : undefined;
    if (book === undefined || left === undefined) {
      this.#unplaced++;
      return;
    }
    if (!this.#isInRange(receivedAt)) return;
    this.#note(receivedAt);
    const after = book.side(side).size;
    this.#cells.deltas.push(
      ++this.#lastId,
      ticker,
      venueAt ?? receivedAt,
      seq ?? NO_SEQUENCE,
      after > before ? 'add' : after < before ? 'remove' : 'update',
      side === 'yes' ? 'yes_bid' : 'no_bid',
      centsHalfUp(price),
      priceText(price),
      left === 0 ? null : contractsHalfUp(left),
      formatQuantity(change),
      iso(receivedAt),
    );
  }

  /** At the first moment of the range: what is known then, as if it had been said just now. */
  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    if (this.#from === -Infinity) return;
    const at = this.#from as UnixMs;
    for (const book of this.#books.values())
      if (book.state === 'exact') this.#snapshotRow(book, at);
      else this.#breakRow(book.ticker, 'stale', book.reason ?? '', at);
  }

  #snapshotRow({ ticker, seq, yes, no }: Book, at: UnixMs): void {
    if (!this.#isInRange(at)) return;
    this.#note(at);
    this.#cells.snapshots.push(
      ++this.#lastId,
      ticker,
      at,
      seq ?? NO_SEQUENCE,
      sideText(yes, false),
      sideText(no, true),
      sideText(no, false),
      sideText(yes, true),
      iso(at),
    );
  }

  #breakRow(ticker: Ticker, kind: 'stale' | 'end', reason: string, at: UnixMs): void {
    if (!this.#isInRange(at)) return;
    this.#note(at);
    this.#cells.breaks.push(++this.#lastId, ticker, at, kind, reason, iso(at));
  }

  #isInRange(at: number): boolean {
    return at >= this.#from && at <= this.#to;
  }

  #note(at: number): void {
    this.first ??= at;
    this.last = at;
  }

  #takeCells(): BookCells {
    const cells = this.#cells;
    this.#cells = noCells();
    return cells;
  }
}

function noCells(): BookCells {
  return { snapshots: [], deltas: [], breaks: [] };
}

/** Returns `[["0.1230","75.00"],…]`, best first; as the asks of the other outcome where `isOpposite`. */
function sideText(side: BookSide, isOpposite: boolean): string {
  const levels: string[] = [];
  for (let i = side.size - 1; i >= 0; i--) {
    const price = side.priceAt(i);
    levels.push(
      `["${priceText(isOpposite ? complement(price) : price)}","${formatQuantity(side.quantityAt(i))}"]`,
    );
  }
  return `[${levels.join()}]`;
}

/** By millisecond: hundreds of changes share one. */
let lastAt = NaN;
let lastText = '';

function iso(at: UnixMs): string {
  if (at !== lastAt) {
    lastAt = at;
    lastText = new Date(at).toISOString();
  }
  return lastText;
}
