/** How large the dot of a trade is: its area is the contracts, from the least size that is shown up to a largest dot. */

/** CSS px. */
const LEAST_RADIUS = 3.25;
const MOST_RADIUS = 12;

/** Returns the radius of the dot of `size` where dots begin at `least`, CSS px. Sizes in one unit, whichever. */
export function dotRadius(size: number, least: number): number {
  return Math.min(MOST_RADIUS, LEAST_RADIUS * Math.sqrt(size / least));
}

/** Returns the size from which on dots do not grow any more, in the unit of `least`. */
export function largestDot(least: number): number {
  return least * (MOST_RADIUS / LEAST_RADIUS) ** 2;
}
