/**
 * The page and the worker that draws the liquidity heatmap, over one port. The page says what is looked at, the worker draws
 * on the canvas it was given and answers what the cursor reads. Times are those of the river: live or of a replay.
 */
import type { LiquidityRows } from '#core/market/liquidity/liquidity-rows.ts';
import type { ReadOut } from '#core/market/liquidity/read-out.ts';
import type { RampPalette } from '#core/market/liquidity/ramp-palettes.ts';
import type { Theme } from '#core/market/liquidity/ramps.ts';
import type { PriceSpan } from '#core/market/liquidity/price-rows.ts';
import type { Outcome } from '#core/units/outcome.ts';
import type { Price } from '#core/units/price.ts';
import type { PriceForm } from '#core/units/price-form.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { DurationMs, UnixMs } from '#core/units/time.ts';

/** Colours as CSS, read from the page's tokens; the ramps are in core. */
export interface HeatmapColours {
  readonly theme: Theme;
  readonly palette: RampPalette;
  readonly panel: string;
  readonly rule: string;
  readonly text: string;
  readonly text2: string;
  readonly text3: string;
  readonly yes: string;
  readonly no: string;
  readonly accent: string;
}

export interface HeatmapOver {
  readonly words: string;
  /** When it closed; `undefined` where the exchange has not said. */
  readonly at: UnixMs | undefined;
}

export interface HeatmapView {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly dpr: number;
  readonly span: DurationMs;
  /** Right end; `undefined` follows the clock. */
  readonly end: UnixMs | undefined;
  /** The page is frozen: what comes in is kept, and drawn only where the reader looks elsewhere. */
  readonly isFrozen: boolean;
  /** `fit`: what the best prices touch, with room; else what is named. */
  readonly prices: 'all' | 'fit' | PriceSpan;
  readonly column: 'max' | 'last';
  readonly mode: 'split' | 'size';
  /** The scale stays as it is, so that a colour means the same across time. */
  readonly isScalePinned: boolean;
  readonly hasMicroprice: boolean;
  /** Trades are dots from this size on; `undefined`: from what is usual in view. */
  readonly minTrade: Quantity | undefined;
  /** Stands where the time axis begins: the zone of what is shown, with its day unless it is the reader's today. */
  readonly days: string;
  /** How prices are written, and whose: a picture of NO prices is the other way up. */
  readonly priceForm: PriceForm;
  readonly outcome: Outcome;
  /** By whose clock times are written: "America/New_York". */
  readonly timeZone: string;
  /** The market is over: `words` say so on the part without a book that comes after `at`. */
  readonly over: HeatmapOver | undefined;
  readonly colours: HeatmapColours;
}

/** Where the cursor stands: over a pixel, or on a column and price. */
export type HeatmapCursor =
  | { readonly kind: 'none' }
  | { readonly kind: 'pixel'; readonly x: number; readonly y: number }
  /** Moves the cursor by columns and rows; where there is none it begins at the newest column and the best bid. */
  | { readonly kind: 'step'; readonly columns: number; readonly rows: number };

export type HeatmapRequest =
  | {
      readonly kind: 'init';
      readonly canvas: OffscreenCanvas;
      readonly view: HeatmapView;
      readonly fontUrl: string;
    }
  /** What is drawn from now on: at first, after `silent`, and where a replay begins or ends. */
  | { readonly kind: 'river'; readonly river: MessagePort }
  | { readonly kind: 'view'; readonly view: HeatmapView }
  | { readonly kind: 'cursor'; readonly cursor: HeatmapCursor }
  /** Asks for what is in view as rows of numbers, once; no answer where nothing is followed yet. */
  | { readonly kind: 'table' }
  /** Nothing is drawn while the page is hidden. */
  | { readonly kind: 'visible'; readonly isVisible: boolean }
  | { readonly kind: 'close' };

/** The cursor in numbers, and where it is drawn (CSS pixels on the canvas). */
export interface HeatmapReadOut extends ReadOut {
  readonly x: number;
  readonly y: number;
  /** Beginning of the column. */
  readonly time: UnixMs;
  readonly columnMs: DurationMs;
  /** YES prices of the row, lowest and highest: the same but where a pixel holds several. */
  readonly price: Price;
  readonly priceTo: Price;
}

/** Sizes at the ends of the colours, and from which size on trades are dots. */
export interface HeatmapLegend {
  readonly low: Quantity;
  readonly high: Quantity;
  readonly minTrade: Quantity;
}

/** Where the picture lies on the canvas, CSS pixels. */
export interface HeatmapFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is in view as rows of numbers, and the clock at which they were read. */
export interface HeatmapTable extends LiquidityRows {
  readonly now: UnixMs;
}

/** What stands in the way of a picture: `waiting` for the first events, `empty`: there is no book. */
export type HeatmapPhase = 'waiting' | 'empty' | 'gap' | 'live';

export type HeatmapAnswer =
  | { readonly kind: 'read-out'; readonly readOut: HeatmapReadOut | undefined }
  | { readonly kind: 'table'; readonly table: HeatmapTable }
  | { readonly kind: 'legend'; readonly legend: HeatmapLegend }
  /** The river says nothing any more, not even the time: whoever wrote it is gone, another one is wanted. */
  | { readonly kind: 'silent' }
  | {
      readonly kind: 'drawn';
      readonly phase: HeatmapPhase;
      /** The clock; the right end of the picture, and how much time it shows. */
      readonly now: UnixMs;
      readonly end: UnixMs;
      readonly spanMs: DurationMs;
      readonly isReplay: boolean;
      readonly prices: PriceSpan;
      readonly frame: HeatmapFrame;
      /** Columns drawn anew, and how long the whole took. */
      readonly columns: number;
      readonly ms: number;
    };

/** Verbs of the heatmap worker; all else is told over the port. */
export interface HeatmapApi {
  start(port: MessagePort): Promise<void>;
}
