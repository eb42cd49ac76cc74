/** Scales that more than one view uses. Sizes span five powers of ten, so bars of size are logarithmic. */
import type { Quantity } from '#core/units/quantity.ts';

/** Contracts that fill the bar. */
const FULL_BAR = 10_000;

/** Returns the length of a size bar, 0..1: log of the contracts, full at 10,000. */
export function sizeShare(quantity: Quantity): number {
  return Math.min(1, Math.log10(quantity / 100 + 1) / Math.log10(FULL_BAR + 1));
}
