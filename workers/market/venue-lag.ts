/**
 * How far our clock is ahead of the exchange's, told by the stamps of live trades: the least time from a stamp to its receipt is the
 * difference of the two clocks and hardly more. Of the last minute or two: a clock that is set right is followed. A trade that is
 * five minutes off either way says nothing of clocks.
 */
import { MAX_AHEAD } from '#core/market/skew.ts';
import { MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';

/** Less is the way from the exchange to us, and no fault of a clock. */
const LEAST_MS = SECOND;

export class VenueLag {
  /** Of the minute that runs, and of the one before in which there were trades. */
  #least = Infinity;
  #leastBefore = Infinity;
  #since: UnixMs | undefined;

  /** Returns by how much our clock is ahead, ms; below 0 where it is behind, 0 where it is right as far as can be told. */
  get ms(): number {
    return Math.abs(this.#raw) < LEAST_MS ? 0 : this.#raw;
  }

  /** Returns by how much our clock is behind at least, ms; 0 where it is not. */
  get behindMs(): number {
    return Math.max(0, -this.#raw);
  }

  get #raw(): number {
    const least = Math.min(this.#least, this.#leastBefore);
    return least === Infinity ? 0 : least;
  }

  /** Takes the stamps of a live trade. */
  take(venueAt: UnixMs, receivedAt: UnixMs): void {
    const lag = receivedAt - venueAt;
    if (Math.abs(lag) > MAX_AHEAD) return;
    const since = this.#since;
    if (since === undefined || receivedAt - since >= MINUTE || receivedAt < since) {
      this.#since = receivedAt;
      this.#leastBefore = this.#least;
      this.#least = lag;
    } else this.#least = Math.min(this.#least, lag);
  }
}
