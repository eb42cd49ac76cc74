/**
 * Round times by the clock of a zone, not by the epoch's: zones of half an hour exist, and a day on which the clock is set has 23
 * or 25 hours. Pure: the zone is named by whoever asks.
 */
import { DAY, HOUR, MINUTE } from './time.ts';

/** Returns what the clock of a zone is ahead of UTC at an instant, ms: −4 h in New York in summer. */
export type ZoneOffset = (at: number) => number;

/** No zone sets its clock twice within this time. */
const LONGEST_LOOK = 7 * DAY;
/** Zones set their clocks at full quarters of an hour, and nobody asks about times before them. */
const KEPT = 15 * MINUTE;
const MOST_KEPT = 4_096;

/** Returns the offsets of `timeZone` ("America/New_York", "UTC"). Throws RangeError where there is no such zone. */
export function zoneOffset(timeZone: string): ZoneOffset {
  const names = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const kept = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / KEPT);
    const known = kept.get(quarter);
    if (known !== undefined) return known;
    const name = names.formatToParts(quarter * KEPT).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const offset = offsetOf(name);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(quarter, offset);
    return offset;
  };
}

/** Returns the multiples of `step` (ms) in `from`..`to` by the clock of the zone; where it is set back an hour comes twice. */
export function roundTimes(from: number, to: number, step: number, offset: ZoneOffset): number[] {
  const times: number[] = [];
  for (let begin = from; begin <= to;) {
    const end = sameOffsetUntil(begin, to, offset);
    const shift = offset(begin);
    for (let at = Math.ceil((begin + shift) / step) * step - shift; at < end; at += step) times.push(at);
    begin = end;
  }
  return times;
}

/** Returns the instant the clock reads `local` (its date and time as if it were UTC, ms); an hour that is left out is the one after it. */
export function instantAt(local: number, offset: ZoneOffset): number {
  const early = local - offset(local - HOUR * 24);
  if (early + offset(early) === local) return early;
  const late = local - offset(early);
  return late + offset(late) === local ? late : early;
}

/** Returns the first instant from which on another offset holds, or the first after `to`. */
function sameOffsetUntil(from: number, to: number, offset: ZoneOffset): number {
  const shift = offset(from);
  for (let low = from; low <= to; low += LONGEST_LOOK) {
    const high = Math.min(low + LONGEST_LOOK, to);
    if (offset(high) !== shift) return changeBetween(low, high, offset);
  }
  return Math.floor(to) + 1;
}

function changeBetween(low: number, high: number, offset: ZoneOffset): number {
  const shift = offset(low);
  let [before, after] = [Math.floor(low / KEPT), Math.ceil(high / KEPT)];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offset(middle * KEPT) === shift) before = middle;
    else after = middle;
  }
  return after * KEPT;
}

/** "GMT" is 0, "GMT-04:00" is −4 h, "GMT+05:30:15" has seconds too. */
function offsetOf(name: string): number {
  const found = /^GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(name);
  if (found === null) return 0;
  const [, sign, hours, minutes, seconds = '0'] = found;
  const size = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1_000;
  return sign === '-' ? -size : size;
}
