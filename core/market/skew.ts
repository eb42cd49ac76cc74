/** How far the exchange's stamp may lie ahead of our clock. */
import { MINUTE, type DurationMs } from '../units/time.ts';
import type { Trade } from '../wire/messages.ts';

/** Clocks of home machines are minutes off at worst; a stamp further ahead would sit in the windows long after its time. */
export const MAX_AHEAD = (5 * MINUTE) as DurationMs;

/** Returns the time by which a trade is ordered and counted, ms: its stamp, but at most MAX_AHEAD after it was received. */
export function effectiveAt(trade: Trade, receivedAt: number): number {
  return Math.min(trade.venueAt, receivedAt + MAX_AHEAD);
}
