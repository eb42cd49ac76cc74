/** What the venue tells the world, in the order in which it happens. Market and event are live records: read them now. */
import type { Outcome } from '../units/outcome.ts';
import type { Price } from '../units/price.ts';
import type { Quantity } from '../units/quantity.ts';
import type { UnixMs } from '../units/time.ts';
import type { ListedEvent, ListedMarket } from './listing.ts';
import type { Side } from './order.ts';

export interface TradeEvent {
  readonly kind: 'trade';
  readonly market: ListedMarket;
  /** Counts the venue's trades from 0: what its trade id is made of. */
  readonly index: number;
  /** The id of a recorded trade, where it has one. */
  readonly id?: string;
  readonly price: Price;
  readonly quantity: Quantity;
  readonly taker: Outcome;
  /** Negotiated off the book: no level changes. */
  readonly isBlock: boolean;
  /** Microseconds since 1970: trades of one taker share it. */
  readonly atMicros: number;
}

export interface BookEvent {
  readonly kind: 'book';
  readonly market: ListedMarket;
  readonly side: Side;
  /** In the yes leg for both sides. */
  readonly price: Price;
  /** Signed. */
  readonly change: Quantity;
  readonly atMicros: number;
}

/** At most once a second for a market that changed. */
export interface TickerEvent {
  readonly kind: 'ticker';
  readonly market: ListedMarket;
  readonly at: UnixMs;
}

/** `opened` and `closed` are driven by time alone: the exchange sends no message for them. */
export type LifecycleStep =
  | 'created'
  | 'opened'
  | 'deactivated'
  | 'activated'
  | 'close_date_updated'
  | 'metadata_updated'
  | 'closed'
  | 'determined'
  | 'settled'
  | 'removed';

export interface LifecycleEvent {
  readonly kind: 'lifecycle';
  readonly step: LifecycleStep;
  readonly market: ListedMarket;
  readonly at: UnixMs;
}

export interface EventListed {
  readonly kind: 'event-listed';
  readonly event: ListedEvent;
  readonly at: UnixMs;
}

export type VenueEvent = TradeEvent | BookEvent | TickerEvent | LifecycleEvent | EventListed;

export type Emit = (event: VenueEvent) => void;
