/** How long to wait before the next try: capped exponential with full jitter. */
import type { Rng } from './rng.ts';

/** First delay's upper bound. */
const BASE_MS = 250;
/** No wait is longer, however long the outage: back within 12 s of its end (failure F3). */
const CAP_MS = 10_000;

/** Returns a delay in [0, min(10 s, 250 ms · 2^attempt)), drawn from `rng`; `attempt` counts from 0 and has no limit. */
export function backoffMs(attempt: number, rng: Rng): number {
  const bound = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt, 16));
  return Math.floor(rng.next() * bound);
}
