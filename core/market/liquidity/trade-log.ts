/**
 * Trades of one market by time, for a picture. A trade stands where we heard it, beside the book it met; one that came by
 * another way much later (a backfill) stands at the exchange's own stamp. None is let go: a trade is 19 bytes, and a market
 * with a hundred thousand of them a day is a busy one.
 */
import type { Ticker } from '../../units/ticker.ts';
import { TAKER_YES, type TradeColumns } from '../columns.ts';

/** Stamps further apart than this are not two clocks and a line, but a trade that was fetched later (ms). */
const LATE_MS = 10_000;
const FIRST_CAPACITY = 1_024;

export class TradeLog {
  #count = 0;
  #isSorted = true;
  #at = new Float64Array(FIRST_CAPACITY);
  #price = new Uint16Array(FIRST_CAPACITY);
  #quantity = new Float64Array(FIRST_CAPACITY);
  #isYes = new Uint8Array(FIRST_CAPACITY);

  get count(): number {
    return this.#count;
  }

  atOf(index: number): number {
    return this.#at[index] ?? 0;
  }

  /** YES price, 1e-4 dollar. */
  priceOf(index: number): number {
    return this.#price[index] ?? 0;
  }

  /** 1e-2 contract. */
  quantityOf(index: number): number {
    return this.#quantity[index] ?? 0;
  }

  isYesTaker(index: number): boolean {
    return this.#isYes[index] === 1;
  }

  /** Takes the trades of `ticker` at or after `from` and before `to`; returns the earliest and latest instant among them. */
  add(columns: TradeColumns, ticker: Ticker, from = -Infinity, to = Infinity): readonly [number, number] {
    const wanted = columns.tickers.indexOf(ticker);
    let [earliest, latest] = [Infinity, -Infinity];
    for (let row = 0; wanted >= 0 && row < columns.count; row++) {
      if (columns.ticker[row] !== wanted) continue;
      const venueAt = columns.venueAt[row] ?? 0;
      const receivedAt = columns.receivedAt[row] ?? 0;
      const at = Math.abs(receivedAt - venueAt) > LATE_MS ? venueAt : receivedAt;
      if (at < from || at >= to) continue;
      const isYes = ((columns.flags[row] ?? 0) & TAKER_YES) !== 0;
      this.#push(at, columns.yesPrice[row] ?? 0, columns.quantity[row] ?? 0, isYes);
      earliest = Math.min(earliest, at);
      latest = Math.max(latest, at);
    }
    // Nearly all come in order; a backfill or the past does not, and is put in once.
    if (!this.#isSorted) this.#sort();
    return [earliest, latest];
  }

  /** Returns the index of the first trade at or after `at`. */
  indexAt(at: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#at[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #push(at: number, price: number, quantity: number, isYes: boolean): void {
    if (this.#count === this.#at.length) this.#grow();
    const row = this.#count++;
    if (row > 0 && (this.#at[row - 1] ?? 0) > at) this.#isSorted = false;
    this.#at[row] = at;
    this.#price[row] = price;
    this.#quantity[row] = quantity;
    this.#isYes[row] = isYes ? 1 : 0;
  }

  /** Trades of one instant keep the order in which they came. */
  #sort(): void {
    this.#isSorted = true;
    const [at, price, quantity, isYes] = [this.#at, this.#price, this.#quantity, this.#isYes];
    const order = Uint32Array.from({ length: this.#count }, (_, i) => i);
    order.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
    this.#at = new Float64Array(at.length);
    this.#price = new Uint16Array(at.length);
    this.#quantity = new Float64Array(at.length);
    this.#isYes = new Uint8Array(at.length);
    for (const [to, from] of order.entries()) {
      this.#at[to] = at[from] ?? 0;
      this.#price[to] = price[from] ?? 0;
      this.#quantity[to] = quantity[from] ?? 0;
      this.#isYes[to] = isYes[from] ?? 0;
    }
  }

  #grow(): void {
    const { length } = this.#at;
    const [at, price, quantity, isYes] = [this.#at, this.#price, this.#quantity, this.#isYes];
    this.#at = new Float64Array(2 * length);
    this.#price = new Uint16Array(2 * length);
    this.#quantity = new Float64Array(2 * length);
    this.#isYes = new Uint8Array(2 * length);
    this.#at.set(at);
    this.#price.set(price);
    this.#quantity.set(quantity);
    this.#isYes.set(isYes);
  }
}
