/** The chosen category stays in the strip, also when nothing of it trades: else nobody could take it back there. */
import type { CategorySum } from '#contract/frames.ts';
import type { Money } from '#core/units/money.ts';
import type { Quantity } from '#core/units/quantity.ts';

/** Returns `sums`, and the chosen one with nothing in it where it does not trade. */
export function withChosen(sums: readonly CategorySum[], chosen: string | undefined): readonly CategorySum[] {
  if (chosen === undefined || sums.some(({ category }) => category === chosen)) return sums;
  const none = 0 as Quantity;
  const quiet: CategorySum = {
    category: chosen,
    markets: 0,
    trades: 0,
    notional: 0 as Money,
    mover: undefined,
    volume: none,
    yesVolume: none,
    noVolume: none,
    netFlow: none,
  };
  return [...sums, quiet];
}
