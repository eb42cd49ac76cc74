/**
 * Options of the drawer's chart: the last trade as a step line over 0 to 100, volume by taker below, and on wish the running
 * VWAP and the cumulative flow. Hatches say where nothing was recorded; nothing is drawn across them.
 * Columns: time (ms), YES price or null, YES volume, NO volume, VWAP or null, cumulative flow or null.
 */
import uPlot from 'uplot';
import type { ChartOptions } from './chart.tsx';
import { hatch, niceCeiling } from './marks.ts';
import { clockSplits } from './time-axis.ts';
import type { ChartTheme } from './theme.ts';

export interface PriceMarks {
  readonly barMs: number;
  readonly from: number;
  readonly to: number;
  /** Before this nothing was recorded; `undefined` when that is unknown or nothing was. */
  readonly recordedFrom: number | undefined;
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  readonly closeAt: number | undefined;
  /** Text of the last price, on a tag at the right. */
  readonly lastLabel: string | undefined;
}

export interface PriceChartSpec {
  readonly hasVwap: boolean;
  readonly hasFlow: boolean;
  readonly formatTime: (at: number) => string;
  readonly formatFlow: (quantity: number) => string;
}

/** 1e-4 dollar. The price takes the upper part of the plot, the volume what is left below 0. */
const DOLLAR = 10_000;
const PRICE_BOTTOM = -4_600;
const PRICE_TOP = 10_500;
/** Zero flow stands at 50: the same height as an undecided price. */
const FLOW_BOTTOM = PRICE_BOTTOM / (DOLLAR / 2) - 1;
const FLOW_TOP = PRICE_TOP / (DOLLAR / 2) - 1;
const PRICE_SPLITS = [0, 2_500, 5_000, 7_500, 10_000];
/** The highest volume bar reaches this share of the plot. */
const VOLUME_SHARE = 0.27;
const PRICE_AXIS = 44;
const FLOW_AXIS = 50;
/** Share of the span kept free at the right, so that the last point does not touch the axis. */
const FREE_RIGHT = 0.015;
const DASH = [4, 3];

type Column = ArrayLike<number | null | undefined>;

/** Returns a builder for `Chart`. */
export function priceChart(
  spec: PriceChartSpec,
): (theme: ChartTheme, marks: () => PriceMarks) => ChartOptions {
  const hidden = { paths: () => null, points: { show: false } };
  return (theme, marks) => ({
    legend: { show: false },
    padding: [6, 0, 0, spec.hasFlow ? 0 : 8],
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: (_u, min, max) => [min, max + (max - min) * FREE_RIGHT] },
      price: { range: [PRICE_BOTTOM, PRICE_TOP] },
      volume: { range: (_u, _min, max) => [0, Math.max(1, max) / VOLUME_SHARE] },
      flow: {
        range: (_u, min, max) => {
          const top = niceCeiling(Math.max(Math.abs(min), Math.abs(max)));
          return [FLOW_BOTTOM * top, FLOW_TOP * top];
        },
      },
    },
    axes: [
      {
        stroke: theme.text3,
        font: theme.font,
        size: 22,
        gap: 6,
        space: 62,
        incrs: TIME_STEPS,
        grid: { show: false },
        ticks: { show: false },
        splits: (_u, _axis, min, max, step) => clockSplits(min, max, step),
        values: (_u, splits) => splits.map(spec.formatTime),
      },
      {
        scale: 'price',
        side: 1,
        stroke: theme.text3,
        font: theme.font,
        size: PRICE_AXIS,
        gap: 8,
        grid: { stroke: theme.line2, width: 1 },
        ticks: { show: false },
        splits: () => PRICE_SPLITS,
        values: (_u, splits) => splits.map((price) => String(price / 100)),
      },
      {
        scale: 'flow',
        side: 3,
        show: spec.hasFlow,
        stroke: theme.text3,
        font: theme.font,
        size: FLOW_AXIS,
        gap: 6,
        grid: { show: false },
        ticks: { show: false },
        splits: (_u, _axis, min) => {
          const top = min / FLOW_BOTTOM;
          return [-top, 0, top];
        },
        values: (_u, splits) => splits.map(spec.formatFlow),
      },
    ],
    series: [
      {},
      { scale: 'price', ...hidden },
      { scale: 'volume', ...hidden },
      { scale: 'volume', ...hidden },
      { scale: 'price', ...hidden },
      { scale: 'flow', ...hidden },
    ],
    hooks: {
      draw: [
        (u) => {
          paint(u, theme, spec, marks());
        },
      ],
    },
  });
}

const MINUTE = 60_000;
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720].map((minutes) => minutes * MINUTE);

function paint(u: uPlot, theme: ChartTheme, spec: PriceChartSpec, marks: PriceMarks): void {
  const { ctx: context, bbox } = u;
  const [times, prices, yes, no, vwap, flow] = u.data;
  if (prices === undefined || yes === undefined || no === undefined) return;
  const pixel = uPlot.pxRatio;
  context.save();
  context.beginPath();
  context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  context.clip();
  paintUnknown(u, theme, marks, pixel);
  paintVolume(u, theme, marks.barMs, [times, yes, no], pixel);
  if (spec.hasFlow && flow !== undefined) paintFlow(u, theme, times, flow, pixel);
  if (spec.hasVwap && vwap !== undefined) {
    context.setLineDash(DASH.map((length) => length * pixel));
    line(u, times, vwap, 'price', theme.text2, 1.25 * pixel);
    context.setLineDash([]);
  }
  line(u, times, prices, 'price', theme.text, 1.5 * pixel);
  context.restore();
  // Saved again: uPlot remembers what it has set on the context and trusts it.
  context.save();
  paintEnd(u, theme, marks, times, prices, pixel);
  context.restore();
}

function paintUnknown(u: uPlot, theme: ChartTheme, marks: PriceMarks, pixel: number): void {
  const { ctx: context, bbox } = u;
  const bottom = u.valToPos(0, 'volume', true);
  const between = (from: number, to: number) => {
    const left = Math.max(bbox.left, u.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, u.valToPos(to, 'x', true));
    return { x: left, y: bbox.top, width: right - left, height: bottom - bbox.top };
  };
  const { recordedFrom, from, to } = marks;
  if (recordedFrom !== undefined && recordedFrom > from) {
    const box = between(from, Math.min(recordedFrom, to));
    hatch(context, box, 'not-recorded', theme.line, pixel);
    context.font = scaledFont(theme.font, pixel);
    const words = 'Not recorded';
    const width = context.measureText(words).width;
    if (box.width > width + 16 * pixel) {
      const middle = u.valToPos(DOLLAR / 2, 'price', true);
      context.fillStyle = theme.bg1;
      context.fillRect(
        box.x + (box.width - width) / 2 - 4 * pixel,
        middle - 9 * pixel,
        width + 8 * pixel,
        18 * pixel,
      );
      context.fillStyle = theme.text3;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.fillText(words, box.x + box.width / 2, middle);
    }
  }
  for (const gap of marks.gaps) {
    const box = between(gap.from, gap.to);
    // A short gap is a fact too: never thinner than it can be seen.
    hatch(context, { ...box, width: Math.max(box.width, 3 * pixel) }, 'gap', theme.warn, pixel);
  }
}

function paintVolume(
  u: uPlot,
  theme: ChartTheme,
  barMs: number,
  [times, yes, no]: readonly [Column, Column, Column],
  pixel: number,
): void {
  const context = u.ctx;
  const slot = u.valToPos(barMs, 'x', true) - u.valToPos(0, 'x', true);
  const width = Math.max(pixel, Math.floor(slot - (slot > 4 * pixel ? pixel : 0)));
  const base = Math.round(u.valToPos(0, 'volume', true));
  context.lineWidth = pixel;
  for (let index = 0; index < times.length; index++) {
    const yesVolume = yes[index] ?? 0;
    const noVolume = no[index] ?? 0;
    if (yesVolume + noVolume === 0) continue;
    const left = Math.round(u.valToPos(times[index] ?? 0, 'x', true));
    const middle = Math.round(u.valToPos(yesVolume, 'volume', true));
    const top = Math.min(base - pixel, Math.round(u.valToPos(yesVolume + noVolume, 'volume', true)));
    context.fillStyle = theme.yesBar;
    context.fillRect(left, middle, width, base - middle);
    if (noVolume === 0) continue;
    context.fillStyle = theme.noBar;
    context.fillRect(left, top, width, Math.max(pixel, middle - top));
    if (width < 4 * pixel) continue;
    context.strokeStyle = theme.no;
    context.strokeRect(left + pixel / 2, top + pixel / 2, width - pixel, Math.max(0, middle - top - pixel));
  }
  context.fillStyle = theme.line;
  context.fillRect(u.bbox.left, base - pixel, u.bbox.width, pixel);
}

/** Blue while takers have bought more YES than NO since the left edge, orange while they have not. */
function paintFlow(u: uPlot, theme: ChartTheme, times: Column, flow: Column, pixel: number): void {
  const { ctx: context, bbox } = u;
  const zero = u.valToPos(0, 'flow', true);
  const halves = [
    [bbox.top, zero - bbox.top, theme.yes],
    [zero, bbox.top + bbox.height - zero, theme.no],
  ] as const;
  for (const [top, height, colour] of halves) {
    context.save();
    context.beginPath();
    context.rect(bbox.left, top, bbox.width, height);
    context.clip();
    line(u, times, flow, 'flow', colour, 1.25 * pixel);
    context.restore();
  }
}

/** Where trading ends, and the tag of the last price; the tag stands outside the plot, on the axis. */
function paintEnd(
  u: uPlot,
  theme: ChartTheme,
  marks: PriceMarks,
  times: Column,
  prices: Column,
  pixel: number,
): void {
  const { ctx: context, bbox } = u;
  const right = bbox.left + bbox.width;
  const { closeAt, from, to, lastLabel } = marks;
  if (closeAt !== undefined && closeAt > from && closeAt <= to) {
    const x = Math.round(u.valToPos(closeAt, 'x', true)) + pixel / 2;
    context.setLineDash(DASH.map((length) => length * pixel));
    context.strokeStyle = theme.text2;
    context.lineWidth = pixel;
    context.beginPath();
    context.moveTo(x, bbox.top);
    context.lineTo(x, bbox.top + bbox.height);
    context.stroke();
    context.setLineDash([]);
    label(context, 'Closed', x - 4 * pixel, bbox.top + 8 * pixel, theme, pixel, 'right');
  }
  const last = lastKnown(prices);
  if (last === undefined || lastLabel === undefined) return;
  const y = u.valToPos(last.value, 'price', true);
  context.fillStyle = theme.text;
  context.beginPath();
  context.arc(u.valToPos(times[last.index] ?? 0, 'x', true), y, 3 * pixel, 0, Math.PI * 2);
  context.fill();
  context.beginPath();
  context.roundRect(right + 3 * pixel, y - 9 * pixel, (PRICE_AXIS - 5) * pixel, 18 * pixel, 3 * pixel);
  context.fill();
  context.font = `600 ${scaledFont(theme.font, pixel)}`;
  context.fillStyle = theme.bg1;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(lastLabel, right + (3 + (PRICE_AXIS - 5) / 2) * pixel, y + pixel / 2);
}

/** A step line: a price holds until the next trade; null lifts the pen. */
function line(u: uPlot, times: Column, values: Column, scale: string, colour: string, width: number): void {
  const context = u.ctx;
  let isDown = false;
  let lastY = 0;
  context.beginPath();
  for (let index = 0; index < times.length; index++) {
    const x = u.valToPos(times[index] ?? 0, 'x', true);
    const value = values[index];
    if (value === null || value === undefined) {
      if (isDown) context.lineTo(x, lastY);
      isDown = false;
      continue;
    }
    const y = u.valToPos(value, scale, true);
    if (isDown) {
      context.lineTo(x, lastY);
      context.lineTo(x, y);
    } else {
      context.moveTo(x, y);
    }
    isDown = true;
    lastY = y;
  }
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.stroke();
}

function lastKnown(values: Column): { readonly index: number; readonly value: number } | undefined {
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index];
    if (value !== null && value !== undefined) return { index, value };
  }
  return undefined;
}

function label(
  context: CanvasRenderingContext2D,
  words: string,
  x: number,
  y: number,
  theme: ChartTheme,
  pixel: number,
  align: CanvasTextAlign,
): void {
  context.font = scaledFont(theme.font, pixel);
  context.fillStyle = theme.text2;
  context.textAlign = align;
  context.textBaseline = 'middle';
  context.fillText(words, x, y);
}

function scaledFont(font: string, pixel: number): string {
  return font.replace(/(\d+)px/, (_all, size: string) => `${Number(size) * pixel}px`);
}
