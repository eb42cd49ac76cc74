/**
 * The cursor: one object for pointer and keys. The pointer stands on a pixel while the picture moves under it; keys stand on a
 * time and a price, and move with the picture.
 */
import type { BookLog } from '#core/market/liquidity/book-log.ts';
import type { ColumnRange } from '#core/market/liquidity/liquidity-columns.ts';
import type { LiquidityFold } from '#core/market/liquidity/liquidity-fold.ts';
import { readOut } from '#core/market/liquidity/read-out.ts';
import type { TradeLog } from '#core/market/liquidity/trade-log.ts';
import type { Price } from '#core/units/price.ts';
import type { DurationMs, UnixMs } from '#core/units/time.ts';
import type { HeatmapCursor, HeatmapReadOut } from '#contract/heatmap.ts';
import type { Layout } from './layout.ts';
import { binColumns, DOT_BIN } from './trade-marks.ts';

interface Ground {
  readonly log: BookLog;
  readonly trades: TradeLog;
  readonly fold: LiquidityFold;
  readonly layout: Layout;
  readonly range: ColumnRange;
}

type Place =
  | { readonly kind: 'pixel'; readonly x: number; readonly y: number }
  | { readonly kind: 'place'; readonly at: number; readonly price: number };

export class Cursor {
  #place: Place | undefined;
  #told = '';

  move(cursor: HeatmapCursor, fold: LiquidityFold, layout: Layout, range: ColumnRange): void {
    if (cursor.kind === 'none') this.#place = undefined;
    else if (cursor.kind === 'pixel') this.#place = cursor;
    else {
      const { columnMs, rows } = fold.shape;
      const here = this.#cellOf(fold, layout, range) ?? newestCell(fold, range);
      const column = Math.min(range.to - 1, Math.max(range.from, here.column + cursor.columns));
      const up = rows.isMirrored ? -cursor.rows : cursor.rows;
      const row = Math.min(rows.count - 1, Math.max(0, here.row + up));
      this.#place = { kind: 'place', at: column * columnMs, price: rows.lowest[row] ?? 0 };
    }
  }

  /** Returns what the cursor reads, `undefined` where it is nowhere, or `same` where that was told before. */
  read({ log, trades, fold, layout, range }: Ground): HeatmapReadOut | undefined | 'same' {
    const cell = this.#cellOf(fold, layout, range);
    const told = cell === undefined ? undefined : readCell({ log, trades, fold, layout, range }, cell);
    const text = JSON.stringify(told) ?? '';
    if (text === this.#told) return 'same';
    this.#told = text;
    return told;
  }

  #cellOf(fold: LiquidityFold, { plot, dpr }: Layout, range: ColumnRange): Cell | undefined {
    const place = this.#place;
    if (place === undefined) return undefined;
    const { rows, columnMs } = fold.shape;
    if (place.kind === 'place') {
      const column = Math.round(place.at / columnMs);
      const row = rows.rowOf[place.price] ?? -1;
      return column < range.from || column >= range.to || row < 0 ? undefined : { column, row };
    }
    const [x, y] = [Math.floor(place.x * dpr) - plot.left, Math.floor(place.y * dpr) - plot.top];
    if (x < 0 || x >= plot.width || y < 0 || y >= plot.height) return undefined;
    const row = rows.bottom.findIndex((bottom, each) => y < bottom && y >= (rows.top[each] ?? 0));
    return row < 0 ? undefined : { column: range.from + x, row };
  }
}

interface Cell {
  readonly column: number;
  readonly row: number;
}

function newestCell({ shape, columns }: LiquidityFold, { from, to }: ColumnRange): Cell {
  for (let column = to - 1; column >= from; column--) {
    const slot = columns.slotHolding(column);
    const bid = slot < 0 ? Number.NaN : (columns.bidEnd[slot] ?? Number.NaN);
    const row = Number.isNaN(bid) ? -1 : (shape.rows.rowOf[bid] ?? -1);
    if (row >= 0) return { column, row };
  }
  return { column: to - 1, row: Math.floor(shape.rows.count / 2) };
}

function readCell({ log, trades, fold, layout, range }: Ground, { column, row }: Cell): HeatmapReadOut {
  const { rows, columnMs } = fold.shape;
  const bin = binColumns(DOT_BIN, layout.dpr);
  const binFrom = Math.floor(column / bin) * bin;
  const read = readOut(log, trades, {
    column: { from: column * columnMs, to: (column + 1) * columnMs },
    row,
    rows,
    tradesIn: { from: binFrom * columnMs, to: (binFrom + bin) * columnMs },
  });
  const middle = ((rows.top[row] ?? 0) + (rows.bottom[row] ?? 0)) / 2;
  return {
    ...read,
    x: (layout.plot.left + column - range.from + 0.5) / layout.dpr,
    y: (layout.plot.top + middle) / layout.dpr,
    time: (column * columnMs) as UnixMs,
    columnMs: columnMs as DurationMs,
    price: (rows.lowest[row] ?? 0) as Price,
    priceTo: (rows.highest[row] ?? 0) as Price,
  };
}
