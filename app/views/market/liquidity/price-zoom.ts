/** Coming nearer in price and going back: what is shown after a step, and where the steps end. Pure. */
import type { PriceSpan } from '#core/market/liquidity/price-rows.ts';
import { ONE_DOLLAR } from '#core/units/price.ts';

/** One step of the wheel, a key or a button. */
export const ZOOM_STEP = 1.25;
/** Least height of the price axis, 1e-4 dollar. */
const LEAST_PRICES = 400;

/**
 * Returns the prices after coming `factor` nearer (below 1: going back), where what lies at the share `at` of the height from
 * the top stays; `all` where everything is shown.
 */
export function zoomed({ low, high }: PriceSpan, factor: number, at: number): PriceSpan | 'all' {
  const height = Math.min(ONE_DOLLAR, Math.max(LEAST_PRICES, (high - low) / factor));
  if (height >= ONE_DOLLAR) return 'all';
  const held = high - at * (high - low);
  const top = Math.min(ONE_DOLLAR, held + at * height);
  return { low: Math.max(0, top - height), high: Math.max(height, top) };
}

/** Returns whether there is anything nearer than `shown`. */
export function canComeNearer({ low, high }: PriceSpan): boolean {
  return high - low > LEAST_PRICES;
}

/** Returns the share of the height, from the top, at which `price` lies; the middle where it is not known, an end where it is outside. */
export function shareOf(price: number | undefined, { low, high }: PriceSpan): number {
  return price === undefined ? 0.5 : Math.min(1, Math.max(0, (high - price) / (high - low)));
}
