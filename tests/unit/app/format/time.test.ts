import { expect, test } from 'vitest';
import {
  age,
  axisWords,
  clockOf,
  closing,
  closingShort,
  createClock,
  dayWords,
  duration,
  instantWords,
  progressWords,
  zoneWords,
} from '../../../../app/format/time.ts';

const EVENING = Date.UTC(2026, 4, 13, 23, 57, 31, 280);
const clock = createClock('America/New_York');
const HOUR = 3_600_000;

test('a clock tells the time of its zone and says which', () => {
  expect(clock.second(EVENING)).toBe('19:57:31');
  expect(clock.tenth(EVENING)).toBe('19:57:31.2');
  expect(clock.minute(EVENING)).toBe('19:57');
  expect(clock.day(EVENING)).toBe('Wed 13 May 2026');
  expect(clock.dayMinute(EVENING)).toBe('13 May 19:57');
  expect(clock.zone(EVENING)).toBe('EDT');
});

test('a clock remembers no second but the one it was asked', () => {
  expect([clock.second(EVENING), clock.second(EVENING + 1_000), clock.second(EVENING)]).toEqual([
    '19:57:31',
    '19:57:32',
    '19:57:31',
  ]);
});

test('midnight is hour 00', () => {
  expect(createClock('UTC').second(Date.UTC(2026, 0, 1))).toBe('00:00:00');
});

test.each([
  [-5, '0.0 s'],
  [340, '0.3 s'],
  [9_999, '9.9 s'],
  [10_000, '10 s'],
  [59_999, '59 s'],
  [60_000, '1 m'],
  [HOUR, '1 h'],
  [47 * HOUR, '1 d'],
])('an age of %d ms reads %s', (ms, text) => {
  expect(age(ms)).toBe(text);
});

test('a running time shows hours only when there are some', () => {
  expect([duration(149_000), duration(8_071_000), duration(-1)]).toEqual(['2:29', '2:14:31', '0:00']);
  expect([duration(172_799_000), duration(172_800_000), duration(16_546_450_000)]).toEqual([
    '47:59:59',
    '2 d 0 h',
    '191 d 12 h',
  ]);
});

test('closing counts down in the last hour, tells the time before, and ends', () => {
  const left = (ms: number) => closing(EVENING + ms, EVENING, clock);
  expect([left(149_000), left(2 * HOUR), left(24 * HOUR), left(0)]).toEqual([
    'closes in 2:29',
    'closes 21:57 EDT',
    'closes 14 May 19:57 EDT',
    'closed',
  ]);
  expect(closing(Date.UTC(2028, 10, 9), Date.UTC(2026, 10, 21), createClock('UTC'))).toBe(
    'closes 9 Nov 2028 00:00 UTC',
  );
});

test('in a narrow place a close on another day is its date', () => {
  const left = (ms: number) => closingShort(EVENING + ms, EVENING, clock);
  expect([left(149_000), left(2 * HOUR), left(24 * HOUR), left(400 * 24 * HOUR), left(0)]).toEqual([
    'closes in 2:29',
    'closes 21:57 EDT',
    'closes 14 May',
    'closes 17 Jun 2027',
    'closed',
  ]);
});

const NEW_YORK_MIDNIGHT = Date.UTC(2026, 4, 14, 4);

test('a stretch that is all of today needs no day; else it says which, and the zone', () => {
  const words = (from: number, to: number, now = EVENING) => dayWords(from, to, now, clock);
  expect(words(EVENING - HOUR, EVENING)).toBe('');
  expect(words(EVENING - HOUR, EVENING, NEW_YORK_MIDNIGHT)).toBe('13 May EDT');
  expect(words(EVENING, NEW_YORK_MIDNIGHT, NEW_YORK_MIDNIGHT)).toBe('13 May – 14 May EDT');
  expect(words(EVENING, EVENING, Date.UTC(2027, 4, 13, 23))).toBe('13 May 2026 EDT');
});

test('an instant says its zone, and of another day which', () => {
  expect(instantWords(EVENING, EVENING, clock)).toBe('19:57:31 EDT');
  expect(instantWords(EVENING, NEW_YORK_MIDNIGHT, clock)).toBe('13 May 19:57:31 EDT');
  expect(instantWords(EVENING, NEW_YORK_MIDNIGHT, clock, clock.tenth)).toBe('13 May 19:57:31.2 EDT');
});

test('an axis over midnight says the day where it begins and where it changes', () => {
  const times = [-2, -1, 0, 1].map((hours) => NEW_YORK_MIDNIGHT + hours * HOUR);
  const words = (now: number, of = times) => axisWords(of, now, clock.minute, clock);
  expect(words(NEW_YORK_MIDNIGHT)).toEqual(['22:00\n13 May EDT', '23:00', '00:00\n14 May', '01:00']);
  expect(words(NEW_YORK_MIDNIGHT, times.slice(2))).toEqual(['00:00', '01:00']);
  expect(words(NEW_YORK_MIDNIGHT, [])).toEqual([]);
});

test('how far a recording is says the zone, the day when it is not today, and both days over midnight', () => {
  const [from, to] = [EVENING - HOUR, EVENING];
  const words = (change: { to?: number }, now: number) =>
    progressWords({ at: from, from, to, ...change }, now, clock)
      .join(' ')
      .trim();
  expect(words({}, EVENING)).toBe('18:57:31 of 19:57:31 EDT');
  expect(words({}, NEW_YORK_MIDNIGHT)).toBe('18:57:31 of 19:57:31 13 May EDT');
  expect(words({ to: NEW_YORK_MIDNIGHT }, NEW_YORK_MIDNIGHT)).toBe('13 May 18:57:31 of 14 May 00:00:00 EDT');
});

test('the clock of a choice is one object, and says its zone', () => {
  expect(clockOf('new-york')).toBe(clockOf('new-york'));
  const zones = (['new-york', 'utc', 'local'] as const).map((choice) => clockOf(choice).timeZone);
  expect(zones).toEqual(['America/New_York', 'UTC', Intl.DateTimeFormat().resolvedOptions().timeZone]);
});

test('in New York the clock is right before and after it is set, and the stretch says both zones', () => {
  const spring = Date.parse('2026-03-08T07:00:00Z');
  expect([spring - 1, spring].map((at) => `${clock.second(at)} ${clock.zone(at)}`)).toEqual([
    '01:59:59 EST',
    '03:00:00 EDT',
  ]);
  expect([spring - 1, spring].map((at) => clock.offset(at) / HOUR)).toEqual([-5, -4]);
  const autumn = Date.parse('2026-11-01T06:00:00Z');
  expect([autumn - 1, autumn].map((at) => `${clock.second(at)} ${clock.zone(at)}`)).toEqual([
    '01:59:59 EDT',
    '01:00:00 EST',
  ]);
  expect(zoneWords(autumn - HOUR, autumn + HOUR, clock)).toBe('EDT – EST');
  expect(zoneWords(autumn, autumn + HOUR, clock)).toBe('EST');
});
