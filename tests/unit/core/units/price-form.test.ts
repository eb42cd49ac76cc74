import { expect, test } from 'vitest';
import type { Price } from '#core/units/price.ts';
import { priceText, type PriceForm } from '#core/units/price-form.ts';

const texts = (form: PriceForm, ...prices: number[]) =>
  prices.map((price) => priceText(price as Price, form));

test('cents and per cent are exact, with decimals only where the market is finer', () => {
  expect(texts('cents', 6_400, 6_350, 25, 1)).toEqual(['64¢', '63.5¢', '0.25¢', '0.01¢']);
  expect(texts('percent', 6_400, 6_350, 25, 1)).toEqual(['64%', '63.5%', '0.25%', '0.01%']);
});

test('decimal odds are what a dollar staked brings back, to 2 decimals, and to 3 below 1.10', () => {
  expect(texts('decimal', 6_400, 5_000, 3_333, 100, 25)).toEqual([
    '1.56',
    '2.00',
    '3.00',
    '100.00',
    '400.00',
  ]);
  expect(texts('decimal', 9_000, 9_090, 9_091, 9_500, 9_900)).toEqual([
    '1.11',
    '1.10',
    '1.100',
    '1.053',
    '1.010',
  ]);
  // Half a hundredth goes up: 10,000 by 1,600 is 6.25, by 3,200 it is 3.125.
  expect(texts('decimal', 1_600, 3_200)).toEqual(['6.25', '3.13']);
});

test('American odds are the winnings on 100 from even odds up, and the stake for 100 below', () => {
  expect(texts('american', 6_400, 3_600, 5_000, 4_999, 5_001)).toEqual([
    '−178',
    '+178',
    '+100',
    '+100',
    '−100',
  ]);
  expect(texts('american', 100, 9_900, 1, 9_999)).toEqual(['+9900', '−9900', '+999900', '−999900']);
});

test('at nothing there are no odds, and at a dollar nothing is won', () => {
  expect(texts('decimal', 0, 10_000)).toEqual(['–', '1.000']);
  expect(texts('american', 0, 10_000)).toEqual(['–', '–']);
  expect(texts('cents', 0, 10_000)).toEqual(['0¢', '100¢']);
  expect(texts('percent', 0, 10_000)).toEqual(['0%', '100%']);
});
