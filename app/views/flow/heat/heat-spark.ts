/** The step line inside a large tile: price over the window, zoomed to its own range; the shape is the point, not the scale. */
import type { Sparkline } from '#contract/frames.ts';

export interface SparkBox {
  readonly width: number;
  readonly height: number;
}

/** Smallest range drawn over the full height, 1e-4 dollar: a one-cent flicker must not look like a storm. */
const MIN_RANGE = 400;
const MARGIN = 2;

/** Returns an SVG path through `points`, stepping at each trade's time; empty with fewer than two points. */
export function heatSparkPath(points: Sparkline, box: SparkBox): string {
  const count = points.at.length;
  const first = points.at[0];
  const last = points.at[count - 1];
  if (count < 2 || first === undefined || last === undefined || last <= first) return '';
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const price of points.yesPrice) {
    low = Math.min(low, price);
    high = Math.max(high, price);
  }
  const range = Math.max(MIN_RANGE, high - low);
  const middle = (low + high) / 2;
  const roomY = box.height - 2 * MARGIN;
  let path = '';
  for (let index = 0; index < count; index++) {
    const x = (((points.at[index] ?? first) - first) / (last - first)) * box.width;
    const y = MARGIN + (0.5 - ((points.yesPrice[index] ?? middle) - middle) / range) * roomY;
    path += index === 0 ? `M${x.toFixed(1)} ${y.toFixed(1)}` : `H${x.toFixed(1)}V${y.toFixed(1)}`;
  }
  return path;
}
