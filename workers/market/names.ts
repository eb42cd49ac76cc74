/** Short names from what REST says: the outcome first, since it tells markets of one event apart, then what it is about. */

import { shortened } from '#core/lib/plain-text.ts';

/** A tape row shows about twenty characters, a tooltip all of these. */
const MAX_NAME = 60;

/** Spellings the exchange uses for ranges, and the signs that say the same. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^at least (\S+)$/i, '≥ $1'],
  [/^(\S+) or (?:above|more|higher)$/i, '≥ $1'],
  [/^(?:above|over|more than) (\S+)$/i, '> $1'],
  [/^at most (\S+)$/i, '≤ $1'],
  [/^(\S+) or (?:below|less|lower|fewer)$/i, '≤ $1'],
  [/^(?:below|under|less than) (\S+)$/i, '< $1'],
  [/^(?:between )?(\S+) (?:to|and) (\S+)$/i, '$1–$2'],
];

/** Returns the name of an outcome of `event` (both may be empty). */
export function nameOf(outcome: string, event: string): string {
  const short = withSigns(outcome.trim());
  const name = short === '' || short === event ? event : event === '' ? short : `${short} · ${event}`;
  return shortened(name, MAX_NAME);
}

function withSigns(outcome: string): string {
  for (const [pattern, sign] of SIGNS) {
    const short = outcome.replace(pattern, sign);
    if (short !== outcome) return short;
  }
  return outcome;
}
