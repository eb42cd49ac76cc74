/** A path of prices with gaps in it: a break where each begins, and no point inside of one. */
import { expect, test } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import { brokenAt } from '../../../../workers/market/broken-points.ts';

const points = (...at: readonly number[]) => ({
  at: Float64Array.from(at),
  yesPrice: Uint16Array.from(at, () => 5_000),
});
const gap = (from: number, to: number) => ({ from: from as UnixMs, to: to as UnixMs });
const broken = (path: ReturnType<typeof points>, ...gaps: readonly ReturnType<typeof gap>[]) => {
  const { at, yesPrice } = brokenAt(path, gaps);
  return [...at].map((time, i) => (yesPrice[i] === 0 ? `break ${time}` : time));
};

test('a gap breaks the path where it begins, and points inside of it are left out', () => {
  expect(broken(points(100, 150, 250), gap(120, 200))).toEqual([100, 'break 120', 250]);
  expect(broken(points(100, 150))).toEqual([100, 150]);
});

test('a gap that began before the first point takes those inside of it along', () => {
  expect(broken(points(100, 150, 250), gap(50, 200))).toEqual([250]);
  expect(broken(points(100, 150), gap(50, 200))).toEqual([]);
  expect(broken(points(250), gap(50, 200))).toEqual([250]);
});

test('a gap behind the last point ends the path', () => {
  expect(broken(points(100), gap(120, 200))).toEqual([100, 'break 120']);
});
