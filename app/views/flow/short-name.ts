/** A market's name for a row: the longest of its names that fits, so that a strike is not what the row's end cuts off. */
import { tileNames } from './heat/heat-name.ts';

/** Names come again ten times a second; more than this many and the memory starts anew. */
const MOST_REMEMBERED = 4_000;
/** Of a letter, how much wider a digit is. */
const WIDER = 0.25;

const remembered = new Map<string, readonly string[]>();

/**
 * Returns the fullest name of at most `limit` characters. `apart` are the names that tell it from another one beside it
 * (names-apart.ts). Where none is so short: the whole name, or the last of those.
 */
export function shortName(name: string, limit: number, apart?: readonly string[]): string {
  const names = apart ?? shortNames(name);
  const fits = (each: string): boolean => each.length + (apart === undefined ? 0 : extraOf(each)) <= limit;
  return names.find(fits) ?? apart?.at(-1) ?? name;
}

/** Returns the names of a market, longest first; each is shortened once. */
export function shortNames(name: string): readonly string[] {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const names = tileNames(name);
  remembered.set(name, names);
  return names;
}

/** Digits are wider than letters: a name that tells apart by its end must not lose it. */
function extraOf(name: string): number {
  return name.replace(/\D/g, '').length * WIDER;
}
