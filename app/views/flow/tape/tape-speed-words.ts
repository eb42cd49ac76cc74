/** How the speed of the tape reads beside its baseline: a ratio, a word, a place on the gauge. Pure, so that every case is a test. */
import type { TapeSpeed } from '#contract/frames.ts';

/** The gauge ends at a quarter and at four times the baseline, which stands in its middle; doublings are equally far apart. */
const DOUBLINGS = 2;

/** Up to which multiple of the baseline a word goes. */
const WORDS = [
  [0.5, 'slow'],
  [0.8, 'slower'],
  [1.25, 'usual'],
  [2, 'faster'],
] as const;

export type SpeedWord = (typeof WORDS)[number][1] | 'fast';

export interface SpeedReading {
  readonly word: SpeedWord;
  /** Speed by baseline; `undefined` where the baseline is nought. */
  readonly ratio: number | undefined;
  /** From −1 at the left end of the gauge over 0 at the baseline to 1 at the right. */
  readonly place: number;
}

/** Returns how the tape runs; `undefined` while its speed or its baseline is not known. */
export function speedReading({ tradesPerSecond, baseline }: TapeSpeed): SpeedReading | undefined {
  if (tradesPerSecond === undefined || baseline === undefined) return undefined;
  // Most of the quarter of an hour was silent: anything at all is fast then, and silence is usual.
  if (baseline === 0)
    return tradesPerSecond === 0
      ? { word: 'usual', ratio: undefined, place: 0 }
      : { word: 'fast', ratio: undefined, place: 1 };
  const ratio = tradesPerSecond / baseline;
  const word = WORDS.find(([limit]) => ratio < limit)?.[1] ?? 'fast';
  return { word, ratio, place: Math.max(-1, Math.min(1, Math.log2(ratio) / DOUBLINGS)) };
}
