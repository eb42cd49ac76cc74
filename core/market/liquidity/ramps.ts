/**
 * Colours of resting size: ramps of both themes, and the scale that says which size has which colour. The scale is
 * logarithmic between two sizes; whoever paints and whoever draws the legend read the same stops.
 */

export type RampName = 'size' | 'bid' | 'ask';
export type Theme = 'dark' | 'light';

/** Where on the ramp (0..1), and what colour is there. */
export type Stop = readonly [at: number, red: number, green: number, blue: number];

/** More is lighter on dark, darker on light; readable in grey. Split hues stay apart under every colour blindness. */
export const RAMPS: Readonly<Record<Theme, Readonly<Record<RampName, readonly Stop[]>>>> = {
  dark: {
    size: [
      [0, 11, 14, 20],
      [0.12, 16, 26, 46],
      [0.32, 27, 55, 97],
      [0.52, 52, 94, 132],
      [0.7, 112, 142, 140],
      [0.85, 201, 188, 118],
      [1, 255, 243, 190],
    ],
    bid: [
      [0, 11, 14, 20],
      [0.2, 14, 30, 54],
      [0.5, 28, 84, 146],
      [0.8, 90, 176, 255],
      [1, 214, 236, 255],
    ],
    ask: [
      [0, 11, 14, 20],
      [0.2, 42, 26, 14],
      [0.5, 124, 68, 18],
      [0.8, 255, 162, 74],
      [1, 255, 232, 200],
    ],
  },
  light: {
    size: [
      [0, 255, 255, 255],
      [0.14, 234, 240, 246],
      [0.34, 190, 208, 226],
      [0.54, 130, 164, 192],
      [0.72, 86, 122, 140],
      [0.87, 72, 80, 78],
      [1, 44, 38, 22],
    ],
    bid: [
      [0, 255, 255, 255],
      [0.2, 226, 238, 251],
      [0.5, 142, 190, 240],
      [0.8, 30, 108, 200],
      [1, 6, 42, 92],
    ],
    ask: [
      [0, 255, 255, 255],
      [0.2, 253, 237, 220],
      [0.5, 244, 184, 122],
      [0.8, 190, 92, 10],
      [1, 82, 36, 0],
    ],
  },
};

/** Sizes of the ends of the ramp, 1e-2 contract; at and above `high` all is one colour. */
export interface SizeScale {
  readonly low: number;
  readonly high: number;
}

/** Keeps the middle of the ramp for sizes worth seeing (shared look, measured on recorded books). */
const GAMMA = 1.55;
/** The least that rests is still told from nothing. */
const LEAST = 0.045;

/** Returns where on the ramp `size` (1e-2 contract) lies, 0..1; 0 only for nothing. */
export function rampPlace(size: number, { low, high }: SizeScale): number {
  if (size <= 0) return 0;
  const place = Math.log(size / low) / Math.log(high / low);
  return Math.max(LEAST, Math.min(1, Math.max(0, place)) ** GAMMA);
}

/** Returns the size (1e-2 contract) at `place` of the ramp, without the lift of the least. */
export function sizeAtPlace(place: number, { low, high }: SizeScale): number {
  return low * (high / low) ** (place ** (1 / GAMMA));
}

/** Returns the colour at `place`, each part 0..255. */
export function rampColour(stops: readonly Stop[], place: number): readonly [number, number, number] {
  const above = stops.findIndex(([at]) => at >= place);
  const [from, to] = [stops[Math.max(0, above - 1)], stops[above < 0 ? stops.length - 1 : above]];
  if (from === undefined || to === undefined) return [0, 0, 0];
  const part = to[0] === from[0] ? 1 : (place - from[0]) / (to[0] - from[0]);
  const mix = (a: number, b: number): number => Math.round(a + (b - a) * Math.min(1, part));
  return [mix(from[1], to[1]), mix(from[2], to[2]), mix(from[3], to[3])];
}
