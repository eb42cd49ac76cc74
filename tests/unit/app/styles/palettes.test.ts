/** What the palettes promise, computed from the tokens themselves: text is readable, and the sides are told apart. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { rampsOf } from '#core/market/liquidity/ramp-palettes.ts';
import { rampColour, type Stop } from '#core/market/liquidity/ramps.ts';
import {
  ciede2000,
  contrast,
  difference,
  hex,
  laidOver,
  luminance,
  VISIONS,
  type Rgb,
} from '../../../support/colour-science.ts';

const PALETTES = ['default', 'contrast', 'classic', 'mono'] as const;
const THEMES = ['light', 'dark'] as const;
type Tokens = ReadonlyMap<string, string>;

const read = (name: string) =>
  readFileSync(new URL(`../../../../app/styles/${name}`, import.meta.url), 'utf8');
/** The rules for the system's own colours are of other tokens than ours. */
const PALETTES_CSS = read('palettes.css').split('@media')[0] ?? '';
const BASE = tokensOf(read('index.css'), ':root');

/** The tokens of one rule, as written. */
function tokensOf(css: string, selector: string): Tokens {
  const begin = css.indexOf(`${selector} {`);
  const block = begin < 0 ? '' : css.slice(begin, css.indexOf('\n}', begin));
  return new Map(
    [...block.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

function looks(palette: (typeof PALETTES)[number], theme: (typeof THEMES)[number]) {
  const own: Tokens =
    palette === 'default' ? new Map() : tokensOf(PALETTES_CSS, `:root[data-palette='${palette}']`);
  const written = (name: string): string => {
    const value = must(own.get(name) ?? BASE.get(name), `a token --${name}`);
    const sides = /^light-dark\((.+?), (#[0-9a-f]{6}|rgb\(.+\))\)$/.exec(value);
    return theme === 'light' ? must(sides?.[1], value) : must(sides?.[2], value);
  };
  const colour = (name: string): Rgb => hex(written(name));
  /** A fill that lets the panel through. */
  const fill = (name: string): Rgb => {
    const [red = 0, green = 0, blue = 0, share = 0] = [...written(name).matchAll(/[\d.]+/g)].map(Number);
    return laidOver([red / 255, green / 255, blue / 255], share / 100, colour('bg1'));
  };
  return { colour, fill };
}

const CASES = PALETTES.flatMap((palette) => THEMES.map((theme) => [palette, theme] as const));
const SURFACES = ['bg0', 'bg1', 'bg2', 'bg3'];
const TEXTS = ['text', 'text2', 'text3', 'yes', 'no', 'accent', 'ok', 'warn', 'err'];
const BINS = ['m3', 'm2', 'm1', '0', 'p1', 'p2', 'p3'].map((bin) => `heat-${bin}`);

describe.each(CASES)('the palette %s, %s', (palette, theme) => {
  const { colour, fill } = looks(palette, theme);
  const leastText = palette === 'contrast' ? 7 : 4.5;

  test('has text that is readable on every surface', () => {
    const low = SURFACES.flatMap((surface) =>
      TEXTS.filter((text) => contrast(colour(text), colour(surface)) < leastText).map(
        (text) => `${text} on ${surface}: ${contrast(colour(text), colour(surface)).toFixed(2)}`,
      ),
    );
    expect(low).toEqual([]);
  });

  test('has edges of controls and a ring of focus that are seen', () => {
    const least = palette === 'contrast' ? 4.5 : 3;
    for (const surface of SURFACES) {
      expect(contrast(colour('control'), colour(surface))).toBeGreaterThanOrEqual(least);
      expect(contrast(colour('focus'), colour(surface))).toBeGreaterThanOrEqual(least);
    }
  });

  test('has gaps that are seen on the ground of the charts', () => {
    expect(contrast(colour('gap'), colour('bg1'))).toBeGreaterThanOrEqual(palette === 'contrast' ? 4.5 : 3);
  });

  test('has text that is readable on what lies behind numbers, and on every tile', () => {
    for (const soft of ['yes-soft', 'no-soft'])
      expect(contrast(colour('text'), fill(soft))).toBeGreaterThanOrEqual(leastText);
    for (const bin of BINS)
      expect(contrast(colour('heat-text'), colour(bin))).toBeGreaterThanOrEqual(leastText);
  });
});

describe.each(['default', 'contrast'] as const)('the sides of the palette %s', (palette) => {
  test.each(THEMES.flatMap((theme) => VISIONS.map((vision) => [theme, vision] as const)))(
    'are told apart by their hue, %s, %s',
    (theme, vision) => {
      const { colour } = looks(palette, theme);
      expect(difference(colour('yes'), colour('no'), vision)).toBeGreaterThanOrEqual(40);
    },
  );
});

/** The ramps begin at the ground and end near the lightest or darkest there is: in between they have their hues. */
describe.each(['default', 'contrast'] as const)('bids and asks of the liquidity picture, %s', (palette) => {
  test.each(THEMES.flatMap((theme) => VISIONS.map((vision) => [theme, vision] as const)))(
    'are told apart by their hue, %s, %s',
    (theme, vision) => {
      const { bid, ask } = rampsOf(palette, theme);
      const apart = (place: number): number => difference(rgbAt(bid, place), rgbAt(ask, place), vision);
      for (const place of [0.5, 0.6, 0.7, 0.8]) expect(apart(place)).toBeGreaterThanOrEqual(40);
      // The largest sizes: nearly one lightness, and still two colours.
      expect(apart(1)).toBeGreaterThanOrEqual(20);
    },
  );
});

const rgbAt = (stops: readonly Stop[], place: number): Rgb => {
  const [red, green, blue] = rampColour(stops, place);
  return [red / 255, green / 255, blue / 255];
};

/** Without hues a bid and an ask of one size have one colour: the painter hatches asks (workers/heatmap). */
test.each(THEMES)(
  'sizes of mono are told by luminance alone, more is further from the ground, %s',
  (theme) => {
    const { bid, ask } = rampsOf('mono', theme);
    expect(ask).toEqual(bid);
    const from = [0.2, 0.5, 0.8, 1].map((place) => contrast(rgbAt(bid, place), rgbAt(bid, 0)));
    expect(from).toEqual([...from].sort((a, b) => a - b));
    expect(from.at(-1)).toBeGreaterThan(10);
  },
);

/** Red and green are one hue to some eyes: then lightness, and above all the glyphs and words, tell them apart. */
test.each(THEMES)(
  'the sides of classic are two hues to most eyes, and never of one lightness, %s',
  (theme) => {
    const { colour } = looks('classic', theme);
    expect(difference(colour('yes'), colour('no'))).toBeGreaterThanOrEqual(60);
    expect(difference(colour('yes'), colour('no'), 'tritan')).toBeGreaterThanOrEqual(50);
    expect(contrast(colour('yes'), colour('no'))).toBeGreaterThanOrEqual(1.15);
  },
);

test.each(THEMES)('the sides of mono differ in luminance alone, by more than two to one, %s', (theme) => {
  const { colour } = looks('mono', theme);
  expect(contrast(colour('yes'), colour('no'))).toBeGreaterThanOrEqual(2.3);
  for (const vision of VISIONS)
    expect(difference(colour('yes'), colour('no'), vision)).toBeGreaterThanOrEqual(20);
});

test.each(THEMES)(
  'tiles of mono say how much by luminance: the further from no change, the further, %s',
  (theme) => {
    const { colour } = looks('mono', theme);
    const away = (bin: string) => Math.abs(luminance(colour(bin)) - luminance(colour('heat-0')));
    for (const sign of ['m', 'p']) {
      const sizes = [1, 2, 3].map((step) => away(`heat-${sign}${step}`));
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
      expect(sizes[0]).toBeGreaterThan(0);
    }
  },
);

test.each(THEMES)('high contrast has rules that are seen, %s', (theme) => {
  const { colour } = looks('contrast', theme);
  expect(contrast(colour('line'), colour('bg1'))).toBeGreaterThanOrEqual(3);
  expect(contrast(colour('line2'), colour('bg1'))).toBeGreaterThan(
    contrast(looks('default', theme).colour('line2'), looks('default', theme).colour('bg1')),
  );
});

describe('the measure itself', () => {
  test('of contrast is that of WCAG: black on white is 21 to 1', () => {
    expect(contrast(hex('#000000'), hex('#ffffff'))).toBeCloseTo(21, 6);
    expect(contrast(hex('#777777'), hex('#ffffff'))).toBeCloseTo(4.478, 3);
  });

  // From the table of test pairs of Sharma, Wu and Dalal.
  test.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1, 2], [50, 0, 0], 2.3669],
    [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as const)('of a difference is CIEDE2000: %j to %j', (a, b, expected) => {
    expect(ciede2000(a, b)).toBeCloseTo(expected, 4);
  });

  test('grey looks the same to every eye', () => {
    for (const vision of VISIONS)
      expect(difference(hex('#808080'), hex('#000000'), vision)).toBeCloseTo(
        difference(hex('#808080'), hex('#000000')),
        0,
      );
  });
});
