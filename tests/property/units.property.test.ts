import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { formatDecimal, parseDecimal, type DecimalScale } from '#core/units/decimal.ts';
import { PriceGrid, type PriceRange } from '#core/units/grid.ts';
import {
  complement,
  formatPrice,
  ONE_DOLLAR,
  parsePrice,
  priceFromCents,
  type Price,
} from '#core/units/price.ts';
import { formatQuantity, MAX_QUANTITY, parseQuantity, type Quantity } from '#core/units/quantity.ts';
import { parseRfc3339 } from '#core/units/rfc3339.ts';
import { anyText } from '../support/any-text.ts';

// Hundreds of runs take long on a machine that is busy with other things; that is no failure.
vi.setConfig({ testTimeout: 60_000 });

describe('decimals', () => {
  const scales = fc.constantFrom<DecimalScale[]>(0, 1, 2, 3, 4, 5, 6);

  test('what was written is read back, at every scale', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), scales, (units, scale) => {
        expect(parseDecimal(formatDecimal(units, scale), scale)).toBe(units);
      }),
    );
  });

  test('zeros at either end change nothing', () => {
    fc.assert(
      fc.property(fc.nat(), scales, fc.nat(20), fc.nat(20), (units, scale, leading, trailing) => {
        const text = formatDecimal(units, scale);
        const padded = '0'.repeat(leading) + text + (scale === 0 ? '.' : '') + '0'.repeat(trailing);
        expect(parseDecimal(padded, scale)).toBe(units);
      }),
    );
  });

  test('no text makes the reader throw, or return what is no safe integer', () => {
    fc.assert(
      fc.property(anyText, scales, (text, scale) => {
        const units = parseDecimal(text, scale);
        expect(units === undefined || Number.isSafeInteger(units)).toBe(true);
      }),
    );
  });
});

test('every price there is survives writing and reading, as text and by its complement', () => {
  const lost: number[] = [];
  for (let price = 0; price <= ONE_DOLLAR; price++) {
    const isKept =
      parsePrice(formatPrice(price as Price)) === price &&
      parsePrice(String(price / 10_000)) === price &&
      complement(complement(price as Price)) === price;
    if (!isKept) lost.push(price);
  }
  expect(lost).toEqual([]);
  for (let cents = 0; cents <= 100; cents++) expect(priceFromCents(cents)).toBe(cents * 100);
});

test('every quantity survives writing and reading', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1 * MAX_QUANTITY, max: MAX_QUANTITY }), (quantity) => {
      expect(parseQuantity(formatQuantity(quantity as Quantity))).toBe(quantity);
    }),
  );
});

describe('RFC 3339', () => {
  const instants = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });

  test('every instant of ten thousand years is read as the platform writes it', () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(parseRfc3339(new Date(at).toISOString())).toBe(at);
      }),
      { numRuns: 1_000 },
    );
  });

  test('the zone moves the clock and not the instant', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000_000 }),
        fc.integer({ min: -1_439, max: 1_439 }),
        (at, offset) => {
          const local = new Date(at + offset * 60_000).toISOString().slice(0, -1);
          const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
          const zone = `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
          expect(parseRfc3339(local + zone)).toBe(at);
        },
      ),
    );
  });

  test('any number of fractional digits from none to nine is cut to a millisecond', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000 }),
        fc.stringMatching(/^\d{0,9}$/),
        (second, digits) => {
          const text = new Date(second * 1_000).toISOString().slice(0, 19);
          const millis = Number(digits.padEnd(3, '0').slice(0, 3));
          expect(parseRfc3339(`${text}${digits === '' ? '' : '.'}${digits}Z`)).toBe(second * 1_000 + millis);
        },
      ),
    );
  });

  test('no text makes the reader throw, or return what is no integer', () => {
    const texts = fc.oneof(
      anyText,
      fc.stringMatching(/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{0,12})?([Zz]|[+-]\d\d:\d\d)$/),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const at = parseRfc3339(text);
        expect(at === undefined || Number.isSafeInteger(at)).toBe(true);
      }),
    );
  });
});

describe('the grid', () => {
  const ranges: fc.Arbitrary<PriceRange> = fc
    .tuple(
      fc.integer({ min: 0, max: 9_999 }),
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: 2_000 }),
    )
    .map(([start, length, step]) => ({
      start: start as Price,
      end: Math.min(start + length, ONE_DOLLAR) as Price,
      step: step as Price,
    }));

  /** All prices of the grid, by trying each price there is. */
  function pricesOf(grid: PriceGrid): readonly number[] {
    return Array.from({ length: 9_999 }, (_, index) => index + 1).filter((price) =>
      grid.isOn(price as Price),
    );
  }

  test('next, previous and snap find what a search of all prices finds', () => {
    fc.assert(
      fc.property(fc.array(ranges, { maxLength: 4 }), fc.integer({ min: 0, max: 10_000 }), (bands, at) => {
        const grid = new PriceGrid(bands);
        const price = at as Price;
        const all = pricesOf(grid);
        const above = all.find((other) => other > price);
        const below = all.findLast((other) => other < price);
        expect(grid.next(price)).toBe(above);
        expect(grid.previous(price)).toBe(below);
        const snapped = grid.snap(price);
        expect(snapped === undefined).toBe(all.length === 0);
        if (snapped !== undefined) {
          const nearest = Math.min(...all.map((other) => Math.abs(other - price)));
          expect(Math.abs(snapped - price)).toBe(nearest);
          expect(grid.isOn(snapped) && grid.contains(snapped)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
