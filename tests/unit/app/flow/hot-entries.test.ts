import { describe, expect, test } from 'vitest';
import type { PinnedMarket } from '#contract/frames.ts';
import { hotEntries } from '../../../../app/views/flow/hot/hot-entries.ts';
import { aHotMarket } from '../../../support/hot-market.ts';

const ranked = ['A-1', 'B-1', 'C-1', 'D-1'].map((ticker) => aHotMarket({ ticker }));

function pin(ticker: string, isTraded: boolean): PinnedMarket {
  const market = aHotMarket({ ticker });
  const { label, yesPrice, volume } = market;
  return { label, market: isTraded ? market : undefined, yesPrice, volume };
}

/** Ticker and rank of what is shown. */
function shownOf(pinned: readonly PinnedMarket[], limit: number) {
  const { entries, shown } = hotEntries(ranked, pinned, limit);
  return entries.slice(0, shown).map(({ label, rank }) => [label.ticker, rank]);
}

describe('the hot list with pinned markets', () => {
  test('without a pin it is the first of the ranking; the rest is known and not shown', () => {
    expect(shownOf([], 2)).toEqual([
      ['A-1', 1],
      ['B-1', 2],
    ]);
    expect(hotEntries(ranked, [], 2).entries).toHaveLength(4);
  });

  test('pins come first in the order they were pinned, with the rank they have; nobody else is pushed out', () => {
    expect(shownOf([pin('D-1', true), pin('B-1', true)], 3)).toEqual([
      ['D-1', 4],
      ['B-1', 2],
      ['A-1', 1],
      ['C-1', 3],
    ]);
  });

  test('one that did not trade is there all the same, without a rank', () => {
    const { entries } = hotEntries([], [pin('Z-1', false)], 3);
    expect(entries).toMatchObject([{ market: undefined, rank: undefined, isPinned: true }]);
  });
});
