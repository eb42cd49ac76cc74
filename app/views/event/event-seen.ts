/** The markets of an event as who reads one outcome first sees them: a NO bid is the YES ask from above. Pure. */
import type { EventMarket } from '#contract/frames.ts';
import { complement } from '#core/units/price.ts';
import type { PriceWords } from '../../format/price-words.ts';

/** Returns `markets`, which are in YES prices, in prices of the outcome of `words`; the points of their paths stay in YES. */
export function marketsSeenBy(markets: readonly EventMarket[], words: PriceWords): readonly EventMarket[] {
  return words.outcome === 'yes' ? markets : markets.map((market) => mirrored(market, words));
}

function mirrored(market: EventMarket, words: PriceWords): EventMarket {
  const { last, change, bid, ask, bidSize, askSize } = market;
  return {
    ...market,
    last: last === undefined ? undefined : complement(last),
    change: words.change(change),
    bid: ask === undefined ? undefined : complement(ask),
    ask: bid === undefined ? undefined : complement(bid),
    bidSize: askSize,
    askSize: bidSize,
  };
}
