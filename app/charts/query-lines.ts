/** Options of a chart of any numbers: a line a series over time or over another number. The answer to a question in SQL. */
import type { ChartOptions } from './chart.tsx';
import type { ChartTheme } from './theme.ts';

export interface QueryLinesSpec {
  readonly names: readonly string[];
  readonly isTime: boolean;
  readonly formatTime: (at: number) => string;
  readonly formatValue: (value: number) => string;
}

const AXIS_WIDTH = 56;
/** Lines are told apart by colour and, beyond the first, by their dashes too. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3], [10, 4]];

/** Returns the colours of the series in their order, for a legend. */
export function seriesColours(theme: ChartTheme): readonly string[] {
  return [theme.accent, theme.yes, theme.no, theme.warn, theme.text, theme.text3];
}

/** Returns a builder for `Chart`. */
export function queryLines(spec: QueryLinesSpec): (theme: ChartTheme) => ChartOptions {
  return (theme) => {
    const colours = seriesColours(theme);
    const axis = { stroke: theme.text3, font: theme.font, ticks: { show: false } };
    return {
      legend: { show: false },
      padding: [8, 8, 0, 8],
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: false } },
      axes: [
        {
          ...axis,
          size: 24,
          space: 90,
          grid: { show: false },
          values: (_u, splits) => splits.map((x) => (spec.isTime ? spec.formatTime(x) : spec.formatValue(x))),
        },
        {
          ...axis,
          size: AXIS_WIDTH,
          grid: { stroke: theme.line2, width: 1 },
          values: (_u, splits) => splits.map(spec.formatValue),
        },
      ],
      series: [
        {},
        ...spec.names.map((label, i) => ({
          label,
          stroke: colours[i % colours.length] ?? theme.text,
          width: 1.5,
          dash: [...(DASHES[i % DASHES.length] ?? [])],
          points: { show: false },
        })),
      ],
    };
  };
}
