/** Where the parts of the picture lie on the canvas, in device pixels: everything is drawn on whole ones. */
import type { HeatmapView } from '#contract/heatmap.ts';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Device pixels in a CSS pixel, and `px(n)`: n CSS pixels in whole device ones. */
  readonly dpr: number;
  readonly px: (css: number) => number;
  /** NO prices: what is cheap in YES stands at the top. */
  readonly isMirrored: boolean;
  readonly plot: Box;
  readonly volume: Box;
  readonly imbalance: Box;
  readonly depth: Box;
  readonly prices: Box;
  readonly times: Box;
}

/** Below this the depth profile and the strips take less room (CSS px). */
const NARROW = 560;
const PAD = 12;
const TIMES = 24;

/** Returns the layout of a view; the plot is at least one pixel. */
export function layoutOf({ width, height, dpr, outcome }: HeatmapView): Layout {
  const px = (css: number): number => Math.round(css * dpr);
  const isNarrow = width < NARROW;
  const pad = isNarrow ? 8 : PAD;
  const strip = isNarrow ? 20 : 24;
  const imbalance = isNarrow ? 34 : 44;
  const depth = isNarrow ? 34 : 64;
  const labels = isNarrow ? 42 : 48;
  const left = px(pad);
  const plotWidth = Math.max(1, px(width - pad - depth - labels - 8));
  const top = px(strip + 6);
  const plotHeight = Math.max(1, px(height - strip - 6 - imbalance - TIMES));
  const right = left + plotWidth;
  const bottom = top + plotHeight;
  return {
    width: Math.max(1, px(width)),
    height: Math.max(1, px(height)),
    dpr,
    px,
    isMirrored: outcome === 'no',
    plot: { left, top, width: plotWidth, height: plotHeight },
    volume: { left, top: px(3), width: plotWidth, height: px(strip) },
    imbalance: { left, top: bottom + px(17), width: plotWidth, height: px(imbalance - 17) },
    depth: { left: right + px(6), top, width: px(depth), height: plotHeight },
    prices: { left: right + px(depth + 8), top, width: px(labels), height: plotHeight },
    times: { left, top: bottom + px(imbalance), width: plotWidth, height: px(TIMES) },
  };
}
