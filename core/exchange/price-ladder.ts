/**
 * The price grids of the exchange, as ladders of legal prices. The engine counts in rungs (positions on the ladder),
 * so that neighbouring prices are neighbouring integers on every grid, even and tapered alike.
 * Source: protocol 5.7 (structures and their bands).
 */
import { must } from '../lib/assert.ts';
import { formatDecimal } from '../units/decimal.ts';
import { ONE_DOLLAR, parsePrice, type Price } from '../units/price.ts';

export type PriceStructure =
  | 'linear_cent'
  | 'deci_cent'
  | 'tapered_deci_cent'
  | 'center_whole_edge_half_cent'
  | 'center_deci_edge_centi_cent'
  | 'center_centi_edge_centi_cent';

/** A band of the grid. Unit: 1e-4 dollar; `end` belongs to the next band. */
export interface PriceBand {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

const BANDS: Record<PriceStructure, readonly PriceBand[]> = {
  linear_cent: [{ start: 0, end: 10_000, step: 100 }],
  deci_cent: [{ start: 0, end: 10_000, step: 10 }],
  tapered_deci_cent: [
    { start: 0, end: 1_000, step: 10 },
    { start: 1_000, end: 9_000, step: 100 },
    { start: 9_000, end: 10_000, step: 10 },
  ],
  center_whole_edge_half_cent: [
    { start: 0, end: 1_000, step: 50 },
    { start: 1_000, end: 9_000, step: 100 },
    { start: 9_000, end: 10_000, step: 50 },
  ],
  center_centi_edge_centi_cent: [{ start: 0, end: 10_000, step: 1 }],
  center_deci_edge_centi_cent: [
    { start: 0, end: 100, step: 1 },
    { start: 100, end: 9_900, step: 10 },
    { start: 9_900, end: 10_000, step: 1 },
  ],
};

export interface PriceLadder {
  readonly structure: PriceStructure;
  readonly bands: readonly PriceBand[];
  /** Legal prices, ascending, without 0 and 1 dollar; the index is the rung. */
  readonly prices: readonly Price[];
}

const ladders = new Map<PriceStructure, PriceLadder>();

/** Returns the ladder of `structure`; made once, then shared. */
export function ladderOf(structure: PriceStructure): PriceLadder {
  let ladder = ladders.get(structure);
  if (ladder === undefined) {
    const prices: Price[] = [];
    for (const band of BANDS[structure]) {
      for (let at = Math.max(band.start, band.step); at < band.end; at += band.step) {
        prices.push(must(parsePrice(formatDecimal(at, 4)), 'a price on the grid'));
      }
    }
    ladder = { structure, bands: BANDS[structure], prices };
    ladders.set(structure, ladder);
  }
  return ladder;
}

/** Returns the price of `rung`. Throws outside the ladder. */
export function priceAt(ladder: PriceLadder, rung: number): Price {
  return must(ladder.prices[rung], 'a rung on the ladder');
}

/**
 * Returns the highest rung whose price is at most `price` (1e-4 dollar, any real number): -1 when every price is
 * higher. Cost: one binary search.
 */
export function rungAtOrBelow(ladder: PriceLadder, price: number): number {
  const { prices } = ladder;
  let low = 0;
  let high = prices.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((prices[middle] ?? ONE_DOLLAR) <= price) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Returns the rung of `price`, or `undefined` when it is off the grid. */
export function rungOf(ladder: PriceLadder, price: Price): number | undefined {
  const rung = rungAtOrBelow(ladder, price);
  return ladder.prices[rung] === price ? rung : undefined;
}
