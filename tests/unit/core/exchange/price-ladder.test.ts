import { describe, expect, test } from 'vitest';
import {
  ladderOf,
  priceAt,
  rungAtOrBelow,
  rungOf,
  type PriceStructure,
} from '#core/exchange/price-ladder.ts';
import { complement, ONE_CENT, parsePrice, type Price } from '#core/units/price.ts';

const price = (dollars: string): Price => parsePrice(dollars) ?? ONE_CENT;

describe('price ladder', () => {
  test.each<[PriceStructure, number, string, string]>([
    ['linear_cent', 99, '0.0100', '0.9900'],
    ['deci_cent', 999, '0.0010', '0.9990'],
    ['tapered_deci_cent', 279, '0.0010', '0.9990'],
    ['center_whole_edge_half_cent', 119, '0.0050', '0.9950'],
    ['center_deci_edge_centi_cent', 1179, '0.0001', '0.9999'],
    ['center_centi_edge_centi_cent', 9999, '0.0001', '0.9999'],
  ])('%s has %i prices from %s to %s', (structure, count, first, last) => {
    const { prices } = ladderOf(structure);
    expect(prices).toHaveLength(count);
    expect([prices[0], prices[count - 1]]).toEqual([price(first), price(last)]);
    expect([...prices].sort((a, b) => a - b)).toEqual(prices);
    // The no leg of every legal price is legal too.
    for (const legal of prices) expect(rungOf(ladderOf(structure), complement(legal))).toBeDefined();
  });

  test('finds the rung of a price, or the one below it', () => {
    const ladder = ladderOf('tapered_deci_cent');
    expect(rungOf(ladder, price('0.0990'))).toBe(98);
    expect(rungOf(ladder, price('0.1010'))).toBeUndefined();
    expect(priceAt(ladder, rungAtOrBelow(ladder, 1_099))).toBe(price('0.1000'));
    expect(rungAtOrBelow(ladder, 5)).toBe(-1);
    expect(rungAtOrBelow(ladder, 20_000)).toBe(278);
  });

  test('a rung off the ladder has no price', () => {
    expect(() => priceAt(ladderOf('linear_cent'), 99)).toThrow('a rung on the ladder');
  });
});
