/**
 * The price path of one market over a window, in at most 300 points for a sparkline. Few trades are given one by one; many are
 * thinned to spans of time, each by its lowest, highest and last price, so that no extreme is lost. Markets with many trades
 * keep 5 s buckets while they are drawn, so that drawing a busy hour does not walk through a million trades.
 */
import { NIL, type TradePool } from './trade-pool.ts';
import type { SparklineView } from './views.ts';

/** More trades than this are read from buckets. */
export const FEW_TRADES = 256;
const BUCKET_MS = 5_000;
/** An hour and the accepted skew ahead, up to a power of two; a place is reused after that. */
const PLACES = 1_024;
/** Spans in a thinned sparkline, and the points of each. */
const MAX_SPANS = 98;
const POINTS_PER_SPAN = 3;
const MAX_POINTS = 300;

/** Buckets of one market: [place] columns. */
export class PriceBuckets {
  /** Number of the bucket since the epoch; -1 where none is. */
  readonly number = new Float64Array(PLACES).fill(-1);
  readonly low = new Uint16Array(PLACES);
  readonly high = new Uint16Array(PLACES);
  readonly close = new Uint16Array(PLACES);
  /** Milliseconds into the bucket at which `close` traded. */
  readonly closeAt = new Uint16Array(PLACES);

  add(at: number, price: number): void {
    const number = Math.floor(at / BUCKET_MS);
    const place = number & (PLACES - 1);
    const into = at - number * BUCKET_MS;
    const held = this.number[place] ?? -1;
    if (held > number) return;
    if (held < number) {
      this.number[place] = number;
      this.low[place] = this.high[place] = this.close[place] = price;
      this.closeAt[place] = into;
      return;
    }
    if (price < (this.low[place] ?? 0)) this.low[place] = price;
    if (price > (this.high[place] ?? 0)) this.high[place] = price;
    if (into < (this.closeAt[place] ?? 0)) return;
    this.close[place] = price;
    this.closeAt[place] = into;
  }
}

/** Returns every trade from slot `first` on: at most FEW_TRADES of them are there. */
export function pointsOfTrades(pool: TradePool, first: number, count: number): SparklineView {
  const at = new Float64Array(count);
  const yesPrice = new Uint16Array(count);
  let i = 0;
  for (let slot = first; slot !== NIL && i < count; slot = pool.tickerNext[slot] ?? NIL, i++) {
    at[i] = pool.at[slot] ?? 0;
    yesPrice[i] = pool.yesPrice[slot] ?? 0;
  }
  return i === count ? { at, yesPrice } : { at: at.slice(0, i), yesPrice: yesPrice.slice(0, i) };
}

/** Returns the path later than `cutoff` in spans of low, high and close; the first span may reach up to 5 s before it. */
export function pointsOfBuckets(buckets: PriceBuckets, cutoff: number, spanMs: number): SparklineView {
  const group = Math.max(1, Math.ceil(spanMs / BUCKET_MS / MAX_SPANS));
  const from = Math.floor((cutoff + 1) / BUCKET_MS);
  const to = Math.floor((cutoff + spanMs) / BUCKET_MS) + 61;
  const begin = from - (from % group);
  const path = new Path(cutoff + 1, Math.floor((to - begin) / group) + 1);
  for (let start = begin; start <= to; start += group) {
    let low = 65_535;
    let high = 0;
    let close = 0;
    let closeAt = 0;
    for (let number = Math.max(start, from); number < start + group; number++) {
      const place = number & (PLACES - 1);
      if (buckets.number[place] !== number) continue;
      low = Math.min(low, buckets.low[place] ?? low);
      high = Math.max(high, buckets.high[place] ?? high);
      close = buckets.close[place] ?? 0;
      closeAt = number * BUCKET_MS + (buckets.closeAt[place] ?? 0);
    }
    if (close > 0) path.add(start * BUCKET_MS, low, high, close, closeAt);
  }
  return path.view();
}

class Path {
  readonly #floor: number;
  readonly #at: Float64Array;
  readonly #price: Uint16Array;
  #count = 0;

  constructor(floor: number, spans: number) {
    this.#floor = floor;
    this.#at = new Float64Array(spans * POINTS_PER_SPAN);
    this.#price = new Uint16Array(spans * POINTS_PER_SPAN);
  }

  /** Which extreme came first is not known: the one nearer to the price before is taken, the shorter way. */
  add(startAt: number, low: number, high: number, close: number, closeAt: number): void {
    const last = this.#count > 0 ? (this.#price[this.#count - 1] ?? close) : close;
    const isLowFirst = Math.abs(last - low) <= Math.abs(last - high);
    const start = Math.min(Math.max(startAt, this.#floor), closeAt);
    this.#push(start, isLowFirst ? low : high);
    this.#push(start + Math.floor((closeAt - start) / 2), isLowFirst ? high : low);
    this.#push(closeAt, close);
  }

  view(): SparklineView {
    const from = Math.max(0, this.#count - MAX_POINTS);
    return { at: this.#at.slice(from, this.#count), yesPrice: this.#price.slice(from, this.#count) };
  }

  #push(at: number, price: number): void {
    this.#at[this.#count] = Math.max(at, this.#floor);
    this.#price[this.#count++] = price;
  }
}
