import { expect, test } from 'vitest';
import { age, closing, createClock, duration } from '../../../../app/format/time.ts';

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
    'closes 21:57',
    'closes 14 May 19:57',
    'closed',
  ]);
  expect(closing(Date.UTC(2028, 10, 9), Date.UTC(2026, 10, 21), createClock('UTC'))).toBe(
    'closes 9 Nov 2028 00:00',
  );
});
