/**
 * Options of the analytics chart: taken volume per bucket, YES above the line and NO below it (hollow), the net as a line,
 * the running bucket dashed. Columns: start of the bucket (ms), above, below (negative), net. Where a unit has no split by
 * side, `above` alone is filled and drawn in a neutral colour.
 */
import uPlot from 'uplot';
import { bottomAxis, heightAxis, PAINTED, PLAIN } from './axes.ts';
import type { ChartOptions } from './chart.tsx';
import type { Clock } from '../format/time.ts';
import { hatch, niceCeiling, sideBar } from './marks.ts';
import { drawZone, splitsAfterZone } from './time-axis.ts';
import type { ChartTheme } from './theme.ts';

export interface FlowBarsSpec {
  readonly bucketMs: number;
  /** True when below and net are filled. */
  readonly isSplit: boolean;
  /** Axis label of a height, without sign. */
  readonly formatHeight: (value: number) => string;
  readonly clock: Clock;
  /** What the last bucket is called; its time where there is no word for it. */
  readonly lastLabel: string | undefined;
  /** ms between two labels on the time axis; must be whole buckets. */
  readonly labelEveryMs: number;
}

export interface FlowMarks {
  /** Of each bucket, whether it is known: those before the first are hatched, none of the others is drawn as a nought. */
  readonly known: readonly boolean[];
  /** Crossed out, ms. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

/** Share of a bucket's width that its bar fills. */
const BAR_SHARE = 0.78;
/** Share of the axis between the last label and "now", so that their words do not touch. */
const NOW_CLEARANCE = 0.07;
const AXIS_WIDTH = 46;

/** Returns a builder for `Chart`. */
export function flowBars(spec: FlowBarsSpec): (theme: ChartTheme, marks: () => FlowMarks) => ChartOptions {
  return (theme, marks) => ({
    ...PLAIN,
    padding: [8, 0, 0, 4],
    scales: {
      x: { time: false, range: (_u, min, max) => [min - spec.bucketMs * 0.6, max + spec.bucketMs * 0.6] },
      y: { range: (_u, min, max) => [spec.isSplit ? -niceCeiling(-min) : 0, niceCeiling(max)] },
    },
    axes: [
      bottomAxis(theme, {
        splits: (u, _axis, min, max) => timeSplits(u, min, max, spec),
        values: (u, splits) =>
          splits.map((at) => (at === u.data[0].at(-1) && spec.lastLabel) || spec.clock.minute(at)),
      }),
      heightAxis(theme, {
        side: 1,
        size: AXIS_WIDTH,
        gap: 8,
        space: 34,
        values: (_u, splits) =>
          splits.map((value) => (value === 0 ? '0' : spec.formatHeight(Math.abs(value)))),
      }),
    ],
    series: [{}, PAINTED, PAINTED, PAINTED],
    hooks: {
      draw: [
        (u) => {
          paint(u, theme, spec, marks());
          drawZone(u, theme, spec.clock);
        },
      ],
    },
  });
}

/** Returns the labelled buckets: multiples of `labelEveryMs` that stand clear of the running bucket, and that one. */
function timeSplits(u: uPlot, min: number, max: number, { labelEveryMs, clock }: FlowBarsSpec): number[] {
  const last = u.data[0].at(-1);
  if (last === undefined) return [];
  return [
    ...splitsAfterZone(u, min, max, labelEveryMs, clock).filter(
      (at) => last - at > (max - min) * NOW_CLEARANCE,
    ),
    last,
  ];
}

function paint(
  u: uPlot,
  theme: ChartTheme,
  { bucketMs, isSplit }: FlowBarsSpec,
  { known, gaps }: FlowMarks,
): void {
  const context = u.ctx;
  const starts = u.data[0];
  const above = u.data[1];
  const below = u.data[2];
  const net = u.data[3];
  if (above === undefined || starts.length === 0) return;
  const pixel = uPlot.pxRatio;
  const slot = u.valToPos(bucketMs, 'x', true) - u.valToPos(0, 'x', true);
  const width = Math.max(1, Math.round(slot * BAR_SHARE));
  const zero = Math.round(u.valToPos(0, 'y', true));
  context.save();
  context.beginPath();
  context.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  context.clip();
  const first = Math.max(0, known.indexOf(true));
  // A bucket's bar stands in the middle of its time.
  const placeOf = (at: number): number => u.valToPos(at - bucketMs / 2, 'x', true);
  const across = (from: number, to: number) => ({
    x: from,
    y: u.bbox.top,
    width: to - from,
    height: u.bbox.height,
  });
  const begin = placeOf(starts[first] ?? 0);
  if (first > 0) hatch(context, across(u.bbox.left, begin), 'not-recorded', theme.line2, pixel);
  for (const { from, to } of gaps) {
    const left = Math.max(begin, placeOf(from));
    const right = Math.min(u.bbox.left + u.bbox.width, placeOf(to));
    if (right > left)
      hatch(context, across(left, Math.max(right, left + 3 * pixel)), 'gap', theme.gap, pixel);
  }
  context.lineWidth = pixel;
  for (let index = first; index < starts.length; index++) {
    if (known[index] !== true) continue;
    const left = Math.round(u.valToPos(starts[index] ?? 0, 'x', true) - width / 2);
    const isRunning = index === starts.length - 1;
    const top = Math.round(u.valToPos(above[index] ?? 0, 'y', true));
    sideBar(
      context,
      left,
      top,
      width,
      zero - top,
      isSplit ? theme.yesBar : theme.text3,
      isSplit ? theme.yes : theme.text2,
      false,
      isRunning,
      pixel,
    );
    if (!isSplit || below === undefined) continue;
    const bottom = Math.round(u.valToPos(below[index] ?? 0, 'y', true));
    sideBar(
      context,
      left,
      zero + pixel,
      width,
      bottom - zero - pixel,
      theme.noBar,
      theme.no,
      true,
      isRunning,
      pixel,
    );
  }
  context.fillStyle = theme.text3;
  context.fillRect(u.bbox.left, zero, u.bbox.width, pixel);
  if (isSplit && net !== undefined) {
    context.beginPath();
    for (let index = first; index < starts.length; index++) {
      if (known[index] !== true) continue;
      const [x, y] = [u.valToPos(starts[index] ?? 0, 'x', true), u.valToPos(net[index] ?? 0, 'y', true)];
      if (known[index - 1] === true) context.lineTo(x, y);
      else context.moveTo(x, y);
    }
    context.lineJoin = 'round';
    // The dark rim keeps the line readable across bars of both colours.
    context.strokeStyle = theme.bg1;
    context.lineWidth = 4 * pixel;
    context.stroke();
    context.strokeStyle = theme.text;
    context.lineWidth = 1.5 * pixel;
    context.stroke();
  }
  context.restore();
}
