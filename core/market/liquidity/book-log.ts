/**
 * What is held in memory of one market's book events: chunks in the order of time, with holes where nothing was read yet. The
 * live river writes at the end; what is read from disk is put in where it belongs; what is far from the view is let go.
 */
import type { Ticker } from '../../units/ticker.ts';
import type { BookColumns } from '../book/book-columns.ts';
import type { BookHole } from '../book/book-hole.ts';
import type { BookChunk } from './book-chunk.ts';
import type { BookTrace } from './book-trace.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { SeenGrid } from './seen-grid.ts';

/** Rows kept at most: 30 MB, four hours of a very busy book. */
export const MAX_ROWS = 1_500_000;

/** Instants, ms, `from` included and `to` not. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export class BookLog {
  readonly ticker: Ticker;
  readonly grid = new SeenGrid();
  readonly #chunks: BookChunk[] = [];
  readonly #writer: ChunkWriter;

  constructor(ticker: Ticker) {
    this.ticker = ticker;
    this.#writer = new ChunkWriter({ ticker, grid: this.grid, onChunk: (chunk) => this.#chunks.push(chunk) });
  }

  /** By time; they do not overlap, but for the instant where one ends and the next begins. */
  get chunks(): readonly BookChunk[] {
    return this.#chunks;
  }

  /** The book now. */
  get now(): BookTrace {
    return this.#writer.trace;
  }

  /** Up to here something is known, ms; −Infinity while nothing is. */
  get until(): number {
    return this.#chunks.at(-1)?.until ?? -Infinity;
  }

  /** Takes the next batch of the river; returns since when something else is known than before, ms: seldom before `until`. */
  append(columns: BookColumns): number {
    return this.#writer.add(columns);
  }

  /** Returns the index of the last chunk that begins at or before `at`, or −1. */
  indexAt(at: number): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#chunks[middle]?.from ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Returns the stretches of `from`..`to` that no chunk covers, oldest first. */
  holes({ from, to }: Stretch): Stretch[] {
    const holes: Stretch[] = [];
    let at = from;
    for (let i = Math.max(0, this.indexAt(from)); i < this.#chunks.length && at < to; i++) {
      const chunk = this.#chunks[i];
      if (chunk === undefined || chunk.until <= at) continue;
      if (chunk.from > at) holes.push({ from: at, to: Math.min(chunk.from, to) });
      at = chunk.until;
    }
    if (at < to) holes.push({ from: at, to });
    return holes;
  }

  /** Puts in chunks that fill a hole. */
  insert(chunks: readonly BookChunk[]): void {
    const [first] = chunks;
    if (first === undefined) return;
    const live = this.#chunks.findIndex((chunk) => chunk.from >= first.from);
    this.#chunks.splice(live < 0 ? this.#chunks.length : live, 0, ...chunks);
  }

  /** Lets go of the chunks furthest from `view` until few enough rows are left. What the view needs always stays. */
  trim({ from, to }: Stretch, maxRows = MAX_ROWS): void {
    let rows = this.#chunks.reduce((sum, chunk) => sum + chunk.count, 0);
    while (rows > maxRows && this.#chunks.length > 1) {
      const [first, last] = [this.#chunks[0], this.#chunks.at(-2)];
      if (first === undefined || last === undefined) return;
      const before = from - first.until;
      const after = last.from - to;
      if (before <= 0 && after <= 0) return;
      // The newest chunk is being written.
      const gone = before >= after ? this.#chunks.shift() : this.#chunks.splice(-2, 1)[0];
      rows -= gone?.count ?? 0;
    }
  }
}

/** Returns a writer of chunks for a hole of `log`, and the chunks it has made so far. */
export function fillerOf(
  log: BookLog,
  { from, to }: Stretch,
  holes: readonly BookHole[] = [],
  late: readonly BookHole[] = [],
): { writer: ChunkWriter; chunks: BookChunk[] } {
  const chunks: BookChunk[] = [];
  const onChunk = (chunk: BookChunk): void => {
    chunks.push(chunk);
  };
  return {
    writer: new ChunkWriter({ ticker: log.ticker, grid: log.grid, from, to, holes, late, onChunk }),
    chunks,
  };
}
