/**
 * Draws the picture of one market on a canvas: keeps a fold and an image for the view it is asked for, folds and paints what
 * has changed, and lays the marks over it. Knows no ports and no clock of its own.
 */
import type { BookLog, Stretch } from '#core/market/liquidity/book-log.ts';
import type { ColumnRange } from '#core/market/liquidity/liquidity-columns.ts';
import { LiquidityFold } from '#core/market/liquidity/liquidity-fold.ts';
import { priceRows, wholeSpan, type PriceSpan } from '#core/market/liquidity/price-rows.ts';
import type { TradeLog } from '#core/market/liquidity/trade-log.ts';
import type { HeatmapColours, HeatmapView } from '#contract/heatmap.ts';
import { drawAxes } from './axes.ts';
import { ColumnImage } from './column-image.ts';
import { contextOf } from './context.ts';
import { inkOf } from './ink.ts';
import { layoutOf, type Layout } from './layout.ts';
import { PixelBox } from './pixel-box.ts';
import { fitted, within } from './price-window.ts';
import type { Scene } from './scene.ts';
import { drawBlankWords } from './blank-words.ts';
import { drawDepth, drawImbalance } from './side-marks.ts';
import type { RollingScale } from './size-scale.ts';
import { binColumns, DOT_BIN, dotsOf, dotSizes, drawDots, drawVolume } from './trade-marks.ts';
import { TradeSize } from './trade-size.ts';

export interface Moment {
  /** The clock of what is shown, ms. */
  readonly now: number;
  /** Monotonic, ms: for pacing only. */
  readonly at: number;
  readonly isReplay: boolean;
  readonly isUnreadable: boolean;
  /** The frame has taken long enough: the rest is folded in the next. */
  readonly isOver: () => boolean;
}

export interface Drawn {
  readonly scene: Scene;
  /** Columns painted anew. */
  readonly columns: number;
  /** False where another frame is needed to show it all. */
  readonly isComplete: boolean;
}

export class Painter {
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #log: BookLog;
  readonly #trades: TradeLog;
  readonly #scale: RollingScale;
  readonly #depth = new PixelBox();
  readonly #imbalance = new PixelBox();
  #view: HeatmapView;
  #layout: Layout;
  #fold: LiquidityFold | undefined;
  #image: ColumnImage | undefined;
  #gridVersion = -1;
  #span: PriceSpan | undefined;
  readonly #tradeSize = new TradeSize();
  #isInkDry = true;

  /** `scale` may be one that was held for the picture before. */
  constructor(
    canvas: OffscreenCanvas,
    log: BookLog,
    trades: TradeLog,
    view: HeatmapView,
    scale: RollingScale,
  ) {
    this.#scale = scale;
    this.#canvas = canvas;
    this.#context = contextOf(canvas);
    this.#log = log;
    this.#trades = trades;
    this.#view = view;
    this.#layout = layoutOf(view);
  }

  get fold(): LiquidityFold | undefined {
    return this.#fold;
  }

  get layout(): Layout {
    return this.#layout;
  }

  /** Looks at something else from the next frame on; keeps of the picture what is the same in both. */
  look(view: HeatmapView): void {
    const old = this.#view;
    this.#view = view;
    this.#layout = layoutOf(view);
    const isSameShape =
      old.width === view.width &&
      old.height === view.height &&
      old.dpr === view.dpr &&
      old.outcome === view.outcome &&
      old.span === view.span;
    if (!isSameShape) this.#fold = undefined;
    if (old.span !== view.span) {
      this.#scale.restart();
      this.#tradeSize.restart();
    }
    if (old.column !== view.column || old.mode !== view.mode || old.hasMicroprice !== view.hasMicroprice)
      this.#image = undefined;
    this.#isInkDry ||= !isSame(old.colours, view.colours);
  }

  /** Something is known now of a stretch that was not: it is drawn again. */
  forget(from: number, to: number): void {
    this.#fold?.forget({ from, to });
  }

  renewTrades(from: number, to: number): void {
    this.#fold?.renewTrades({ from, to });
  }

  /** Returns the columns in view at `now`. */
  rangeAt(now: number): ColumnRange {
    const columnMs = this.#columnMs();
    const end = Math.min(this.#view.end ?? now, now);
    const to = Math.floor(end / columnMs) + 1;
    return { from: to - this.#layout.plot.width, to };
  }

  /** Returns the instants in view at `now`, ms. */
  viewAt(now: number): Stretch {
    const { from, to } = this.rangeAt(now);
    return { from: from * this.#columnMs(), to: to * this.#columnMs() };
  }

  /** Draws one frame. */
  draw(moment: Moment): Drawn {
    const range = this.rangeAt(moment.now);
    let fold = this.#folded(range);
    let isComplete = fold.fold(this.#withBins(range), moment.isOver);
    if (this.#refit(fold, range)) {
      fold = this.#folded(range);
      isComplete = fold.fold(this.#withBins(range), moment.isOver);
    }
    const isHeld = this.#view.isScalePinned && this.#scale.isSet;
    const isMoved = !isHeld && this.#scale.look(fold, range, this.#view.column, moment.at);
    const image = this.#imageOf(fold, isMoved);
    const columns = image.update(range);
    const scene = this.#sceneOf(fold, range, moment);
    this.#compose(scene, image);
    return { scene, columns, isComplete };
  }

  #columnMs(): number {
    return Math.max(1, Math.ceil(this.#view.span / this.#layout.plot.width));
  }

  /** A dot is made of whole bins: the first one may begin before the view. */
  #withBins({ from, to }: ColumnRange): ColumnRange {
    const bin = binColumns(DOT_BIN, this.#layout.dpr);
    return { from: Math.floor(from / bin) * bin, to };
  }

  #folded(range: ColumnRange): LiquidityFold {
    const { grid } = this.#log;
    if (this.#fold !== undefined && this.#gridVersion === grid.version) return this.#fold;
    this.#gridVersion = grid.version;
    const bands = grid.bands();
    const whole = wholeSpan(bands);
    const { prices } = this.#view;
    const wanted = prices === 'all' ? whole : prices === 'fit' ? (this.#span ?? whole) : prices;
    const { plot, dpr } = this.#layout;
    const rows = priceRows(bands, within(wanted, whole), plot.height, this.#layout.isMirrored);
    const capacity = range.to - range.from + binColumns(DOT_BIN, dpr);
    this.#fold = new LiquidityFold(this.#log, this.#trades, { columnMs: this.#columnMs(), rows, capacity });
    this.#image = undefined;
    return this.#fold;
  }

  /** True where other prices are to be shown than are. */
  #refit(fold: LiquidityFold, range: ColumnRange): boolean {
    const { prices } = this.#view;
    const { low, high } = fold.shape.rows;
    const whole = wholeSpan(this.#log.grid.bands());
    if (prices === 'fit') this.#span = fitted(fold, range, whole, this.#span);
    const wanted = prices === 'all' ? whole : prices === 'fit' ? (this.#span ?? whole) : prices;
    const next = within(wanted, whole);
    if (next.low === low && next.high === high) return false;
    this.#fold = undefined;
    return true;
  }

  #imageOf(fold: LiquidityFold, isMoved: boolean): ColumnImage {
    const { column, mode, hasMicroprice, dpr, colours } = this.#view;
    const isNew = this.#image === undefined;
    const image = (this.#image ??= new ColumnImage(this.#context, fold, {
      column,
      mode,
      hasMicroprice,
      dpr,
    }));
    if (isNew || isMoved || this.#isInkDry) image.dip(inkOf(colours, this.#scale.scale));
    this.#isInkDry = false;
    return image;
  }

  #sceneOf(fold: LiquidityFold, range: ColumnRange, { now, at, isReplay, isUnreadable }: Moment): Scene {
    const { scale } = this.#scale;
    const context = this.#context;
    const scene: Scene = {
      context,
      layout: this.#layout,
      view: this.#view,
      fold,
      range,
      scale,
      minTrade: this.#view.minTrade ?? 0,
      now,
      isReplay,
      isUnreadable,
    };
    if (this.#view.minTrade !== undefined) return scene;
    this.#tradeSize.look(() => dotSizes(scene), at);
    return { ...scene, minTrade: this.#tradeSize.size };
  }

  #compose(scene: Scene, image: ColumnImage): void {
    const { width, height, plot } = this.#layout;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    // The plot itself is covered by what comes next.
    const [right, bottom] = [plot.left + plot.width, plot.top + plot.height];
    this.#context.fillStyle = this.#view.colours.panel;
    this.#context.fillRect(0, 0, width, plot.top);
    this.#context.fillRect(0, bottom, width, height - bottom);
    this.#context.fillRect(0, plot.top, plot.left, plot.height);
    this.#context.fillRect(right, plot.top, width - right, plot.height);
    image.blit(this.#context, scene.range, plot);
    drawVolume(scene);
    drawAxes(scene);
    const dots = dotsOf(scene);
    drawDots(scene, dots);
    drawBlankWords(scene, dots);
    drawDepth(scene, this.#depth);
    drawImbalance(scene, this.#imbalance);
  }
}

function isSame(a: HeatmapColours, b: HeatmapColours): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
