/** How far the exchange's stamp may lie ahead of our clock. */
import { MINUTE, type DurationMs, type UnixMs } from '../units/time.ts';
import type { Trade } from '../wire/messages.ts';

/** Clocks of home machines are minutes off at worst; a stamp further ahead would sit in the windows long after its time. */
export const MAX_AHEAD = (5 * MINUTE) as DurationMs;

/** Returns the time by which a trade is ordered and counted, ms: its stamp, but at most MAX_AHEAD after it was received. */
export function effectiveAt(trade: Trade, receivedAt: number): number {
  return Math.min(trade.venueAt, receivedAt + MAX_AHEAD);
}

/**
 * Returns the exchange's stamp where it can be one, else ours: one far ahead would say that everything until then has been
 * heard, and hide the next hole.
 */
export function heardStamp(venueAt: UnixMs, receivedAt: UnixMs): UnixMs {
  return venueAt > receivedAt + MAX_AHEAD ? receivedAt : venueAt;
}
