/** What can go wrong with a browser's storage, in words for people: what happened and what to do. */

/** `full`: room may be made. `lost`: this worker writes no more. `other`: worth another try. */
export interface Fault {
  readonly kind: 'full' | 'lost' | 'other';
  readonly sentence: string;
}

/** Thrown inside a write transaction to abort it: a newer writer has raised the term. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** Thrown at opening: the database is of a version that this program does not know. */
export class TooNew extends Error {
  override readonly name = 'TooNew';
}

export const FULL_SENTENCE =
  'The browser has no room left for recordings. Recording is paused; keep fewer days in Settings, export and erase, or free disk space.';
export const LOST_SENTENCE =
  'The browser closed the database (its data was cleared, or another tab needs it). Nothing more is recorded here; reload this page.';
export const FENCED_SENTENCE =
  'Another tab records now, so this one has stopped writing. Close one of the two, then reload this page.';
export const REFUSED_SENTENCE =
  'The browser refused to store anything here (a private window, or site data is switched off). Watching works, nothing is kept; allow site data for this address or use a normal window, then reload.';
export const TOO_NEW_SENTENCE =
  'These recordings were written by a newer Flowboard. Nothing was touched and nothing is recorded; update Flowboard, then reload.';
export const TOO_SLOW_SENTENCE =
  'The disk is slower than the feed, so some trades were not recorded. Close other busy tabs.';
export const BLOCKED_SENTENCE =
  'Another tab still holds an older version of the database. Close the other Flowboard tabs; recording then starts by itself.';

/** Returns what a failed write means. Dexie wraps the browser's error: the cause may stand one level deeper. */
export function faultOfWrite(error: unknown): Fault {
  const names = namesOf(error);
  if (names.includes('Fenced')) return { kind: 'lost', sentence: FENCED_SENTENCE };
  if (names.includes('QuotaExceededError')) return { kind: 'full', sentence: FULL_SENTENCE };
  if (names.includes('DatabaseClosedError') || names.includes('InvalidStateError'))
    return { kind: 'lost', sentence: LOST_SENTENCE };
  return {
    kind: 'other',
    sentence: `The browser could not write (${names[0] ?? 'unknown error'}). Recording is paused and tried again by itself; if this stays, free disk space and reload.`,
  };
}

/** Returns what a failed opening means. */
export function faultOfOpening(error: unknown): Fault {
  const names = namesOf(error);
  if (names.includes('TooNew')) return { kind: 'lost', sentence: TOO_NEW_SENTENCE };
  if (names.includes('QuotaExceededError')) return { kind: 'full', sentence: FULL_SENTENCE };
  return { kind: 'lost', sentence: REFUSED_SENTENCE };
}

function namesOf(error: unknown): string[] {
  const names: string[] = [];
  for (let cause: unknown = error; cause instanceof Error && names.length < 4;) {
    names.push(cause.name);
    cause = 'inner' in cause ? cause.inner : cause.cause;
  }
  return names;
}
