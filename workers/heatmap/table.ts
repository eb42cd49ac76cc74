/** What the picture shows, as rows of numbers: folds the same logs as the painter does, into rows instead of pixels. */
import type { BookLog, Stretch } from '#core/market/liquidity/book-log.ts';
import { LiquidityFold } from '#core/market/liquidity/liquidity-fold.ts';
import {
  liquidityRows,
  MOST_ROWS,
  rowRange,
  rowStep,
  type LiquidityRows,
} from '#core/market/liquidity/liquidity-rows.ts';
import { priceRows, wholeSpan } from '#core/market/liquidity/price-rows.ts';
import type { TradeLog } from '#core/market/liquidity/trade-log.ts';

export class Table {
  readonly #log: BookLog;
  readonly #trades: TradeLog;
  #fold: LiquidityFold | undefined;

  constructor(log: BookLog, trades: TradeLog) {
    this.#log = log;
    this.#trades = trades;
  }

  /** Returns the rows of `view` up to `now`; only what is new since the last call is folded. */
  rows(view: Stretch, now: number): LiquidityRows {
    const stepMs = rowStep(view.to - view.from);
    const fold = this.#folding(stepMs);
    const range = rowRange({ from: view.from, to: Math.min(view.to, now) }, stepMs);
    fold.fold(range);
    return liquidityRows(fold, range, this.#log, this.#trades);
  }

  /** Something else is known now of a stretch than was. */
  forget(from: number, to: number): void {
    this.#fold?.forget({ from, to });
  }

  renewTrades(from: number, to: number): void {
    this.#fold?.renewTrades({ from, to });
  }

  #folding(stepMs: number): LiquidityFold {
    if (this.#fold?.shape.columnMs === stepMs) return this.#fold;
    const bands = this.#log.grid.bands();
    // Nothing is painted of it: all prices are one row.
    const rows = priceRows(bands, wholeSpan(bands), 1);
    this.#fold = new LiquidityFold(this.#log, this.#trades, { columnMs: stepMs, rows, capacity: MOST_ROWS });
    return this.#fold;
  }
}
