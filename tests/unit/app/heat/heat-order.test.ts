import { describe, expect, test } from 'vitest';
import { orderOf, sortBy } from '../../../../app/views/flow/heat/heat-order.ts';
import { aHotMarket } from '../../../support/hot-market.ts';

const markets = [
  aHotMarket({ ticker: 'B', volume: 300, yesVolume: 150, change: -200 }),
  aHotMarket({ ticker: 'A', volume: 300, yesVolume: 90, change: 100 }),
  aHotMarket({ ticker: 'C', volume: 0, yesVolume: 0, change: 0 }),
];

describe('the order of the table', () => {
  test('ties stand by ticker, whichever way the column runs', () => {
    expect(orderOf(markets, { column: 'volume', isAscending: false }, 'yes')).toEqual(['A', 'B', 'C']);
    expect(orderOf(markets, { column: 'volume', isAscending: true }, 'yes')).toEqual(['C', 'A', 'B']);
  });

  test('change is signed', () => {
    expect(orderOf(markets, { column: 'change', isAscending: false }, 'yes')).toEqual(['A', 'C', 'B']);
  });

  test('price and change are those of the outcome that is read first', () => {
    expect(orderOf(markets, { column: 'change', isAscending: false }, 'no')).toEqual(['B', 'C', 'A']);
    expect(orderOf(markets, { column: 'volume', isAscending: false }, 'no')).toEqual(['A', 'B', 'C']);
  });

  test('a second click turns the order; words begin ascending, numbers descending', () => {
    const byName = sortBy({ column: 'volume', isAscending: false }, 'name');
    expect(byName).toEqual({ column: 'name', isAscending: true });
    expect(sortBy(byName, 'name').isAscending).toBe(false);
    expect(sortBy(byName, 'trades').isAscending).toBe(false);
  });
});
