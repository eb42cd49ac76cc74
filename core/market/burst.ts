/** What a burst is, for the ring on a tile and for rules alike: a market trades much faster than its own pace. Pure arithmetic. */
import { SECOND } from '../units/time.ts';

/** The span against which bursts are told. */
export const BURST_SPAN_MS = 10 * SECOND;

/** A burst: the last seconds hold this many times the volume that the window's own pace would give them... */
const BURST_FACTOR = 4;
/** ...in at least this many trades... */
const BURST_TRADES = 3;
/** ...and the pace is known from at least this many times those seconds: right after a start nothing is unusual yet. */
const BURST_SPANS = 12;

/**
 * Returns whether this is a burst: `recentTrades` and `recentVolume` (1e-2 contract) in the last `BURST_SPAN_MS`, against the
 * `volume` of a window of `windowMs`, of which `knownMs` are known (less right after a start, and around a hole). Asked at every
 * trade: no object.
 */
export function isBurst(
  recentTrades: number,
  recentVolume: number,
  volume: number,
  windowMs: number,
  knownMs: number,
): boolean {
  if (recentTrades < BURST_TRADES) return false;
  // A window shorter than that must at least be known whole.
  if (knownMs < Math.min(windowMs, BURST_SPANS * BURST_SPAN_MS)) return false;
  return recentVolume * knownMs >= BURST_FACTOR * volume * BURST_SPAN_MS;
}
