/**
 * Where a price belongs when several share a row: from the middle of the book outwards, so that trades stand in the rows of the
 * levels they took. The one rule for both ladders and the depth chart's centre. Pure.
 */
import type { BookSummary, LadderLevels } from '#core/market/book/ladder.ts';
import { ONE_DOLLAR, type Price } from '#core/units/price.ts';
import type { SegmentOption } from '../../ui/segments.tsx';
import type { Quantity } from '#core/units/quantity.ts';
import type { PriceWords } from '../../format/price-words.ts';
import { priceAt, quantityAt } from '../../charts/columns.ts';

type Top = Pick<BookSummary, 'bid' | 'ask' | 'mid'>;

/** Prices in one row, 1e-4 dollar; 1: each price has its own. */
export type PriceStep = 1 | 100 | 500;

/** Returns the choices of a step; `every` names what is shown without one. A cent is a point where prices are not read as money. */
export function priceSteps(every: string, words: PriceWords): readonly SegmentOption<PriceStep>[] {
  const unit = words.form === 'cents' ? 'cent' : 'point';
  return [
    { value: 1, text: 'All', name: every },
    { value: 100, text: words.spread(100), name: `In steps of one ${unit}` },
    { value: 500, text: words.spread(500), name: `In steps of five ${unit}s` },
  ];
}

/** Returns the middle of the book, 1e-4 dollar: of one side alone its best price, of an empty book half a dollar. */
export function middleOf({ bid, ask, mid }: Top): number {
  return mid ?? bid ?? ask ?? ONE_DOLLAR / 2;
}

/** Returns the row of `step` in which `price` is shown: a group counts up to it from above the middle, down to it from below. */
export function rowPriceOf(price: Price, step: number, top: Top): Price {
  const isAbove = price > middleOf(top) || price === top.ask;
  const exact = price / step;
  return priceAt([(isAbove ? Math.ceil(exact) : Math.floor(exact)) * step], 0);
}

/** Returns the contracts traded in each row of `step`; each trade counts in one row. */
export function tradedByRow(
  { price, quantity }: LadderLevels,
  step: number,
  top: Top,
): ReadonlyMap<Price, Quantity> {
  const sums = new Map<Price, Quantity>();
  for (let i = 0; i < price.length; i++) {
    const row = rowPriceOf(priceAt(price, i), step, top);
    sums.set(row, quantityAt([(sums.get(row) ?? 0) + quantityAt(quantity, i)], 0));
  }
  return sums;
}
