/** The read budget (protocol 5.9), generous: 200 requests a second with a burst of 600, one bucket for everybody. */

const REFILL_A_SECOND = 200;
const CAPACITY = 600;

export class TokenBucket {
  #tokens = CAPACITY;
  #at = 0;

  /** Takes one token at `now` (ms). Returns false when there is none. */
  take(now: number): boolean {
    this.#tokens = Math.min(CAPACITY, this.#tokens + ((now - this.#at) / 1000) * REFILL_A_SECOND);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
