import { describe, expect, test } from 'vitest';
import {
  centsHalfUp,
  complement,
  formatPrice,
  isTradable,
  ONE_DOLLAR,
  parsePrice,
  priceFromCents,
  type Price,
} from '#core/units/price.ts';

describe('parsePrice', () => {
  test.each([
    ['0.0000', 0],
    ['0.0001', 1],
    ['0.360', 3_600],
    ['1.0000', 10_000],
  ])('reads %s', (text, price) => {
    expect(parsePrice(text)).toBe(price);
  });

  test.each(['-0.01', '1.0001', '36', '0.00001', 'abc', ''])('refuses %j', (text) => {
    expect(parsePrice(text)).toBeUndefined();
  });
});

test('whole cents are prices from 0 to 100', () => {
  expect([0, 36, 100].map(priceFromCents)).toEqual([0, 3_600, 10_000]);
  expect([-1, 101, 36.5, NaN, Infinity].map(priceFromCents)).toEqual(Array(5).fill(undefined));
});

test('a price is written as the exchange writes it', () => {
  expect(formatPrice(3_605 as Price)).toBe('0.3605');
});

test('the two outcomes of a contract sum to a dollar', () => {
  expect(complement(3_605 as Price)).toBe(6_395);
});

test('cents are rounded half up', () => {
  expect([3_649, 3_650, 3_651, 49, 50].map((price) => centsHalfUp(price as Price))).toEqual([
    36, 37, 37, 0, 1,
  ]);
});

test('nothing trades at 0 or at a dollar', () => {
  expect([0, 1, 9_999, ONE_DOLLAR].map((price) => isTradable(price as Price))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
