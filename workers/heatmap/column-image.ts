/**
 * The columns as pixels: a ring as wide as the plot, in which each column is one device pixel wide and is written alone. A frame
 * is then two copies of it, left and right of where the ring begins (a full repaint costs 30 times that). The ring is plain
 * memory: a canvas that is written and drawn in turn is copied whole by the browser before each write.
 */
import {
  GAP,
  HAND_OVER,
  KNOWN,
  NOT_RECORDED,
  type ColumnRange,
} from '#core/market/liquidity/liquidity-columns.ts';
import type { LiquidityFold } from '#core/market/liquidity/liquidity-fold.ts';
import type { Box } from './layout.ts';
import { EMPTY_INK, type Ink } from './ink.ts';
import { linePixels, paintHatch, type ColumnLook } from './column-marks.ts';

/** Of the hatch of asks, in lines. */
const ASK_PERIOD = 4;

export class ColumnImage {
  readonly #fold: LiquidityFold;
  readonly #look: ColumnLook;
  readonly #height: number;
  readonly #image: ImageData;
  readonly #pixels: Uint32Array;
  readonly #painted: Float64Array;
  readonly #paintedVersion: Float64Array;
  #ink: Ink = EMPTY_INK;

  constructor(context: OffscreenCanvasRenderingContext2D, fold: LiquidityFold, look: ColumnLook) {
    const { capacity, rows } = fold.shape;
    this.#fold = fold;
    this.#look = look;
    this.#height = rows.height;
    this.#image = context.createImageData(capacity, rows.height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    this.#painted = new Float64Array(capacity).fill(-1);
    this.#paintedVersion = new Float64Array(capacity);
  }

  /** Takes other colours: every column is painted again. */
  dip(ink: Ink): void {
    this.#ink = ink;
    this.#painted.fill(-1);
  }

  /** Paints the columns of `range` that have changed; returns how many those were. */
  update({ from, to }: ColumnRange): number {
    let count = 0;
    for (let k = from; k < to; k++) {
      const slot = this.#fold.columns.slotOf(k);
      const version = this.#versionOf(k);
      if (this.#painted[slot] === k && this.#paintedVersion[slot] === version) continue;
      this.#paint(k, slot);
      this.#painted[slot] = k;
      this.#paintedVersion[slot] = version;
      count++;
    }
    return count;
  }

  /** Copies columns `from`..`to` to where they belong. */
  blit(context: OffscreenCanvasRenderingContext2D, { from, to }: ColumnRange, plot: Box): void {
    const height = this.#height;
    const start = this.#fold.columns.slotOf(from);
    const width = to - from;
    const first = Math.min(width, this.#fold.columns.capacity - start);
    const { left, top } = plot;
    context.putImageData(this.#image, left - start, top, start, 0, first, height);
    if (first < width) context.putImageData(this.#image, left + first, top, 0, 0, width - first, height);
  }

  /** The lines of a column begin where those of the column before end. */
  #versionOf(k: number): number {
    const { columns } = this.#fold;
    const [slot, before] = [columns.slotHolding(k), columns.slotHolding(k - 1)];
    if (slot < 0) return -1;
    return (columns.version[slot] ?? 0) + (before < 0 ? 0 : (columns.version[before] ?? 0) / 2 ** 20);
  }

  #paint(k: number, slot: number): void {
    const { columns } = this.#fold;
    const flags = columns.slotHolding(k) < 0 ? 0 : (columns.flags[slot] ?? 0);
    const target = { pixels: this.#pixels, x: slot, stride: columns.capacity, height: this.#height };
    if ((flags & (GAP | HAND_OVER)) !== 0) paintHatch(target, k, 'gap', this.#ink, this.#look.dpr);
    else if ((flags & NOT_RECORDED) !== 0) paintHatch(target, k, 'not-recorded', this.#ink, this.#look.dpr);
    else if ((flags & KNOWN) !== 0) {
      this.#paintCells(k, slot);
      linePixels(target, this.#fold, k, this.#ink, this.#look);
    } else this.#fill(slot, 0, this.#height, this.#ink.empty);
  }

  #paintCells(k: number, slot: number): void {
    const { rows } = this.#fold.shape;
    const { bid, ask, size, isHatched } = this.#ink;
    const [bids, asks] = this.#bits();
    const isSplit = this.#look.mode === 'split';
    const first = slot * rows.count;
    for (let row = 0; row < rows.count; row++) {
      const bidBits = bids[first + row] ?? 0;
      const askBits = asks[first + row] ?? 0;
      // As unsigned integers, the bits of floats above zero sort as the floats do.
      const colour = isSplit
        ? askBits > bidBits
          ? ask[askBits >>> 16]
          : bid[bidBits >>> 16]
        : size[(askBits === 0 || bidBits === 0 ? askBits | bidBits : sumBits(bidBits, askBits)) >>> 16];
      const [top, bottom] = [rows.top[row] ?? 0, rows.bottom[row] ?? 0];
      this.#fill(slot, top, bottom, colour ?? 0);
      if (isSplit && isHatched && askBits > bidBits) this.#hatch(k, slot, top, bottom);
    }
  }

  #bits(): readonly [Uint32Array, Uint32Array] {
    const { columns } = this.#fold;
    const isMax = this.#look.column === 'max';
    const bids = isMax ? columns.bidMax : columns.bidLast;
    const asks = isMax ? columns.askMax : columns.askLast;
    return [new Uint32Array(bids.buffer), new Uint32Array(asks.buffer)];
  }

  /** Lets the ground through in lines that lean: it moves with the time axis, as the other hatches do. */
  #hatch(k: number, slot: number, top: number, bottom: number): void {
    const stride = this.#fold.columns.capacity;
    const thick = Math.max(1, Math.round(this.#look.dpr));
    for (let y = top; y < bottom; y++)
      if ((k + y) % (ASK_PERIOD * thick) < thick) this.#pixels[y * stride + slot] = this.#ink.empty;
  }

  #fill(slot: number, top: number, bottom: number, colour: number): void {
    const stride = this.#fold.columns.capacity;
    const pixels = this.#pixels;
    for (let y = top, at = top * stride + slot; y < bottom; y++, at += stride) pixels[at] = colour;
  }
}

const sumFloat = new Float32Array(2);
const sumWord = new Uint32Array(sumFloat.buffer);

function sumBits(a: number, b: number): number {
  sumWord[0] = a;
  sumWord[1] = b;
  sumFloat[0] = (sumFloat[0] ?? 0) + (sumFloat[1] ?? 0);
  return sumWord[0] ?? 0;
}
