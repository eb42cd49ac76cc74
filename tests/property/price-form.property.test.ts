/** Odds of every price there can be, against fractions of big integers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Price } from '#core/units/price.ts';
import { priceText } from '#core/units/price-form.ts';

const DOLLAR = 10_000n;
const anyPrice = fc.integer({ min: 1, max: 9_999 });

/** Rounds `over / under` half up. */
function rounded(over: bigint, under: bigint): bigint {
  const [whole, rest] = [over / under, over % under];
  return rest * 2n >= under ? whole + 1n : whole;
}

test('decimal odds are the exact quotient, rounded once', () => {
  fc.assert(
    fc.property(anyPrice, (price) => {
      const text = priceText(price as Price, 'decimal');
      const isShort = DOLLAR * 100n < 110n * BigInt(price);
      const [whole = '', decimals = ''] = text.split('.');
      expect(decimals).toHaveLength(isShort ? 3 : 2);
      const scale = isShort ? 1_000n : 100n;
      expect(BigInt(whole + decimals)).toBe(rounded(DOLLAR * scale, BigInt(price)));
    }),
    { numRuns: 2_000 },
  );
});

test('American odds are the exact quotient, rounded once, and those of the two outcomes mirror each other', () => {
  fc.assert(
    fc.property(anyPrice, (number) => {
      const price = BigInt(number);
      const other = DOLLAR - price;
      const isLong = price <= other;
      const size = isLong ? rounded(100n * other, price) : rounded(100n * price, other);
      expect(priceText(number as Price, 'american')).toBe(`${isLong ? '+' : '\u2212'}${size}`);
      const mirror = priceText(Number(other) as Price, 'american');
      expect(mirror.slice(1)).toBe(String(size));
    }),
    { numRuns: 2_000 },
  );
});

test('a dearer price never has better odds, and cents and per cent give the price back exactly', () => {
  fc.assert(
    fc.property(anyPrice, anyPrice, (a, b) => {
      const [cheap, dear] = a <= b ? [a, b] : [b, a];
      const odds = (price: number) => Number(priceText(price as Price, 'decimal'));
      expect(odds(cheap)).toBeGreaterThanOrEqual(odds(dear));
      for (const form of ['cents', 'percent'] as const)
        expect(Math.round(Number.parseFloat(priceText(a as Price, form)) * 100)).toBe(a);
    }),
  );
});
