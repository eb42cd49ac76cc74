import { describe, expect, test } from 'vitest';
import { bookFrame, levels } from '../../../support/book-frame.ts';
import { CENT_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import { changedLevels, ladderGrid, middleRow } from '../../../../app/views/market/ladder/ladder-grid.ts';
import { middleOf, rowPriceOf } from '../../../../app/views/market/price-groups.ts';
import { seenBy } from '../../../../app/views/market/ladder/mirror.ts';

const CENT = 100;
const TAPERED = [
  { start: 0, end: 1_000, step: 10 },
  { start: 1_000, end: 9_000, step: 100 },
  { start: 9_000, end: 10_000, step: 10 },
] as never;

/** 60¢ × 10, 58¢ × 5 bid; 62¢ × 7, 65¢ × 1 asked. */
const book = bookFrame({
  bids: levels([6_000, 1_000], [5_800, 500]),
  asks: levels([6_200, 700], [6_500, 100]),
  traded: levels([6_000, 300], [6_200, 200]),
});

describe('rows', () => {
  test('every price of the market has its row, highest first, empty or not', () => {
    const { prices } = ladderGrid(book, 1);
    expect(prices).toHaveLength(99);
    expect(prices.slice(0, 2)).toEqual([99 * CENT, 98 * CENT]);
    expect(prices.at(-1)).toBe(CENT);
  });

  test('a finer grid has finer rows where it is finer', () => {
    const { prices } = ladderGrid(bookFrame({ ranges: TAPERED }), 1);
    expect(prices).toHaveLength(99 + 80 + 100);
    expect(prices.slice(0, 2)).toEqual([9_990, 9_980]);
  });

  test('the finest grid has all its rows, so that none comes or goes with what rests there', () => {
    const ranges = [{ start: 0, end: 10_000, step: 1 }] as never;
    const before = ladderGrid(bookFrame({ ranges }), 1).prices;
    expect(before).toHaveLength(9_999);
    expect(ladderGrid(bookFrame({ ranges, bids: levels([4_321, 1]) }), 1).prices).toBe(before);
  });

  test('a market whose grid nobody has told shows cents and what rests between them', () => {
    const { prices } = ladderGrid(bookFrame({ ranges: [], bids: levels([6_050, 1]) }), 1);
    expect(prices).toHaveLength(100);
    expect(prices.slice(38, 41)).toEqual([6_100, 6_050, 6_000]);
  });

  test('in groups, no row promises a better price than what rests in it', () => {
    const { prices, bids, asks, traded } = ladderGrid(book, 500);
    expect(prices).toEqual(Array.from({ length: 21 }, (_, i) => 10_000 - i * 500));
    expect([...bids.entries()]).toEqual([
      [6_000, { size: 1_000, sum: 1_000 }],
      [5_500, { size: 500, sum: 1_500 }],
    ]);
    expect([...asks.keys()]).toEqual([6_500]);
    expect([...traded.entries()]).toEqual([
      [6_000, 300],
      [6_500, 200],
    ]);
  });

  test('groups at the very edge are there before anything rests in them, where a price can', () => {
    const edges = (ranges: typeof TAPERED, step: 100 | 500) => {
      const { prices } = ladderGrid(bookFrame({ ranges }), step);
      return [prices[0], prices.at(-1)];
    };
    expect(edges(CENT_GRID.ranges as never, 500)).toEqual([10_000, 0]);
    expect(edges(CENT_GRID.ranges as never, 100)).toEqual([9_900, 100]);
    expect(edges(TAPERED, 100)).toEqual([10_000, 0]);
    const atEdge = bookFrame({ bids: levels([100, 5]), asks: levels([9_900, 5]) });
    expect(ladderGrid(atEdge, 500).prices).toEqual(ladderGrid(book, 500).prices);
  });

  test('of a book with one side, what was traded stands in the row of the level it took', () => {
    const asks = bookFrame({ asks: levels([6_200, 700]), traded: levels([5_800, 5], [6_200, 200]) });
    const { asks: levelsOf, traded } = ladderGrid(asks, 500);
    expect([...levelsOf.keys()]).toEqual([6_500]);
    expect([...traded.entries()]).toEqual([
      [5_500, 5],
      [6_500, 200],
    ]);
    const no = ladderGrid(seenBy(asks, 'no'), 500);
    expect([...no.bids.keys()]).toEqual([3_500]);
    expect(no.traded).toEqual(
      new Map([
        [3_500, 200],
        [4_500, 5],
      ]),
    );
  });
});

test('sizes add up from the best price outwards', () => {
  const { bids, asks } = ladderGrid(book, 1);
  expect(bids.get(5_800 as Price)).toEqual({ size: 500, sum: 1_500 });
  expect(asks.get(6_500 as Price)).toEqual({ size: 100, sum: 800 });
});

test('the middle is between the best prices, and a lone side is its own middle', () => {
  expect(middleRow(ladderGrid(book, 1))).toBe(38);
  expect(middleRow(ladderGrid(bookFrame({ bids: levels([6_000, 1]) }), 1))).toBe(39);
  expect(middleRow(ladderGrid(bookFrame({ asks: levels([6_000, 1]) }), 1))).toBe(39);
  expect(middleRow(ladderGrid(bookFrame({}), 1))).toBeUndefined();
});

test('a trade above the middle belongs to the group above, one below to the group below', () => {
  expect(rowPriceOf(6_200 as Price, 500, book.top)).toBe(6_500);
  expect(rowPriceOf(6_000 as Price, 500, book.top)).toBe(6_000);
  const empty = bookFrame({}).top;
  expect(middleOf(empty)).toBe(5_000);
  expect(rowPriceOf(6_050 as Price, 1, empty)).toBe(6_050);
});

test('a level that came, went or has another size has changed; the others have not', () => {
  const after = bookFrame({
    bids: levels([6_000, 1_000], [5_700, 5]),
    asks: levels([6_200, 600], [6_500, 100]),
  });
  const changed = changedLevels(ladderGrid(book, 1), ladderGrid(after, 1));
  expect([...changed.bids].sort()).toEqual([5_700, 5_800]);
  expect([...changed.asks]).toEqual([6_200]);
});

describe('seen by NO', () => {
  test('bids are the YES asks from above, best first again', () => {
    const no = seenBy(book, 'no');
    expect([...no.bids.price]).toEqual([3_800, 3_500]);
    expect([...no.bids.quantity]).toEqual([700, 100]);
    expect([...no.asks.price]).toEqual([4_000, 4_200]);
    expect(no.top).toMatchObject({ bid: 3_800, ask: 4_000, bidSize: 700, askSize: 1_000, spread: 200 });
    expect(no.top.mid).toBe(3_900);
    expect(no.top.imbalance).toBeCloseTo(-(book.top.imbalance ?? 0), 12);
    expect([...no.traded.price]).toEqual([3_800, 4_000]);
    expect([...no.traded.quantity]).toEqual([200, 300]);
  });

  test('twice is as it was', () => {
    expect(seenBy(seenBy(book, 'no'), 'no')).toEqual(book);
  });

  test('an uneven grid is mirrored with it', () => {
    const skewed = bookFrame({
      ranges: [
        { start: 0, end: 1_000, step: 10 },
        { start: 1_000, end: 10_000, step: 100 },
      ] as never,
    });
    const { prices } = ladderGrid(seenBy(skewed, 'no'), 1);
    expect(prices.slice(0, 2)).toEqual([9_990, 9_980]);
    expect(prices.at(-1)).toBe(100);
  });
});
