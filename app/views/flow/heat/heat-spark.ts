/** The step line inside a large tile: price over the window, zoomed to its own range; the shape is the point, not the scale. */
import type { Sparkline } from '#contract/frames.ts';

export interface SparkBox {
  readonly width: number;
  readonly height: number;
}

/** Smallest range drawn over the full height, 1e-4 dollar: a one-cent flicker must not look like a storm. */
const MIN_RANGE = 400;
const MARGIN = 2;

/** Returns an SVG path through `points`, stepping at each trade's time, broken at gaps; empty with fewer than two points. Mirrored: of NO prices. */
export function heatSparkPath(points: Sparkline, box: SparkBox, isMirrored = false): string {
  const count = points.at.length;
  const first = points.at[0];
  const last = points.at[count - 1];
  if (count < 2 || first === undefined || last === undefined || last <= first) return '';
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const price of points.yesPrice) {
    if (price === 0) continue;
    low = Math.min(low, price);
    high = Math.max(high, price);
  }
  const range = Math.max(MIN_RANGE, high - low);
  const middle = (low + high) / 2;
  const roomY = box.height - 2 * MARGIN;
  let path = '';
  let isBroken = true;
  for (let index = 0; index < count; index++) {
    const x = (((points.at[index] ?? first) - first) / (last - first)) * box.width;
    const price = points.yesPrice[index] ?? 0;
    if (price === 0) {
      if (!isBroken) path += `H${x.toFixed(1)}`;
      isBroken = true;
      continue;
    }
    const rise = (price - middle) / range;
    const y = MARGIN + (isMirrored ? 0.5 + rise : 0.5 - rise) * roomY;
    path += isBroken ? `M${x.toFixed(1)} ${y.toFixed(1)}` : `H${x.toFixed(1)}V${y.toFixed(1)}`;
    isBroken = false;
  }
  return path;
}
