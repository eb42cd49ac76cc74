/**
 * The frozen order of the treemap. Tiles keep their place and size until the next ranking, so that the eye can learn the
 * board; only colour and words follow the market in between. Pure: the caller says what time it is.
 */
import type { HeatFrame, HotMarket } from '#contract/frames.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { sumOf } from '../../../charts/columns.ts';

/** A ranking holds this long unless the user asks for a new one. */
export const RANK_EVERY_MS = 30_000;
/** While the board is still filling up after a start, a new ranking may come this soon. */
const FILL_EVERY_MS = 2_000;
/** The board counts as filling while the frame offers this many times more tiles than are shown. */
const FILL_RATIO = 1.2;
/** The board counts as newly named when this share of its tiles belongs elsewhere. */
const NAMED_SHARE = 0.05;
/** CSS pixels a tile should have on average: room for a name and a price. */
const AREA_PER_TILE = 4_600;
const MIN_TILES = 12;
const MAX_TILES = 120;

export interface RankedTile {
  readonly ticker: Ticker;
  /** As it was when ranked: shown, marked as old, should the market leave the frame before the next ranking. */
  readonly market: HotMarket;
  /** Square root of the window's volume at the time of ranking: one market must not eat the board. */
  readonly weight: number;
}
export interface RankedEvent {
  readonly event: string;
  readonly tiles: readonly RankedTile[];
}
export interface RankedCategory {
  readonly category: string;
  readonly events: readonly RankedEvent[];
}
export interface HeatRanking {
  readonly rankedAt: number;
  readonly categories: readonly RankedCategory[];
  readonly tileCount: number;
  /** Markets that traded but have no tile. */
  readonly moreCount: number;
}

/** Returns how many tiles a board of this size can carry: 12 on a phone, 120 at most. */
export function tileBudget(width: number, height: number): number {
  return Math.max(MIN_TILES, Math.min(MAX_TILES, Math.round((width * height) / AREA_PER_TILE)));
}

/**
 * Returns the ranking of the first `limit` tiles of `frame`, `pins` before all others: categories, the events in them and the
 * markets in those, each by falling weight, ties by name. Markets of one event therefore stand together.
 */
export function rankHeat(
  frame: HeatFrame,
  limit: number,
  rankedAt: number,
  pins: readonly Ticker[] = [],
): HeatRanking {
  const traded = frame.tiles.filter((market) => market.volume > 0);
  const isPinned = ({ label }: HotMarket): boolean => pins.includes(label.ticker);
  const room = limit - traded.filter(isPinned).length;
  let others = 0;
  // In the frame's order still: by volume.
  const chosen = traded.filter((market) => isPinned(market) || others++ < room);
  const categories = groupBy(chosen, (market) => market.label.category).map(([category, markets]) => ({
    category,
    events: groupBy(markets, (market) => market.label.event).map(([event, members]) => ({
      event,
      tiles: members.map((market) => ({
        ticker: market.label.ticker,
        market,
        weight: Math.sqrt(market.volume),
      })),
    })),
  }));
  const moreCount = frame.othersCount + frame.tiles.length - chosen.length;
  return { rankedAt, categories, tileCount: chosen.length, moreCount };
}

/** Returns true when a new ranking is due at `now`: by age, or because the board is still filling up or being named. */
export function isRankDue(
  ranking: HeatRanking | undefined,
  frame: HeatFrame,
  limit: number,
  now: number,
): boolean {
  if (ranking === undefined) return frame.tiles.length > 0;
  const age = now - ranking.rankedAt;
  if (age >= RANK_EVERY_MS || age < 0) return true;
  const traded = frame.tiles.length + frame.othersCount;
  const isFilling =
    Math.min(limit, frame.tiles.length) >= ranking.tileCount * FILL_RATIO ||
    // Nothing was left out then, and now there is.
    (ranking.moreCount === 0 && traded > Math.max(limit, ranking.tileCount));
  return age >= FILL_EVERY_MS && (isFilling || isNamed(ranking, frame));
}

/** After a start names come a moment later than trades: a board ranked before stands in the wrong categories. */
function isNamed(ranking: HeatRanking, frame: HeatFrame): boolean {
  const now = new Map(frame.tiles.map(({ label }) => [label.ticker, label.category]));
  let moved = 0;
  for (const { category, events } of ranking.categories)
    for (const { tiles } of events)
      for (const { ticker } of tiles) if ((now.get(ticker) ?? category) !== category) moved++;
  return moved >= ranking.tileCount * NAMED_SHARE && moved > 0;
}

/** Returns groups by falling sum of weight, ties by key; members keep the frame's order, which is by volume. */
function groupBy(
  markets: readonly HotMarket[],
  keyOf: (market: HotMarket) => string,
): (readonly [string, readonly HotMarket[]])[] {
  const groups = new Map<string, HotMarket[]>();
  for (const market of markets) {
    const key = keyOf(market);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [market]);
    else group.push(market);
  }
  return [...groups].sort(
    ([keyA, a], [keyB, b]) => weightOf(b) - weightOf(a) || (keyA < keyB ? -1 : keyA > keyB ? 1 : 0),
  );
}

function weightOf(markets: readonly HotMarket[]): number {
  return markets.reduce((sum, market) => sum + Math.sqrt(market.volume), 0);
}

/** Returns the contracts of each category's tiles, newest where the frame still has them. */
export function volumeByCategory(
  ranking: HeatRanking,
  newest: ReadonlyMap<string, HotMarket>,
): ReadonlyMap<string, Quantity> {
  return new Map(
    ranking.categories.map(({ category, events }) => {
      const tiles = events.flatMap((event) => event.tiles);
      return [category, sumOf(tiles.map(({ ticker, market }) => (newest.get(ticker) ?? market).volume))];
    }),
  );
}

/** Returns the contracts of the markets that traded but have no tile. */
export function volumeWithoutTile(frame: HeatFrame, ranked: ReadonlyMap<string, HotMarket>): Quantity {
  const small = frame.tiles.filter(({ label }) => !ranked.has(label.ticker));
  return sumOf([frame.othersVolume, ...small.map(({ volume }) => volume)]);
}
