/** What the plots of the board have in common: a cursor of one line, no legend, axes without ticks, and rules for heights alone. */
import type uPlot from 'uplot';
import type { Clock } from '../format/time.ts';
import { splitsAfterZone } from './time-axis.ts';
import type { ChartTheme } from './theme.ts';

const MINUTE = 60_000;
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720].map((minutes) => minutes * MINUTE);
/** CSS px that a line of labels takes, and that one label of a time needs. */
const LABELS_HEIGHT = 22;
const TIME_WIDTH = 62;

/** Options of a plot that is read by its cursor. */
export const PLAIN = {
  legend: { show: false },
  cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
} satisfies Partial<uPlot.Options>;

/** A column that the plot's own hook paints. */
export const PAINTED = { paths: () => null, points: { show: false } } satisfies uPlot.Series;

/** Returns the axis along the bottom. */
export function bottomAxis(theme: ChartTheme, own: uPlot.Axis): uPlot.Axis {
  return {
    stroke: theme.text3,
    font: theme.font,
    size: LABELS_HEIGHT,
    gap: 6,
    grid: { show: false },
    ticks: { show: false },
    ...own,
  };
}

/** Returns the same for columns of instants (ms): round times by the reader's clock, beside the zone that `drawZone` writes. */
export function timeAxis(theme: ChartTheme, clock: Clock): uPlot.Axis {
  return bottomAxis(theme, {
    space: TIME_WIDTH,
    incrs: TIME_STEPS,
    splits: (u, _axis, min, max, step) => splitsAfterZone(u, min, max, step, clock),
    values: (_u, splits) => splits.map(clock.minute),
  });
}

/** Returns an axis of heights, at the left unless `own` says another side. */
export function heightAxis(theme: ChartTheme, own: uPlot.Axis): uPlot.Axis {
  return {
    stroke: theme.text3,
    font: theme.font,
    gap: 6,
    grid: { stroke: theme.line2, width: 1 },
    ticks: { show: false },
    ...own,
  };
}
