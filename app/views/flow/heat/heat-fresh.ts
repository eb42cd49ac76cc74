/** One market, one figure: a tile whose market has a card beside the board says what the card says. Pure. */
import type { HeatFrame, HotMarket } from '#contract/frames.ts';

/**
 * Returns `frame` with the markets of the cards as those have them: cards come four times as often as tiles. A market that has no
 * card stays the same object, and the frame itself where no card has a tile.
 */
export function withCards(frame: HeatFrame, cards: readonly HotMarket[]): HeatFrame {
  const newest = new Map(cards.map((market) => [market.label.ticker, market]));
  if (!frame.tiles.some(({ label }) => newest.has(label.ticker))) return frame;
  return { ...frame, tiles: frame.tiles.map((market) => newest.get(market.label.ticker) ?? market) };
}
