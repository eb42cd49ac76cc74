/** A price path with its breaks: a price holds until the next trade, but not over a stretch in which trades may be missing. */
import type { GapSpan, Sparkline } from '#contract/frames.ts';

/** The price of a row from which on nothing is known; no trade has it. */
const UNKNOWN = 0;
const NO_POINTS: Sparkline = { at: new Float64Array(0), yesPrice: new Uint16Array(0) };

/**
 * Returns `points` with a break where each gap begins, and without those inside of one: other trades may be missing around them, so
 * the path goes on after it. `gaps` ascend. Breaks before the first trade say nothing and are left out.
 */
export function brokenAt(points: Sparkline, gaps: readonly GapSpan[]): Sparkline {
  const isInGap = (time: number): boolean => gaps.some(({ from, to }) => from < time && time < to);
  const first = points.at.find((time) => !isInGap(time));
  if (first === undefined) return NO_POINTS;
  if (gaps.length === 0) return points;
  const breaks = gaps.filter(({ from }) => from >= first);
  const at: number[] = [];
  const yesPrice: number[] = [];
  let next = 0;
  const breakUntil = (time: number): void => {
    for (let gap = breaks[next]; gap !== undefined && gap.from < time; gap = breaks[++next]) {
      at.push(gap.from);
      yesPrice.push(UNKNOWN);
    }
  };
  for (const [i, time] of points.at.entries()) {
    breakUntil(time);
    if (isInGap(time)) continue;
    at.push(time);
    yesPrice.push(points.yesPrice[i] ?? UNKNOWN);
  }
  breakUntil(Infinity);
  return { at: Float64Array.from(at), yesPrice: Uint16Array.from(yesPrice) };
}
