import { describe, expect, test } from 'vitest';
import {
  compact,
  counted,
  grouped,
  groupedExact,
  lastMinutes,
  rate,
  share,
  signedCompact,
} from '../../../../app/format/number.ts';

describe('compact', () => {
  test.each([
    [0, '0'],
    [7.25, '7.25'],
    [99.99, '99.99'],
    [999, '999'],
    [999.6, '1,000'],
    [1_000, '1.0k'],
    [3_140, '3.1k'],
    [89_310, '89.3k'],
    [99_960, '100k'],
    [964_200, '964k'],
    [999_499, '999k'],
    [999_600, '1.00M'],
    [2_161_000, '2.16M'],
    [10_580_000, '10.6M'],
    [3_200_000_000, '3.20B'],
    [7e12, '7.00T'],
    [-4_100, '-4.1k'],
  ])('%d reads %s', (value, text) => {
    expect(compact(value)).toBe(text);
  });
});

test('a signed number carries plus or a true minus, zero neither', () => {
  expect([signedCompact(18_800), signedCompact(-4_100), signedCompact(0)]).toEqual([
    '+18.8k',
    '\u22124.1k',
    '0',
  ]);
});

test('whole numbers have separators, fractions at most two digits', () => {
  expect([grouped(1_482_310), groupedExact(136.5), groupedExact(0.019)]).toEqual([
    '1,482,310',
    '136.5',
    '0.02',
  ]);
});

test('a rate has a decimal only where it is small', () => {
  expect([rate(0.3), rate(9.94), rate(105.4)]).toEqual(['0.3', '9.9', '105']);
});

test('the share of nothing is a dash, not a division by zero', () => {
  expect([share(52, 100), share(0, 0)]).toEqual(['52.0%', '\u2013']);
});

test('one of anything is no plural', () => {
  expect([counted(1, 'market'), counted(0, 'market'), counted(2_310, 'gap')]).toEqual([
    '1 market',
    '0 markets',
    '2,310 gaps',
  ]);
  expect([lastMinutes(1), lastMinutes(10)]).toEqual(['the last minute', 'the last 10 minutes']);
});
