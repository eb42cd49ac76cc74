/** Where the trades that go with a session lie by the exchange's stamps, in which their gaps are told: sessions are told in ours. */
import { SECOND, type UnixMs } from '#core/units/time.ts';

/** Two chunks tell of the same clock where they agree so far. */
const SAME_CLOCK_MS = 2 * SECOND;

export class GoneStamps {
  /** First and last of those that happened in the session's time. */
  from = Infinity;
  to = -Infinity;
  /** Of those that were fetched and happened in nobody's time, the first. */
  fetchedFrom = Infinity;
  #least = Infinity;
  #most = -Infinity;

  /** `ahead`: how far our clock was when it was heard; absent for one that was fetched. */
  take(stamp: UnixMs, ahead: number | undefined): void {
    this.from = Math.min(this.from, stamp);
    this.to = Math.max(this.to, stamp);
    if (ahead === undefined) return;
    this.#least = Math.min(this.#least, ahead);
    this.#most = Math.max(this.#most, ahead);
  }

  takeFetched(stamp: UnixMs): void {
    this.fetchedFrom = Math.min(this.fetchedFrom, stamp);
  }

  /** How far our clock was ahead, ms; 0 where it was set meanwhile: then the stamps alone must do. */
  get ahead(): number {
    const isKnown = this.#most >= this.#least && this.#most - this.#least <= SAME_CLOCK_MS;
    return isKnown ? this.#least : 0;
  }
}
