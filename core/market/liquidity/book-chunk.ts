/**
 * A stretch of one market's book events that can be walked alone: it begins with a mark of the book as it was. Of all levels
 * and changes only what a picture needs is kept: 20 bytes a row.
 */
import type { Price } from '../../units/price.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Level } from '../../wire/messages.ts';
import { DELTA, SNAPSHOT, STALE, YES_SIDE } from '../book/book-columns.ts';
import { STALE_REASONS } from '../book/book-event.ts';
import type { BookTrace, TraceMark } from './book-trace.ts';

/** Rows of a chunk before the next is begun: walking one to its end takes 1 to 2 ms. */
export const CHUNK_ROWS = 8_192;
const FIRST_CAPACITY = 256;

/** Kinds and sides are those of `BookColumns`; levels follow their snapshot. */
export class BookChunk {
  /** All that happened to the book in `from`..`until`, both included, is here; ms. */
  readonly from: number;
  until: number;
  /** The book at `from`, before the first row. */
  readonly mark: TraceMark;
  count = 0;
  at = new Float64Array(FIRST_CAPACITY);
  kind = new Uint8Array(FIRST_CAPACITY);
  side = new Uint8Array(FIRST_CAPACITY);
  price = new Uint16Array(FIRST_CAPACITY);
  quantity = new Float64Array(FIRST_CAPACITY);

  constructor(from: number, mark: TraceMark) {
    this.from = from;
    this.until = from;
    this.mark = mark;
  }

  push(kind: number, side: number, price: number, quantity: number, at: number): void {
    if (this.count === this.at.length) this.#grow();
    const row = this.count++;
    this.at[row] = at;
    this.kind[row] = kind;
    this.side[row] = side;
    this.price[row] = price;
    this.quantity[row] = quantity;
    if (at > this.until) this.until = at;
  }

  /** Plays `row` on `trace`; returns the row of the next event. */
  play(row: number, trace: BookTrace): number {
    switch (this.kind[row]) {
      case DELTA:
        trace.change(this.side[row] ?? 0, this.price[row] ?? 0, this.quantity[row] ?? 0, this.at[row] ?? 0);
        return row + 1;
      case SNAPSHOT: {
        const end = row + 1 + (this.quantity[row] ?? 0);
        const yes: Level[] = [];
        const no: Level[] = [];
        for (let i = row + 1; i < end; i++)
          (this.side[i] === YES_SIDE ? yes : no).push([
            (this.price[i] ?? 0) as Price,
            (this.quantity[i] ?? 0) as Quantity,
          ]);
        trace.snapshot(yes, no, this.at[row] ?? 0);
        return end;
      }
      case STALE:
        trace.lose(STALE_REASONS[this.price[row] ?? 0] === 'handover' ? 'handover' : 'gap');
        return row + 1;
      default:
        trace.lose('none');
        return row + 1;
    }
  }

  #grow(): void {
    const { at, kind, side, price, quantity } = this;
    const capacity = 2 * at.length;
    this.at = new Float64Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.side = new Uint8Array(capacity);
    this.price = new Uint16Array(capacity);
    this.quantity = new Float64Array(capacity);
    this.at.set(at);
    this.kind.set(kind);
    this.side.set(side);
    this.price.set(price);
    this.quantity.set(quantity);
  }
}
