import { expect, test } from 'vitest';
import { isInside, isWithin, leftOf, touchesAny } from '#core/units/stretch.ts';

const of = (...ends: readonly (readonly [number, number])[]) => ends.map(([from, to]) => ({ from, to }));
const [whole = { from: 0, to: 0 }] = of([10, 20]);

test('both ends of a stretch are in it', () => {
  const stretches = of([10, 20], [30, 30]);
  expect([9, 10, 20, 21, 30, 31].map((at) => isWithin(stretches, at))).toEqual([
    false,
    true,
    true,
    false,
    true,
    false,
  ]);
  expect(
    [of([5, 9]), of([5, 10]), of([20, 25]), of([21, 25])].map((each) => touchesAny(each, whole)),
  ).toEqual([false, true, true, false]);
  expect(isInside(of([10, 20]), whole)).toBe(true);
  expect(isInside(of([10, 15], [16, 20]), whole)).toBe(false);
});

test.each([
  ['nothing', of(), of([10, 20])],
  ['what lies beside it', of([0, 9], [21, 30]), of([10, 20])],
  ['both its ends', of([18, 30], [0, 10]), of([11, 17])],
  ['its middle', of([12, 12], [14, 15]), of([10, 11], [13, 13], [16, 20])],
  ['stretches that overlap', of([12, 16], [14, 15]), of([10, 11], [17, 20])],
  ['all of it', of([0, 15], [15, 40]), of()],
])('a stretch without %s', (_, taken, left) => {
  expect(leftOf(whole, taken)).toEqual(left);
});
