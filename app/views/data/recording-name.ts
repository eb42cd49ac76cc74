/** What recordings are called where nobody named them, and how long they are, in words. Pure. */
import { clock, duration, type Clock } from '../../format/time.ts';
import type { RecordingEntry } from '../../boot/recording-verbs.ts';

/** Returns the given name, or when it began. */
export function nameOf({ name, from }: Pick<RecordingEntry, 'name' | 'from'>, on: Clock = clock): string {
  return name === '' ? `Recorded ${on.yearMinute(from)}` : name;
}

/** Returns from when to when, and how long: "13 May 2026 19:57 – 20:12 · 15:00". */
export function spanOf({ from, to }: Pick<RecordingEntry, 'from' | 'to'>, on: Clock = clock): string {
  const isSameDay = on.day(from) === on.day(to);
  return `${on.yearMinute(from)} – ${isSameDay ? on.minute(to) : on.yearMinute(to)} · ${duration(to - from)}`;
}
