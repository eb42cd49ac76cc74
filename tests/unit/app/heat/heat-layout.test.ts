import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { layoutHeat, type Box } from '../../../../app/views/flow/heat/heat-layout.ts';
import { rankHeat } from '../../../../app/views/flow/heat/heat-rank.ts';
import { aHeatFrame, aHotMarket } from '../../../support/hot-market.ts';

const WIDTH = 736;
const HEIGHT = 408;

function board(count: number, othersCount = 0) {
  const markets = Array.from({ length: count }, (_, index) =>
    aHotMarket({
      ticker: `T-${index}`,
      category: ['Sports', 'Crypto', 'Climate'][index % 3] ?? 'Other',
      event: `E-${index % 11}`,
      volume: 50_000 + ((index * 7_919) % 900_000),
    }),
  );
  return rankHeat(aHeatFrame(markets, othersCount), 200, 0);
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe('the places of the tiles', () => {
  test('every market has a tile inside the board and no two overlap', () => {
    const { tiles, more } = layoutHeat(board(70, 9), WIDTH, HEIGHT);
    expect(tiles).toHaveLength(70);
    const boxes: Box[] = more === undefined ? [...tiles] : [...tiles, more];
    for (const [index, box] of boxes.entries()) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(WIDTH);
      expect(box.y + box.height).toBeLessThanOrEqual(HEIGHT);
      for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
    }
  });

  test('the tile of the rest has room for its words on every board, a phone upwards', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 900 }),
        fc.integer({ min: 240, max: 700 }),
        fc.integer({ min: 12, max: 120 }),
        (width, height, count) => {
          const { tiles, more } = layoutHeat(board(count, 180), width, height);
          expect(more?.width).toBeGreaterThanOrEqual(40);
          expect(more?.height).toBeGreaterThanOrEqual(16);
          expect(tiles.every((tile) => more !== undefined && !overlap(tile, more))).toBe(true);
        },
      ),
    );
  });

  test('under a single category stands a bar for what is left out, never a sliver beside it', () => {
    const markets = Array.from({ length: 40 }, (_, index) =>
      aHotMarket({ ticker: `T-${index}`, event: `E-${index % 11}`, volume: 50_000 + index * 7_919 }),
    );
    const { tiles, more } = layoutHeat(rankHeat(aHeatFrame(markets, 9), 200, 0), WIDTH, HEIGHT);
    expect(more).toEqual({ x: 0, y: HEIGHT - 26, width: WIDTH, height: 26 });
    expect(tiles).toHaveLength(40);
    expect(tiles.every((tile) => more !== undefined && !overlap(tile, more))).toBe(true);
  });

  test('tiles stay inside the board and apart for any volumes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 40 }), (volumes) => {
        const markets = volumes.map((volume, index) =>
          aHotMarket({ ticker: `T-${index}`, event: `E-${index % 5}`, volume }),
        );
        const { tiles } = layoutHeat(rankHeat(aHeatFrame(markets), 200, 0), WIDTH, HEIGHT);
        return tiles.every(
          (box, index) =>
            box.x >= 0 &&
            box.x + box.width <= WIDTH &&
            box.y + box.height <= HEIGHT &&
            tiles.slice(index + 1).every((other) => !overlap(box, other)),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('tiles are wider than high: they hold words', () => {
    const { tiles } = layoutHeat(board(60), WIDTH, HEIGHT);
    const shapes = tiles.map(({ width, height }) => width / height).sort((a, b) => a - b);
    expect(shapes[30]).toBeGreaterThan(1.3);
    expect(shapes[30]).toBeLessThan(2.4);
  });

  test('tiles of one category stand under its header', () => {
    const ranking = board(30);
    const { tiles, headers } = layoutHeat(ranking, WIDTH, HEIGHT);
    expect(headers.map(({ category }) => category).sort()).toEqual(['Climate', 'Crypto', 'Sports']);
    for (const header of headers) {
      const members = new Set(
        ranking.categories
          .filter(({ category }) => category === header.category)
          .flatMap(({ events }) => events.flatMap((event) => event.tiles.map(({ ticker }) => ticker))),
      );
      for (const tile of tiles.filter(({ ticker }) => members.has(ticker))) {
        expect(tile.y).toBeGreaterThanOrEqual(header.y + header.height);
        expect(tile.x).toBeGreaterThanOrEqual(header.x);
      }
    }
  });

  test('the same ranking gives the same places, whatever the markets do meanwhile', () => {
    const ranking = board(40);
    expect(layoutHeat(ranking, WIDTH, HEIGHT)).toEqual(layoutHeat(ranking, WIDTH, HEIGHT));
  });

  test('the door to the rest is only there when there is a rest, and large enough to press', () => {
    expect(layoutHeat(board(40), WIDTH, HEIGHT).more).toBeUndefined();
    const more = layoutHeat(board(40, 300), WIDTH, HEIGHT).more;
    expect((more?.width ?? 0) * (more?.height ?? 0)).toBeGreaterThan(1_200);
  });

  test('an empty board or one without room has nothing, not even a door', () => {
    const nothing = { tiles: [], headers: [], more: undefined };
    expect(layoutHeat(rankHeat(aHeatFrame([], 9), 60, 0), WIDTH, HEIGHT)).toEqual(nothing);
    expect(layoutHeat(board(5, 9), 0, HEIGHT)).toEqual(nothing);
  });
});
