/**
 * Readers of single JSON values that nobody vouches for. Each returns the value in the house's units, `undefined` where the
 * field is absent (missing, null or ""), or MALFORMED where something else stands there: absent is often fine, malformed
 * never is. On the hot path: no regex on numbers, no allocation besides the text of a JSON number.
 */
import { plainText } from '../lib/plain-text.ts';
import { isValidRange, type PriceRange } from '../units/grid.ts';
import { parsePrice, priceFromCents, type Price } from '../units/price.ts';
import { parseQuantity, type Quantity } from '../units/quantity.ts';
import { parseRfc3339 } from '../units/rfc3339.ts';
import { parseTicker, type Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';
import { parseDecimal } from '../units/decimal.ts';

/** Something stands there, but not what was expected. */
export const MALFORMED = 'malformed';

export type Field<T> = T | undefined | typeof MALFORMED;

/** End of the year 9999: a stamp past it is in the wrong unit. */
const LAST_INSTANT = 253_402_300_799_999;

/** Longest id kept: a UUID has 36 characters. */
const MAX_ID_LENGTH = 128;
const ID_PATTERN = /^[\x21-\x7e]+$/;

/** A market has at most a few bands; the finest announced structure has three. */
const MAX_RANGES = 64;

/** Returns true for a JSON object: no array, no null. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns true where a field counts as not there: the exchange also writes null and "" for that. */
export function isAbsent(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

/**
 * Returns the decimal text of a string or a finite JSON number. A number is written with the fewest digits that tell it
 * from its neighbours, so 0.36 is "0.36": what was sent, not what a double holds.
 */
function decimalText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** Returns a price in dollars, 0 to 1: "0.3600", "0.360" or 0.36. */
export function readPrice(value: unknown): Field<Price> {
  if (isAbsent(value)) return undefined;
  const text = decimalText(value);
  return (text === undefined ? undefined : parsePrice(text)) ?? MALFORMED;
}

/** Returns a price in whole cents (shape before 2026-03-12): 36 or "36". */
export function readCents(value: unknown): Field<Price> {
  if (isAbsent(value)) return undefined;
  const text = decimalText(value);
  const cents = text === undefined ? undefined : parseDecimal(text, 0);
  return (cents === undefined ? undefined : priceFromCents(cents)) ?? MALFORMED;
}

/** Returns a price from its dollar field or, where that is absent, from its legacy twin in cents. */
export function readPriceEither(dollars: unknown, cents: unknown): Field<Price> {
  return isAbsent(dollars) ? readCents(cents) : readPrice(dollars);
}

/** Returns a signed quantity: "136.00", 136 or "136". */
export function readQuantity(value: unknown): Field<Quantity> {
  if (isAbsent(value)) return undefined;
  const text = decimalText(value);
  return (text === undefined ? undefined : parseQuantity(text)) ?? MALFORMED;
}

/** Returns a quantity from its `_fp` field or, where that is absent, from its legacy twin. */
export function readQuantityEither(fixedPoint: unknown, legacy: unknown): Field<Quantity> {
  return readQuantity(isAbsent(fixedPoint) ? legacy : fixedPoint);
}

/** A millennium of a million a second. Steps between two counters, twice as large with their sign, stay safe integers. */
const MAX_COUNTER = 2 ** 50;

/** Returns a counter (sid, seq, command id) of at least `least` and at most 2^50, from a JSON integer or its digits. */
export function readCounter(value: unknown, least: number): Field<number> {
  if (isAbsent(value)) return undefined;
  const count = typeof value === 'string' ? parseDecimal(value, 0) : value;
  const isCounter = typeof count === 'number' && Number.isSafeInteger(count);
  return isCounter && count >= least && count <= MAX_COUNTER ? count : MALFORMED;
}

/** Returns the ticker of the market; MALFORMED also where there is none. */
export function readTicker(value: unknown): Ticker | typeof MALFORMED {
  return (typeof value === 'string' ? parseTicker(value) : undefined) ?? MALFORMED;
}

/** Returns an opaque id of printable ASCII without blanks, at most 128 characters. */
export function readId(value: unknown): Field<string> {
  if (isAbsent(value)) return undefined;
  return typeof value === 'string' && value.length <= MAX_ID_LENGTH && ID_PATTERN.test(value)
    ? value
    : MALFORMED;
}

/** Returns an instant in Unix milliseconds: an integer or its digits. */
export function readMillis(value: unknown): Field<UnixMs> {
  const at = readCounter(value, 0);
  return typeof at === 'number' ? checkInstant(at) : at;
}

/** Returns an instant in Unix seconds, with up to 3 decimals; a zero is the server's way to say "none". */
export function readSeconds(value: unknown): Field<UnixMs> {
  if (isAbsent(value) || value === 0) return undefined;
  const text = decimalText(value);
  return checkInstant(text === undefined ? undefined : parseDecimal(text, 3));
}

/** Returns an instant written as RFC 3339. */
export function readRfc3339(value: unknown): Field<UnixMs> {
  if (isAbsent(value)) return undefined;
  return checkInstant(typeof value === 'string' ? parseRfc3339(value) : undefined);
}

/**
 * Returns when a frame's event happened: `ts_ms`, else `ts` (seconds in trades and tickers, RFC 3339 in book deltas; told
 * apart by what stands there), else `time`.
 */
export function readVenueTime(tsMs: unknown, ts: unknown, time: unknown): Field<UnixMs> {
  if (!isAbsent(tsMs)) return readMillis(tsMs);
  if (isAbsent(ts)) return readRfc3339(time);
  const asText = readRfc3339(ts);
  return asText === MALFORMED ? readSeconds(ts) : asText;
}

function checkInstant(at: number | undefined): UnixMs | typeof MALFORMED {
  return at !== undefined && at > 0 && at <= LAST_INSTANT ? (at as UnixMs) : MALFORMED;
}

/** Returns words for people as plain text, cut to `maxLength` UTF-16 units; `undefined` where it is no text. */
export function readText(value: unknown, maxLength: number): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return plainText(value, maxLength);
}

/** Returns the bands of a price grid: `[{"start":"0.0000","end":"1.0000","step":"0.0100"}]`. */
export function readPriceRanges(value: unknown): Field<readonly PriceRange[]> {
  if (isAbsent(value)) return undefined;
  if (!Array.isArray(value) || value.length > MAX_RANGES) return MALFORMED;
  const ranges: PriceRange[] = [];
  for (const item of value as readonly unknown[]) {
    if (!isObject(item)) return MALFORMED;
    const raw: { readonly start?: unknown; readonly end?: unknown; readonly step?: unknown } = item;
    const start = readPrice(raw.start);
    const end = readPrice(raw.end);
    const step = readPrice(raw.step);
    if (start === undefined || end === undefined || step === undefined) return MALFORMED;
    if (start === MALFORMED || end === MALFORMED || step === MALFORMED) return MALFORMED;
    const range = { start, end, step };
    if (!isValidRange(range)) return MALFORMED;
    ranges.push(range);
  }
  return ranges.length === 0 ? undefined : ranges;
}
