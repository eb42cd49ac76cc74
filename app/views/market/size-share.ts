/** Length of the bar behind a size. Sizes span five powers of ten, so the bar follows the logarithm. */
import { ONE_CONTRACT, type Quantity } from '#core/units/quantity.ts';

/** From here on the bar is full, contracts. */
const FULL = 10_000;

/** Returns 0..1: a tenth for one contract or less, full from 10,000 up. */
export function sizeShare(quantity: Quantity): number {
  const contracts = Math.max(1, quantity / ONE_CONTRACT);
  return 0.1 + 0.9 * Math.min(1, Math.log10(contracts) / Math.log10(FULL));
}
