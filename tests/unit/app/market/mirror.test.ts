/** A book seen from NO: on grids that are not the same on both ends, no row may be lost, made up or moved. */
import { describe, expect, test } from 'vitest';
import type { PriceRange } from '#core/units/grid.ts';
import { complement } from '#core/units/price.ts';
import { ladderGrid } from '../../../../app/views/market/ladder/ladder-grid.ts';
import { seenBy } from '../../../../app/views/market/ladder/mirror.ts';
import { bookFrame, levels } from '../../../support/book-frame.ts';

const range = (start: number, end: number, step: number) => ({ start, end, step }) as PriceRange;

/** Fine below ten cents alone. */
const LOW = [range(0, 1_000, 10), range(1_000, 10_000, 100)];
/** Three steps, fine in the middle, coarse above. */
const MIDDLE = [range(0, 3_000, 100), range(3_000, 7_000, 50), range(7_000, 10_000, 500)];

const frame = (ranges: readonly PriceRange[]) =>
  bookFrame({
    ranges,
    bids: levels([550, 1_000], [540, 500]),
    asks: levels([4_000, 700], [8_500, 100]),
    traded: levels([540, 300], [4_000, 200]),
  });

describe.each([
  ['fine at one end', LOW],
  ['fine in the middle', MIDDLE],
])('a grid that is %s', (_name, ranges) => {
  test('has for NO the rows of YES, each a dollar less', () => {
    const [yes, no] = [ladderGrid(frame(ranges), 1), ladderGrid(seenBy(frame(ranges), 'no'), 1)];
    expect(no.prices).toEqual(yes.prices.map(complement).toReversed());
    expect([...no.bids.keys()]).toEqual([...yes.asks.keys()].map(complement));
    expect([...no.asks.entries()]).toEqual([...yes.bids].map(([price, level]) => [complement(price), level]));
    expect(no.traded).toEqual(new Map([...yes.traded].map(([price, sum]) => [complement(price), sum])));
  });

  test('seen twice is what it was', () => {
    const book = frame(ranges);
    expect(ladderGrid(seenBy(seenBy(book, 'no'), 'no'), 1)).toEqual(ladderGrid(book, 1));
    const { bid, ask, bidSize, askSize } = book.top;
    expect(seenBy(seenBy(book, 'no'), 'no').top).toMatchObject({ bid, ask, bidSize, askSize });
  });
});
