/** Sizes as colours: nothing is not something, more is further along, and the numbers of the legend are those of the picture. */
import { expect, test } from 'vitest';
import { rampColour, rampPlace, RAMPS, sizeAtPlace } from '#core/market/liquidity/ramps.ts';
import { colourTable, SizeHistogram } from '#core/market/liquidity/size-bits.ts';

const SCALE = { low: 2_000, high: 1_000_000 };
const codeOf = (size: number): number => (new Uint32Array(Float32Array.of(size).buffer)[0] ?? 0) >>> 16;

test('nothing lies at the beginning of the ramp, the smallest size beyond it, the high end and all above at its end', () => {
  expect(rampPlace(0, SCALE)).toBe(0);
  expect(rampPlace(1, SCALE)).toBeGreaterThan(0);
  expect(rampPlace(SCALE.high, SCALE)).toBe(1);
  expect(rampPlace(100 * SCALE.high, SCALE)).toBe(1);
});

test('a size and its place on the ramp are each other’s inverse', () => {
  for (const size of [50_000, 200_000, 999_999])
    expect(sizeAtPlace(rampPlace(size, SCALE), SCALE)).toBeCloseTo(size, 4);
});

test('between two stops the colour is between theirs', () => {
  expect(rampColour(RAMPS.dark.bid, 0)).toEqual([11, 14, 20]);
  expect(rampColour(RAMPS.dark.bid, 1)).toEqual([214, 236, 255]);
  expect(rampColour(RAMPS.dark.bid, 0.1)).toEqual([13, 22, 37]);
});

test('the table gives each size the colour of its place, to a step of half a percent', () => {
  const table = colourTable('ask', 'light', SCALE);
  const bytes = new Uint8Array(table.buffer);
  for (const size of [0, 2_500, 60_000, 400_000, 2_000_000]) {
    const at = 4 * codeOf(size);
    const expected = rampColour(RAMPS.light.ask, rampPlace(size, SCALE));
    for (const [part, value] of expected.entries())
      expect(Math.abs((bytes[at + part] ?? -99) - value)).toBeLessThanOrEqual(3);
    expect(bytes[at + 3]).toBe(255);
  }
});

test('a share of the sizes lies below the percentile; nothing is counted of what is empty', () => {
  const histogram = new SizeHistogram();
  const sizes = Float32Array.from({ length: 200 }, (_, i) => (i < 100 ? 0 : (i - 99) * 1_000));
  histogram.add(new Uint32Array(sizes.buffer), 0, 200);
  const found = histogram.percentile(0.98) ?? 0;
  expect(Math.abs(found / 98_000 - 1)).toBeLessThan(0.01);
  histogram.clear();
  expect(histogram.percentile(0.98)).toBeUndefined();
});
