import { expect, test } from 'vitest';
import { dotRadius, largestDot } from '#core/market/liquidity/dots.ts';

test('the area of a dot is its contracts, up to the largest dot', () => {
  const area = (size: number) => dotRadius(size, 200) ** 2;
  expect(area(800)).toBeCloseTo(4 * area(200), 9);
  const most = largestDot(200);
  expect(dotRadius(most, 200)).toBeGreaterThan(dotRadius(0.99 * most, 200));
  expect(dotRadius(9 * most, 200)).toBe(dotRadius(most, 200));
});
