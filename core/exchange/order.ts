/**
 * An order and the states it passes through. Sides are in the yes leg: a bid buys YES, an ask sells YES, which is the
 * same as buying NO at the complement (protocol 5.6). Identity and ownership are the caller's business.
 */
import type { Brand } from '../lib/brand.ts';
import type { Quantity } from '../units/quantity.ts';

export type OrderId = Brand<number, 'OrderId'>;

export type Side = 'bid' | 'ask';

/** Fill or kill fills whole or not at all; immediate or cancel drops what is left; the last one rests. */
export type TimeInForce = 'fill_or_kill' | 'immediate_or_cancel' | 'good_till_canceled';

/** `resting` waits in the book; `executed` is filled whole; `canceled` ended with a remainder. */
export type OrderState = 'resting' | 'executed' | 'canceled';

export interface OrderRequest {
  readonly side: Side;
  /** Worst acceptable price, as a rung of the market's ladder. */
  readonly rung: number;
  readonly quantity: Quantity;
  readonly timeInForce: TimeInForce;
  /** Refused instead of matched when it would trade at once. */
  readonly isPostOnly?: boolean;
}

/** A resting order, linked into the queue of its level: `ahead` has time priority over it. */
export interface RestingOrder {
  readonly id: OrderId;
  readonly side: Side;
  readonly rung: number;
  remaining: Quantity;
  ahead: RestingOrder | undefined;
  behind: RestingOrder | undefined;
}

/** What became of a submitted order. `rested` is what now waits under `id`; it is 0 unless the state is `resting`. */
export interface OrderOutcome {
  readonly id: OrderId;
  readonly state: OrderState;
  readonly filled: Quantity;
  readonly rested: Quantity;
}

export type OrderRefusal = 'bad_quantity' | 'off_grid' | 'post_only_cross' | 'insufficient_resting_volume';

/** Returns the side that an order of `side` trades against. */
export function oppositeOf(side: Side): Side {
  return side === 'bid' ? 'ask' : 'bid';
}
