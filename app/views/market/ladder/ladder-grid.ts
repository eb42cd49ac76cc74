/**
 * The full ladder: one row for every price at which the market may trade, empty ones too, so that a price keeps its place while
 * sizes come and go. Works on a book in the prices of whoever looks (mirror.ts). Pure; sizes stay integers.
 */
import type { BookFrame } from '#contract/frames.ts';
import { grouped, type LadderLevels } from '#core/market/book/ladder.ts';
import { CENT_GRID, PriceGrid } from '#core/units/grid.ts';
import { ONE_DOLLAR, type Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { priceAt, quantityAt } from '../../../charts/columns.ts';
import { tradedByRow, type PriceStep } from '../price-groups.ts';

export interface GridLevel {
  readonly size: Quantity;
  /** From the best price to here. */
  readonly sum: Quantity;
}

export interface LadderGrid {
  /** Highest first. */
  readonly prices: readonly Price[];
  readonly bids: ReadonlyMap<Price, GridLevel>;
  readonly asks: ReadonlyMap<Price, GridLevel>;
  readonly traded: ReadonlyMap<Price, Quantity>;
  readonly bestBid: Price | undefined;
  readonly bestAsk: Price | undefined;
}

export interface ChangedLevels {
  readonly bids: ReadonlySet<Price>;
  readonly asks: ReadonlySet<Price>;
}

/** Returns the rows of `frame` in steps of `step`. */
export function ladderGrid(frame: BookFrame, step: PriceStep): LadderGrid {
  const bids = levelsOf(grouped(frame.bids, step, 'bid'));
  const asks = levelsOf(grouped(frame.asks, step, 'ask'));
  const [bestBid] = bids.keys();
  const [bestAsk] = asks.keys();
  const traded = tradedByRow(frame.traded, step, frame.top);
  return {
    prices: pricesOf(frame, step, [bids, asks, traded]),
    bids,
    asks,
    traded,
    bestBid,
    bestAsk,
  };
}

/** Returns the row, a fraction, that stands in the middle of the spread; of one side alone its best row. */
export function middleRow({ prices, bestBid, bestAsk }: LadderGrid): number | undefined {
  const bid = bestBid === undefined ? -1 : prices.indexOf(bestBid);
  const ask = bestAsk === undefined ? -1 : prices.indexOf(bestAsk);
  if (bid < 0 && ask < 0) return undefined;
  return bid < 0 ? ask : ask < 0 ? bid : (bid + ask) / 2;
}

/** Returns the prices of each side whose size differs from `before`; a level that is new or gone has changed too. */
export function changedLevels(before: LadderGrid, after: LadderGrid): ChangedLevels {
  return { bids: changedOf(before.bids, after.bids), asks: changedOf(before.asks, after.asks) };
}

function changedOf(before: LadderGrid['bids'], after: LadderGrid['bids']): ReadonlySet<Price> {
  const changed = new Set<Price>();
  for (const [price, { size }] of after) if (before.get(price)?.size !== size) changed.add(price);
  for (const price of before.keys()) if (!after.has(price)) changed.add(price);
  return changed;
}

function levelsOf({ price, quantity }: LadderLevels): Map<Price, GridLevel> {
  const levels = new Map<Price, GridLevel>();
  let sum = 0;
  for (let i = 0; i < price.length; i++) {
    const size = quantityAt(quantity, i);
    sum += size;
    levels.set(priceAt(price, i), { size, sum: quantityAt([sum], 0) });
  }
  return levels;
}

function pricesOf(
  { ranges }: BookFrame,
  step: PriceStep,
  shown: readonly ReadonlyMap<Price, unknown>[],
): readonly Price[] {
  const { prices, known } = rowsOf(ranges, step);
  // What rests off the grid is shown all the same.
  const others = new Set<number>();
  for (const levels of shown) for (const price of levels.keys()) if (!known.has(price)) others.add(price);
  if (others.size === 0) return prices;
  return [...prices, ...others].sort((a, b) => b - a).map((price) => priceAt([price], 0));
}

interface GridRows {
  readonly key: string;
  /** Highest first. */
  readonly prices: readonly Price[];
  readonly known: ReadonlySet<number>;
}

let lastRows: GridRows | undefined;

/** Returns a row for every price of the grid, or cents where nobody has told it. Kept: they are the same ten times a second. */
function rowsOf(ranges: BookFrame['ranges'], step: PriceStep): GridRows {
  const key = `${step} ${JSON.stringify(ranges)}`;
  if (lastRows?.key === key) return lastRows;
  const grid = walk(ranges.length === 0 ? CENT_GRID : new PriceGrid(ranges));
  const prices = step === 1 ? grid : steppedPrices(grid, step);
  lastRows = { key, prices, known: new Set(prices) };
  return lastRows;
}

function walk(grid: PriceGrid): readonly Price[] {
  const prices: Price[] = [];
  for (let price = grid.previous(ONE_DOLLAR); price !== undefined; price = grid.previous(price))
    prices.push(price);
  return prices;
}

/** Every group in which a price of the grid can rest, so that none comes or goes with a level at the edge. */
function steppedPrices(grid: readonly Price[], step: number): readonly Price[] {
  const highest = Math.ceil((grid[0] ?? 0) / step);
  const lowest = Math.floor((grid.at(-1) ?? 0) / step);
  return Array.from({ length: highest - lowest + 1 }, (_, i) => priceAt([(highest - i) * step], 0));
}
