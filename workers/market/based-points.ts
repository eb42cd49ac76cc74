/**
 * The price path of a market from what its change counts from: the price in force when the window begins, so that the path and the
 * number beside it say the same.
 */
import type { GapSpan, Sparkline } from '#contract/frames.ts';
import { isInHole } from '#core/market/holes.ts';
import type { MarketView } from '#core/market/views.ts';
import { brokenAt } from './broken-points.ts';

/**
 * Returns the path of `view` over the window that begins at `from` (ms), broken at `gaps`: those of the window, ascending. It begins
 * with the price that its change counts from.
 */
export function basedPoints(view: MarketView, from: number, gaps: readonly GapSpan[]): Sparkline {
  const { points, baseAt } = view;
  // A thinned path begins with an extreme, which need not be its first price.
  const first = points.at.find((time) => !isInHole(gaps, time)) ?? baseAt;
  const at = baseAt <= from ? from : Math.min(baseAt, first);
  const base = view.yesPrice - view.change;
  if (points.at[0] === at && points.yesPrice[0] === base) return brokenAt(points, gaps);
  return brokenAt(
    { at: Float64Array.of(at, ...points.at), yesPrice: Uint16Array.of(base, ...points.yesPrice) },
    gaps,
  );
}
