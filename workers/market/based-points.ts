/**
 * The price path of a market from what its change counts from: the price in force when the window begins, so that the path and the
 * number beside it say the same.
 */
import type { GapSpan, Sparkline } from '#contract/frames.ts';
import type { MarketView } from '#core/market/views.ts';
import { DAY, MINUTE } from '#core/units/time.ts';
import { brokenAt } from './broken-points.ts';

/** The gaps that are known of the time before a window and inside. */
export interface KnownGaps {
  /** Ascending; all since `since`. */
  readonly spans: readonly GapSpan[];
  /** ms */
  readonly since: number;
}

/** Returns what is known of gaps at `now` (ms), as far back as they are kept; `gapsOf` gives those of the last so many minutes, ascending. */
export function knownGaps(gapsOf: (minutes: number) => readonly GapSpan[], now: number): KnownGaps {
  return { spans: gapsOf(DAY / MINUTE), since: now - DAY };
}

/**
 * Returns the path of `view` over the window that begins at `from` (ms), broken at gaps. It begins there with the last price from
 * before, unless trades may be missing since that one, or whether they are is not known: then with the first trade that is known inside.
 */
export function basedPoints(view: MarketView, from: number, gaps: KnownGaps): Sparkline {
  const { points, baseAt } = view;
  const inside = gaps.spans.filter(({ to }) => to >= from);
  if (!isHeld(baseAt, from, gaps)) return brokenAt(points, inside);
  // A thinned path begins with an extreme, which need not be its first price.
  const at = baseAt <= from ? from : Math.min(baseAt, points.at[0] ?? baseAt);
  const base = view.yesPrice - view.change;
  if (points.at[0] === at && points.yesPrice[0] === base) return brokenAt(points, inside);
  return brokenAt(
    { at: Float64Array.of(at, ...points.at), yesPrice: Uint16Array.of(base, ...points.yesPrice) },
    inside,
  );
}

/** Returns the change of `view` from where `points` begin, 1e-4 dollar: a line and the number beside it say the same. */
export function changeAlong({ yesPrice, change }: MarketView, points: Sparkline): number {
  const base = points.yesPrice[0];
  return base === undefined ? change : yesPrice - base;
}

/** Whether the price of `baseAt` is known to be in force at `from`, or traded after it. */
function isHeld(baseAt: number, from: number, { spans, since }: KnownGaps): boolean {
  if (baseAt > from) return true;
  return baseAt >= since && !spans.some((gap) => gap.from < from && gap.to > baseAt);
}
