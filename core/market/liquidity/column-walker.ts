/**
 * Walks through the book events of a log and fills columns as time passes them. Sizes within a row are added up in exact
 * integers; nothing is carried over a gap. Hot path: a change allocates nothing.
 */
import { ONE_DOLLAR } from '../../units/price.ts';
import { DELTA, YES_SIDE } from '../book/book-columns.ts';
import type { BookSide } from '../book/book-side.ts';
import type { BookChunk } from './book-chunk.ts';
import type { BookLog } from './book-log.ts';
import { BookTrace } from './book-trace.ts';
import { GAP, HAND_OVER, KNOWN, NOT_READ, NOT_RECORDED, type LiquidityColumns } from './liquidity-columns.ts';
import type { PriceRows } from './price-rows.ts';

/** Levels of each side in the imbalance, and in what rests near. */
const NEAR_LEVELS = 5;
const FLAG_OF = { known: KNOWN, gap: GAP, handover: HAND_OVER, none: NOT_RECORDED } as const;

export interface WalkShape {
  readonly columnMs: number;
  readonly rows: PriceRows;
  readonly columns: LiquidityColumns;
  /** Called for each column that is begun: its trades are someone else's. */
  readonly onBegin: (column: number, slot: number) => void;
}

export class ColumnWalker {
  readonly #log: BookLog;
  readonly #shape: WalkShape;
  readonly #trace = new BookTrace();
  readonly #bids: Float64Array;
  readonly #asks: Float64Array;
  #chunk: BookChunk | undefined;
  #row = 0;
  #isRead = false;
  #k = 0;
  #slot = 0;
  #at = 0;

  constructor(log: BookLog, shape: WalkShape) {
    this.#log = log;
    this.#shape = shape;
    this.#bids = new Float64Array(shape.rows.count);
    this.#asks = new Float64Array(shape.rows.count);
  }

  /** The column that is being filled. */
  get column(): number {
    return this.#k;
  }

  /** What rests now in each row: bids and asks, 1e-2 contract, exact. */
  get resting(): { readonly bids: Float64Array; readonly asks: Float64Array } {
    return { bids: this.#bids, asks: this.#asks };
  }

  /** Begins column `k` with the book as it was at its beginning. */
  start(k: number): void {
    const at = k * this.#shape.columnMs;
    const chunk = this.#log.chunks[this.#log.indexAt(at)];
    this.#chunk = chunk;
    this.#isRead = chunk !== undefined && chunk.until >= at;
    this.#row = chunk?.count ?? 0;
    if (chunk !== undefined && this.#isRead) {
      this.#trace.takeUp(chunk.mark);
      for (this.#row = 0; this.#row < chunk.count && (chunk.at[this.#row] ?? 0) < at;)
        this.#row = chunk.play(this.#row, this.#trace);
    } else this.#trace.lose('none');
    this.#at = at;
    this.#addUp();
    this.#begin(k);
  }

  /** Fills columns up to `end` (not included), or as far as the log goes. False where its place in the log is gone: start again. */
  run(end: number): boolean {
    const { chunks } = this.#log;
    const endAt = end * this.#shape.columnMs;
    let index = this.#chunk === undefined ? -1 : chunks.lastIndexOf(this.#chunk);
    if (this.#chunk !== undefined && index < 0) return false;
    for (;;) {
      const chunk = this.#chunk;
      if (chunk !== undefined && this.#isRead) {
        if (!this.#rows(chunk, endAt)) break;
        this.#pass(Math.min(chunk.until, endAt), end);
        if (this.#at >= endAt) break;
      }
      const next = chunks[index + 1];
      if (next === undefined) break;
      if (next.from > this.#at) {
        this.#isRead = false;
        this.#pass(Math.min(next.from, endAt), end);
      }
      if (next.from >= endAt) break;
      // A column that ends where the chunk does ends with the book as it was there.
      if (next.from >= (this.#k + 1) * this.#shape.columnMs) this.#next();
      index++;
      this.#chunk = next;
      this.#row = 0;
      this.#isRead = true;
      this.#trace.takeUp(next.mark);
      this.#addUp();
      this.#mark();
    }
    this.#finish();
    return true;
  }

  /** Plays the chunk's rows; false where the end was reached first. */
  #rows(chunk: BookChunk, endAt: number): boolean {
    const { columnMs } = this.#shape;
    while (this.#row < chunk.count) {
      const at = chunk.at[this.#row] ?? 0;
      if (at >= endAt) {
        this.#pass(endAt, Math.round(endAt / columnMs));
        return false;
      }
      if (at > this.#at) this.#pass(at, Infinity);
      if (at >= (this.#k + 1) * columnMs) this.#next();
      this.#play(chunk);
    }
    return true;
  }

  #play(chunk: BookChunk): void {
    const row = this.#row;
    if (chunk.kind[row] !== DELTA) {
      this.#row = chunk.play(row, this.#trace);
      this.#addUp();
      this.#mark();
      return;
    }
    this.#row = row + 1;
    const side = chunk.side[row] ?? 0;
    const price = chunk.price[row] ?? 0;
    const change = chunk.quantity[row] ?? 0;
    if (!this.#trace.change(side, price, change, chunk.at[row] ?? 0)) {
      this.#mark();
      return;
    }
    const { rows, columns } = this.#shape;
    const isBid = side === YES_SIDE;
    const place = rows.rowOf[isBid ? price : ONE_DOLLAR - price] ?? -1;
    if (place >= 0) {
      const resting = isBid ? this.#bids : this.#asks;
      const most = isBid ? columns.bidMax : columns.askMax;
      const size = (resting[place] ?? 0) + change;
      resting[place] = size;
      const cell = this.#slot * rows.count + place;
      if (size > (most[cell] ?? 0)) most[cell] = size;
    }
    this.#touchBest();
  }

  /** Time passes to `at`, through as many columns as that takes, but not into column `end`. */
  #pass(at: number, end: number): void {
    const { columnMs } = this.#shape;
    while (at > (this.#k + 1) * columnMs && this.#k + 1 < end) {
      this.#stay((this.#k + 1) * columnMs);
      this.#next();
    }
    this.#stay(at);
  }

  /** Not recorded, not read: only for a time, not for an instant. */
  #stay(at: number): void {
    if (at <= this.#at) return;
    this.#at = at;
    const flag = this.#flag();
    if (flag === NOT_RECORDED || flag === NOT_READ) this.#setFlag(flag);
  }

  #next(): void {
    this.#finish();
    this.#begin(this.#k + 1);
  }

  #begin(k: number): void {
    const { columns, rows, onBegin } = this.#shape;
    this.#k = k;
    const slot = (this.#slot = columns.slotOf(k));
    columns.column[slot] = k;
    columns.flags[slot] = 0;
    columns.bidMax.fill(0, slot * rows.count, (slot + 1) * rows.count);
    columns.askMax.fill(0, slot * rows.count, (slot + 1) * rows.count);
    columns.bidLow[slot] = columns.bidHigh[slot] = columns.askLow[slot] = columns.askHigh[slot] = NaN;
    onBegin(k, slot);
    this.#mark();
  }

  /** Takes what is the case into the open column. */
  #mark(): void {
    const flag = this.#flag();
    if (flag === KNOWN || flag === GAP || flag === HAND_OVER) this.#setFlag(flag);
    if (flag !== KNOWN) return;
    const { columns, rows } = this.#shape;
    const first = this.#slot * rows.count;
    for (let row = 0; row < rows.count; row++) {
      const [bid, ask] = [this.#bids[row] ?? 0, this.#asks[row] ?? 0];
      if (bid > (columns.bidMax[first + row] ?? 0)) columns.bidMax[first + row] = bid;
      if (ask > (columns.askMax[first + row] ?? 0)) columns.askMax[first + row] = ask;
    }
    this.#touchBest();
  }

  #touchBest(): void {
    const { columns } = this.#shape;
    const slot = this.#slot;
    const bid = this.#trace.yes.best;
    const noBid = this.#trace.no.best;
    if (bid !== undefined) {
      // A comparison with NaN is false: the first price is taken.
      if (!(bid >= (columns.bidLow[slot] ?? NaN))) columns.bidLow[slot] = bid;
      if (!(bid <= (columns.bidHigh[slot] ?? NaN))) columns.bidHigh[slot] = bid;
    }
    if (noBid === undefined) return;
    const ask = ONE_DOLLAR - noBid;
    if (!(ask >= (columns.askLow[slot] ?? NaN))) columns.askLow[slot] = ask;
    if (!(ask <= (columns.askHigh[slot] ?? NaN))) columns.askHigh[slot] = ask;
  }

  /** Writes what the open column ends with, so far. */
  #finish(): void {
    const { columns, rows } = this.#shape;
    const slot = this.#slot;
    const first = slot * rows.count;
    const isKnown = this.#flag() === KNOWN;
    const { yes, no } = this.#trace;
    columns.version[slot] = (columns.version[slot] ?? 0) + 1;
    columns.bidEnd[slot] = columns.askEnd[slot] = columns.microprice[slot] = columns.imbalance[slot] = NaN;
    columns.bidNear[slot] = columns.askNear[slot] = NaN;
    if (!isKnown) {
      columns.bidLast.fill(0, first, first + rows.count);
      columns.askLast.fill(0, first, first + rows.count);
      return;
    }
    columns.bidLast.set(this.#bids, first);
    columns.askLast.set(this.#asks, first);
    const [bids, asks] = [bestLevels(yes), bestLevels(no)];
    columns.bidNear[slot] = bids;
    columns.askNear[slot] = asks;
    const [bid, noBid] = [yes.best, no.best];
    if (bid !== undefined) columns.bidEnd[slot] = bid;
    if (noBid !== undefined) columns.askEnd[slot] = ONE_DOLLAR - noBid;
    if (bid === undefined || noBid === undefined) return;
    const [bidSize, askSize] = [yes.quantityAt(yes.size - 1), no.quantityAt(no.size - 1)];
    columns.microprice[slot] = (bid * askSize + (ONE_DOLLAR - noBid) * bidSize) / (bidSize + askSize);
    columns.imbalance[slot] = (bids - asks) / (bids + asks);
  }

  #addUp(): void {
    const { rowOf } = this.#shape.rows;
    const { yes, no } = this.#trace;
    this.#bids.fill(0);
    this.#asks.fill(0);
    for (let i = 0; i < yes.size; i++) {
      const row = rowOf[yes.priceAt(i)] ?? -1;
      if (row >= 0) this.#bids[row] = (this.#bids[row] ?? 0) + yes.quantityAt(i);
    }
    for (let i = 0; i < no.size; i++) {
      const row = rowOf[ONE_DOLLAR - no.priceAt(i)] ?? -1;
      if (row >= 0) this.#asks[row] = (this.#asks[row] ?? 0) + no.quantityAt(i);
    }
  }

  #flag(): number {
    return this.#isRead ? FLAG_OF[this.#trace.state] : NOT_READ;
  }

  #setFlag(flag: number): void {
    const { flags } = this.#shape.columns;
    flags[this.#slot] = (flags[this.#slot] ?? 0) | flag;
  }
}

function bestLevels(side: BookSide): number {
  let sum = 0;
  for (let i = Math.max(0, side.size - NEAR_LEVELS); i < side.size; i++) sum += side.quantityAt(i);
  return sum;
}
