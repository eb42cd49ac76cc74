/** From what is stored to the cells of the files' tables: SQLite and CSV get the same. */
import type { GapRow, MarketRow } from '#contract/store.ts';
import { HAS_UUID, IS_BLOCK, TAKER_YES, tradeIdAt, type TradeColumns } from '#core/market/columns.ts';
import { must } from '#core/lib/assert.ts';
import { centsHalfUp, complement, formatPrice, type Price } from '#core/units/price.ts';
import { contractsHalfUp, formatQuantity, type Quantity } from '#core/units/quantity.ts';
import { SECOND } from '#core/units/time.ts';

export type Cell = string | number | null;

/**
 * Returns the rows of `trades` (schema.ts, TRADE_COLUMNS) whose exchange's stamp lies in the bounds, both inclusive: their cells
 * one after another, because an array for every row would cost a tenth of the export.
 */
export function tradeCells(columns: TradeColumns, from: number, to: number): Cell[] {
  // A search for every id would make a batch without UUIDs cost the square of its length.
  const otherIds = new Map(columns.otherIds);
  const cells: Cell[] = [];
  for (let row = 0; row < columns.count; row++) {
    const at = must(columns.venueAt[row], 'venue time');
    if (at < from || at > to) continue;
    const receivedAt = must(columns.receivedAt[row], 'received time');
    const flags = must(columns.flags[row], 'flags');
    const yesPrice = must(columns.yesPrice[row], 'price') as Price;
    const quantity = must(columns.quantity[row], 'quantity') as Quantity;
    const cents = centsHalfUp(yesPrice);
    cells.push(
      must(columns.tickers[must(columns.ticker[row], 'ticker index')], 'ticker'),
      cents,
      // Of the rounded price, so that the two always sum to a dollar.
      100 - cents,
      priceText(yesPrice),
      priceText(complement(yesPrice)),
      contractsHalfUp(quantity),
      (flags & TAKER_YES) !== 0 ? 'yes' : 'no',
      Math.floor(at / SECOND),
      Math.floor(receivedAt / SECOND),
      ((flags & HAS_UUID) !== 0 ? tradeIdAt(columns, row) : otherIds.get(row)) ?? null,
      formatQuantity(quantity),
      at,
      receivedAt,
      (flags & IS_BLOCK) !== 0 ? 1 : 0,
    );
  }
  return cells;
}

/** By price: there are only 10,001, and each is written a hundred times in a million trades. */
const PRICE_TEXTS: string[] = [];

function priceText(price: Price): string {
  return (PRICE_TEXTS[price] ??= formatPrice(price));
}

/** Returns the row of `markets` (MARKET_COLUMNS). */
export function marketCells(market: MarketRow): Cell[] {
  return [
    market.ticker,
    market.event,
    market.eventTitle,
    market.series,
    market.title,
    market.name,
    market.category,
    isoOrNull(market.openAt),
    isoOrNull(market.closeAt),
    market.status,
    market.result,
  ];
}

/** Returns the row of `gaps` (GAP_COLUMNS). */
export function gapCells({ fromMs, toMs, channel, reason }: GapRow): Cell[] {
  return [fromMs, toMs, channel, reason];
}

function isoOrNull(at: number | undefined): string | null {
  return at === undefined || Number.isNaN(new Date(at).getTime()) ? null : new Date(at).toISOString();
}
