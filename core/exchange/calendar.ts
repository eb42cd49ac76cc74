/** Dates in tickers and titles. UTC throughout: the exchange uses New York time there, which core has no tables for. */
import { DAY, HOUR, MINUTE, type UnixMs } from '../units/time.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

export interface CivilTime {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** Returns the calendar date and time of day of `at` in UTC. Source: H. Hinnant, "chrono-compatible low-level date algorithms" (2013). */
export function civilTime(at: UnixMs): CivilTime {
  const days = Math.floor(at / DAY);
  const shifted = days + 719_468; // days since 0000-03-01
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const inDay = at - days * DAY;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    hour: Math.floor(inDay / HOUR),
    minute: Math.floor((inDay % HOUR) / MINUTE),
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Returns the date as tickers spell it: "26NOV20". */
export function dayCode(at: UnixMs): string {
  const { year, month, day } = civilTime(at);
  return `${two(year % 100)}${(MONTHS[month - 1] ?? '').toUpperCase()}${two(day)}`;
}

/** Returns hour and minute as tickers spell them: "1415". */
export function minuteCode(at: UnixMs): string {
  const { hour, minute } = civilTime(at);
  return `${two(hour)}${two(minute)}`;
}

/** Returns the date as people read it: "Nov 20". */
export function dayName(at: UnixMs): string {
  const { month, day } = civilTime(at);
  return `${MONTHS[month - 1] ?? ''} ${day}`;
}

/** Returns the time of day as people read it: "14:15". */
export function timeName(at: UnixMs): string {
  const { hour, minute } = civilTime(at);
  return `${two(hour)}:${two(minute)}`;
}
