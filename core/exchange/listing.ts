/**
 * Events and markets as the venue lists them: plans plus what has happened to them. Plain records; the venue changes
 * them, everyone else reads. Statuses are the exchange's REST words (protocol 5.3 and 6).
 */
import type { Outcome } from '../units/outcome.ts';
import { complement, ONE_DOLLAR, type Price } from '../units/price.ts';
import type { Money } from '../units/money.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';
import type { EventPlan, MarketPlan } from './catalogue.ts';
import type { Path } from './fair-value.ts';
import type { MatchingBook } from './matching.ts';
import { priceAt, type PriceLadder } from './price-ladder.ts';

export type MarketStatus = 'initialized' | 'active' | 'inactive' | 'closed' | 'determined' | 'finalized';

/** One part of a combo: the combo's YES needs `outcome` of `market`. */
export interface Leg {
  readonly market: ListedMarket;
  readonly outcome: Outcome;
}

export interface ListedEvent {
  readonly plan: EventPlan;
  readonly path: Path;
  readonly markets: ListedMarket[];
  readonly createdAt: UnixMs;
  closeAt: UnixMs;
  /** How busy the event is at the moment; 1 is usual. */
  heat: number;
  /** The contender who won a race, drawn at the close; -1 before, and for other shapes. */
  winner: number;
}

export interface ListedMarket {
  readonly ticker: Ticker;
  readonly id: string;
  readonly event: ListedEvent;
  readonly ladder: PriceLadder;
  readonly book: MatchingBook;
  readonly legs: readonly Leg[];
  /** Half the makers' spread here (1e-4 dollar) and what they like to show at a level (1e-2 contract). */
  readonly halfSpread: number;
  readonly depth: number;
  readonly createdAt: UnixMs;
  plan: MarketPlan;
  status: MarketStatus;
  openAt: UnixMs;
  closeAt: UnixMs;
  updatedAt: UnixMs;
  settledAt: UnixMs | undefined;
  result: Outcome | undefined;
  volume: Quantity;
  openInterest: Quantity;
  /** What was paid for YES over all trades. */
  dollarVolume: Money;
  lastPrice: Price | undefined;
  lastQuantity: Quantity;
  /** Sign of the last moves, decayed: above 0 while the price rises. */
  momentum: number;
  /** Changed since its last ticker message. */
  isDirty: boolean;
}

export interface Top {
  readonly bid: Price;
  readonly bidSize: Quantity;
  readonly ask: Price;
  readonly askSize: Quantity;
}

/** Returns the best prices of `market` in the yes leg. An empty side reads bid 0, ask 1 dollar, size 0 (protocol 4.3). */
export function topOf(market: ListedMarket): Top {
  const { book, ladder } = market;
  const bid = book.best('bid');
  const ask = book.best('ask');
  return {
    bid: bid < 0 ? complement(ONE_DOLLAR) : priceAt(ladder, bid),
    bidSize: book.total('bid', bid),
    ask: ask < 0 ? ONE_DOLLAR : priceAt(ladder, ask),
    askSize: book.total('ask', ask),
  };
}
