/** Which part of a recording a question is about, as bounds for reading. Pure. */
import type { RecordingEntry } from '../../boot/recording-verbs.ts';
import type { Range } from './range.ts';

export type Stretch = 'all' | 'first' | 'last' | 'range';

const HOUR_MS = 3_600_000;

/** What the questions are about, fixed at the first of them: a recording that goes on ends later with every look at it. */
export interface Asked {
  readonly entry: string;
  readonly stretch: Stretch;
  /** What was chosen, where the stretch is a chosen one. */
  readonly range: Range;
  readonly bounds: Range;
}

/**
 * Returns what the next question is about: that of the last one where neither recording nor stretch nor `range` has changed, so that the
 * rows it loaded serve again; else the stretch as it is now.
 */
export function askedOf(
  last: Asked | undefined,
  entry: StretchEntry,
  stretch: Stretch,
  range: Range = {},
): Asked {
  const name = keyOf(entry);
  const isSame = last?.entry === name && last.stretch === stretch;
  if (isSame && last.range.from === range.from && last.range.to === range.to) return last;
  return { entry: name, stretch, range, bounds: stretchOf(entry, stretch, range) };
}

type StretchEntry = Pick<RecordingEntry, 'kind' | 'id' | 'from' | 'to'>;

/**
 * Returns the bounds of `stretch` as they are now. A file that came in has its database to itself and no outer bounds: its first and last
 * moments are our stamps, and the exchange stamped the first trades earlier.
 */
export function stretchOf(
  { kind, from, to }: Pick<RecordingEntry, 'kind' | 'from' | 'to'>,
  stretch: Stretch,
  range: Range = {},
): Range {
  const outer: Range = kind === 'import' ? {} : { from, to };
  if (stretch === 'first') return { ...outer, to: Math.min(to, from + HOUR_MS) };
  if (stretch === 'last') return { ...outer, from: Math.max(from, to - HOUR_MS) };
  if (stretch === 'all') return outer;
  if (kind === 'import') return range;
  return { from: Math.max(from, range.from ?? from), to: Math.min(to, range.to ?? to) };
}

/**
 * Returns what is wrong with asking about the chosen `range` of `entry`. Of an import the exchange's stamps may lie anywhere: a
 * recorder's clock can be hours off.
 */
export function rangeProblem(
  { kind, from, to }: Pick<RecordingEntry, 'kind' | 'from' | 'to'>,
  range: Range,
): string | undefined {
  const isOutside = (range.from ?? from) > to || (range.to ?? to) < from;
  return kind === 'session' && isOutside ? 'The recording has nothing between these times.' : undefined;
}

/** Returns a name for `entry` that no other one has. */
export function keyOf({ kind, id }: Pick<RecordingEntry, 'kind' | 'id'>): string {
  return `${kind}-${id}`;
}
