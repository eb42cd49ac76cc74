/** What recordings are called where nobody named them, how long they are and what is missing, in words. Pure. */
import { duration, type Clock } from '../../format/time.ts';
import { counted } from '../../format/number.ts';
import type { RecordingEntry } from '../../boot/recording-verbs.ts';

type Named = Pick<RecordingEntry, 'name' | 'from' | 'to'>;

/** Returns the given name, or when it began, to the second: several may begin within a minute. */
export function nameOf({ name, from }: Pick<RecordingEntry, 'name' | 'from'>, on: Clock): string {
  return name === ''
    ? `Recorded ${on.date(from)} ${on.year(from)} ${on.second(from)} ${on.zone(from)}`
    : name;
}

/** Returns the names of `entries`, each with its span where another one has the same name. */
export function distinctNames(entries: readonly Named[], on: Clock): readonly string[] {
  const names = entries.map((entry) => nameOf(entry, on));
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return entries.map((entry, index) => {
    const name = names[index] ?? '';
    return repeated.has(name) ? `${name} · ${spanOf(entry, on)}` : name;
  });
}

/** Returns from when to when, and how long: "13 May 2026 19:57 – 20:12 EDT · 15:00". */
export function spanOf({ from, to }: Pick<RecordingEntry, 'from' | 'to'>, on: Clock): string {
  const isSameDay = on.day(from) === on.day(to);
  return `${on.yearMinute(from)} – ${isSameDay ? on.minute(to) : on.yearMinute(to)} ${on.zone(to)} · ${duration(to - from)}`;
}

/** Returns what was fetched of the time before it and not heard, or nothing: "812 trades since 18:57 EDT were fetched, not heard". */
export function fetchedWords({ fetched }: Pick<RecordingEntry, 'fetched'>, on: Clock): string | undefined {
  if (fetched === undefined) return undefined;
  const { trades, from } = fetched;
  return `${counted(trades, 'more trade')} since ${on.minute(from)} ${on.zone(from)} ${trades === 1 ? 'was' : 'were'} fetched, not heard`;
}

/** Returns how many gaps there are: those that nothing has filled. */
export function gapWords(gaps: number): string {
  return gaps === 0 ? 'no gaps' : counted(gaps, 'gap');
}
