/** Options of a chart of any numbers: a line a series over time or over another number. The answer to a question in SQL. */
import type uPlot from 'uplot';
import type { ChartOptions } from './chart.tsx';
import type { ChartTheme } from './theme.ts';
import { clockSplits } from './time-axis.ts';

export interface QueryLinesSpec {
  readonly names: readonly string[];
  readonly isTime: boolean;
  /** Labels of an axis whose times are `step` ms apart. */
  readonly formatTimes: (times: readonly number[], step: number) => string[];
  readonly formatValue: (value: number) => string;
}

/** How a series is drawn: told apart by colour and, beyond the first, by its dashes too. */
export interface SeriesLook {
  readonly colour: 'accent' | 'yes' | 'no' | 'warn' | 'text' | 'text3';
  /** Lengths of line and space, CSS px. */
  readonly dash: readonly number[];
}

const AXIS_WIDTH = 56;
/** A second line of the labels holds the days. */
const TIMES_HEIGHT = 24;
const DAYS_HEIGHT = 38;
const LINE_WIDTH = 1.5;
const POINT_SIZE = 4;
const LOOKS: readonly SeriesLook[] = [
  { colour: 'accent', dash: [] },
  { colour: 'yes', dash: [6, 3] },
  { colour: 'no', dash: [2, 2] },
  { colour: 'warn', dash: [8, 3, 2, 3] },
  { colour: 'text', dash: [1, 3] },
  { colour: 'text3', dash: [10, 4] },
];
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 6, 12, 24, 48, 168, 720].map((hours) => hours * HOUR),
];

/** Returns the look of series `index`, for the chart and for its legend. */
export function seriesLook(index: number): SeriesLook {
  return LOOKS[index % LOOKS.length] ?? { colour: 'text', dash: [] };
}

/** Returns the values between two breaks that stand alone: no line goes through them, so they are drawn as points. */
export function lonePoints(values: ArrayLike<number | null | undefined>): number[] {
  const isThere = (index: number): boolean => typeof values[index] === 'number';
  return Array.from({ length: values.length }, (_, index) => index).filter(
    (index) => isThere(index) && !isThere(index - 1) && !isThere(index + 1),
  );
}

/** Returns a builder for `Chart`. */
export function queryLines(spec: QueryLinesSpec): (theme: ChartTheme) => ChartOptions {
  return (theme) => {
    const axis = { stroke: theme.text3, font: theme.font, ticks: { show: false } };
    const times: uPlot.Axis = {
      incrs: TIME_STEPS,
      splits: (_u, _axis, min, max, step) => clockSplits(min, max, step),
      values: (_u, splits, _axis, _space, step) => spec.formatTimes(splits, step),
      size: (_u, labels) =>
        (labels as readonly string[] | null)?.some((label) => label.includes('\n')) === true
          ? DAYS_HEIGHT
          : TIMES_HEIGHT,
    };
    const numbers: uPlot.Axis = { size: TIMES_HEIGHT, values: (_u, splits) => splits.map(spec.formatValue) };
    return {
      legend: { show: false },
      padding: [8, 8, 0, 8],
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: false } },
      axes: [
        { ...axis, space: 90, grid: { show: false }, ...(spec.isTime ? times : numbers) },
        {
          ...axis,
          size: AXIS_WIDTH,
          grid: { stroke: theme.line2, width: 1 },
          values: (_u, splits) => splits.map(spec.formatValue),
        },
      ],
      series: [
        {},
        ...spec.names.map((label, index) => {
          const { colour, dash } = seriesLook(index);
          return {
            label,
            stroke: theme[colour],
            width: LINE_WIDTH,
            dash: [...dash],
            points: {
              show: true,
              size: POINT_SIZE,
              fill: theme[colour],
              filter: (u: uPlot, series: number) => lonePoints(u.data[series] ?? []),
            },
          };
        }),
      ],
    };
  };
}
