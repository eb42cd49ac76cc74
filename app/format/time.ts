/** Instants and spans as people read them. Clock times are in the zone the reader has chosen and always carry or sit under its label. */
import { zoneOffset, type ZoneOffset } from '#core/units/zone.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A close that is nearer needs no day: no other one has this time of day. */
const NEAR_MS = 20 * HOUR;

export const ZONES = ['local', 'new-york', 'utc'] as const;

/** Whose clock the reader reads: the computer's own, the exchange's, or UTC. */
export type ZoneChoice = (typeof ZONES)[number];

export interface Clock {
  /** As the system names it: "America/New_York". */
  readonly timeZone: string;
  /** What it is ahead of UTC at an instant, ms. */
  readonly offset: ZoneOffset;
  /** "EDT", "UTC", "GMT+2". */
  readonly zone: (at: number) => string;
  /** "19:57". */
  readonly minute: (at: number) => string;
  /** "19:57:31". */
  readonly second: (at: number) => string;
  /** "19:57:31.2". */
  readonly tenth: (at: number) => string;
  /** "Wed 13 May 2026". */
  readonly day: (at: number) => string;
  /** "13 May". */
  readonly date: (at: number) => string;
  /** "13 May 19:57". */
  readonly dayMinute: (at: number) => string;
  /** "13 May 2026 19:57". */
  readonly yearMinute: (at: number) => string;
  /** "2026". */
  readonly year: (at: number) => string;
}

/** Returns the clock of `timeZone`. Throws RangeError where there is no such zone. */
export function createClock(timeZone: string): Clock {
  const zoned = { timeZone };
  const time = { ...zoned, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const minutes = new Intl.DateTimeFormat('en-GB', time);
  const seconds = new Intl.DateTimeFormat('en-GB', { ...time, second: '2-digit' });
  const zones = new Intl.DateTimeFormat('en-US', { ...zoned, timeZoneName: 'short' });
  const days = new Intl.DateTimeFormat('en-GB', {
    ...zoned,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  const dates = new Intl.DateTimeFormat('en-GB', { ...zoned, day: 'numeric', month: 'short' });
  const longDates = new Intl.DateTimeFormat('en-GB', {
    ...zoned,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  const years = new Intl.DateTimeFormat('en-GB', { ...zoned, year: 'numeric' });
  // Rows of one burst share their second: format it once.
  let lastSecond = Number.NaN;
  let lastText = '';
  const second = (at: number): string => {
    const floor = Math.floor(at / SECOND);
    if (floor !== lastSecond) {
      lastSecond = floor;
      lastText = seconds.format(floor * SECOND);
    }
    return lastText;
  };
  // Nearly all instants on a screen are of one quarter of an hour, and no clock is set within one.
  let lastQuarter = Number.NaN;
  let lastZone = '';
  const zone = (at: number): string => {
    const quarter = Math.floor(at / (15 * MINUTE));
    if (quarter !== lastQuarter) {
      lastQuarter = quarter;
      lastZone = zones.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
    }
    return lastZone;
  };
  return {
    timeZone,
    offset: zoneOffset(timeZone),
    zone,
    minute: (at) => minutes.format(at),
    second,
    tenth: (at) => `${second(at)}.${Math.floor((at % SECOND) / 100)}`,
    day: (at) => days.format(at).replace(',', ''),
    date: (at) => dates.format(at),
    dayMinute: (at) => `${dates.format(at)} ${minutes.format(at)}`,
    yearMinute: (at) => `${longDates.format(at)} ${minutes.format(at)}`,
    year: (at) => years.format(at),
  };
}

const clocks = new Map<ZoneChoice, Clock>();

/** Returns the clock of a choice: the same object each time, because its formatters are dear to make. */
export function clockOf(choice: ZoneChoice): Clock {
  const known = clocks.get(choice) ?? createClock(timeZoneOf(choice));
  clocks.set(choice, known);
  return known;
}

function timeZoneOf(choice: ZoneChoice): string {
  if (choice === 'new-york') return 'America/New_York';
  return choice === 'utc' ? 'UTC' : new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Returns the zone of a stretch: "EDT"; both where the clock is set within it: "EST – EDT". */
export function zoneWords(from: number, to: number, on: Clock): string {
  const [first, last] = [on.zone(from), on.zone(to)];
  return first === last ? first : `${first} – ${last}`;
}

/**
 * Returns the day or days of `from`..`to` with their zone: "13 May EDT", "13 May – 14 May EDT", with the year when it is
 * another one. Empty while all of it is the reader's today, which is what a time without a day means everywhere.
 */
export function dayWords(from: number, to: number, now: number, on: Clock): string {
  const [first, last, today] = [on.day(from), on.day(to), on.day(now)];
  if (first === today && last === today) return '';
  const end = `${dateWord(to, now, on)} ${on.zone(to)}`;
  return first === last ? end : `${dateWord(from, now, on)} – ${end}`;
}

/** Returns one instant with its zone: `text` of it, by default "19:57:31 EDT"; when it is not of today "13 May 19:57:31 EDT". */
export function instantWords(
  at: number,
  now: number,
  on: Clock,
  text: (at: number) => string = on.second,
): string {
  const time = text(at);
  return `${on.day(at) === on.day(now) ? '' : `${dateWord(at, now, on)} `}${time} ${on.zone(at)}`;
}

/** Returns "13 May 19:57"; of another year than the reader's "13 May 2028 19:57". */
export function dayMinuteWords(at: number, now: number, on: Clock): string {
  return on.year(at) === on.year(now) ? on.dayMinute(at) : on.yearMinute(at);
}

/** Returns how far a recording is: "", "19:57:31" and "of 20:10:00 EDT"; where it goes over midnight, both with their day: "13 May". */
export function progressWords(
  { at, from, to }: { readonly at: number; readonly from: number; readonly to: number },
  now: number,
  on: Clock,
): readonly [day: string, time: string, ofAll: string] {
  if (on.day(from) === on.day(to))
    return ['', on.second(at), `of ${on.second(to)} ${dayWords(from, to, now, on) || on.zone(to)}`];
  const end = `${dateWord(to, now, on)} ${on.second(to)} ${on.zone(to)}`;
  return [dateWord(at, now, on), on.second(at), `of ${end}`];
}

/** Returns the labels of an axis: unless all is of today, the day stands under the first one, with the zone, and where it changes. */
export function axisWords(
  times: readonly number[],
  now: number,
  text: (at: number) => string,
  on: Clock,
): string[] {
  const isToday = times.every((at) => on.day(at) === on.day(now));
  return times.map((at, index) => {
    if (isToday) return text(at);
    const before = times[index - 1];
    if (before === undefined) return `${text(at)}\n${dateWord(at, now, on)} ${on.zone(at)}`;
    return on.day(before) === on.day(at) ? text(at) : `${text(at)}\n${dateWord(at, now, on)}`;
  });
}

function dateWord(at: number, now: number, on: Clock): string {
  return on.year(at) === on.year(now) ? on.date(at) : `${on.date(at)} ${on.year(at)}`;
}

/** Returns how long ago in one unit: "0.3 s", "18 s", "12 m", "3 h", "2 d". */
export function age(ms: number): string {
  const span = Math.max(0, ms);
  if (span < 10 * SECOND) return `${(Math.floor(span / 100) / 10).toFixed(1)} s`;
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} m`;
  if (span < DAY) return `${Math.floor(span / HOUR)} h`;
  return `${Math.floor(span / DAY)} d`;
}

/** From so many hours on nobody counts seconds. */
const LONG_HOURS = 48;

/** Returns a running time: "2:29" below an hour, "2:14:31" above, "191 d 12 h" from two days on. */
export function duration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / SECOND));
  const hours = Math.floor(total / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const rest = String(total % 60).padStart(2, '0');
  if (hours >= LONG_HOURS) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Returns `closing` for a narrow place: of another day the date alone, which needs no zone to be near enough: "closes 14 May". */
export function closingShort(closeAt: number, now: number, on: Clock): string {
  if (closeAt - now < NEAR_MS) return closing(closeAt, now, on);
  const year = on.year(closeAt);
  return `closes ${on.date(closeAt)}${year === on.year(now) ? '' : ` ${year}`}`;
}

/** Returns when a market closes, seen from `now`: "closes in 2:29", "closes 21:30 EDT", "closes 14 May 21:30 EDT", with the year when it is another one; "closed". */
export function closing(closeAt: number, now: number, on: Clock): string {
  const left = closeAt - now;
  if (left <= 0) return 'closed';
  if (left < HOUR) return `closes in ${duration(left)}`;
  const day = on.year(closeAt) === on.year(now) ? on.dayMinute(closeAt) : on.yearMinute(closeAt);
  return `closes ${left < NEAR_MS ? on.minute(closeAt) : day} ${on.zone(closeAt)}`;
}
