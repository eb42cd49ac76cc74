/** The time axis of every chart: labels at round times by the reader's clock, and the zone where the axis begins. */
import uPlot from 'uplot';
import { roundTimes } from '#core/units/zone.ts';
import { zoneWords, type Clock } from '../format/time.ts';
import type { ChartTheme } from './theme.ts';

/** Of an axis without a zone: the share of it that stays without a label, which would be cut there. */
const LEFT_MARGIN = 0.04;
/** CSS px: of a letter in the axis' type, between zone and first label, of half a label. */
const LETTER = 7;
const ZONE_GAP = 6;
const HALF_LABEL = 22;
/** CSS px from the plot to the words of a time axis. */
const AXIS_GAP = 6;

/** Returns the multiples of `step` (ms) in `min`..`max` by `clock`, but for the `margin` (share) at the left end. */
export function clockSplits(
  min: number,
  max: number,
  step: number,
  clock: Clock,
  margin = LEFT_MARGIN,
): number[] {
  return roundTimes(min + (max - min) * margin, max, step, clock.offset);
}

/** Returns the same beside the zone, which `drawZone` writes. */
export function splitsAfterZone(u: uPlot, min: number, max: number, step: number, clock: Clock): number[] {
  const width = u.bbox.width / uPlot.pxRatio;
  const taken = zoneWords(min, max, clock).length * LETTER + ZONE_GAP + HALF_LABEL;
  return clockSplits(min, max, step, clock, width > 0 ? Math.min(0.5, taken / width) : LEFT_MARGIN);
}

/** Writes the zone under the left end of the plot, in the line of the labels. */
export function drawZone(u: uPlot, theme: ChartTheme, clock: Clock): void {
  const { ctx: context, bbox } = u;
  const { min, max } = u.scales['x'] ?? {};
  if (min === undefined || max === undefined) return;
  const pixel = uPlot.pxRatio;
  context.save();
  context.font = theme.font.replace(/(\d+)px/, (_all, size: string) => `${Number(size) * pixel}px`);
  context.fillStyle = theme.text3;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  context.fillText(zoneWords(min, max, clock), bbox.left, bbox.top + bbox.height + AXIS_GAP * pixel);
  context.restore();
}
