/** When a stored trade belongs: in our own order, when it was heard; what was fetched later, when it happened, by our clock. */
import { SECOND } from '../units/time.ts';
import type { TradeColumns } from './columns.ts';
import { MAX_AHEAD } from './skew.ts';

/** Received so much later than it happened, by one clock, a trade was fetched, not heard. */
export const FETCHED_MS = 10 * SECOND;
/** Our clock goes by the exchange's where it is off by less. */
const OFF_MS = 2 * SECOND;

/**
 * Returns how far our clock was ahead of the exchange's, ms, whole seconds: no trade is received before it happens, so the quickest
 * one tells. 0 where it is a small matter, or where nothing in hand was heard live.
 */
export function aheadOf(parts: readonly TradeColumns[]): number {
  let quickest = Infinity;
  for (const { count, venueAt, receivedAt } of parts)
    for (let row = 0; row < count; row++)
      quickest = Math.min(quickest, (receivedAt[row] ?? 0) - (venueAt[row] ?? 0));
  const isOff = Math.abs(quickest) >= OFF_MS && Math.abs(quickest) <= MAX_AHEAD;
  return isOff ? SECOND * Math.floor(quickest / SECOND) : 0;
}

/** Returns when a trade belongs: when we heard it, or when it happened, by our clock, where it was fetched. */
export function playedAt(happenedAt: number, receivedAt: number): number {
  return receivedAt - happenedAt > FETCHED_MS ? happenedAt : receivedAt;
}
