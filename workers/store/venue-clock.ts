/**
 * The exchange's time, by the trades that come: what is told of trades goes by its stamps, and our clock may be wrong. No trade is
 * heard before it happens, so the quickest of the last ones tells how far ours is off.
 */
import type { TradeColumns } from '#core/market/columns.ts';
import { MAX_AHEAD } from '#core/market/skew.ts';
import { SECOND, type UnixMs } from '#core/units/time.ts';

/** Batches that count: some seconds of a busy feed. A clock that was set is believed after so many. */
const LAST = 64;
/** A line is not slower than this, nor a clock more exact. */
const OFF_MS = 2 * SECOND;

export class VenueClock {
  /** Ms from the exchange's stamp to ours, the least of each batch, oldest first. */
  #lags: readonly number[] = [];

  hear({ count, venueAt, receivedAt }: TradeColumns): void {
    let least = Infinity;
    for (let row = 0; row < count; row++) {
      const lag = (receivedAt[row] ?? 0) - (venueAt[row] ?? 0);
      // Further ahead it is no clock but a wild stamp.
      if (lag + MAX_AHEAD >= 0) least = Math.min(least, lag);
    }
    if (least < Infinity) this.#lags = [...this.#lags, least].slice(-LAST);
  }

  /** Returns the exchange's time when ours is `now`; ours where nothing was heard or it is a small matter. */
  at(now: UnixMs): UnixMs {
    const least = Math.min(...this.#lags);
    return this.#lags.length === 0 || Math.abs(least) < OFF_MS ? now : ((now - least) as UnixMs);
  }
}
