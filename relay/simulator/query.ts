/** Reads query parameters: a checked value, or the 400 that the exchange would answer. Opaque cursors are made here too. */
import { err, ok, type Result } from '#core/lib/result.ts';
import { flat, type Reply } from './reply.ts';

const bad = (name: string, expected: string, found: string): Reply =>
  flat('invalid_parameters', 'invalid parameters', `${name}: expected ${expected}, found "${found}"`);

/** Returns the integer `name`, `fallback` where it is absent; refuses what is none or outside `least` to `most`. */
export function readInteger(
  query: URLSearchParams,
  name: string,
  fallback: number,
  least: number,
  most: number,
): Result<number, Reply> {
  const text = query.get(name);
  if (text === null || text === '') return ok(fallback);
  const value = Number(text);
  const isFine = /^-?\d+$/.test(text) && value >= least && value <= most;
  return isFine ? ok(value) : err(bad(name, `an integer from ${least} to ${most}`, text));
}

/** Returns the instant `name` (Unix seconds) in milliseconds, `undefined` where it is absent. */
export function readInstant(query: URLSearchParams, name: string): Result<number | undefined, Reply> {
  const text = query.get(name);
  if (text === null || text === '') return ok(undefined);
  return /^\d{1,12}$/.test(text) ? ok(Number(text) * 1000) : err(bad(name, 'Unix seconds', text));
}

export function readChoice<Choice extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly Choice[],
): Result<Choice | undefined, Reply> {
  const text = query.get(name);
  if (text === null || text === '') return ok(undefined);
  const choice = choices.find((candidate) => candidate === text);
  return choice === undefined ? err(bad(name, `one of ${choices.join(', ')}`, text)) : ok(choice);
}

/** Returns the tickers of `name`: repeated, or separated by commas, or both. */
export function readTickers(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((text) => text.split(','))
    .filter((ticker) => ticker !== '');
}

export const isTrue = (query: URLSearchParams, name: string): boolean => query.get(name) === 'true';

/** Returns an opaque token that stands for `position`. */
export function writeCursor(position: string): string {
  return Buffer.from(`p:${position}`, 'utf8').toString('base64url');
}

/** Returns the position of a cursor; `undefined` for none and, as the exchange does, for one that is garbage. */
export function readCursor(query: URLSearchParams): string | undefined {
  const text = Buffer.from(query.get('cursor') ?? '', 'base64url').toString('utf8');
  return text.startsWith('p:') ? text.slice(2) : undefined;
}

export interface Page<T> {
  readonly items: T[];
  readonly cursor: string;
}

/** Returns one page of `all`, which must be in ascending order of `keyOf`; the cursor is the last key given out. */
export function pageOf<T>(
  all: Iterable<T>,
  keyOf: (item: T) => string,
  query: URLSearchParams,
  limit: number,
): Page<T> {
  const after = readCursor(query);
  const items: T[] = [];
  for (const item of all) {
    if (after !== undefined && keyOf(item) <= after) continue;
    if (items.length === limit) return { items, cursor: writeCursor(keyOf(items[limit - 1] ?? item)) };
    items.push(item);
  }
  return { items, cursor: '' };
}
