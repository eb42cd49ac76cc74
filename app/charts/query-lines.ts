/** Options of a chart of any numbers: a line a series over time or over another number. The answer to a question in SQL. */
import type uPlot from 'uplot';
import type { Clock } from '../format/time.ts';
import type { ChartOptions } from './chart.tsx';
import type { ChartTheme } from './theme.ts';
import { clockSplits } from './time-axis.ts';

export interface QueryLinesSpec {
  readonly names: readonly string[];
  readonly isTime: boolean;
  /** Labels of an axis whose times are `step` ms apart. */
  readonly formatTimes: (times: readonly number[], step: number) => string[];
  readonly formatValue: (value: number) => string;
  readonly clock: Clock;
}

/** How a series is drawn: told apart by colour and, beyond the first, by its dashes too. */
interface SeriesLook {
  readonly colour: (typeof COLOURS)[number];
  /** Lengths of line and space, CSS px. */
  readonly dash: readonly number[];
}

const AXIS_WIDTH = 56;
/** A second line of the labels holds the days. */
const TIMES_HEIGHT = 24;
const DAYS_HEIGHT = 38;
const LINE_WIDTH = 1.5;
const POINT_SIZE = 4;
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3], [10, 4]];
/** In this order; those of the sides come last, because elsewhere they mean the sides. */
const COLOURS = ['accent', 'warn', 'text', 'text3', 'yes', 'no'] as const;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 6, 12, 24, 48, 168, 720].map((hours) => hours * HOUR),
];

/** Returns the looks of the series, for the chart and for its legend; a column that names a side has the colour of that side. */
export function seriesLooks(names: readonly string[]): readonly SeriesLook[] {
  const sides = names.map((name) => /(?:^|_)(yes|no)(?:_|$)/i.exec(name)?.[1]?.toLowerCase());
  const isOwn = (side: string, index: number): boolean =>
    sides[index] === side && sides.indexOf(side) === index;
  const others = COLOURS.filter((colour) => !sides.includes(colour));
  let next = 0;
  return names.map((_, index) => {
    const own = (['yes', 'no'] as const).find((side) => isOwn(side, index));
    const colour = own ?? others[next++ % others.length] ?? 'text';
    return { colour, dash: DASHES[index % DASHES.length] ?? [] };
  });
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
    const looks = seriesLooks(spec.names);
    const axis = { stroke: theme.text3, font: theme.font, ticks: { show: false } };
    const times: uPlot.Axis = {
      incrs: TIME_STEPS,
      splits: (_u, _axis, min, max, step) => clockSplits(min, max, step, spec.clock),
      values: (_u, splits, _axis, _space, step) => spec.formatTimes(splits, step),
      size: (_u, labels) =>
        (labels as readonly string[] | null)?.some((label) => label.includes('\n')) === true
          ? DAYS_HEIGHT
          : TIMES_HEIGHT,
    };
    const numbers: uPlot.Axis = { size: TIMES_HEIGHT, values: (_u, splits) => splits.map(spec.formatValue) };
    return {
      legend: { show: false },
      padding: [8, 28, 0, 8],
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
          const { colour, dash }: SeriesLook = looks[index] ?? { colour: 'text', dash: [] };
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
