/** A book seen by who trades NO: its bids are the YES asks from above, its prices a dollar less the YES price. Pure. */
import type { BookFrame } from '#contract/frames.ts';
import type { BookSummary, LadderLevels } from '#core/market/book/ladder.ts';
import type { PriceRange } from '#core/units/grid.ts';
import type { Outcome } from '#core/units/outcome.ts';
import { complement, ONE_DOLLAR } from '#core/units/price.ts';

/** Returns `frame`, which is in YES prices, in prices of `outcome`. */
export function seenBy(frame: BookFrame, outcome: Outcome): BookFrame {
  if (outcome === 'yes') return frame;
  const { bids, asks, top, traded, ranges } = frame;
  return {
    ...frame,
    bids: mirrored(asks),
    asks: mirrored(bids),
    top: mirroredTop(top),
    // Prices count up here, best first there: only the traded ones need turning.
    traded: reversed(mirrored(traded)),
    ranges: ranges.map(mirroredRange),
  };
}

function mirrored({ price, quantity }: LadderLevels): LadderLevels {
  return { price: price.map((each) => ONE_DOLLAR - each), quantity };
}

function reversed({ price, quantity }: LadderLevels): LadderLevels {
  return { price: price.toReversed(), quantity: quantity.toReversed() };
}

function mirroredTop(top: BookSummary): BookSummary {
  const { bid, ask, bidSize, askSize, mid, microprice, imbalance, bidTotal, askTotal } = top;
  return {
    ...top,
    bid: ask === undefined ? undefined : complement(ask),
    ask: bid === undefined ? undefined : complement(bid),
    bidSize: askSize,
    askSize: bidSize,
    bidTotal: askTotal,
    askTotal: bidTotal,
    mid: mid === undefined ? undefined : ONE_DOLLAR - mid,
    microprice: microprice === undefined ? undefined : ONE_DOLLAR - microprice,
    imbalance: imbalance === undefined ? undefined : -imbalance,
  };
}

function mirroredRange({ start, end, step }: PriceRange): PriceRange {
  return { start: complement(end), end: complement(start), step };
}
