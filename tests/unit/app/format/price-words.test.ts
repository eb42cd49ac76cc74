import { expect, test } from 'vitest';
import type { Price } from '#core/units/price.ts';
import { priceWords } from '../../../../app/format/price-words.ts';

const price = (value: number) => value as Price;

test('a pair of choices has one value, so that it can be compared', () => {
  expect(priceWords('decimal', 'no')).toBe(priceWords('decimal', 'no'));
  expect(priceWords('decimal', 'no')).not.toBe(priceWords('decimal', 'yes'));
});

test('a YES price is read for the outcome that comes first, a price of its own is left', () => {
  const [yes, no] = [priceWords('cents', 'yes'), priceWords('cents', 'no')];
  expect([yes.of(price(6_400)), no.of(price(6_400)), no.own(price(6_400))]).toEqual(['64¢', '36¢', '64¢']);
  expect([yes.head, no.head, no.side, no.otherSide]).toEqual(['YES price', 'NO price', 'NO', 'YES']);
  expect([yes.mark, no.mark]).toEqual(['', 'NO ']);
});

test('a change turns with the outcome; no change is none either way', () => {
  const no = priceWords('cents', 'no');
  expect([priceWords('cents', 'yes').change(-200), no.change(-200), no.change(200)]).toEqual([
    -200, 200, -200,
  ]);
  expect(Object.is(no.change(0), 0)).toBe(true);
});

test('where a form rounds, the exact price is there to be said, with its side', () => {
  expect(priceWords('decimal', 'no').exactOf(price(6_400))).toBe('NO 36¢');
  expect(priceWords('american', 'yes').exactOwn(price(6_350))).toBe('63.5¢');
  for (const form of ['cents', 'percent'] as const)
    expect([priceWords(form, 'no').exactOf(price(1)), priceWords(form, 'no').exactOwn(price(1))]).toEqual([
      undefined,
      undefined,
    ]);
});

test('a difference of prices is money in cents, and points in every other form', () => {
  const spreads = (['cents', 'percent', 'decimal', 'american'] as const).map((form) =>
    priceWords(form, 'yes').spread(125),
  );
  expect(spreads).toEqual(['1.25¢', '1.25 pt', '1.25 pt', '1.25 pt']);
});

test('a sum of prices is money: cents where prices are, else dollars, exact', () => {
  expect(priceWords('cents', 'yes').sum(10_320)).toBe('103.2¢');
  const odds = priceWords('american', 'no');
  expect([10_000, 10_320, 9_950, 10_001].map((sum) => odds.sum(sum))).toEqual([
    '$1.00',
    '$1.032',
    '$0.995',
    '$1.0001',
  ]);
});
