/**
 * Folds the events of one market into the columns a picture shows. New events touch the last columns only; what is panned to
 * is folded from the nearest mark, newest first, and may be spread over several calls. The same events give the same columns,
 * whether they came one by one, at once or from disk.
 */
import type { BookLog, Stretch } from './book-log.ts';
import { ColumnWalker } from './column-walker.ts';
import { LiquidityColumns, type ColumnRange } from './liquidity-columns.ts';
import type { PriceRows } from './price-rows.ts';
import type { TradeLog } from './trade-log.ts';

/** Columns folded between two looks at the clock: a few ms of a busy book. */
const BLOCK = 64;

export interface FoldShape {
  /** Time of one column, ms. */
  readonly columnMs: number;
  readonly rows: PriceRows;
  /** Columns kept: at least as many as are shown at once. */
  readonly capacity: number;
}

export class LiquidityFold {
  readonly #log: BookLog;
  readonly #trades: TradeLog;
  readonly shape: FoldShape;
  readonly columns: LiquidityColumns;
  /** Stands in the newest column, so that new events need no way there. */
  readonly #live: ColumnWalker;
  readonly #visitor: ColumnWalker;
  #isFollowing = false;
  /** Columns from here on have been shown before their events came. */
  #draftFrom = Infinity;

  constructor(log: BookLog, trades: TradeLog, shape: FoldShape) {
    this.#log = log;
    this.#trades = trades;
    this.shape = shape;
    this.columns = new LiquidityColumns(shape.capacity, shape.rows.count);
    const walk = {
      ...shape,
      columns: this.columns,
      onBegin: (k: number, slot: number) => {
        this.#addTrades(k, slot);
      },
    };
    this.#live = new ColumnWalker(log, walk);
    this.#visitor = new ColumnWalker(log, walk);
  }

  /** Returns the number of the column that `at` lies in. */
  columnOf(at: number): number {
    return Math.floor(at / this.shape.columnMs);
  }

  /**
   * Folds what is missing of `range`, which must not be longer than the capacity. Stops when `isOver` says so and returns
   * false: call again. Columns past the log's end hold trades only.
   */
  fold(range: ColumnRange, isOver: () => boolean = () => false): boolean {
    const head = this.#log.until === -Infinity ? -1 : this.columnOf(this.#log.until);
    const end = Math.min(range.to, head + 1);
    // Columns before the log's last one are finished: nobody has to carry them on.
    if (range.to > head) this.#follow(range.from, end);
    else this.#unfollow();
    for (let to = end; to > range.from;) {
      if (this.columns.slotHolding(to - 1) >= 0) {
        to--;
        continue;
      }
      let from = to - 1;
      while (from > range.from && to - from < BLOCK && this.columns.slotHolding(from - 1) < 0) from--;
      this.#visitor.start(from);
      this.#visitor.run(to);
      to = from;
      if (to > range.from && isOver()) return false;
    }
    for (let k = Math.max(range.from, end); k < range.to; k++)
      if (this.columns.slotHolding(k) < 0) this.#draft(k);
    return true;
  }

  /** What is known of this stretch has changed: it is folded again. */
  forget({ from, to }: Stretch): void {
    this.columns.forget({ from: this.columnOf(from), to: this.columnOf(to) + 1 });
    // Where the newest column begins may have changed with it.
    if (this.columns.slotHolding(this.#live.column) < 0) this.#unfollow();
  }

  /** Trades came in `from`..`to`: adds up those columns again. */
  renewTrades({ from, to }: Stretch): void {
    const { capacity, column } = this.columns;
    const [first, last] = [this.columnOf(from), this.columnOf(to)];
    for (let slot = 0; slot < capacity; slot++) {
      const k = column[slot] ?? -1;
      if (k >= first && k <= last) this.#addTrades(k, slot);
    }
  }

  /** Takes the newest column on to the end of the log, where it is in view. */
  #follow(from: number, end: number): void {
    const { column } = this.#live;
    if (this.#isFollowing && column >= from && column < end && this.#live.run(end)) {
      this.#draftFrom = Math.max(this.#draftFrom, end);
      return;
    }
    this.#unfollow();
    if (end <= from) return;
    this.#live.start(Math.max(from, end - BLOCK));
    this.#live.run(end);
    this.#isFollowing = true;
  }

  /** Nobody carries the newest columns on: what is unfinished in them is forgotten. */
  #unfollow(): void {
    const from = this.#isFollowing ? Math.min(this.#live.column, this.#draftFrom) : this.#draftFrom;
    if (from !== Infinity) this.columns.forget({ from, to: Infinity });
    this.#draftFrom = Infinity;
    this.#isFollowing = false;
  }

  #draft(k: number): void {
    const { columns } = this;
    const { rows } = columns;
    const slot = columns.slotOf(k);
    columns.column[slot] = k;
    columns.version[slot] = (columns.version[slot] ?? 0) + 1;
    columns.flags[slot] = 0;
    for (const cells of [columns.bidMax, columns.bidLast, columns.askMax, columns.askLast])
      cells.fill(0, slot * rows, (slot + 1) * rows);
    for (const line of [columns.bidLow, columns.bidHigh, columns.askLow, columns.askHigh])
      line[slot] = Number.NaN;
    for (const line of [columns.bidEnd, columns.askEnd, columns.microprice, columns.imbalance])
      line[slot] = Number.NaN;
    columns.bidNear[slot] = columns.askNear[slot] = Number.NaN;
    this.#addTrades(k, slot);
    this.#draftFrom = Math.min(this.#draftFrom, k);
  }

  #addTrades(k: number, slot: number): void {
    const { columns } = this;
    const trades = this.#trades;
    const { columnMs } = this.shape;
    let [yesVolume, noVolume, yesValue, noValue, largest] = [0, 0, 0, 0, 0];
    const end = (k + 1) * columnMs;
    for (let i = trades.indexAt(k * columnMs); i < trades.count && trades.atOf(i) < end; i++) {
      const quantity = trades.quantityOf(i);
      const value = quantity * trades.priceOf(i);
      if (trades.isYesTaker(i)) {
        yesVolume += quantity;
        yesValue += value;
        if (quantity > Math.abs(largest)) largest = quantity;
      } else {
        noVolume += quantity;
        noValue += value;
        if (quantity > Math.abs(largest)) largest = -quantity;
      }
    }
    columns.yesVolume[slot] = yesVolume;
    columns.noVolume[slot] = noVolume;
    columns.yesValue[slot] = yesValue;
    columns.noValue[slot] = noValue;
    columns.largest[slot] = largest;
  }
}
