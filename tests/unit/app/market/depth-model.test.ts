import { expect, test } from 'vitest';
import {
  depthAxis,
  depthColumns,
  depthRows,
  depthTableRow,
  depthWords,
  fillWords,
  sumWords,
} from '../../../../app/views/market/depth/depth-model.ts';
import { bookFrame, levels } from '../../../support/book-frame.ts';
import { priceWords } from '../../../../app/format/price-words.ts';
import { CENTS, NO_CENTS } from '../../../support/reading.ts';

const BOOK = bookFrame({
  bids: levels([6_000, 1_000], [5_800, 500], [100, 90_000]),
  asks: levels([6_200, 700], [6_500, 300]),
});

test('sums grow outwards from the spread, prices ascend', () => {
  expect(depthColumns(depthRows(BOOK, 10_000))).toEqual([
    [100, 5_800, 6_000, 6_200, 6_500],
    [91_500, 1_500, 1_000, null, null],
    [null, null, null, 700, 1_000],
  ]);
});

test('a row of the table has the sum of its side, and nothing where that side does not rest', () => {
  const rows = depthRows(BOOK, 10_000).map((row) => depthTableRow(row, CENTS));
  expect(rows.map(({ head, cells }) => [head, ...cells])).toEqual([
    ['1¢', '915', ''],
    ['58¢', '15', ''],
    ['60¢', '10', ''],
    ['62¢', '', '7'],
    ['65¢', '', '10'],
  ]);
});

test('what is far from the middle can be left out; its sums are not', () => {
  expect(depthRows(BOOK, 300).map(({ price }) => price)).toEqual([5_800, 6_000, 6_200]);
});

test('a book with one side has rows of that side alone; an empty one has none', () => {
  expect(depthRows(bookFrame({ asks: levels([9_900, 5]) }), 1_000)).toHaveLength(1);
  expect(depthRows(bookFrame({}), 10_000)).toEqual([]);
});

test('ten cents around a lone side shows that side', () => {
  const bids = bookFrame({ bids: levels([9_000, 1_000], [8_950, 50]) });
  expect(depthAxis(bids, 1_000)).toEqual({ from: 8_000, to: 10_000 });
  expect(depthRows(bids, 1_000).map(({ price }) => price)).toEqual([8_950, 9_000]);
  expect(depthAxis(bookFrame({ asks: levels([700, 5]) }), 1_000)).toEqual({ from: 0, to: 1_700 });
  expect(depthAxis(BOOK, 1_000)).toEqual({ from: 5_100, to: 7_100 });
  expect(depthAxis(BOOK, 10_000)).toEqual({ from: 0, to: 10_000 });
});

test('a row reads as a sentence', () => {
  const rows = depthRows(BOOK, 10_000);
  expect(depthWords(rows[1], CENTS)).toBe('58¢: 15 contracts bid here or better');
  expect(depthWords(rows[4], CENTS)).toBe('65¢: 10 contracts asked here or better');
  expect(depthWords(undefined, CENTS)).toBe('');
  expect(depthWords(rows[1], NO_CENTS)).toBe('NO 58¢: 15 contracts bid here or better');
  expect(depthWords(rows[1], priceWords('decimal', 'yes'))).toBe(
    '1.72 (58¢): 15 contracts bid here or better',
  );
});

test('a fill that the book can give has a mean and a worst price', () => {
  const { mean, worst, fill } = fillWords(BOOK.asks, 10, CENTS);
  expect([mean, worst]).toEqual(['62.9¢', '65¢']);
  // 7 at 62 cents and 3 at 65.
  expect(fill.cost).toBe(6_290_000);
});

test('a fill that the book cannot give has no price, but says how much there is', () => {
  const { mean, worst, fill } = fillWords(BOOK.asks, 11, CENTS);
  expect([mean, worst, fill.filled]).toEqual([undefined, undefined, 1_000]);
});

test('a side is summed within reach of its best price, in words that say whose bids they are', () => {
  const side = levels([6_000, 1_000], [5_000, 500], [4_900, 100]);
  expect(sumWords(side, 1_000, 'YES', CENTS)).toBe('15 contracts bid for YES within 10¢ of the best');
  expect(sumWords(side, 1_000, 'YES', priceWords('american', 'yes'))).toBe(
    '15 contracts bid for YES within 10 pt of the best',
  );
  expect(sumWords(side, 10_000, 'NO', CENTS)).toBe(
    '16 contracts bid for NO at all prices; each is an offer of YES',
  );
});
