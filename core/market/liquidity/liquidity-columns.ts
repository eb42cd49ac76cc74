/**
 * Columns of the picture, as many as it is wide, in a ring: column `k` is the time from k · columnMs on, and lies in slot
 * k mod capacity. Sizes are there to be coloured, as 32-bit floats; figures that people read come from the book itself
 * (read-out.ts).
 */

/** Bits of `flags`: what was the case at some time in the column. 0: not read yet, or not told yet. */
export const KNOWN = 1;
export const GAP = 2;
export const NOT_RECORDED = 4;
/** Some of the column is not in memory. */
export const NOT_READ = 8;
/** A gap between two tabs, one of which went on where the other ended. */
export const HAND_OVER = 16;

/** Column numbers, `from` included and `to` not. */
export interface ColumnRange {
  readonly from: number;
  readonly to: number;
}

/** Arrays of `capacity`, or of `capacity · rows` with the rows of a column side by side, lowest price first. */
export class LiquidityColumns {
  readonly capacity: number;
  readonly rows: number;
  /** Which column lies in the slot; −1: none. */
  readonly column: Float64Array<ArrayBuffer>;
  /** Grows with each write. */
  readonly version: Uint32Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  /** 1e-2 contract; asks are NO bids. Of a column that is not all known only the known part. */
  readonly bidMax: Float32Array<ArrayBuffer>;
  readonly bidLast: Float32Array<ArrayBuffer>;
  readonly askMax: Float32Array<ArrayBuffer>;
  readonly askLast: Float32Array<ArrayBuffer>;
  /** YES prices, 1e-4 dollar; NaN where there was none. */
  readonly bidLow: Float32Array<ArrayBuffer>;
  readonly bidHigh: Float32Array<ArrayBuffer>;
  readonly askLow: Float32Array<ArrayBuffer>;
  readonly askHigh: Float32Array<ArrayBuffer>;
  /** At the end of the column; NaN where a side is empty. */
  readonly bidEnd: Float32Array<ArrayBuffer>;
  readonly askEnd: Float32Array<ArrayBuffer>;
  readonly microprice: Float32Array<ArrayBuffer>;
  /** Of the five best levels of each side, −1 (all asks) to 1 (all bids), at the end of the column. */
  readonly imbalance: Float32Array<ArrayBuffer>;
  /** What rests on those five levels at the end of the column, 1e-2 contract, exact; NaN where the book is not known then. */
  readonly bidNear: Float64Array<ArrayBuffer>;
  readonly askNear: Float64Array<ArrayBuffer>;
  /** 1e-2 contract, by taker. */
  readonly yesVolume: Float64Array<ArrayBuffer>;
  readonly noVolume: Float64Array<ArrayBuffer>;
  /** Σ YES price · quantity, by taker. */
  readonly yesValue: Float64Array<ArrayBuffer>;
  readonly noValue: Float64Array<ArrayBuffer>;
  /** The largest trade: 1e-2 contract, above zero by a YES taker, below by a NO taker. */
  readonly largest: Float64Array<ArrayBuffer>;

  constructor(capacity: number, rows: number) {
    this.capacity = capacity;
    this.rows = rows;
    this.column = new Float64Array(capacity).fill(-1);
    this.version = new Uint32Array(capacity);
    this.flags = new Uint8Array(capacity);
    const floats = (count: number) => new Float32Array(count);
    this.bidMax = floats(capacity * rows);
    this.bidLast = floats(capacity * rows);
    this.askMax = floats(capacity * rows);
    this.askLast = floats(capacity * rows);
    this.bidLow = floats(capacity);
    this.bidHigh = floats(capacity);
    this.askLow = floats(capacity);
    this.askHigh = floats(capacity);
    this.bidEnd = floats(capacity);
    this.askEnd = floats(capacity);
    this.microprice = floats(capacity);
    this.imbalance = floats(capacity);
    this.bidNear = new Float64Array(capacity);
    this.askNear = new Float64Array(capacity);
    this.yesVolume = new Float64Array(capacity);
    this.noVolume = new Float64Array(capacity);
    this.yesValue = new Float64Array(capacity);
    this.noValue = new Float64Array(capacity);
    this.largest = new Float64Array(capacity);
  }

  /** Returns the slot of column `k`, whether it lies there or not. */
  slotOf(k: number): number {
    return ((k % this.capacity) + this.capacity) % this.capacity;
  }

  /** Returns the slot of column `k`, or −1 where it was not folded, or has made room for another. */
  slotHolding(k: number): number {
    const slot = this.slotOf(k);
    return this.column[slot] === k ? slot : -1;
  }

  /** Forgets columns, so that they are folded again. */
  forget({ from, to }: ColumnRange): void {
    for (let slot = 0; slot < this.capacity; slot++) {
      const k = this.column[slot] ?? -1;
      if (k >= from && k < to) this.column[slot] = -1;
    }
  }
}
