/** Painters of the drawer's chart: uPlot gives places and scales, these give the marks. They keep nothing between two calls. */
import uPlot from 'uplot';
import { ONE_DOLLAR } from '#core/units/price.ts';
import { hatch } from './marks.ts';
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

export interface PriceLines {
  readonly hasVwap: boolean;
  readonly hasFlow: boolean;
}

/** One column of uPlot's data. */
export type Column = ArrayLike<number | null | undefined>;

/** The tag of the last price stands on the axis, among the labels of these prices (1e-4 dollar). */
export const PRICE_AXIS_WIDTH = 48;
export const PRICE_SPLITS = [0, 2_500, 5_000, 7_500, ONE_DOLLAR];
/** Heights of the tag and of a label, CSS px. */
const TAG_HEIGHT = 18;
const LABEL_HEIGHT = 14;
/** Half a dollar, 1e-4 dollar: the middle of the price's part of the plot. */
const MIDDLE = 5_000;
const DASH = [4, 3];

/** Draws everything but the axes. `lines` says which of the optional ones. */
export function paintPrice(u: uPlot, theme: ChartTheme, lines: PriceLines, marks: PriceMarks): void {
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
  if (lines.hasFlow && flow !== undefined) paintFlow(u, theme, times, flow, pixel);
  if (lines.hasVwap && vwap !== undefined) {
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
      const middle = u.valToPos(MIDDLE, 'price', true);
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
    hatch(context, { ...box, width: Math.max(box.width, 3 * pixel) }, 'gap', theme.gap, pixel);
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

/** In the colour of YES while takers have bought more YES than NO since the left edge, of NO while they have not. */
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
  const labels = PRICE_SPLITS.map((price) => u.valToPos(price, 'price', true));
  for (const hidden of hiddenLabels(y, labels, pixel)) {
    const top = hidden - (LABEL_HEIGHT / 2) * pixel;
    context.clearRect(right + pixel, top, PRICE_AXIS_WIDTH * pixel, LABEL_HEIGHT * pixel);
  }
  context.fillStyle = theme.text;
  context.beginPath();
  context.arc(u.valToPos(times[last.index] ?? 0, 'x', true), y, 3 * pixel, 0, Math.PI * 2);
  context.fill();
  context.beginPath();
  const height = TAG_HEIGHT * pixel;
  context.roundRect(right + 3 * pixel, y - height / 2, (PRICE_AXIS_WIDTH - 5) * pixel, height, 3 * pixel);
  context.fill();
  context.font = `600 ${scaledFont(theme.font, pixel)}`;
  context.fillStyle = theme.bg1;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(lastLabel, right + (3 + (PRICE_AXIS_WIDTH - 5) / 2) * pixel, y + pixel / 2);
}

/** Returns the labels of which a tag at `tag` would hide a part: half a label reads as another number. Heights, `pixel` to a CSS px. */
export function hiddenLabels(tag: number, labels: readonly number[], pixel: number): readonly number[] {
  const room = ((TAG_HEIGHT + LABEL_HEIGHT) / 2) * pixel;
  return labels.filter((label) => Math.abs(label - tag) < room);
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
  // An edge in the colour of the ground: the price may run through the words.
  context.strokeStyle = theme.bg1;
  context.lineWidth = 4 * pixel;
  context.lineJoin = 'round';
  context.strokeText(words, x, y);
  context.fillText(words, x, y);
}

function scaledFont(font: string, pixel: number): string {
  return font.replace(/(\d+)px/, (_all, size: string) => `${Number(size) * pixel}px`);
}
