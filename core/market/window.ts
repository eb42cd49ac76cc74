/**
 * One sliding window: the sums of all trades younger than a span, per ticker and in total, exact to the millisecond. It owns
 * no trades, only the place in the pool's order where it begins. A trade costs one addition when it enters and one
 * subtraction when it leaves; all values are integers, so nothing drifts while a sum stays below 2^53 (nine billion dollars).
 * Past that a sum is rounded, and exact again once it has been empty.
 */
import { TAKER_YES } from './columns.ts';
import { Fold } from './fold.ts';
import type { TickerTable } from './ticker-table.ts';
import { TradeSizes } from './trade-sizes.ts';
import { grown, NIL, type TradePool } from './trade-pool.ts';

/** Columns of sums and totals. */
export const YES = 0;
export const NO = 1;
export const NOTIONAL = 2;
export const TRADES = 3;
export const STRIDE = 4;

/** Sums of all windows side by side, so that one ticker's lie in neighbouring memory. */
export class WindowSums {
  readonly windows: number;
  values: Float64Array; // [ticker row, window, STRIDE]
  /** The ticker's oldest slot inside, or NIL. */
  first: Int32Array; // [ticker row, window]

  constructor(windows: number, rows: number) {
    this.windows = windows;
    this.values = new Float64Array(rows * windows * STRIDE);
    this.first = new Int32Array(rows * windows).fill(NIL);
  }

  /** Makes room for `rows` tickers. */
  fit(rows: number): void {
    if (rows * this.windows <= this.first.length) return;
    this.values = grown(this.values, new Float64Array(rows * this.windows * STRIDE));
    this.first = grown(this.first, new Int32Array(rows * this.windows).fill(NIL));
  }
}

export class TradeWindow {
  readonly spanMs: number;
  /** Trades later than this are inside, ms. */
  cutoff = -Infinity;
  /** [group, STRIDE]: group 0 without combos, 1 only combos. */
  readonly totals = new Float64Array(2 * STRIDE);
  /** Tickers with a trade inside, by group. */
  readonly active = new Float64Array(2);
  /** How many trades of which size, over all tickers. */
  readonly sizes = new TradeSizes();

  readonly #pool: TradePool;
  readonly #tickers: TickerTable;
  readonly #sums: WindowSums;
  /** Which window of the sums this is. */
  readonly #index: number;
  readonly #fold = new Fold();
  /** Oldest slot inside, or NIL. */
  #begin = NIL;

  constructor(spanMs: number, index: number, sums: WindowSums, pool: TradePool, tickers: TickerTable) {
    this.spanMs = spanMs;
    this.#index = index;
    this.#sums = sums;
    this.#pool = pool;
    this.#tickers = tickers;
  }

  /** Returns false while part of the sums stands in minutes instead of trades. */
  get isExact(): boolean {
    return this.#fold.isEmpty;
  }

  /** Returns one of a ticker's sums. */
  sumOf(row: number, column: number): number {
    return this.#sums.values[(row * this.#sums.windows + this.#index) * STRIDE + column] ?? 0;
  }

  /** Returns the ticker's oldest slot inside, or NIL. */
  firstOf(row: number): number {
    return this.#sums.first[row * this.#sums.windows + this.#index] ?? NIL;
  }

  /** Counts a trade that was just linked, if it is inside. */
  insert(slot: number): void {
    const pool = this.#pool;
    if ((pool.at[slot] ?? 0) <= this.cutoff) return;
    if (pool.next[slot] === this.#begin) this.#begin = slot;
    const previous = pool.tickerPrev[slot] ?? NIL;
    const row = pool.ticker[slot] ?? 0;
    if (previous === NIL || (pool.at[previous] ?? 0) <= this.cutoff)
      this.#sums.first[row * this.#sums.windows + this.#index] = slot;
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
      this.#sums.first[row * this.#sums.windows + this.#index] = pool.tickerNext[slot] ?? NIL;
      this.#count(slot, row, -1);
      slot = pool.next[slot] ?? NIL;
    }
    let back = slot === NIL ? pool.tail : (pool.prev[slot] ?? NIL);
    while (back !== NIL && (pool.at[back] ?? 0) > cutoff) {
      const row = pool.ticker[back] ?? 0;
      this.#sums.first[row * this.#sums.windows + this.#index] = back;
      this.#count(back, row, 1);
      slot = back;
      back = pool.prev[back] ?? NIL;
    }
    this.#begin = slot;
    if (this.#fold.isEmpty) return;
    this.#fold.expire(cutoff, (row, sums) => {
      this.#subtract(row, sums);
    });
    this.sizes.expire(cutoff);
  }

  /** Keeps the sums of the pool's oldest trade although the trade is about to be dropped. */
  foldHead(): void {
    const pool = this.#pool;
    const slot = pool.head;
    if (slot !== this.#begin) return;
    const row = pool.ticker[slot] ?? 0;
    this.#begin = pool.next[slot] ?? NIL;
    this.#sums.first[row * this.#sums.windows + this.#index] = pool.tickerNext[slot] ?? NIL;
    const quantity = pool.quantity[slot] ?? 0;
    const isYes = ((pool.flags[slot] ?? 0) & TAKER_YES) !== 0;
    this.#fold.add(pool.at[slot] ?? 0, row, isYes, quantity, quantity * (pool.yesPrice[slot] ?? 0));
    this.sizes.fold(pool.at[slot] ?? 0, this.#tickers.group[row] ?? 0, isYes, pool.sizeClass(slot));
  }

  /** Adds (sign 1) or takes away (-1) one trade. */
  #count(slot: number, row: number, sign: 1 | -1): void {
    const pool = this.#pool;
    const values = this.#sums.values;
    const totals = this.totals;
    const group = this.#tickers.group[row] ?? 0;
    const offset = (row * this.#sums.windows + this.#index) * STRIDE;
    const total = group * STRIDE;
    const quantity = sign * (pool.quantity[slot] ?? 0);
    const notional = quantity * (pool.yesPrice[slot] ?? 0);
    const side = ((pool.flags[slot] ?? 0) & TAKER_YES) !== 0 ? YES : NO;
    this.sizes.count(group, side === YES, pool.sizeClass(slot), sign);
    const trades = (values[offset + TRADES] ?? 0) + sign;
    values[offset + side] = (values[offset + side] ?? 0) + quantity;
    values[offset + NOTIONAL] = (values[offset + NOTIONAL] ?? 0) + notional;
    values[offset + TRADES] = trades;
    totals[total + side] = (totals[total + side] ?? 0) + quantity;
    totals[total + NOTIONAL] = (totals[total + NOTIONAL] ?? 0) + notional;
    totals[total + TRADES] = (totals[total + TRADES] ?? 0) + sign;
    if (trades === 0) this.#empty(group, offset);
    else if (trades === 1 && sign === 1) this.active[group] = (this.active[group] ?? 0) + 1;
  }

  #subtract(row: number, folded: Float64Array): void {
    const values = this.#sums.values;
    const group = this.#tickers.group[row] ?? 0;
    const offset = (row * this.#sums.windows + this.#index) * STRIDE;
    for (let column = 0; column < STRIDE; column++) {
      const value = folded[column] ?? 0;
      values[offset + column] = (values[offset + column] ?? 0) - value;
      this.totals[group * STRIDE + column] = (this.totals[group * STRIDE + column] ?? 0) - value;
    }
    if (values[offset + TRADES] === 0) this.#empty(group, offset);
  }

  /** A ticker's last trade has left: what is empty is zero, whatever was rounded before. */
  #empty(group: number, offset: number): void {
    this.active[group] = (this.active[group] ?? 0) - 1;
    this.#sums.values.fill(0, offset, offset + STRIDE);
    if (this.totals[group * STRIDE + TRADES] === 0) this.totals.fill(0, group * STRIDE, (group + 1) * STRIDE);
  }
}
