/** How new a row looks. By the trade's own time, so the tint moves down with its row and needs no memory. */

/** ms; a step of tint each, in the rhythm of the tape's ten draws a second. */
const STEPS = [150, 300, 450] as const;
/** A stamp further ahead than this is another clock's, not a new trade. */
const CLOCK_AHEAD_MS = 500;

/** Returns 3 for a trade of this moment, down to 0 for an old one. */
export function freshnessOf(at: number, now: number): number {
  const age = now - at;
  if (age < -CLOCK_AHEAD_MS) return 0;
  const step = STEPS.findIndex((limit) => age < limit);
  return step < 0 ? 0 : STEPS.length - step;
}
