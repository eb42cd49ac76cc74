/**
 * From which size on trades are dots: a round one of 1, 2 or 5 times a power of ten, so that about half of what is there is
 * shown. It is said in the legend and tells how large each dot is, so it must hold still: a market whose usual trade lies near
 * a round size would go over it and back with every look. So one that has been chosen stays until the usual trade is well
 * outside of its step: below 0.7 of it, or beyond 1.4 of the next one.
 */
import { ONE_CONTRACT } from '#core/units/quantity.ts';

/** A fresh look this often, ms. */
const LOOK_MS = 2_000;
/** So many of a hundred are left out, and all that is smaller. */
const LEFT_OUT = 0.4;
const WELL_BELOW = 0.7;
const WELL_BEYOND = 1.4;

export class TradeSize {
  #contracts = 0;
  #lookedAt = -Infinity;

  /** 1e-2 contract; 0 until something was looked at. */
  get size(): number {
    return this.#contracts * ONE_CONTRACT;
  }

  /** The next look takes what it finds at once: other times, other sums. */
  restart(): void {
    this.#contracts = 0;
    this.#lookedAt = -Infinity;
  }

  /** Looks at the sizes in view (1e-2 contract, in any order), if it is time. `at` is monotonic, ms. */
  look(sizes: () => readonly number[], at: number): void {
    if (this.#contracts > 0 && at - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = at;
    const sorted = sizes().toSorted((a, b) => a - b);
    const usual = (sorted[Math.floor(sorted.length * LEFT_OUT)] ?? 0) / ONE_CONTRACT;
    const isStill =
      usual >= WELL_BELOW * this.#contracts && usual < WELL_BEYOND * roundAfter(this.#contracts);
    if (!isStill) this.#contracts = roundBelow(usual);
  }
}

/** Returns the largest round number that is at most `value`; at least 1. */
function roundBelow(value: number): number {
  if (value < 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = value / power >= 5 ? 5 : value / power >= 2 ? 2 : 1;
  return digit * power;
}

/** Returns the round number after a round one; of none nothing. */
function roundAfter(round: number): number {
  if (round === 0) return 0;
  return round / 10 ** Math.floor(Math.log10(round)) === 2 ? 2.5 * round : 2 * round;
}
