import { describe, expect, test } from 'vitest';
import {
  isRankDue,
  rankHeat,
  tileBudget,
  volumeByCategory,
  volumeWithoutTile,
} from '../../../../app/views/flow/heat/heat-rank.ts';
import { must } from '#core/lib/assert.ts';
import { aHeatFrame, aHotMarket } from '../../../support/hot-market.ts';

const frame = aHeatFrame(
  [
    aHotMarket({ ticker: 'A-1', category: 'Sports', event: 'A', volume: 900 }),
    aHotMarket({ ticker: 'B-1', category: 'Sports', event: 'B', volume: 2_500 }),
    aHotMarket({ ticker: 'A-2', category: 'Sports', event: 'A', volume: 1_600 }),
    aHotMarket({ ticker: 'C-1', category: 'Crypto', event: 'C', volume: 3_600 }),
  ],
  7,
);

function tickersOf(ranking: ReturnType<typeof rankHeat>) {
  return ranking.categories.map(({ category, events }) => [
    category,
    events.map(({ event, tiles }) => [event, tiles.map(({ ticker }) => ticker)]),
  ]);
}

describe('the ranking of the treemap', () => {
  test('categories, events and markets stand by falling weight, markets of an event together', () => {
    expect(tickersOf(rankHeat(frame, 10, 0))).toEqual([
      [
        'Sports',
        [
          ['A', ['A-2', 'A-1']],
          ['B', ['B-1']],
        ],
      ],
      ['Crypto', [['C', ['C-1']]]],
    ]);
  });

  test('a pinned market has a tile before larger ones; one that did not trade has none', () => {
    const small = must(
      frame.tiles.find(({ volume }) => volume === 900),
      'the smallest market',
    ).label.ticker;
    const quiet = aHotMarket({ ticker: 'Q-1', volume: 0 });
    const withQuiet = { ...frame, tiles: [...frame.tiles, quiet] };
    const tickers = rankHeat(withQuiet, 2, 0, [small, quiet.label.ticker]).categories.flatMap(({ events }) =>
      events.flatMap(({ tiles }) => tiles.map(({ ticker }) => ticker)),
    );
    expect(tickers.sort()).toEqual(['A-1', 'C-1']);
  });

  test('a weight is the square root of the volume', () => {
    const [category] = rankHeat(frame, 10, 0).categories;
    expect(category?.events[0]?.tiles.map(({ weight }) => weight)).toEqual([40, 30]);
  });

  test('what has no tile is counted, whether the frame had it or not', () => {
    expect(rankHeat(frame, 10, 0)).toMatchObject({ tileCount: 4, moreCount: 7 });
    expect(rankHeat(frame, 3, 0)).toMatchObject({ tileCount: 3, moreCount: 8 });
  });

  test('a ranking holds for thirty seconds', () => {
    const ranking = rankHeat(frame, 10, 1_000);
    expect(isRankDue(ranking, frame, 10, 30_999)).toBe(false);
    expect(isRankDue(ranking, frame, 10, 31_000)).toBe(true);
  });

  test('a board that fills up after a start is ranked sooner, but not each second', () => {
    const ranking = rankHeat(aHeatFrame(frame.tiles.slice(0, 2)), 10, 1_000);
    expect(isRankDue(ranking, frame, 10, 2_000)).toBe(false);
    expect(isRankDue(ranking, frame, 10, 3_000)).toBe(true);
    // What has no room has no tile for the rest yet; one ranking later it has.
    expect(isRankDue(ranking, frame, 2, 3_000)).toBe(true);
    expect(isRankDue(rankHeat(frame, 2, 3_000), frame, 2, 6_000)).toBe(false);
  });

  test('a board that was ranked before its markets had names is ranked again soon', () => {
    const nameless = aHeatFrame(
      frame.tiles.map((tile) => ({ ...tile, label: { ...tile.label, category: 'Other' } })),
    );
    const ranking = rankHeat(nameless, 10, 1_000);
    expect(isRankDue(ranking, nameless, 10, 3_000)).toBe(false);
    expect(isRankDue(ranking, frame, 10, 2_000)).toBe(false);
    expect(isRankDue(ranking, frame, 10, 3_000)).toBe(true);
  });

  test('a clock that was set back does not freeze the board', () => {
    expect(isRankDue(rankHeat(frame, 10, 50_000), frame, 10, 1_000)).toBe(true);
  });

  test('a category counts the newest volume of its tiles, and the ranked one where the frame has lost a market', () => {
    const ranking = rankHeat(frame, 10, 0);
    const newest = new Map([['A-1', aHotMarket({ ticker: 'A-1', volume: 1_000 })]]);
    expect([...volumeByCategory(ranking, newest)]).toEqual([
      ['Sports', 1_000 + 2_500 + 1_600],
      ['Crypto', 3_600],
    ]);
  });

  test('what has no tile is what the ranking left out and what the frame does not name', () => {
    const ranked = new Map([['B-1', aHotMarket({ ticker: 'B-1', volume: 1 })]]);
    expect(volumeWithoutTile(frame, ranked)).toBe(900 + 1_600 + 3_600 + frame.othersVolume);
  });

  test('the number of tiles follows the room, within bounds', () => {
    expect(tileBudget(358, 100)).toBe(12);
    expect(tileBudget(736, 408)).toBe(65);
    expect(tileBudget(3_000, 1_000)).toBe(120);
  });
});
