/**
 * Sums of trades that had to leave the pool before they left the window, by minute and ticker: volume is never lost, only the
 * moment at which it leaves the window is a minute coarse. Empty unless the feed outruns the pool's capacity.
 */
import { MINUTE } from '../units/time.ts';

/** yes, no, notional, trades: the columns of window.ts. */
const COLUMNS = 4;

export class Fold {
  /** By the minute's start, then by ticker row. */
  readonly #minutes = new Map<number, Map<number, Float64Array>>();
  /** The minute last added to: trades leave in order of time, so it is nearly always the next one's too. */
  #lastStart = Number.NaN;
  #lastRows = new Map<number, Float64Array>();

  get isEmpty(): boolean {
    return this.#minutes.size === 0;
  }

  add(at: number, row: number, isYes: boolean, quantity: number, notional: number): void {
    const start = Math.floor(at / MINUTE) * MINUTE;
    if (start !== this.#lastStart) {
      this.#lastStart = start;
      this.#lastRows = this.#minutes.get(start) ?? new Map<number, Float64Array>();
      this.#minutes.set(start, this.#lastRows);
    }
    const rows = this.#lastRows;
    let sums = rows.get(row);
    if (sums === undefined) rows.set(row, (sums = new Float64Array(COLUMNS)));
    const side = isYes ? 0 : 1;
    sums[side] = (sums[side] ?? 0) + quantity;
    sums[2] = (sums[2] ?? 0) + notional;
    sums[3] = (sums[3] ?? 0) + 1;
  }

  /** Hands out and forgets the minutes that lie wholly at or before `cutoff`. */
  expire(cutoff: number, leave: (row: number, sums: Float64Array) => void): void {
    for (const [start, rows] of this.#minutes) {
      // The minute's last millisecond is start + MINUTE - 1.
      if (start + MINUTE - 1 > cutoff) continue;
      for (const [row, sums] of rows) leave(row, sums);
      this.#minutes.delete(start);
      if (start === this.#lastStart) this.#lastStart = Number.NaN;
    }
  }
}
