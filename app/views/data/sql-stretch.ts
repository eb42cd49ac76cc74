/** Which part of a recording a question is about, as bounds for reading. Pure. */
import type { RecordingEntry } from '../../boot/recording-verbs.ts';

export type Stretch = 'all' | 'first' | 'last';

export interface Bounds {
  readonly from?: number;
  readonly to?: number;
}

const HOUR_MS = 3_600_000;

/** What the questions are about, fixed at the first of them: a recording that goes on ends later with every look at it. */
export interface Asked {
  readonly entry: string;
  readonly stretch: Stretch;
  readonly bounds: Bounds;
}

/**
 * Returns what the next question is about: that of the last one where neither recording nor stretch has changed, so that the
 * rows it loaded serve again; else the stretch as it is now.
 */
export function askedOf(last: Asked | undefined, entry: StretchEntry, stretch: Stretch): Asked {
  const name = `${entry.kind}-${entry.id}`;
  if (last?.entry === name && last.stretch === stretch) return last;
  return { entry: name, stretch, bounds: stretchOf(entry, stretch) };
}

type StretchEntry = Pick<RecordingEntry, 'kind' | 'id' | 'from' | 'to'>;

/**
 * Returns the bounds of `stretch` as they are now. A file that came in has its database to itself and no outer bounds: its first and last
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
