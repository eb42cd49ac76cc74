/** Where the time axis is labelled: round times by the reader's clock, not by the epoch's; zones of half an hour exist. */

const MINUTE = 60_000;
/** Share of the axis at its left end that stays without a label, which would be cut there. */
const LEFT_MARGIN = 0.04;

/** Returns the multiples of `step` (ms) in `min`..`max` by the reader's clock; `offsetMinutes` is that of the zone, UTC minus local. */
export function clockSplits(
  min: number,
  max: number,
  step: number,
  offsetMinutes = new Date(max).getTimezoneOffset(),
): number[] {
  const shift = offsetMinutes * MINUTE;
  const first = min + (max - min) * LEFT_MARGIN;
  const splits: number[] = [];
  for (let at = Math.ceil((first - shift) / step) * step + shift; at <= max; at += step) splits.push(at);
  return splits;
}
