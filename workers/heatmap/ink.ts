/** Colours as the pixels of an ImageData: the ramps at a scale, the hatches and the lines, made once for many columns. */
import { colourTable } from '#core/market/liquidity/size-bits.ts';
import type { SizeScale } from '#core/market/liquidity/ramps.ts';
import type { HeatmapColours } from '#contract/heatmap.ts';
import { pixelOf } from './context.ts';

/** Tables are looked up by the upper half of a size's 32-bit float. */
export interface Ink {
  readonly bid: Uint32Array;
  readonly ask: Uint32Array;
  readonly size: Uint32Array;
  /** Asks are told from bids by a hatch: their colours are the same. */
  readonly isHatched: boolean;
  readonly empty: number;
  readonly hatchGround: number;
  readonly hatchLine: number;
  readonly bidLine: number;
  readonly askLine: number;
  readonly microprice: number;
  /** Around lines, so that they stand out on any size. */
  readonly halo: number;
}

/** Of what stands beside and below the picture, as pixels on the panel. */
export interface SideInk {
  readonly panel: number;
  readonly bidBar: number;
  readonly askBar: number;
  readonly askEdge: number;
  readonly yesLean: number;
  readonly noLean: number;
  readonly rule: number;
}

/** Returns the side ink of a theme. */
export function sideInkOf({ panel, text3, yes, no }: HeatmapColours): SideInk {
  return {
    panel: pixelOf(panel),
    bidBar: pixelOf(panel, yes, 0.85),
    askBar: pixelOf(panel, no, 0.45),
    askEdge: pixelOf(no),
    yesLean: pixelOf(panel, yes, 0.85),
    noLean: pixelOf(panel, no, 0.6),
    rule: pixelOf(panel, text3, 0.3),
  };
}

const NO_COLOURS = new Uint32Array(1 << 15);
export const EMPTY_INK: Ink = {
  bid: NO_COLOURS,
  ask: NO_COLOURS,
  size: NO_COLOURS,
  isHatched: false,
  empty: 0,
  hatchGround: 0,
  hatchLine: 0,
  bidLine: 0,
  askLine: 0,
  microprice: 0,
  halo: 0,
};

/** Returns the ink of a theme at a scale. */
export function inkOf(colours: HeatmapColours, scale: SizeScale): Ink {
  const { theme, palette, panel, text, text3, yes, no } = colours;
  const bid = colourTable('bid', theme, scale, palette);
  return {
    bid,
    ask: colourTable('ask', theme, scale, palette),
    size: colourTable('size', theme, scale, palette),
    isHatched: palette === 'mono',
    empty: bid[0] ?? 0,
    hatchGround: pixelOf(panel),
    hatchLine: pixelOf(panel, text3, 0.42),
    bidLine: pixelOf(yes),
    askLine: pixelOf(no),
    microprice: pixelOf(text),
    halo: pixelOf(theme === 'dark' ? '#05070b' : '#ffffff'),
  };
}
