/** A price path as an SVG path: a step line, because a price holds until the next trade, broken at gaps. Pure geometry, no element. */
import type { Sparkline } from '#contract/frames.ts';

export interface SparklineBox {
  readonly width: number;
  readonly height: number;
  /** Span of the time axis, ms; the path ends at `to`. */
  readonly from: number;
  readonly to: number;
}

export interface SparklinePath {
  readonly path: string;
  /** Where the path ends. */
  readonly x: number;
  readonly y: number;
  /** Height of the first price: the base line of the window. */
  readonly baseY: number;
}

/** 1e-4 dollar: less movement than two cents is drawn as nearly flat, not blown up to the full height. */
const LEAST_SPAN = 200;
/** Room for the line's width and the last dot. */
const PAD = 3;

/** Returns the step path zoomed to its own range, or `undefined` without a point. Mirrored: of NO prices. */
export function sparklinePath(
  points: Sparkline,
  box: SparklineBox,
  isMirrored = false,
): SparklinePath | undefined {
  const { at, yesPrice } = points;
  const count = Math.min(at.length, yesPrice.length);
  const first = yesPrice[0];
  if (count === 0 || first === undefined) return undefined;
  let low = first;
  let high = first;
  for (const price of yesPrice) {
    if (price === 0) continue;
    if (price < low) low = price;
    if (price > high) high = price;
  }
  const span = Math.max(high - low, LEAST_SPAN);
  const middle = (high + low) / 2;
  const time = Math.max(box.to - box.from, 1);
  const xOf = (ms: number): number =>
    PAD + Math.min(1, Math.max(0, (ms - box.from) / time)) * (box.width - 2 * PAD);
  const up = ((isMirrored ? -1 : 1) * (box.height - 2 * PAD)) / span;
  const yOf = (price: number): number => box.height / 2 - (price - middle) * up;

  const baseY = short(yOf(first));
  let path = `M${short(xOf(at[0] ?? box.from))} ${baseY}`;
  let [x, y] = [short(xOf(box.to)), baseY];
  let isBroken = false;
  for (let index = 1; index < count; index++) {
    const price = yesPrice[index] ?? 0;
    const nextX = short(xOf(at[index] ?? box.to));
    if (price === 0) {
      if (!isBroken) path += `H${nextX}`;
      x = isBroken ? x : nextX;
      isBroken = true;
      continue;
    }
    const next = short(yOf(price));
    if (isBroken) path += `M${nextX} ${next}`;
    else if (next !== y) path += `H${nextX}V${next}`;
    y = next;
    isBroken = false;
  }
  if (isBroken) return { path, x, y, baseY };
  x = short(xOf(box.to));
  return { path: `${path}H${x}`, x, y, baseY };
}

/** Returns a path through plain values, equally spaced, from zero up; for rates. */
export function ratePath(values: ArrayLike<number>, width: number, height: number): string {
  let highest = 1;
  for (let index = 0; index < values.length; index++) highest = Math.max(highest, values[index] ?? 0);
  let path = '';
  for (let index = 0; index < values.length; index++) {
    const x = short((index / Math.max(1, values.length - 1)) * width);
    const y = short(height - 1 - ((values[index] ?? 0) / highest) * (height - 2));
    path += `${index === 0 ? 'M' : 'L'}${x} ${y}`;
  }
  return path;
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}
