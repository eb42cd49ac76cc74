/**
 * What all REST bodies share (protocol 5, 5.1): text to object, the three shapes of an error, and the tolerance for fields
 * that merely enrich. Never throws.
 */
import { err, ok, type Result } from '../lib/result.ts';
import { type Field, isObject, MALFORMED, readText } from './fields.ts';

export type RestReason = 'too-long' | 'not-json' | 'not-an-object' | 'unexpected-shape';

/** UTF-16 units: a page of 1,000 markets has about 3 MB. */
const MAX_BODY_LENGTH = 64 * 1024 * 1024;
/** Paging tokens are opaque. */
const MAX_CURSOR_LENGTH = 4_096;
/** Longest part of an error that is shown, in UTF-16 units. */
const MAX_ERROR_LENGTH = 200;

/** Returns the JSON object that `body` holds. */
export function parseBody(body: string): Result<object, RestReason> {
  if (body.length > MAX_BODY_LENGTH) return err('too-long');
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return err('not-json');
  }
  return isObject(value) ? ok(value) : err('not-an-object');
}

/** Returns the value of a field, with a malformed one counting as absent. */
export function lenient<T>(field: Field<T>): T | undefined {
  return field === MALFORMED ? undefined : field;
}

/** Returns the token for the next page, or `undefined` on the last one (missing, null or ""). */
export function readCursor(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > MAX_CURSOR_LENGTH) return undefined;
  return value;
}

/** Returns the rows that `readRow` understood, and how many it did not. */
export function readRows<Row>(
  values: readonly unknown[],
  readRow: (value: unknown) => Row | undefined,
): { readonly rows: readonly Row[]; readonly rejected: number } {
  const rows: Row[] = [];
  for (const value of values) {
    const row = readRow(value);
    if (row !== undefined) rows.push(row);
  }
  return { rows, rejected: values.length - rows.length };
}

/** {"error":{"code":"…","message":"…","details":"…"}}, {"code":…,"message":…}, {"msg":"…"} or {"error":"too many requests"}. */
interface RawError {
  readonly error?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly msg?: unknown;
  readonly details?: unknown;
}

/**
 * Returns why a request was refused, in one line: "authentication_error: INCORRECT_API_KEY_SIGNATURE (HTTP 401)". Where the
 * body says nothing (a proxy's HTML page, an empty body) it is only "HTTP 502".
 */
export function restErrorReason(status: number, body: string): string {
  const parsed = parseBody(body);
  const words = parsed.ok ? errorWords(parsed.value) : [];
  return words.length === 0 ? `HTTP ${status}` : `${words.join(': ')} (HTTP ${status})`;
}

/** Returns code, then message and details where they add something. */
function errorWords(body: object): readonly string[] {
  const outer: RawError = body;
  const inner: RawError = isObject(outer.error) ? outer.error : outer;
  const words: string[] = [];
  for (const value of [outer.error, inner.code, inner.message, inner.msg, inner.details]) {
    const text = readText(value, MAX_ERROR_LENGTH)?.replace(/\s+/g, ' ').trim();
    if (text !== undefined && text !== '' && !words.includes(text)) words.push(text);
  }
  return words;
}
