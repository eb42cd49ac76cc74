/**
 * What happened to books, as columns: the one layout between threads and on disk. A snapshot is one row and as many rows of
 * levels after it. A batch carries its own tickers, and says from when to when it knows everything: nothing else happened to
 * its books in that time. Appending allocates only when the batch grows.
 */
import { must } from '../../lib/assert.ts';
import type { Outcome } from '../../units/outcome.ts';
import type { Price } from '../../units/price.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Ticker } from '../../units/ticker.ts';
import type { UnixMs } from '../../units/time.ts';
import type { Level, Seq } from '../../wire/messages.ts';
import { STALE_REASONS, type BookEvent } from './book-event.ts';

/** Values of `kind`. */
export const SNAPSHOT = 0;
export const LEVEL = 1;
export const DELTA = 2;
export const STALE = 3;
export const END = 4;

/** Values of `side`; of levels and deltas. */
export const YES_SIDE = 0;
export const NO_SIDE = 1;

/** Arrays are `count` long. What a row's kind does not use is 0. */
export interface BookColumns {
  readonly count: number;
  /** Our stamps: between them nothing happened but what is here. `from` is at or before the first row, `until` at or after the last. */
  readonly from: UnixMs;
  readonly until: UnixMs;
  readonly tickers: readonly Ticker[];
  /** Index into `tickers`. */
  readonly ticker: Uint16Array<ArrayBuffer>;
  readonly kind: Uint8Array<ArrayBuffer>;
  readonly side: Uint8Array<ArrayBuffer>;
  /** 1e-4 dollar on the side's own scale; of a stale row its place in `STALE_REASONS`. */
  readonly price: Uint16Array<ArrayBuffer>;
  /** 1e-2 contract: a level's size, a delta's signed change; of a snapshot the number of its levels. */
  readonly quantity: Float64Array<ArrayBuffer>;
  /** −1 where none is known. */
  readonly seq: Float64Array<ArrayBuffer>;
  /** The exchange's stamp of a delta, ms; −1 where none is known. */
  readonly venueAt: Float64Array<ArrayBuffer>;
  /** Our stamp, ms; never falls from one row to the next. */
  readonly receivedAt: Float64Array<ArrayBuffer>;
}

/** Tickers of one batch at most: the index has two bytes. */
export const MAX_BATCH_TICKERS = 65_536;

/** A batch begins where the one before it ended: more than this between two, ms, and nobody watched in between. */
export const RUN_BREAK_MS = 2_000;

/**
 * Returns the time between two batches, ms, beyond which nobody recorded in between. A key that goes on begins where the batch
 * before it ended; one that does not is the beginning of another run, however soon: a page was reloaded.
 */
export function breakBefore(isKey: boolean): number {
  return isKey ? 0 : RUN_BREAK_MS;
}

const NONE = -1;

/** Returns the buffers of `columns`, for a transfer list. */
export function bookBuffersOf(columns: BookColumns): ArrayBuffer[] {
  const { ticker, kind, side, price, quantity, seq, venueAt, receivedAt } = columns;
  return [ticker, kind, side, price, quantity, seq, venueAt, receivedAt].map((column) => column.buffer);
}

/** Collects events into columns; `take` hands them over and starts afresh. */
export class BookColumnsBuilder {
  #capacity: number;
  #count = 0;
  #tickers: Ticker[] = [];
  #indexOf = new Map<Ticker, number>();
  #columns;
  #lastAt = 0;

  constructor(capacity = 256) {
    this.#capacity = capacity;
    this.#columns = allocate(capacity);
  }

  /** Rows, levels included. */
  get count(): number {
    return this.#count;
  }

  /** Appends what happened. A stamp before the last one counts as the last one: clocks are set back, our order is not. */
  add(event: BookEvent): void {
    const ticker = this.#tickerIndex(event.ticker);
    const at = (this.#lastAt = Math.max(this.#lastAt, event.receivedAt));
    switch (event.kind) {
      case 'snapshot': {
        const { yes, no, seq } = event;
        this.#row(ticker, SNAPSHOT, 0, 0, yes.length + no.length, seq ?? NONE, NONE, at);
        for (const [price, size] of yes) this.#row(ticker, LEVEL, YES_SIDE, price, size, NONE, NONE, at);
        for (const [price, size] of no) this.#row(ticker, LEVEL, NO_SIDE, price, size, NONE, NONE, at);
        return;
      }
      case 'delta': {
        const { side, price, change, seq, venueAt } = event;
        const code = side === 'yes' ? YES_SIDE : NO_SIDE;
        this.#row(ticker, DELTA, code, price, change, seq ?? NONE, venueAt ?? NONE, at);
        return;
      }
      case 'stale':
        this.#row(ticker, STALE, 0, STALE_REASONS.indexOf(event.reason), 0, NONE, NONE, at);
        return;
      case 'end':
        this.#row(ticker, END, 0, 0, 0, NONE, NONE, at);
    }
  }

  /** Returns what was collected, in buffers of exactly that length, and forgets it. The span is widened to hold every row. */
  take(from: UnixMs, until: UnixMs): BookColumns {
    const count = this.#count;
    const { ticker, kind, side, price, quantity, seq, venueAt, receivedAt } = this.#columns;
    const first = count === 0 ? from : (receivedAt[0] ?? from);
    const taken: BookColumns = {
      count,
      from: Math.min(from, first) as UnixMs,
      until: Math.max(from, until, count === 0 ? 0 : this.#lastAt) as UnixMs,
      tickers: this.#tickers,
      ticker: ticker.slice(0, count),
      kind: kind.slice(0, count),
      side: side.slice(0, count),
      price: price.slice(0, count),
      quantity: quantity.slice(0, count),
      seq: seq.slice(0, count),
      venueAt: venueAt.slice(0, count),
      receivedAt: receivedAt.slice(0, count),
    };
    this.#count = 0;
    this.#tickers = [];
    this.#indexOf.clear();
    return taken;
  }

  #tickerIndex(ticker: Ticker): number {
    const known = this.#indexOf.get(ticker);
    if (known !== undefined) return known;
    const index = this.#tickers.push(ticker) - 1;
    this.#indexOf.set(ticker, index);
    return index;
  }

  #row(
    ticker: number,
    kind: number,
    side: number,
    price: number,
    quantity: number,
    seq: number,
    venueAt: number,
    at: number,
  ): void {
    if (this.#count === this.#capacity) this.#grow();
    const row = this.#count++;
    const columns = this.#columns;
    columns.ticker[row] = ticker;
    columns.kind[row] = kind;
    columns.side[row] = side;
    columns.price[row] = price;
    columns.quantity[row] = quantity;
    columns.seq[row] = seq;
    columns.venueAt[row] = venueAt;
    columns.receivedAt[row] = at;
  }

  #grow(): void {
    this.#capacity *= 2;
    const old = this.#columns;
    const grown = allocate(this.#capacity);
    grown.ticker.set(old.ticker);
    grown.kind.set(old.kind);
    grown.side.set(old.side);
    grown.price.set(old.price);
    grown.quantity.set(old.quantity);
    grown.seq.set(old.seq);
    grown.venueAt.set(old.venueAt);
    grown.receivedAt.set(old.receivedAt);
    this.#columns = grown;
  }
}

/**
 * Returns how many rows of a batch that begins with a key are the key itself: those of its first instant. A snapshot further in
 * is of a book that became known then; at the key it was not.
 */
export function keyRowsOf({ count, from, receivedAt }: BookColumns): number {
  let rows = 0;
  while (rows < count && (receivedAt[rows] ?? Infinity) <= from) rows++;
  return rows;
}

/**
 * Calls `take` with each event of `columns`, in order; of one ticker only, where one is named. Allocates an object an event.
 * Columns from disk or a file must have passed `isSound`.
 */
export function forEachBookEvent(
  columns: BookColumns,
  take: (event: BookEvent) => void,
  only?: Ticker,
): void {
  const { count, kind, tickers, ticker } = columns;
  const wanted = only === undefined ? undefined : tickers.indexOf(only);
  for (let row = 0; row < count; row++) {
    if (kind[row] === LEVEL || (wanted !== undefined && ticker[row] !== wanted)) continue;
    take(bookEventAt(columns, row));
  }
}

/** Returns how many events `columns` hold: its rows without those of levels. */
export function eventsIn({ kind }: BookColumns): number {
  return kind.reduce((sum, code) => (code === LEVEL ? sum : sum + 1), 0);
}

/** Returns what happened at `row`; not a row of levels. */
export function bookEventAt(columns: BookColumns, row: number): BookEvent {
  const ticker = must(columns.tickers[columns.ticker[row] ?? 0], 'ticker of the dictionary');
  const receivedAt = (columns.receivedAt[row] ?? 0) as UnixMs;
  const seqAt = columns.seq[row] ?? NONE;
  const seq = seqAt === NONE ? undefined : (seqAt as Seq);
  const price = (columns.price[row] ?? 0) as Price;
  switch (columns.kind[row]) {
    case SNAPSHOT: {
      const end = row + 1 + (columns.quantity[row] ?? 0);
      const [yes, no] = [YES_SIDE, NO_SIDE].map((side) => levelsOf(columns, row + 1, end, side));
      return { kind: 'snapshot', ticker, receivedAt, seq, yes: yes ?? [], no: no ?? [] };
    }
    case DELTA: {
      const venue = columns.venueAt[row] ?? NONE;
      const venueAt = venue === NONE ? undefined : (venue as UnixMs);
      const side: Outcome = columns.side[row] === YES_SIDE ? 'yes' : 'no';
      const change = (columns.quantity[row] ?? 0) as Quantity;
      return { kind: 'delta', ticker, receivedAt, seq, venueAt, side, price, change };
    }
    case STALE:
      return { kind: 'stale', ticker, receivedAt, reason: must(STALE_REASONS[price], 'reason') };
    default:
      return { kind: 'end', ticker, receivedAt };
  }
}

function levelsOf(columns: BookColumns, from: number, end: number, side: number): Level[] {
  const levels: Level[] = [];
  for (let row = from; row < end; row++)
    if (columns.side[row] === side)
      levels.push([(columns.price[row] ?? 0) as Price, (columns.quantity[row] ?? 0) as Quantity]);
  return levels;
}

function allocate(capacity: number) {
  return {
    ticker: new Uint16Array(capacity),
    kind: new Uint8Array(capacity),
    side: new Uint8Array(capacity),
    price: new Uint16Array(capacity),
    quantity: new Float64Array(capacity),
    seq: new Float64Array(capacity),
    venueAt: new Float64Array(capacity),
    receivedAt: new Float64Array(capacity),
  };
}
