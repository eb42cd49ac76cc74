/** What the parts of one frame draw from. */
import type { LiquidityFold } from '#core/market/liquidity/liquidity-fold.ts';
import type { ColumnRange } from '#core/market/liquidity/liquidity-columns.ts';
import type { SizeScale } from '#core/market/liquidity/ramps.ts';
import type { HeatmapView } from '#contract/heatmap.ts';
import { shareFromTop } from '#core/market/liquidity/price-rows.ts';
import type { Layout } from './layout.ts';

export interface Scene {
  readonly context: OffscreenCanvasRenderingContext2D;
  readonly layout: Layout;
  readonly view: HeatmapView;
  readonly fold: LiquidityFold;
  /** Columns shown; as many as the plot has pixels. */
  readonly range: ColumnRange;
  readonly scale: SizeScale;
  /** 1e-2 contract: dots from here on. */
  readonly minTrade: number;
  /** The clock, ms. */
  readonly now: number;
  readonly isReplay: boolean;
  /** The disk did not give what was recorded before. */
  readonly isUnreadable: boolean;
}

/** Returns the pixel at which column `k` begins. */
export function xOf({ layout, range }: Scene, k: number): number {
  return layout.plot.left + (k - range.from);
}

/** Returns the pixel of a YES price. */
export function yOf({ layout, fold }: Scene, price: number): number {
  return layout.plot.top + shareFromTop(fold.shape.rows, price) * layout.plot.height;
}

/** Sets the type: 11 CSS px, the page's own face, with fallbacks. */
export function setType({ context, layout }: Scene, weight = 450): void {
  context.font = `${weight} ${11 * layout.dpr}px "Inter Variable", system-ui, sans-serif`;
}
