import { expect, test } from 'vitest';
import type { Price } from '#core/units/price.ts';
import { summaryWords } from '../../../../../app/views/market/liquidity/summary-words.ts';
import { bookFrame, levels } from '../../../../support/book-frame.ts';
import { CENTS, NO_CENTS } from '../../../../support/reading.ts';

const LAST = 6_300 as Price;
const book = bookFrame({ bids: levels([6_200, 140_000]), asks: levels([6_400, 20_000]) });

test('the picture in a sentence is the last price and both best prices with their sizes', () => {
  expect(summaryWords(book, LAST, CENTS)).toBe(
    'Last YES price 63¢; best bid 62¢ × 1,400, best ask 64¢ × 200.',
  );
});

test('who reads NO first hears the same book from the other side', () => {
  expect(summaryWords(book, LAST, NO_CENTS)).toBe(
    'Last NO price 37¢; best bid 36¢ × 200, best ask 38¢ × 1,400.',
  );
});

test('what is not known is said, and an old book is said to be old', () => {
  expect(summaryWords(undefined, undefined, CENTS)).toBe('No last price is known; no order book is known.');
  expect(summaryWords({ ...book, state: 'none' }, LAST, CENTS)).toBe(
    'Last YES price 63¢; no order book is known.',
  );
  expect(summaryWords({ ...bookFrame({ bids: levels([6_200, 100]) }), state: 'stale' }, LAST, CENTS)).toBe(
    'Last YES price 63¢; best bid 62¢ × 1, no ask, as last known.',
  );
});
