/** A market's name for a row: the longest of its names that fits, so that a strike is not what the row's end cuts off. */
import { tileNames } from './heat/heat-name.ts';

/** Names come again ten times a second; more than this many and the memory starts anew. */
const MOST_REMEMBERED = 4_000;

const remembered = new Map<string, readonly string[]>();

/** Returns the longest name of at most `limit` characters, or the whole name where none is so short. */
export function shortName(name: string, limit: number): string {
  let names = remembered.get(name);
  if (names === undefined) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    names = tileNames(name);
    remembered.set(name, names);
  }
  return names.find((each) => each.length <= limit) ?? name;
}
