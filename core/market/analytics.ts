/**
 * Sums by calendar bucket (second, minute, hour) over the last so many buckets, by the exchange's stamp. A bucket is found by
 * its number since the epoch, so idle hours, late trades and jumps of the clock need no upkeep: what is too old for its place
 * is dropped, what lies beyond the accepted skew gives way.
 */
import type { Money } from '../units/money.ts';
import type { Quantity } from '../units/quantity.ts';
import type { UnixMs } from '../units/time.ts';
import { MAX_AHEAD } from './skew.ts';
import type { AnalyticsBucketsView } from './views.ts';

/** Columns: yes volume, no volume, notional, trades. */
const STRIDE = 4;

export class RollingBuckets {
  readonly bucketMs: number;
  /** Buckets that are shown. */
  readonly span: number;
  /** Buckets by which a trade may lie ahead of the clock. */
  readonly #ahead: number;
  readonly #places: number;
  /** Number since the epoch of the bucket in each place; -1 where none is. */
  readonly #numbers: Float64Array;
  readonly #sums: Float64Array; // [place, STRIDE]
  #now = -1;
  /** Start and offset of the bucket last added to: nearly always the next one's too. */
  #lastMs = Infinity;
  #lastOffset = 0;

  constructor(bucketMs: number, span: number) {
    this.bucketMs = bucketMs;
    this.span = span;
    this.#ahead = Math.ceil(MAX_AHEAD / bucketMs);
    // A power of two, so that a place is found by a mask.
    this.#places = 2 ** Math.ceil(Math.log2(span + this.#ahead + 1));
    this.#numbers = new Float64Array(this.#places).fill(-1);
    this.#sums = new Float64Array(this.#places * STRIDE);
  }

  advance(now: number): void {
    this.#now = Math.floor(now / this.bucketMs);
  }

  add(at: number, yesVolume: number, noVolume: number, notional: number, trades: number): void {
    const into = at - this.#lastMs;
    if (!(into >= 0 && into < this.bucketMs) && !this.#find(at)) return;
    const offset = this.#lastOffset;
    const sums = this.#sums;
    sums[offset] = (sums[offset] ?? 0) + yesVolume;
    sums[offset + 1] = (sums[offset + 1] ?? 0) + noVolume;
    sums[offset + 2] = (sums[offset + 2] ?? 0) + notional;
    sums[offset + 3] = (sums[offset + 3] ?? 0) + trades;
  }

  /** Makes the bucket of `at` the last one. Returns false when its place is kept. */
  #find(at: number): boolean {
    const number = Math.floor(at / this.bucketMs);
    const place = number & (this.#places - 1);
    const held = this.#numbers[place] ?? -1;
    const offset = place * STRIDE;
    if (held !== number) {
      // A later bucket keeps its place, unless it is from a future that a clock set back has undone.
      if (held > number && (this.#now < 0 || held <= this.#now + this.#ahead)) return false;
      this.#numbers[place] = number;
      this.#sums.fill(0, offset, offset + STRIDE);
    }
    this.#lastMs = number * this.bucketMs;
    this.#lastOffset = offset;
    return true;
  }

  /** Number of the bucket the clock stands in; before the clock is known, of the newest trade. */
  get current(): number {
    return this.#now >= 0 ? this.#now : this.#newest(Infinity);
  }

  /** Number of the bucket to end a view with: the clock's, or a later one in which trades within the accepted skew lie. */
  get last(): number {
    return this.#now < 0
      ? this.#newest(Infinity)
      : Math.max(this.#now, this.#newest(this.#now + this.#ahead));
  }

  /** Returns the trades of bucket `number`, 0 where none are held. */
  tradesOf(number: number): number {
    return this.#valueOf(number, 3);
  }

  /** Returns the last `span` buckets, empty ones included, with totals and peak. */
  view(): AnalyticsBucketsView {
    const span = this.span;
    const from = Math.max(0, this.last - span + 1);
    const startMs = new Float64Array(span);
    const volume = new Float64Array(span);
    const notional = new Float64Array(span);
    const trades = new Float64Array(span);
    const yesVolume = new Float64Array(span);
    const noVolume = new Float64Array(span);
    const totals = [0, 0, 0, 0];
    let peak: { startMs: UnixMs; volume: Quantity } | undefined;
    for (let i = 0; i < span; i++) {
      const yes = this.#valueOf(from + i, 0);
      const no = this.#valueOf(from + i, 1);
      const money = this.#valueOf(from + i, 2);
      const count = this.#valueOf(from + i, 3);
      startMs[i] = (from + i) * this.bucketMs;
      yesVolume[i] = yes;
      noVolume[i] = no;
      volume[i] = yes + no;
      notional[i] = money;
      trades[i] = count;
      totals[0] = (totals[0] ?? 0) + yes;
      totals[1] = (totals[1] ?? 0) + no;
      totals[2] = (totals[2] ?? 0) + money;
      totals[3] = (totals[3] ?? 0) + count;
      if (yes + no > (peak?.volume ?? 0))
        peak = { startMs: ((from + i) * this.bucketMs) as UnixMs, volume: (yes + no) as Quantity };
    }
    const [yes = 0, no = 0, money = 0, count = 0] = totals;
    return {
      bucketMs: this.bucketMs,
      startMs,
      volume,
      notional,
      trades,
      yesVolume,
      noVolume,
      totals: {
        volume: (yes + no) as Quantity,
        notional: money as Money,
        trades: count,
        yesVolume: yes as Quantity,
        noVolume: no as Quantity,
      },
      peak,
    };
  }

  #valueOf(number: number, column: number): number {
    const place = number & (this.#places - 1);
    return number >= 0 && this.#numbers[place] === number ? (this.#sums[place * STRIDE + column] ?? 0) : 0;
  }

  /** Returns the greatest bucket number up to `limit`, or -1. */
  #newest(limit: number): number {
    let newest = -1;
    for (const number of this.#numbers) if (number > newest && number <= limit) newest = number;
    return newest;
  }
}
