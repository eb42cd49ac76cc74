/** Trades on the picture: a dot every 8 px for the side that traded more, its area the contracts; volume by taker above. */
import { dotRadius } from '#core/market/liquidity/dots.ts';
import { setType, xOf, yOf, type Scene } from './scene.ts';

/** CSS px. */
export const DOT_BIN = 8;
const BAR_BIN = 4;

interface Bin {
  readonly from: number;
  readonly yes: number;
  readonly no: number;
  readonly yesValue: number;
  readonly noValue: number;
}

/** Returns how many columns a bin of `css` pixels has. */
export function binColumns(css: number, dpr: number): number {
  return Math.max(1, Math.round(css * dpr));
}

/** Sums of whole bins; a bin is the same trades wherever it has scrolled to. */
function binsOf({ fold, range, layout }: Scene, css: number): Bin[] {
  const { columns } = fold;
  const width = binColumns(css, layout.dpr);
  const bins: Bin[] = [];
  for (let from = Math.floor(range.from / width) * width; from < range.to; from += width) {
    let [yes, no, yesValue, noValue] = [0, 0, 0, 0];
    for (let k = from; k < Math.min(from + width, range.to); k++) {
      const slot = columns.slotHolding(k);
      if (slot < 0) continue;
      yes += columns.yesVolume[slot] ?? 0;
      no += columns.noVolume[slot] ?? 0;
      yesValue += columns.yesValue[slot] ?? 0;
      noValue += columns.noValue[slot] ?? 0;
    }
    if (yes + no > 0) bins.push({ from, yes, no, yesValue, noValue });
  }
  return bins;
}

/** Returns what the bins in view hold of the side that traded more, 1e-2 contract. */
export function dotSizes(scene: Scene): readonly number[] {
  return binsOf(scene, DOT_BIN).map(({ yes, no }) => Math.max(yes, no));
}

/** A dot, in device pixels. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly isYes: boolean;
}

/** Returns the dots in view. */
export function dotsOf(scene: Scene): readonly Dot[] {
  const { layout, minTrade } = scene;
  const half = binColumns(DOT_BIN, layout.dpr) / 2;
  const dots: Dot[] = [];
  for (const { from, yes, no, yesValue, noValue } of binsOf(scene, DOT_BIN)) {
    const isYes = yes >= no;
    const size = isYes ? yes : no;
    if (size < minTrade) continue;
    const y = yOf(scene, (isYes ? yesValue : noValue) / size);
    const radius = layout.px(dotRadius(size, minTrade) * 2) / 2;
    dots.push({ x: xOf(scene, from) + half, y, radius, isYes });
  }
  return dots;
}

/** Draws the dots: YES takers filled, NO takers hollow. */
export function drawDots({ context, layout, view }: Scene, dots: readonly Dot[]): void {
  const { plot, px } = layout;
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top, plot.width, plot.height);
  context.clip();
  for (const { x, y, radius, isYes } of dots) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = isYes ? view.colours.yes : view.colours.panel;
    context.globalAlpha = isYes ? 0.92 : 0.72;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = Math.max(1, px(isYes ? 1 : 1.5));
    context.strokeStyle = isYes ? view.colours.panel : view.colours.no;
    context.stroke();
  }
  context.restore();
}

/** Draws traded contracts by taker: YES solid from the base, NO lighter on top of it. */
export function drawVolume(scene: Scene): void {
  const { context, layout, view } = scene;
  const { volume, px } = layout;
  const bins = binsOf(scene, BAR_BIN);
  const most = bins.reduce((high, { yes, no }) => Math.max(high, yes + no), 0);
  const width = binColumns(BAR_BIN, layout.dpr);
  const bottom = volume.top + volume.height;
  for (const { from, yes, no } of bins) {
    const left = Math.max(volume.left, xOf(scene, from));
    const right = Math.min(volume.left + volume.width, xOf(scene, from) + width - 1);
    if (right <= left) continue;
    const yesHeight = Math.round((yes / most) * volume.height);
    const height = Math.max(1, Math.round(((yes + no) / most) * volume.height));
    context.fillStyle = view.colours.yes;
    context.fillRect(left, bottom - yesHeight, right - left, yesHeight);
    context.fillStyle = view.colours.no;
    context.globalAlpha = 0.62;
    context.fillRect(left, bottom - height, right - left, height - yesHeight);
    context.globalAlpha = 1;
  }
  setType(scene);
  context.textAlign = 'left';
  context.textBaseline = 'top';
  const word = 'Volume';
  context.fillStyle = view.colours.panel;
  context.globalAlpha = 0.7;
  context.fillRect(volume.left, volume.top, context.measureText(word).width + px(6), px(13));
  context.globalAlpha = 1;
  context.fillStyle = view.colours.text3;
  context.fillText(word, volume.left + px(3), volume.top + px(1));
}
