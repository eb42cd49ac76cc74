/**
 * Turns batches of book events, live or read back, into chunks of one market over a range of time. Keeps the rules of
 * recordings: where a batch does not follow the one before, or a key does not have the book, it was not recorded from there on;
 * or it is a gap, where the gaps tell of a hole.
 */
import type { Ticker } from '../../units/ticker.ts';
import {
  breakBefore,
  DELTA,
  END,
  keyRowsOf,
  LEVEL,
  RUN_BREAK_MS,
  SNAPSHOT,
  STALE,
  type BookColumns,
} from '../book/book-columns.ts';
import { STALE_REASONS } from '../book/book-event.ts';
import { holeAt, type BookHole } from '../book/book-hole.ts';
import { BookChunk, CHUNK_ROWS } from './book-chunk.ts';
import { BookTrace, NOTHING_KNOWN } from './book-trace.ts';
import type { SeenGrid } from './seen-grid.ts';

export interface WriterOptions {
  readonly ticker: Ticker;
  readonly grid: SeenGrid;
  /** What happened before is only lived through; absent: from the first batch on. ms. */
  readonly from?: number;
  /** What happens from here on is left out. ms. */
  readonly to?: number;
  /** Where the end of the rows is a gap. */
  readonly holes?: readonly BookHole[];
  /** Where what the rows say was found wrong afterwards; ascending. */
  readonly late?: readonly BookHole[];
  readonly onChunk: (chunk: BookChunk) => void;
}

export class ChunkWriter {
  readonly #options: WriterOptions;
  readonly trace = new BookTrace();
  #chunk: BookChunk | undefined;
  readonly #unseen = new BookChunk(0, NOTHING_KNOWN);
  #until = -Infinity;
  #changedFrom = -Infinity;
  /** End of the hole in which the book stands; −Infinity outside of one. */
  #holeUntil = -Infinity;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Everything up to here is known, ms; −Infinity before the first batch. */
  get until(): number {
    return this.#until;
  }

  /**
   * Takes the next batch. `isKey`: books that are not at its beginning are not recorded any more. Returns since when the chunks
   * say something else than before, ms: a doubt reaches back over the time in which nothing has changed since.
   */
  add(columns: BookColumns, isKey = false): number {
    const { ticker, to = Infinity } = this.#options;
    this.#changedFrom = this.#until;
    if (columns.from >= to) return this.#changedFrom;
    const wanted = columns.tickers.indexOf(ticker);
    if (columns.from - this.#until > breakBefore(isKey)) this.#lose();
    this.#moveTo(columns.from);
    if (isKey && !isInKey(columns, wanted)) this.#lose();
    if (wanted >= 0) this.#rows(columns, wanted, to);
    this.#moveTo(Math.min(columns.until, to));
    return this.#changedFrom;
  }

  /** Nothing more comes: the rest of the range was not recorded. */
  finish(): void {
    const { from, to } = this.#options;
    if (from === undefined || to === undefined) return;
    const { holes = [] } = this.#options;
    const isHole = this.#until < to && holes.some((hole) => hole.from === this.#until);
    if (isHole || to - this.#until > RUN_BREAK_MS) this.#lose();
    this.#moveTo(from);
    this.#moveTo(to);
  }

  #rows({ count, ticker, kind, side, price, quantity, receivedAt }: BookColumns, wanted: number, to: number) {
    for (let row = 0; row < count; row++) {
      if (ticker[row] !== wanted) continue;
      const code = kind[row] ?? END;
      const at = Math.max(receivedAt[row] ?? 0, code === STALE ? this.#unchangedSince() : this.#until);
      if (at >= to) return;
      this.#moveTo(at);
      this.#changedFrom = Math.min(this.#changedFrom, at);
      if (code === END) {
        this.#lose();
        continue;
      }
      const late = code === STALE ? undefined : this.#lateAt(at);
      if (late !== undefined) {
        this.#doubt(late);
        continue;
      }
      const chunk = this.#room(at);
      const first = chunk.count;
      if (code === SNAPSHOT || code === STALE) this.#holeUntil = -Infinity;
      chunk.push(code, side[row] ?? 0, price[row] ?? 0, quantity[row] ?? 0, at);
      if (code === DELTA) this.#options.grid.see(price[row] ?? 0);
      if (code === SNAPSHOT) {
        const end = Math.min(count, row + 1 + (quantity[row] ?? 0));
        while (row + 1 < end) {
          row++;
          chunk.push(LEVEL, side[row] ?? 0, price[row] ?? 0, quantity[row] ?? 0, at);
          this.#options.grid.see(price[row] ?? 0);
        }
      }
      chunk.play(first, this.trace);
    }
  }

  /** Nothing has happened to the book between then and now. */
  #unchangedSince(): number {
    const chunk = this.#chunk;
    return chunk === undefined ? this.#until : (chunk.at[chunk.count - 1] ?? chunk.from);
  }

  #lateAt(at: number): BookHole | undefined {
    return this.#options.late?.find(({ from, to }) => from <= at && at < to);
  }

  /** Nothing that the rows say here is to be believed. */
  #doubt({ reason }: BookHole): void {
    if (this.trace.state === 'gap') return;
    const chunk = this.#room(this.#until);
    const row = chunk.count;
    chunk.push(STALE, 0, STALE_REASONS.indexOf(reason), 0, this.#until);
    chunk.play(row, this.trace);
  }

  /** The rows of the book end here: nobody watched from here on, or it is a gap as long as the hole. */
  #lose(): void {
    const at = this.#until;
    if (this.trace.state === 'none' || this.#holeUntil > at) return;
    const hole = holeAt(this.#options.holes ?? [], at);
    this.#holeUntil = hole === undefined ? -Infinity : hole.to === hole.from ? Infinity : hole.to;
    const chunk = this.#room(at);
    const row = chunk.count;
    if (hole === undefined) chunk.push(END, 0, 0, 0, at);
    else chunk.push(STALE, 0, STALE_REASONS.indexOf(hole.reason), 0, at);
    chunk.play(row, this.trace);
  }

  /** Time has come to `at`; from the beginning of the range on, that is what the chunk covers. */
  #moveTo(at: number): void {
    for (const late of this.#options.late ?? [])
      if (this.#until < late.from && late.from <= at) {
        this.#pass(late.from);
        if (this.trace.state === 'known') this.#doubt(late);
      }
    this.#pass(at);
  }

  #pass(at: number): void {
    while (this.#holeUntil < at && this.#holeUntil > -Infinity) {
      const end = this.#holeUntil;
      this.#passTo(end);
      this.#lose();
      if (this.#holeUntil <= end) this.#holeUntil = -Infinity;
    }
    this.#passTo(at);
  }

  #passTo(at: number): void {
    this.#until = Math.max(this.#until, at);
    const { from = this.#until } = this.#options;
    if (this.#until < from) return;
    this.#chunk ??= this.#begin(from);
    this.#chunk.until = Math.max(this.#chunk.until, this.#until);
  }

  /** Returns where the next event is written: before the range, in a chunk that nobody sees. */
  #room(at: number): BookChunk {
    if (this.#chunk === undefined) {
      this.#unseen.count = 0;
      return this.#unseen;
    }
    if (this.#chunk.count >= CHUNK_ROWS) {
      // A doubt reaches back over what this one covers.
      this.#chunk.until = Math.min(this.#chunk.until, at);
      this.#chunk = this.#begin(at);
    }
    return this.#chunk;
  }

  #begin(from: number): BookChunk {
    const chunk = new BookChunk(from, this.trace.setDown());
    this.#options.onChunk(chunk);
    return chunk;
  }
}

/** Whether the key of `columns` has a snapshot of the book. */
function isInKey(columns: BookColumns, wanted: number): boolean {
  const row = wanted < 0 ? -1 : columns.ticker.indexOf(wanted);
  return row >= 0 && row < keyRowsOf(columns) && columns.kind[row] === SNAPSHOT;
}
