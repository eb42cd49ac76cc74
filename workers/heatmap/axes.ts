/** Axes: prices of the outcome that is read first on the right, with the best ones as tags, times below, faint rules across the picture. */
import { complement, type Price } from '#core/units/price.ts';
import { priceText } from '#core/units/price-form.ts';
import { roundTimes } from '#core/units/zone.ts';
import { clockOf } from './clock-words.ts';
import { setType, xOf, yOf, type Scene } from './scene.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Whole range: the ends matter more than even steps, because prices crowd there. */
const WHOLE_TICKS = [1_000, 2_500, 5_000, 7_500, 9_000] as const;
const PRICE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 2_500] as const;
const TIME_STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400] as const;
/** Room of a label, CSS px. */
const PRICE_ROOM = 34;
const TIME_ROOM = 74;
const TAG_HEIGHT = 15;

/** Draws the rules and the labels of both axes. */
export function drawAxes(scene: Scene): void {
  const { context, layout, view } = scene;
  const { plot, prices, times, px } = layout;
  setType(scene);
  context.lineWidth = 1;
  context.strokeStyle = view.colours.text3;
  context.fillStyle = view.colours.text3;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const tags = tagsOf(scene);
  context.beginPath();
  for (const price of priceTicks(scene)) {
    const y = Math.round(yOf(scene, price)) + 0.5;
    context.moveTo(plot.left, y);
    context.lineTo(plot.left + plot.width, y);
    if (tags.every((tag) => Math.abs(tag.y - y) > px(TAG_HEIGHT)))
      context.fillText(textOf(scene, price), prices.left + px(4), y);
  }
  const { ticks, step } = timeTicks(scene);
  context.textAlign = 'center';
  const clock = clockOf(view.timeZone);
  const label = step < MINUTE ? clock.second : clock.minute;
  const end = plot.left + plot.width;
  const word = endWord(scene);
  const free = end - context.measureText(word).width - px(6);
  const begin = drawDays(scene);
  for (const at of ticks) {
    const x = xOf(scene, at / scene.fold.shape.columnMs);
    context.moveTo(Math.round(x) + 0.5, plot.top);
    context.lineTo(Math.round(x) + 0.5, plot.top + plot.height);
    // The end of the axis is taken by its own word.
    const text = label(at);
    const half = context.measureText(text).width / 2;
    if (x - half > begin && x + half < free) context.fillText(text, x, times.top + times.height / 2);
  }
  context.globalAlpha = 0.16;
  context.stroke();
  context.globalAlpha = 1;
  drawTags(scene, tags);
  drawNow(scene, word);
}

/** Writes which days the times are of, if not today; returns where the first time may stand. */
function drawDays({ context, layout, view }: Scene): number {
  const { plot, times, px } = layout;
  if (view.days === '') return plot.left - px(4);
  context.textAlign = 'left';
  context.fillText(view.days, plot.left, times.top + times.height / 2);
  context.textAlign = 'center';
  return plot.left + context.measureText(view.days).width + px(10);
}

interface Tag {
  readonly y: number;
  readonly text: string;
  readonly isBid: boolean;
}

/** The best prices at the end of what is shown; moved apart where they would cover each other. */
function tagsOf({ fold, range, layout, ...scene }: Scene): Tag[] {
  const { columns } = fold;
  const all: Scene = { fold, range, layout, ...scene };
  for (let k = range.to - 1; k >= range.from && k > range.to - 12; k--) {
    const slot = columns.slotHolding(k);
    if (slot < 0 || columns.flags[slot] === 0) continue;
    const [bid, ask] = [columns.bidEnd[slot] ?? Number.NaN, columns.askEnd[slot] ?? Number.NaN];
    const half = (layout.px(TAG_HEIGHT) + 2) / 2;
    const [bidY, askY] = [yOf(all, bid), yOf(all, ask)];
    const middle = (bidY + askY) / 2;
    // The higher price stands higher; a mirrored picture has the YES bid there.
    const isBidBelow = layout.isMirrored ? -1 : 1;
    const isTight = isBidBelow * (bidY - askY) < 2 * half;
    const tags: Tag[] = [];
    if (!Number.isNaN(ask))
      tags.push({ y: isTight ? middle - isBidBelow * half : askY, text: textOf(all, ask), isBid: false });
    if (!Number.isNaN(bid))
      tags.push({ y: isTight ? middle + isBidBelow * half : bidY, text: textOf(all, bid), isBid: true });
    const inside = ({ y }: Tag) =>
      y >= layout.plot.top - half && y <= layout.plot.top + layout.plot.height + half;
    return tags.filter(inside);
  }
  return [];
}

function drawTags(scene: Scene, tags: readonly Tag[]): void {
  const { context, layout, view } = scene;
  const { prices, px } = layout;
  setType(scene, 600);
  context.textAlign = 'center';
  for (const { y, text, isBid } of tags) {
    const [width, height] = [prices.width - px(4), px(TAG_HEIGHT)];
    const [left, top] = [prices.left, Math.round(y - height / 2)];
    context.beginPath();
    context.roundRect(left + 0.5, top + 0.5, width - 1, height - 1, px(2.5));
    context.fillStyle = isBid ? view.colours.yes : view.colours.panel;
    context.fill();
    if (!isBid) {
      context.strokeStyle = view.colours.no;
      context.lineWidth = Math.max(1, px(1.25));
      context.stroke();
    }
    context.fillStyle = isBid ? view.colours.panel : view.colours.no;
    context.fillText(text, left + width / 2, top + height / 2 + 0.5);
  }
}

/** A dashed edge where the time has come to, and the word for it. */
function drawNow(scene: Scene, word: string): void {
  const { context, layout, view, fold, now } = scene;
  const { plot, times, px } = layout;
  const x = Math.min(plot.left + plot.width, Math.round(xOf(scene, now / fold.shape.columnMs)));
  const end = plot.left + plot.width;
  setType(scene);
  context.textAlign = 'right';
  context.fillStyle = view.colours.text2;
  context.fillText(word, Math.max(Math.min(x, end), plot.left + px(30)), times.top + times.height / 2);
  if (!isNowShown(scene)) return;
  context.strokeStyle = scene.isReplay ? view.colours.accent : view.colours.text2;
  context.lineWidth = Math.max(1, px(1));
  context.setLineDash([px(3), px(3)]);
  context.beginPath();
  context.moveTo(x + 0.5, plot.top);
  context.lineTo(x + 0.5, plot.top + plot.height);
  context.stroke();
  context.setLineDash([]);
}

function isNowShown({ fold, range, now }: Scene): boolean {
  return now < (range.to + 1) * fold.shape.columnMs;
}

/** Returns what stands at the right end of the time axis. */
function endWord(scene: Scene): string {
  if (isNowShown(scene)) return scene.isReplay ? 'playhead' : 'now';
  return clockOf(scene.view.timeZone).second(scene.range.to * scene.fold.shape.columnMs);
}

function priceTicks({ fold, layout }: Scene): readonly number[] {
  const { low, high } = fold.shape.rows;
  if (high - low > 9_000) return WHOLE_TICKS;
  const fits = (step: number): boolean => (step / (high - low)) * layout.plot.height >= layout.px(PRICE_ROOM);
  const step = PRICE_STEPS.find(fits) ?? 2_500;
  const ticks: number[] = [];
  for (let price = Math.ceil(low / step) * step; price <= high; price += step) ticks.push(price);
  return ticks;
}

/** Round times by the reader's clock. */
function timeTicks({ fold, range, layout, view }: Scene): { ticks: readonly number[]; step: number } {
  const { columnMs } = fold.shape;
  const room = layout.px(TIME_ROOM) * columnMs;
  const step = (TIME_STEPS.find((seconds) => seconds * SECOND >= room) ?? 14_400) * SECOND;
  const [from, to] = [range.from * columnMs, range.to * columnMs];
  return { ticks: roundTimes(from, to, step, clockOf(view.timeZone).offset), step };
}

/** Returns a YES price as the reader reads prices. */
function textOf({ view }: Scene, yesPrice: number): string {
  const price = Math.round(yesPrice) as Price;
  return priceText(view.outcome === 'yes' ? price : complement(price), view.priceForm);
}
