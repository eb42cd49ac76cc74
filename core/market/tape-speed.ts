/**
 * The speed of the tape against its baseline: trades a second over the last ten complete seconds, beside the median of the
 * stretches of ten seconds in the fifteen minutes before them. A stretch of which not every moment was heard does not count.
 * Read from the counts by second that the pulse keeps anyhow: a trade costs nothing here.
 */
import { SECOND } from '../units/time.ts';
import type { TapeSpeedView } from './views.ts';

/** One stretch: long enough for a quiet market, short enough to follow a burst. */
const STRETCH_SECONDS = 10;
/** Stretches before the last one: fifteen minutes. */
const STRETCHES = 90;
/** With fewer known stretches than these, two minutes of them, nothing is said of a baseline. */
const MIN_STRETCHES = 12;

/** Seconds by which it is told, the last stretch among them. */
export const TAPE_SPEED_SECONDS = (STRETCHES + 1) * STRETCH_SECONDS;

/** Says whether every trade from `from` up to before `to` (ms) is known. */
export type IsHeard = (from: number, to: number) => boolean;

/** Returns the speed before second `current` (number since the epoch, still running); `tradesOf` counts those of one second. */
export function tapeSpeed(
  current: number,
  tradesOf: (second: number) => number,
  isHeard: IsHeard,
): TapeSpeedView {
  const rateBefore = (end: number): number | undefined => {
    const begin = end - STRETCH_SECONDS;
    if (!isHeard(begin * SECOND, end * SECOND)) return undefined;
    let trades = 0;
    for (let second = begin; second < end; second++) trades += tradesOf(second);
    return trades / STRETCH_SECONDS;
  };
  const known: number[] = [];
  for (let i = 1; i <= STRETCHES; i++) {
    const rate = rateBefore(current - i * STRETCH_SECONDS);
    if (rate !== undefined) known.push(rate);
  }
  const usual = known.length < MIN_STRETCHES ? 0 : median(known);
  return {
    tradesPerSecond: rateBefore(current),
    // A whole exchange that mostly rests is no measure, and while the past is fetched it is none that rested.
    baseline: usual === 0 ? undefined : usual,
    stretches: known.length,
  };
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  const middle = values.length >> 1;
  const upper = values[middle] ?? 0;
  return values.length % 2 === 1 ? upper : ((values[middle - 1] ?? 0) + upper) / 2;
}
