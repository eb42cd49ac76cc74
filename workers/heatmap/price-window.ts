/** Which prices are shown: all, those named, or what the best prices touch with room around, moved seldom. */
import type { ColumnRange } from '#core/market/liquidity/liquidity-columns.ts';
import type { LiquidityFold } from '#core/market/liquidity/liquidity-fold.ts';
import type { PriceSpan } from '#core/market/liquidity/price-rows.ts';

const CENT = 100;
/** At least this much room above and below what is touched, 1e-4 dollar, and this share of it. */
const ROOM = 3 * CENT;
const ROOM_SHARE = 0.25;
/** Never less than this many cents: a still market is not a magnified one. */
const LEAST = 12 * CENT;

/** Returns `wanted` within `whole`, its height kept where that can be. */
export function within(wanted: PriceSpan, whole: PriceSpan): PriceSpan {
  const height = Math.min(wanted.high - wanted.low, whole.high - whole.low);
  const low = Math.min(Math.max(wanted.low, whole.low), whole.high - height);
  return { low, high: low + height };
}

/** Returns the span that fits the best prices in view, in whole cents; `shown` itself while it still does well. */
export function fitted(
  fold: LiquidityFold,
  { from, to }: ColumnRange,
  whole: PriceSpan,
  shown: PriceSpan | undefined,
): PriceSpan | undefined {
  const { columns } = fold;
  let [least, most] = [Infinity, -Infinity];
  for (let k = from; k < to; k++) {
    const slot = columns.slotHolding(k);
    if (slot < 0) continue;
    for (const price of [columns.bidLow[slot], columns.askLow[slot]])
      if (price !== undefined && price < least) least = price;
    for (const price of [columns.bidHigh[slot], columns.askHigh[slot]])
      if (price !== undefined && price > most) most = price;
  }
  if (most < least) return shown;
  const room = Math.max(ROOM, (most - least) * ROOM_SHARE, (LEAST - (most - least)) / 2);
  const low = Math.floor((least - room) / CENT) * CENT - CENT / 2;
  const high = Math.ceil((most + room) / CENT) * CENT + CENT / 2;
  const fit = within({ low, high }, whole);
  if (shown === undefined) return fit;
  const isInside = least - ROOM / 3 >= shown.low || shown.low <= whole.low;
  const isBelow = most + ROOM / 3 <= shown.high || shown.high >= whole.high;
  const isTooTall = shown.high - shown.low > 1.6 * (fit.high - fit.low);
  return isInside && isBelow && !isTooTall ? shown : fit;
}
