/** What is in a column besides sizes: the hatches, and the lines of the best prices, pixel by pixel. */
import type { LiquidityFold } from '#core/market/liquidity/liquidity-fold.ts';
import { shareFromTop } from '#core/market/liquidity/price-rows.ts';
import type { Ink } from './ink.ts';

export interface ColumnLook {
  readonly column: 'max' | 'last';
  readonly mode: 'split' | 'size';
  readonly hasMicroprice: boolean;
  readonly dpr: number;
}

/** One column of an image. */
export interface ColumnTarget {
  readonly pixels: Uint32Array;
  readonly x: number;
  readonly stride: number;
  readonly height: number;
}

/** CSS px. */
const CROSS_PERIOD = 7;
const FLAT_PERIOD = 12;
const LINE = 1.5;
/** ms. In columns this long the best prices move to and fro: what a line went through is a band, and only its end a line. */
const BAND_FROM_MS = 2_000;

/** Paints the hatch of column `k`: crossed for a gap, wide and flat for what nobody recorded. It moves with the time axis. */
export function paintHatch(
  { pixels, x, stride, height }: ColumnTarget,
  k: number,
  kind: 'gap' | 'not-recorded',
  { hatchGround, hatchLine }: Ink,
  dpr: number,
): void {
  const thick = Math.max(1, Math.round(dpr));
  const period = Math.round((kind === 'gap' ? CROSS_PERIOD : FLAT_PERIOD) * dpr);
  // Flat: one down for two along.
  const along = kind === 'gap' ? k : Math.floor(k / 2);
  for (let y = 0, at = x; y < height; y++, at += stride) {
    const isLine =
      (along + y) % period < thick || (kind === 'gap' && (along + period * height - y) % period < thick);
    pixels[at] = isLine ? hatchLine : hatchGround;
  }
}

/**
 * Paints the best bid and ask of column `k` as steps from where the column before ended, and the microprice. Where sizes are
 * the largest of a column, the lines are all it reached; else where it ended. In long columns what they went through is a band.
 */
export function linePixels(
  target: ColumnTarget,
  fold: LiquidityFold,
  k: number,
  ink: Ink,
  { column, dpr, hasMicroprice }: ColumnLook,
): void {
  const { columns } = fold;
  const { rows } = fold.shape;
  const slot = columns.slotOf(k);
  const before = columns.slotHolding(k - 1);
  const thick = Math.max(1, Math.round(LINE * dpr));
  const yOf = (price: number): number => shareFromTop(rows, price) * rows.height;
  const stepOf = (lows: Float32Array, highs: Float32Array, ends: Float32Array): Step | undefined => {
    const end = ends[slot] ?? Number.NaN;
    let [least, most] = column === 'max' ? [lows[slot] ?? Number.NaN, highs[slot] ?? Number.NaN] : [end, end];
    if (Number.isNaN(least)) return undefined;
    const start = before < 0 ? Number.NaN : (ends[before] ?? Number.NaN);
    if (start < least) least = start;
    if (start > most) most = start;
    const [upper, lower] = rows.isMirrored ? [least, most] : [most, least];
    const top = Math.round(yOf(upper) - thick / 2);
    const bottom = Math.max(top + thick, Math.round(yOf(lower) + thick / 2));
    return { top, bottom, end: Math.round(yOf(end) - thick / 2) };
  };
  const bid = stepOf(columns.bidLow, columns.bidHigh, columns.bidEnd);
  const ask = stepOf(columns.askLow, columns.askHigh, columns.askEnd);
  // Both moved through the same prices: each keeps its side of the middle, so that neither hides the other.
  const [upper, lower] = rows.isMirrored ? [bid, ask] : [ask, bid];
  if (upper !== undefined && lower !== undefined && lower.top < upper.bottom)
    lower.top = upper.bottom = Math.round((lower.top + upper.bottom) / 2);
  const isBand = fold.shape.columnMs >= BAND_FROM_MS;
  if (isBand) {
    if (bid !== undefined) tint(target, bid.top, bid.bottom, ink.bidLine);
    if (ask !== undefined) tint(target, ask.top, ask.bottom, ink.askLine);
  }
  const [bidLine, askLine] = isBand ? [endOf(bid, thick), endOf(ask, thick)] : [bid, ask];
  for (const line of [bidLine, askLine])
    if (line !== undefined) strip(target, line.top - 1, line.bottom + 1, ink.halo);
  if (bidLine !== undefined) strip(target, bidLine.top, bidLine.bottom, ink.bidLine);
  if (askLine !== undefined) strip(target, askLine.top, askLine.bottom, ink.askLine);
  const micro = columns.microprice[slot] ?? Number.NaN;
  if (!hasMicroprice || Number.isNaN(micro)) return;
  const middle = Math.round(yOf(micro));
  strip(target, middle - 1, middle + thick, ink.microprice);
}

/** Pixels of a line in one column: `top` included and `bottom` not. */
interface Step {
  top: number;
  bottom: number;
  /** Where the line is at the end of the column; NaN where the side is empty then. */
  readonly end: number;
}

/** Returns the line at the end of the column, without the way to it. */
function endOf(step: Step | undefined, thick: number): Pick<Step, 'top' | 'bottom'> | undefined {
  return step === undefined || Number.isNaN(step.end)
    ? undefined
    : { top: step.end, bottom: step.end + thick };
}

/** Mixes `colour` half and half with what is there. */
function tint(
  { pixels, x, stride, height }: ColumnTarget,
  top: number,
  bottom: number,
  colour: number,
): void {
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
    const at = y * stride + x;
    const below = pixels[at] ?? 0;
    // Byte by byte: what both have, and half of what one of them has.
    pixels[at] = (below & colour) + (((below ^ colour) & 0xfe_fe_fe_fe) >>> 1);
  }
}

function strip(
  { pixels, x, stride, height }: ColumnTarget,
  top: number,
  bottom: number,
  colour: number,
): void {
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) pixels[y * stride + x] = colour;
}
