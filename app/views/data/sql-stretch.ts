/** Which part of a recording a question is about, as bounds for reading. Pure. */
import type { RecordingEntry } from '../../boot/recording-verbs.ts';

export type Stretch = 'all' | 'first' | 'last';

export interface Bounds {
  readonly from?: number;
  readonly to?: number;
}

const HOUR_MS = 3_600_000;

/**
 * Returns the bounds of `stretch`. The end is a fixed moment also of the recording that goes on, so that the rows that are
 * loaded serve the next question. A file that came in has its database to itself and no outer bounds: its first and last
 * moments are our stamps, and the exchange stamped the first trades earlier.
 */
export function stretchOf(
  { kind, from, to }: Pick<RecordingEntry, 'kind' | 'from' | 'to'>,
  stretch: Stretch,
): Bounds {
  const outer: Bounds = kind === 'import' ? {} : { from, to };
  if (stretch === 'first') return { ...outer, to: Math.min(to, from + HOUR_MS) };
  if (stretch === 'last') return { ...outer, from: Math.max(from, to - HOUR_MS) };
  return outer;
}
