/**
 * What a script hands to `window.flowboard` is checked here, before anything is asked of a worker: a wrong value becomes one
 * TypeError that says what was found and what was expected, never an empty answer that looks like a quiet market.
 */
import type { ExportTable } from '#contract/query.ts';
import { parseTicker, type Ticker } from '#core/units/ticker.ts';
import type { ExportOptions } from './flowboard.ts';

export interface ListQuery {
  readonly windowMinutes?: number | undefined;
  readonly limit?: number | undefined;
}

export interface ReplayQuery {
  /** Number of a session, id of an import, or a name. */
  readonly session?: string | number | undefined;
  /** 0.25 to 100. */
  readonly speed?: number | undefined;
}

/** Trades are held one by one for this long. */
const LONGEST_WINDOW = 60;
const SLOWEST = 0.25;
const FASTEST = 100;
const TABLES: readonly string[] = [
  'trades',
  'orderbook_snapshots',
  'orderbook_deltas',
  'markets',
  'gaps',
] satisfies readonly ExportTable[];

/** Returns `query`, or throws a TypeError. Values that are left out are the callee's to fill in. */
export function checkedQuery(call: string, query: unknown = {}): ListQuery {
  const { windowMinutes, limit } = recordOf(call, query);
  const isWindow = typeof windowMinutes === 'number' && windowMinutes > 0 && windowMinutes <= LONGEST_WINDOW;
  if (windowMinutes !== undefined && !isWindow)
    fail(call, `windowMinutes as a number above 0 and up to ${LONGEST_WINDOW}`, windowMinutes);
  if (limit !== undefined && !(Number.isSafeInteger(limit) && Number(limit) >= 0))
    fail(call, 'limit as a whole number from 0', limit);
  return { windowMinutes, limit: limit as number | undefined };
}

/** Returns `ticker` as one, or throws a TypeError. A market that never traded is no error: its list is empty. */
export function checkedTicker(call: string, ticker: unknown): Ticker {
  const parsed = typeof ticker === 'string' ? parseTicker(ticker) : undefined;
  return parsed ?? fail(call, "a market's ticker such as 'KXHIGHNY-26NOV21-T50'", ticker);
}

/** Returns `options`, or throws a TypeError. */
export function checkedExport(call: string, options: unknown = {}): ExportOptions {
  const { from, to, tables, onProgress, signal } = recordOf(call, options);
  for (const [name, value] of Object.entries({ from, to })) {
    if (value !== undefined && !Number.isFinite(value))
      fail(call, `${name} as milliseconds since 1970, like Date.now()`, value);
  }
  if (typeof from === 'number' && typeof to === 'number' && from > to)
    fail(call, `from to be no later than to (${to})`, from);
  if (tables !== undefined && !isListOfTables(tables))
    fail(call, `tables as a list of ${TABLES.map((table) => `'${table}'`).join(', ')}`, tables);
  if (onProgress !== undefined && typeof onProgress !== 'function')
    fail(call, 'onProgress as a function', onProgress);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    fail(call, 'signal as an AbortSignal', signal);
  return options as ExportOptions;
}

/** Returns `file` as a Blob, or throws a TypeError. */
export function checkedFile(call: string, file: unknown): Blob {
  return file instanceof Blob ? file : fail(call, 'a File or a Blob', file);
}

/** Returns `query`, or throws a TypeError. */
export function checkedReplay(call: string, query: unknown = {}): ReplayQuery {
  const { session, speed } = recordOf(call, query);
  if (session !== undefined && typeof session !== 'string' && typeof session !== 'number')
    fail(call, 'session as the number or name of a recording', session);
  const isSpeed = typeof speed === 'number' && speed >= SLOWEST && speed <= FASTEST;
  if (speed !== undefined && !isSpeed) fail(call, `speed as a number from ${SLOWEST} to ${FASTEST}`, speed);
  return { session, speed };
}

function isListOfTables(value: unknown): boolean {
  return Array.isArray(value) && value.every((table) => typeof table === 'string' && TABLES.includes(table));
}

function recordOf(call: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  return fail(call, 'an object of options', value);
}

function fail(call: string, expected: string, found: unknown): never {
  throw new TypeError(`${call} expected ${expected}, but found ${shown(found)}.`);
}

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  // JSON knows neither undefined nor NaN; text is cut, it may be a whole file.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) as string | undefined);
  return (text ?? String(value)).slice(0, 100);
}
