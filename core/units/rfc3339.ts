/**
 * RFC 3339 text to milliseconds without a calendar library: the exchange trims trailing zeros, so the fraction has any
 * length (protocol 7, row 10). Owns the arithmetic; what range of instants makes sense is the caller's decision.
 */
import type { UnixMs } from './time.ts';

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Longest text looked at: "2026-11-20T12:00:00.123456789+00:00" has 35. */
const MAX_LENGTH = 40;
const CHAR_0 = 48;
const CHAR_9 = 57;
const CHAR_PLUS = 43;
const CHAR_MINUS = 45;
const CHAR_POINT = 46;
const CHAR_COLON = 58;

/**
 * Returns the instant, cut (not rounded) to a millisecond, or `undefined` when `text` is no RFC 3339 date-time in the years
 * 0 to 9999. "T" and "Z" may be lower case and "T" a blank; second 60 is the second after 59, as Unix time has it.
 */
export function parseRfc3339(text: string): UnixMs | undefined {
  // 0123456789012345678
  // 2026-11-20T12:00:00
  if (text.length > MAX_LENGTH) return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if (year < 0 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return undefined;
  if (text.charCodeAt(4) !== CHAR_MINUS || text.charCodeAt(7) !== CHAR_MINUS) return undefined;
  if (text.charCodeAt(13) !== CHAR_COLON || text.charCodeAt(16) !== CHAR_COLON) return undefined;
  const separator = text.charAt(10);
  if (separator !== 'T' && separator !== 't' && separator !== ' ') return undefined;

  let index = 19;
  let millis = 0;
  if (text.charCodeAt(index) === CHAR_POINT) {
    const start = ++index;
    let weight = 100;
    for (; isDigit(text.charCodeAt(index)); index++) {
      millis += (text.charCodeAt(index) - CHAR_0) * weight;
      weight = weight === 100 ? 10 : weight === 10 ? 1 : 0;
    }
    if (index === start) return undefined;
  }

  const offset = offsetMinutes(text, index);
  if (offset === undefined) return undefined;
  const minutes = (daysFromCivil(year, month, day) * 24 + hour) * 60 + minute - offset;
  return ((minutes * 60 + second) * 1_000 + millis) as UnixMs;
}

/** Returns the zone that fills the rest of `text` from `index`, in minutes east of UTC. */
function offsetMinutes(text: string, index: number): number | undefined {
  const sign = text.charAt(index);
  if (sign === 'Z' || sign === 'z') return index + 1 === text.length ? 0 : undefined;
  if (text.length !== index + 6 || text.charCodeAt(index + 3) !== CHAR_COLON) return undefined;
  const hours = digits(text, index + 1, 2);
  const minutes = digits(text, index + 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined;
  const code = sign.charCodeAt(0);
  if (code === CHAR_PLUS) return hours * 60 + minutes;
  return code === CHAR_MINUS ? -(hours * 60 + minutes) : undefined;
}

/** Returns `length` decimal digits from `start` as a number, or -1 where another character stands. */
function digits(text: string, start: number, length: number): number {
  let value = 0;
  for (let index = start; index < start + length; index++) {
    const code = text.charCodeAt(index);
    if (!isDigit(code)) return -1;
    value = value * 10 + (code - CHAR_0);
  }
  return value;
}

function isDigit(code: number): boolean {
  return code >= CHAR_0 && code <= CHAR_9;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Returns how many days the month has; none where there is no such month. */
function daysIn(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
}

/**
 * Returns days since 1970-01-01 in the proleptic Gregorian calendar. Years are counted from March, so that the leap day is
 * the last of its year; 400 years are 146,097 days. Source: H. Hinnant, "chrono-compatible low-level date algorithms".
 */
function daysFromCivil(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
