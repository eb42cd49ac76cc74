/**
 * Options of a chart of several prices: thin step lines over 0 to 100, named where they end, one of them lifted out. No colour
 * tells them apart, so that none is needed: the names stand beside the lines. Columns: time (ms), then one price or null each.
 */
import uPlot from 'uplot';
import { ONE_DOLLAR } from '#core/units/price.ts';
import type { Clock } from '../format/time.ts';
import type { PriceWords } from '../format/price-words.ts';
import { heightAxis, PAINTED, PLAIN, timeAxis } from './axes.ts';
import type { ChartOptions } from './chart.tsx';
import { priceAt } from './columns.ts';
import { hatch } from './marks.ts';
import { drawZone } from './time-axis.ts';
import type { ChartTheme } from './theme.ts';

export interface LinesMarks {
  /** One per line, in the order of the columns. */
  readonly names: readonly string[];
  /** Lines that are no trades of this time; one per line. */
  readonly dashed: readonly boolean[];
  /** The line lifted out; -1 for none. */
  readonly chosen: number;
  /** Where trades may be missing, ms. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

/** Room for the prices and for the names, CSS px. */
const PRICE_AXIS_WIDTH = 42;
const NAMES_WIDTH = 150;
const NAME_HEIGHT = 14;
const DASH = [4, 3];
const PRICE_SPLITS = [0, 2_500, 5_000, 7_500, ONE_DOLLAR];

/** Returns a builder for `Chart` with `count` lines. */
export function linesChart(
  count: number,
  clock: Clock,
  words: PriceWords,
): (theme: ChartTheme, marks: () => LinesMarks) => ChartOptions {
  return (theme, marks) => ({
    ...PLAIN,
    padding: [10, NAMES_WIDTH, 0, 0],
    scales: { x: { time: false }, y: { range: [0, ONE_DOLLAR] } },
    axes: [
      timeAxis(theme, clock),
      heightAxis(theme, {
        size: PRICE_AXIS_WIDTH,
        splits: () => PRICE_SPLITS,
        values: (_u, splits) => splits.map((price) => words.own(priceAt([price], 0))),
      }),
    ],
    series: [{}, ...Array.from({ length: count }, () => PAINTED)],
    hooks: {
      draw: [
        (u) => {
          paint(u, theme, marks());
          drawZone(u, theme, clock);
        },
      ],
    },
  });
}

function paint(u: uPlot, theme: ChartTheme, { names, dashed, chosen, gaps }: LinesMarks): void {
  const { ctx: context, bbox } = u;
  const pixel = uPlot.pxRatio;
  const right = bbox.left + bbox.width;
  const [times] = u.data;
  for (const { from, to } of gaps) {
    const x = Math.max(bbox.left, u.valToPos(from, 'x', true));
    // A short gap is a fact too: never thinner than it can be seen.
    const width = Math.max(Math.min(right, u.valToPos(to, 'x', true)) - x, 3 * pixel);
    hatch(context, { x, y: bbox.top, width, height: bbox.height }, 'gap', theme.gap, pixel);
  }
  const ends: { line: number; y: number }[] = [];
  for (let line = 0; line < names.length; line++) {
    const values = u.data[line + 1];
    if (values === undefined) continue;
    context.strokeStyle = line === chosen ? theme.accent : theme.text2;
    context.lineWidth = (line === chosen ? 2 : 1.25) * pixel;
    context.globalAlpha = line === chosen || chosen < 0 ? 1 : 0.45;
    context.lineJoin = 'round';
    context.setLineDash(dashed[line] === true ? DASH.map((length) => length * pixel) : []);
    const y = step(u, times, values);
    if (y !== undefined) ends.push({ line, y });
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const { line, y, labelY } of spread(ends, NAME_HEIGHT * pixel, bbox.top, bbox.top + bbox.height)) {
    context.strokeStyle = theme.line;
    context.lineWidth = pixel;
    context.beginPath();
    context.moveTo(right + 2 * pixel, y);
    context.lineTo(right + 9 * pixel, labelY);
    context.stroke();
    context.font = `${line === chosen ? '600 ' : ''}${11 * pixel}px ${theme.font.replace(/^\S+ /, '')}`;
    context.fillStyle = line === chosen ? theme.text : theme.text2;
    const name = fitted(context, names[line] ?? '', (NAMES_WIDTH - 16) * pixel);
    context.fillText(name, right + 12 * pixel, labelY);
  }
}

/** Returns `name`, cut to `width`. */
function fitted(context: CanvasRenderingContext2D, name: string, width: number): string {
  if (context.measureText(name).width <= width) return name;
  let cut = name;
  while (cut.length > 1 && context.measureText(`${cut}…`).width > width) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
}

/** Returns the ends with a height for each name, from the top, no two closer than `gap`; names that find no room are left out. */
export function spread<T extends { readonly y: number }>(
  ends: readonly T[],
  gap: number,
  top: number,
  bottom: number,
): readonly (T & { readonly labelY: number })[] {
  const placed: (T & { labelY: number })[] = [];
  for (const end of [...ends].sort((a, b) => a.y - b.y)) {
    const least = (placed.at(-1)?.labelY ?? top - gap / 2) + gap;
    placed.push({ ...end, labelY: Math.max(end.y, least) });
  }
  // What was pushed over the bottom pushes the others back up.
  let most = bottom - gap / 2;
  for (const end of placed.toReversed()) {
    end.labelY = Math.min(end.labelY, most);
    most = end.labelY - gap;
  }
  return placed.filter(({ labelY }) => labelY >= top - gap);
}

/** Draws one line, broken where nothing is known; returns the height of its last price. */
function step(
  u: uPlot,
  times: ArrayLike<number>,
  values: ArrayLike<number | null | undefined>,
): number | undefined {
  const context = u.ctx;
  let [lastY, endY]: (number | undefined)[] = [];
  context.beginPath();
  for (let i = 0; i < times.length; i++) {
    const value = values[i];
    const x = u.valToPos(times[i] ?? 0, 'x', true);
    if (value === null || value === undefined) {
      if (lastY !== undefined) context.lineTo(x, lastY);
      lastY = undefined;
      continue;
    }
    const y = u.valToPos(value, 'y', true);
    if (lastY === undefined) context.moveTo(x, y);
    else {
      context.lineTo(x, lastY);
      context.lineTo(x, y);
    }
    lastY = endY = y;
  }
  context.stroke();
  return endY;
}
