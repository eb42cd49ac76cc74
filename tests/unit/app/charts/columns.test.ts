import { expect, test } from 'vitest';
import { priceAt, quantityAt, sumOf, timeAt } from '../../../../app/charts/columns.ts';

test('a column is read by row, and outside of it there is nothing', () => {
  const column = Float64Array.of(5, 7);
  expect([quantityAt(column, 1), priceAt(column, 0), timeAt(column, 2), quantityAt(column, -1)]).toEqual([
    7, 5, 0, 0,
  ]);
});

test('quantities sum exactly', () => {
  expect(sumOf([10, 20, 12].map((value) => quantityAt([value], 0)))).toBe(42);
  expect(sumOf([])).toBe(0);
});
