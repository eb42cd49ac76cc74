/**
 * Plays recorded batches of book changes up to a time, bit by bit. Also says what the batches only imply: where a run of
 * recording ended, or a fresh beginning leaves a book out, nobody watched that book any more. Batches are played in their order
 * and none twice: where a clock was set back between two runs, the later one's stamps count as the end of the earlier.
 */
import { must } from '../../lib/assert.ts';
import type { Ticker } from '../../units/ticker.ts';
import type { UnixMs } from '../../units/time.ts';
import {
  bookEventAt,
  breakBefore,
  keyRowsOf,
  LEVEL,
  RUN_BREAK_MS,
  SNAPSHOT,
  STALE,
  type BookColumns,
} from './book-columns.ts';
import type { BookEvent } from './book-event.ts';

/** A batch as it is stored. `isKey`: it begins with all that was known, and what it leaves out was not recorded. */
export interface RecordedBatch {
  readonly columns: BookColumns;
  readonly isKey: boolean;
}

interface Hand {
  readonly columns: BookColumns;
  readonly isKey: boolean;
  /** Where the batches before it ended: nothing in it counts as earlier. */
  readonly floor: number;
  row: number;
  hasBegun: boolean;
}

export class BookCursor {
  #batches: Hand[] = [];
  readonly #known = new Set<Ticker>();
  #until = -Infinity;
  #pushed = -Infinity;

  /** Our stamp up to which the batches in hand say everything; −Infinity before the first. */
  get until(): number {
    return this.#pushed;
  }

  /** Takes the next batch, oldest first. */
  push({ columns, isKey }: RecordedBatch): void {
    this.#batches.push({ columns, isKey, floor: this.#pushed, row: 0, hasBegun: false });
    this.#pushed = Math.max(this.#pushed, columns.until);
  }

  /** Returns when the next event in hand happened; Infinity where there is none. */
  get nextAt(): number {
    for (const hand of this.#batches) if (hand.row < hand.columns.count) return timeOf(hand);
    return Infinity;
  }

  /** Hands every event up to `at` to `take`, in order. */
  playUntil(at: number, take: (event: BookEvent) => void): void {
    for (let hand = this.#batches[0]; hand !== undefined; hand = this.#batches[0]) {
      const { columns, floor } = hand;
      if (!hand.hasBegun) {
        if (Math.max(floor, columns.from) > at) break;
        this.#begin(hand, take);
      }
      while (hand.row < columns.count && timeOf(hand) <= at) {
        const stored = bookEventAt(columns, hand.row);
        const event = stored.receivedAt < floor ? { ...stored, receivedAt: timeOf(hand) as UnixMs } : stored;
        hand.row++;
        while (hand.row < columns.count && columns.kind[hand.row] === LEVEL) hand.row++;
        this.#note(event);
        take(event);
      }
      this.#until = Math.max(this.#until, Math.min(at, columns.until));
      if (hand.row < columns.count || columns.until > at) return;
      this.#batches.shift();
    }
    // Where the next run is in hand, it says how long nobody recorded; at the end of all, more may just not have been read.
    const [next] = this.#batches;
    const isOver = next !== undefined && this.#isApart(next) && at > this.#until;
    if (isOver || at > this.#until + RUN_BREAK_MS) this.#endAll(take);
  }

  #begin(hand: Hand, take: (event: BookEvent) => void): void {
    const { columns, isKey } = hand;
    hand.hasBegun = true;
    if (this.#isApart(hand)) this.#endAll(take);
    else if (isKey) {
      const told = new Set<Ticker>();
      const keyRows = keyRowsOf(columns);
      for (let row = 0; row < keyRows; row++)
        if (columns.kind[row] === SNAPSHOT || columns.kind[row] === STALE)
          told.add(must(columns.tickers[columns.ticker[row] ?? 0], 'ticker of the dictionary'));
      for (const ticker of this.#known)
        if (!told.has(ticker)) this.#end(ticker, Math.max(hand.floor, columns.from) as UnixMs, take);
    }
  }

  /** Nobody recorded between what was played and `hand`. */
  #isApart({ columns, isKey }: Hand): boolean {
    return columns.from - this.#until > breakBefore(isKey);
  }

  #endAll(take: (event: BookEvent) => void): void {
    for (const ticker of this.#known) this.#end(ticker, this.#until as UnixMs, take);
  }

  #end(ticker: Ticker, receivedAt: UnixMs, take: (event: BookEvent) => void): void {
    this.#known.delete(ticker);
    take({ kind: 'end', ticker, receivedAt });
  }

  #note({ kind, ticker }: BookEvent): void {
    if (kind === 'end') this.#known.delete(ticker);
    else this.#known.add(ticker);
  }
}

/** When the next row happened, in the order of the batches. */
function timeOf({ columns, floor, row }: Hand): number {
  return Math.max(floor, columns.receivedAt[row] ?? Infinity);
}
