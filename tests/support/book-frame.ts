/** Book frames as the market worker makes them, from a few levels in YES prices. */
import type { BookFrame } from '#contract/frames.ts';
import { Book } from '#core/market/book/book.ts';
import { ladder, summary, type LadderLevels } from '#core/market/book/ladder.ts';
import { CENT_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';

export const TICKER = 'KXA-26NOV21-1' as Ticker;

/** Price (1e-4 dollar) and size (1e-2 contract) of each level. */
export function levels(...pairs: readonly (readonly [number, number])[]): LadderLevels {
  return {
    price: Uint16Array.from(pairs, ([price]) => price),
    quantity: Float64Array.from(pairs, ([, quantity]) => quantity),
  };
}

/** Returns an exact book on the cent grid, with what `change` says of it; bids and asks in any order. */
export function bookFrame(change: Partial<BookFrame>): BookFrame {
  const book = new Book(TICKER, CENT_GRID);
  const side = (given: LadderLevels | undefined, isAsk: boolean): [Price, Quantity][] =>
    [...(given?.price ?? [])].map((price, i) => [
      (isAsk ? 10_000 - price : price) as Price,
      (given?.quantity[i] ?? 0) as Quantity,
    ]);
  const byPrice = (a: [Price, Quantity], b: [Price, Quantity]) => a[0] - b[0];
  const yes = side(change.bids, false).sort(byPrice);
  const no = side(change.asks, true).sort(byPrice);
  book.reset(yes, no, undefined, 5 as UnixMs);
  return {
    ticker: TICKER,
    state: 'exact',
    reason: '',
    seq: 1,
    updatedAt: 5 as UnixMs,
    ranges: CENT_GRID.ranges,
    traded: levels(),
    ...change,
    ...ladder(book, 'yes'),
    top: summary(book, 'yes'),
  };
}
