import { describe, expect, test } from 'vitest';
import type { TradeSizes } from '#contract/frames.ts';
import { SIZE_CLASSES } from '#core/market/trade-sizes.ts';
import {
  classLabel,
  className,
  sizeColumns,
  sizeSentence,
  sizeTotals,
  tradesIn,
} from '../../../../app/views/flow/analytics/sizes-model.ts';

/** Counts by class: `[class, trades]`, all others none. */
function counts(...some: readonly (readonly [index: number, trades: number])[]): Float64Array<ArrayBuffer> {
  const column = new Float64Array(SIZE_CLASSES.length);
  for (const [index, trades] of some) column[index] = trades;
  return column;
}

const sizes: TradeSizes = { windowMinutes: 10, yes: counts([1, 3], [4, 10]), no: counts([4, 5], [10, 2]) };
const none: TradeSizes = { windowMinutes: 10, yes: counts(), no: counts() };
const values = (of: TradeSizes) => Object.fromEntries(sizeTotals(of).map(({ name, value }) => [name, value]));

describe('the histogram of trade sizes', () => {
  test('has YES takers above the line and NO takers below it', () => {
    const [classes, above, below] = sizeColumns(sizes);
    expect(classes).toHaveLength(16);
    expect([above?.[4], below?.[4]]).toEqual([10, -5]);
  });

  test('names a class by its bounds', () => {
    expect([0, 1, 3, 10, 15].map(classLabel)).toEqual(['<1', '1', '5', '1k', '50k+']);
    expect([0, 3, 15].map(className)).toEqual(['under 1', '5 to under 10', '50,000 or more']);
  });

  test('says one class as a sentence', () => {
    expect(sizeSentence(sizes, 4)).toBe('10 to under 20 contracts: 15 trades, YES 10, NO 5');
    expect(sizeSentence(sizes, 1)).toBe('1 to under 2 contracts: 3 trades, YES 3, NO 0');
  });

  test('sums it up: trades, the class in the middle, the commonest, the large ones, the side', () => {
    expect(tradesIn(sizes)).toBe(20);
    expect(values(sizes)).toEqual({
      Trades: '20',
      'Median size': '10–<20',
      'Most common': '10–<20',
      '1,000 and more': '2 · 10.0%',
      'YES taker share': '65.0%',
    });
  });

  test('the median is the lower one of two, and in its own class', () => {
    expect(values({ ...none, yes: counts([1, 1], [3, 1]) })['Median size']).toBe('1–<2');
    expect(values({ ...none, yes: counts([1, 1], [3, 2]) })['Median size']).toBe('5–<10');
  });

  test('says nothing of sizes where nothing was traded', () => {
    expect(values(none)).toMatchObject({ Trades: '0', 'Median size': '–', 'YES taker share': '–' });
  });
});
