/**
 * The ramps of resting size in every palette a reader may choose. Classic has the hues of other exchanges; mono has none, so its
 * asks are hatched by whoever paints (workers/heatmap); high contrast begins at the page's own ground and steps sooner.
 */
import { RAMPS, type RampName, type Stop, type Theme } from './ramps.ts';

export const RAMP_PALETTES = ['default', 'contrast', 'classic', 'mono'] as const;
export type RampPalette = (typeof RAMP_PALETTES)[number];

type Ramps = Readonly<Record<RampName, readonly Stop[]>>;

const GREY_DARK: readonly Stop[] = [
  [0, 11, 14, 20],
  [0.2, 30, 34, 42],
  [0.5, 84, 90, 100],
  [0.8, 172, 178, 188],
  [1, 250, 251, 253],
];
const GREY_LIGHT: readonly Stop[] = [
  [0, 255, 255, 255],
  [0.2, 230, 233, 238],
  [0.5, 168, 174, 184],
  [0.8, 82, 88, 98],
  [1, 10, 12, 16],
];

const OTHERS: Readonly<Record<Exclude<RampPalette, 'default'>, Readonly<Record<Theme, Ramps>>>> = {
  contrast: {
    dark: {
      size: [
        [0, 0, 0, 0],
        [0.15, 20, 44, 90],
        [0.4, 40, 96, 160],
        [0.7, 170, 190, 150],
        [1, 255, 255, 224],
      ],
      bid: [
        [0, 0, 0, 0],
        [0.2, 6, 44, 88],
        [0.5, 26, 112, 196],
        [0.8, 124, 196, 255],
        [1, 196, 228, 255],
      ],
      ask: [
        [0, 0, 0, 0],
        [0.2, 66, 36, 4],
        [0.5, 166, 92, 12],
        [0.8, 255, 179, 92],
        [1, 255, 226, 176],
      ],
    },
    light: {
      size: [
        [0, 255, 255, 255],
        [0.15, 212, 224, 238],
        [0.4, 132, 164, 196],
        [0.7, 56, 88, 112],
        [1, 0, 0, 0],
      ],
      bid: [
        [0, 255, 255, 255],
        [0.2, 200, 222, 248],
        [0.5, 92, 156, 230],
        [0.8, 0, 62, 138],
        [1, 0, 24, 84],
      ],
      ask: [
        [0, 255, 255, 255],
        [0.2, 252, 222, 188],
        [0.5, 232, 140, 56],
        [0.8, 138, 54, 0],
        [1, 76, 26, 0],
      ],
    },
  },
  classic: {
    dark: {
      size: RAMPS.dark.size,
      bid: [
        [0, 11, 14, 20],
        [0.2, 10, 36, 26],
        [0.5, 20, 104, 70],
        [0.8, 70, 209, 140],
        [1, 214, 250, 230],
      ],
      ask: [
        [0, 11, 14, 20],
        [0.2, 44, 16, 20],
        [0.5, 132, 36, 46],
        [0.8, 255, 112, 112],
        [1, 255, 224, 222],
      ],
    },
    light: {
      size: RAMPS.light.size,
      bid: [
        [0, 255, 255, 255],
        [0.2, 222, 244, 232],
        [0.5, 130, 204, 164],
        [0.8, 0, 106, 60],
        [1, 0, 44, 24],
      ],
      ask: [
        [0, 255, 255, 255],
        [0.2, 253, 228, 228],
        [0.5, 244, 148, 148],
        [0.8, 194, 40, 48],
        [1, 84, 6, 14],
      ],
    },
  },
  mono: {
    dark: { size: GREY_DARK, bid: GREY_DARK, ask: GREY_DARK },
    light: { size: GREY_LIGHT, bid: GREY_LIGHT, ask: GREY_LIGHT },
  },
};

/** Returns the three ramps of a palette in a theme. */
export function rampsOf(palette: RampPalette, theme: Theme): Ramps {
  return palette === 'default' ? RAMPS[theme] : OTHERS[palette][theme];
}
