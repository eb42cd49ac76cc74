/**
 * How far our clock is ahead of the exchange's, told by the stamps of live trades: the least time from a stamp to its receipt is the
 * difference of the two clocks and hardly more, and no more than answers by REST allow where every trade is late. Of the last minute
 * or two: a clock that is set right is followed. A trade that is five minutes off either way says nothing of clocks. That ours is
 * behind is believed when three trades say so: a single stamp of the time to come would take every window there.
 */
import { MAX_AHEAD } from '#core/market/skew.ts';
import { MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';

/** Less is the way from the exchange to us, and no fault of a clock. */
const LEAST_MS = SECOND;
/** So many trades from the time to come are no stray ones. */
const WITNESSES = 3;

export class VenueLag {
  /** The least times, ms, ascending: of the minute that runs, and of the one before in which there were trades. */
  #least: readonly number[] = [];
  #leastBefore: readonly number[] = [];
  #since: UnixMs | undefined;

  /**
   * Returns by how much our clock is ahead, ms; below 0 where it is behind, 0 where it is right as far as can be told. `most` is what
   * it can be at most (answer-dates.ts).
   */
  ms(most: number): number {
    const ms = Math.min(this.#raw, most);
    return Math.abs(ms) < LEAST_MS ? 0 : ms;
  }

  /** Returns by how much our clock is behind at most, ms; 0 where it is not. One trade is enough: what is a gap hides nothing. */
  behindMs(most: number): number {
    return Math.max(0, -Math.min(this.#lately[0] ?? 0, most));
  }

  get #raw(): number {
    const lately = this.#lately;
    const [least = 0, , last] = lately;
    if (least >= 0) return least;
    if (last === undefined) return 0;
    // Where all of them are of the time to come, the one that is least far: two stray ones beside it say nothing.
    return lately.find((lag) => lag >= 0) ?? last;
  }

  get #lately(): readonly number[] {
    return leastOf([...this.#least, ...this.#leastBefore]);
  }

  /** Takes the stamps of a live trade. */
  take(venueAt: UnixMs, receivedAt: UnixMs): void {
    const lag = receivedAt - venueAt;
    if (Math.abs(lag) > MAX_AHEAD) return;
    const since = this.#since;
    if (since === undefined || receivedAt - since >= MINUTE || receivedAt < since) {
      this.#since = receivedAt;
      this.#leastBefore = this.#least;
      this.#least = [];
    }
    // Of thousands a second nearly none is among them.
    if (this.#least.length < WITNESSES || lag < (this.#least.at(-1) ?? 0))
      this.#least = leastOf([...this.#least, lag]);
  }
}

function leastOf(lags: readonly number[]): readonly number[] {
  return [...lags].sort((a, b) => a - b).slice(0, WITNESSES);
}
