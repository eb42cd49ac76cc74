import { describe, expect, test } from 'vitest';
import { formatDecimal, parseDecimal } from '#core/units/decimal.ts';

describe('parseDecimal', () => {
  test.each([
    ['0.3600', 4, 3_600],
    ['0.36', 4, 3_600],
    ['.5', 2, 50],
    ['5.', 2, 500],
    ['+1.25', 2, 125],
    ['-54.00', 2, -5_400],
    ['0.120000', 4, 1_200],
    ['007', 0, 7],
    ['12.000', 0, 12],
    ['90071992547409.91', 2, Number.MAX_SAFE_INTEGER],
  ] as const)('reads %s with %i decimals as %i', (text, scale, units) => {
    expect(parseDecimal(text, scale)).toBe(units);
  });

  test('a negative zero is zero', () => {
    expect(Object.is(parseDecimal('-0.00', 2), 0)).toBe(true);
  });

  test.each([
    ['', 'nothing'],
    ['.', 'no digit'],
    ['-', 'a sign alone'],
    ['1.2.3', 'two points'],
    ['1,5', 'a comma'],
    [' 1', 'a blank'],
    ['1\n', 'a line break'],
    ['1e3', 'an exponent'],
    ['0x10', 'a prefix'],
    ['NaN', 'a word'],
    ['Infinity', 'a word'],
    ['--1', 'two signs'],
    ['1-', 'a sign at the end'],
    ['٣', 'a digit of another script'],
    ['0.00001', 'more decimals than there is room for'],
    ['900719925474.0993', 'more than an exact integer'],
    ['9'.repeat(400), 'more than any number'],
  ])('refuses %j: %s', (text) => {
    expect(parseDecimal(text, 4)).toBeUndefined();
  });
});

describe('formatDecimal', () => {
  test.each([
    [3_600, 4, '0.3600'],
    [0, 4, '0.0000'],
    [-5_400, 2, '-54.00'],
    [-5, 2, '-0.05'],
    [7, 0, '7'],
    [Number.MAX_SAFE_INTEGER, 6, '9007199254.740991'],
  ] as const)('writes %i with %i decimals as %s', (units, scale, text) => {
    expect(formatDecimal(units, scale)).toBe(text);
  });
});
