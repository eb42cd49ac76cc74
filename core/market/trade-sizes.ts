/**
 * How large the trades of a window are: how many of each class of size, by the taker's side. Classes step 1, 2, 5, 10 and so on,
 * which is even on a scale of logarithms. A trade costs one addition when it enters and one subtraction when it leaves; counts
 * are integers, so nothing drifts.
 */
import { ONE_CONTRACT, type Quantity } from '../units/quantity.ts';
import { MINUTE } from '../units/time.ts';

const DECADES = [1, 10, 100, 1_000, 10_000];
const STEPS = [1, 2, 5];

/** Least size of each class, 1e-2 contract, ascending: under one contract, 1, 2, 5 and so on to 50,000 and more. */
export const SIZE_CLASSES: readonly Quantity[] = [
  0,
  ...DECADES.flatMap((decade) => STEPS.map((step) => decade * step * ONE_CONTRACT)),
] as Quantity[];

const CLASSES = SIZE_CLASSES.length;
const LEAST = Float64Array.from(SIZE_CLASSES);
/** Counts: [group, side, class]; group 0 without combos, 1 only combos; side 0 YES, 1 NO. */
const COUNTS = 2 * 2 * CLASSES;

/** Returns the class of `quantity` (1e-2 contract): the last one that it reaches. */
export function sizeClass(quantity: number): number {
  let low = 0;
  let high = CLASSES;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((LEAST[middle] ?? 0) <= quantity) low = middle;
    else high = middle;
  }
  return low;
}

export class TradeSizes {
  readonly #counts = new Float64Array(COUNTS);
  /** Trades that had to leave the pool before they left the window, by the minute's start, as in fold.ts. */
  readonly #folded = new Map<number, Float64Array>();

  /** Counts a trade of a class in (sign 1) or out (-1). */
  count(group: number, isYes: boolean, sizeClass: number, sign: 1 | -1): void {
    const place = placeOf(group, isYes, sizeClass);
    this.#counts[place] = (this.#counts[place] ?? 0) + sign;
  }

  /** A trade that is counted leaves the pool: it leaves the window with its minute. */
  fold(at: number, group: number, isYes: boolean, sizeClass: number): void {
    const start = Math.floor(at / MINUTE) * MINUTE;
    let counts = this.#folded.get(start);
    if (counts === undefined) this.#folded.set(start, (counts = new Float64Array(COUNTS)));
    const place = placeOf(group, isYes, sizeClass);
    counts[place] = (counts[place] ?? 0) + 1;
  }

  /** Takes out the folded minutes that lie wholly at or before `cutoff`. */
  expire(cutoff: number): void {
    for (const [start, counts] of this.#folded) {
      if (start + MINUTE - 1 > cutoff) continue;
      for (const [place, count] of counts.entries()) this.#counts[place] = (this.#counts[place] ?? 0) - count;
      this.#folded.delete(start);
    }
  }

  /** Returns how many trades of each class one side took. */
  view(isYes: boolean, includeCombos: boolean): Float64Array<ArrayBuffer> {
    const first = isYes ? 0 : CLASSES;
    const trades = this.#counts.slice(first, first + CLASSES);
    if (!includeCombos) return trades;
    return trades.map((count, place) => count + (this.#counts[2 * CLASSES + first + place] ?? 0));
  }
}

function placeOf(group: number, isYes: boolean, sizeClass: number): number {
  return (group * 2 + (isYes ? 0 : 1)) * CLASSES + sizeClass;
}
