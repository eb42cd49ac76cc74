/**
 * One sliding window: the sums of all trades younger than a span, per ticker and in total, exact to the millisecond. It owns
 * no trades, only the place in the pool's order where it begins. A trade costs one addition when it enters and one
 * subtraction when it leaves; all values are integers below 2^53, so nothing drifts.
 */
import { TAKER_YES } from './columns.ts';
import { Fold } from './fold.ts';
import type { TickerTable } from './ticker-table.ts';
import { grown, NIL, type TradePool } from './trade-pool.ts';

/** Columns of `sums` and `totals`. */
export const YES = 0;
export const NO = 1;
export const NOTIONAL = 2;
export const TRADES = 3;
export const STRIDE = 4;

export class TradeWindow {
  readonly spanMs: number;
  /** Trades later than this are inside, ms. */
  cutoff = -Infinity;
  /** [ticker row, STRIDE]. */
  sums: Float64Array;
  /** The ticker's oldest slot inside, or NIL. */
  first: Int32Array;
  /** [group, STRIDE]: group 0 without combos, 1 only combos. */
  readonly totals = new Float64Array(2 * STRIDE);
  /** Tickers with a trade inside, by group. */
  readonly active = new Float64Array(2);

  readonly #pool: TradePool;
  readonly #tickers: TickerTable;
  readonly #fold = new Fold();
  /** Oldest slot inside, or NIL. */
  #begin = NIL;

  constructor(spanMs: number, pool: TradePool, tickers: TickerTable) {
    this.spanMs = spanMs;
    this.#pool = pool;
    this.#tickers = tickers;
    this.sums = new Float64Array(tickers.capacity * STRIDE);
    this.first = new Int32Array(tickers.capacity).fill(NIL);
  }

  /** Returns false while part of the sums stands in minutes instead of trades. */
  get isExact(): boolean {
    return this.#fold.isEmpty;
  }

  /** Makes room for the table's rows. */
  grow(): void {
    const capacity = this.#tickers.capacity;
    this.sums = grown(this.sums, new Float64Array(capacity * STRIDE));
    this.first = grown(this.first, new Int32Array(capacity).fill(NIL));
  }

  /** Counts a trade that was just linked, if it is inside. */
  insert(slot: number): void {
    const pool = this.#pool;
    if ((pool.at[slot] ?? 0) <= this.cutoff) return;
    if (pool.next[slot] === this.#begin) this.#begin = slot;
    const previous = pool.tickerPrev[slot] ?? NIL;
    const row = pool.ticker[slot] ?? 0;
    if (previous === NIL || (pool.at[previous] ?? 0) <= this.cutoff) this.first[row] = slot;
    this.#count(slot, row, 1);
  }

  /** Moves the window to end at `now`: trades leave, or come back when the clock was set back. */
  advance(now: number): void {
    const pool = this.#pool;
    const cutoff = now - this.spanMs;
    this.cutoff = cutoff;
    let slot = this.#begin;
    while (slot !== NIL && (pool.at[slot] ?? 0) <= cutoff) {
      const row = pool.ticker[slot] ?? 0;
      this.first[row] = pool.tickerNext[slot] ?? NIL;
      this.#count(slot, row, -1);
      slot = pool.next[slot] ?? NIL;
    }
    let back = slot === NIL ? pool.tail : (pool.prev[slot] ?? NIL);
    while (back !== NIL && (pool.at[back] ?? 0) > cutoff) {
      const row = pool.ticker[back] ?? 0;
      this.first[row] = back;
      this.#count(back, row, 1);
      slot = back;
      back = pool.prev[back] ?? NIL;
    }
    this.#begin = slot;
    if (!this.#fold.isEmpty)
      this.#fold.expire(cutoff, (row, sums) => {
        this.#subtract(row, sums);
      });
  }

  /** Keeps the sums of the pool's oldest trade although the trade is about to be dropped. */
  foldHead(): void {
    const pool = this.#pool;
    const slot = pool.head;
    if (slot !== this.#begin) return;
    const row = pool.ticker[slot] ?? 0;
    this.#begin = pool.next[slot] ?? NIL;
    this.first[row] = pool.tickerNext[slot] ?? NIL;
    const quantity = pool.quantity[slot] ?? 0;
    const isYes = ((pool.flags[slot] ?? 0) & TAKER_YES) !== 0;
    this.#fold.add(pool.at[slot] ?? 0, row, isYes, quantity, quantity * (pool.yesPrice[slot] ?? 0));
  }

  #count(slot: number, row: number, sign: 1 | -1): void {
    const pool = this.#pool;
    const quantity = (pool.quantity[slot] ?? 0) * sign;
    const notional = quantity * (pool.yesPrice[slot] ?? 0);
    const side = ((pool.flags[slot] ?? 0) & TAKER_YES) !== 0 ? YES : NO;
    this.#addTo(this.sums, row * STRIDE, side, quantity, notional, sign);
    const group = this.#tickers.group[row] ?? 0;
    this.#addTo(this.totals, group * STRIDE, side, quantity, notional, sign);
    const trades = this.sums[row * STRIDE + TRADES];
    if (trades === 0) this.active[group] = (this.active[group] ?? 0) - 1;
    else if (trades === 1 && sign === 1) this.active[group] = (this.active[group] ?? 0) + 1;
  }

  #addTo(
    sums: Float64Array,
    offset: number,
    side: number,
    quantity: number,
    notional: number,
    trades: number,
  ): void {
    sums[offset + side] = (sums[offset + side] ?? 0) + quantity;
    sums[offset + NOTIONAL] = (sums[offset + NOTIONAL] ?? 0) + notional;
    sums[offset + TRADES] = (sums[offset + TRADES] ?? 0) + trades;
  }

  #subtract(row: number, folded: Float64Array): void {
    const group = this.#tickers.group[row] ?? 0;
    for (let column = 0; column < STRIDE; column++) {
      const value = folded[column] ?? 0;
      this.sums[row * STRIDE + column] = (this.sums[row * STRIDE + column] ?? 0) - value;
      this.totals[group * STRIDE + column] = (this.totals[group * STRIDE + column] ?? 0) - value;
    }
    if (this.sums[row * STRIDE + TRADES] === 0) this.active[group] = (this.active[group] ?? 0) - 1;
  }
}
