import { expect, test } from 'vitest';
import fc from 'fast-check';
import { niceCeiling } from '../../../../app/charts/marks.ts';

test('an axis ends at a round number that holds the value and wastes less than half', () => {
  expect([1, 1.2, 97, 150_000, 160_000, 0.03].map(niceCeiling)).toEqual([
    1, 1.5, 100, 150_000, 200_000, 0.03,
  ]);
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e12, noNaN: true }), (value) => {
      const top = niceCeiling(value);
      return top >= value * (1 - 1e-12) && top <= value * 2;
    }),
  );
});

test('an axis of nothing still has a height', () => {
  expect([0, -5, Number.NaN].map(niceCeiling)).toEqual([1, 1, 1]);
});
