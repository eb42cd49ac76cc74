import { describe, expect, test } from 'vitest';
import { instantAt, roundTimes, zoneOffset } from '#core/units/zone.ts';

const HOUR = 3_600_000;
const york = zoneOffset('America/New_York');
const at = (text: string) => Date.parse(text);
/** What the clock of New York shows. */
const local = (instant: number) => new Date(instant + york(instant)).toISOString().slice(5, 16);

test('an offset is what the clock is ahead of UTC, also by half an hour, also long ago', () => {
  const hours = (zone: string, text: string) => zoneOffset(zone)(at(text)) / HOUR;
  expect(hours('UTC', '2026-05-13T00:00Z')).toBe(0);
  expect(hours('America/New_York', '2026-01-13T00:00Z')).toBe(-5);
  expect(hours('America/New_York', '2026-05-13T00:00Z')).toBe(-4);
  expect(hours('Asia/Kolkata', '2026-05-13T00:00Z')).toBe(5.5);
  expect(hours('Australia/Lord_Howe', '2026-01-13T00:00Z')).toBe(11);
});

test('a zone that does not exist is an error at once', () => {
  expect(() => zoneOffset('Mars/Olympus')).toThrow(RangeError);
});

describe('round times in New York', () => {
  test('on 8 March 2026, which has 23 hours, leave out what the clock leaves out', () => {
    const times = roundTimes(at('2026-03-08T05:00Z'), at('2026-03-09T04:00Z'), 4 * HOUR, york);
    expect(times.map(local)).toEqual([
      '03-08T00:00',
      '03-08T04:00',
      '03-08T08:00',
      '03-08T12:00',
      '03-08T16:00',
      '03-08T20:00',
      '03-09T00:00',
    ]);
    expect(times[1]).toBe(at('2026-03-08T08:00Z'));
    const hours = roundTimes(at('2026-03-08T05:00Z'), at('2026-03-08T09:00Z'), HOUR, york);
    expect(hours.map(local)).toEqual([
      '03-08T00:00',
      '03-08T01:00',
      '03-08T03:00',
      '03-08T04:00',
      '03-08T05:00',
    ]);
  });

  test('on 1 November 2026, which has 25 hours, say the hour twice that comes twice', () => {
    const hours = roundTimes(at('2026-11-01T04:00Z'), at('2026-11-01T07:00Z'), HOUR, york);
    expect(hours.map(local)).toEqual(['11-01T00:00', '11-01T01:00', '11-01T01:00', '11-01T02:00']);
    const days = roundTimes(at('2026-10-31T00:00Z'), at('2026-11-03T12:00Z'), 24 * HOUR, york);
    expect(days.map(local)).toEqual(['10-31T00:00', '11-01T00:00', '11-02T00:00', '11-03T00:00']);
  });

  test('over a year meet every change of the clock', () => {
    const days = roundTimes(at('2026-01-01T05:00Z'), at('2027-01-01T05:00Z'), 24 * HOUR, york);
    expect(days).toHaveLength(366);
    expect(days.filter((day) => !local(day).endsWith('T00:00'))).toEqual([]);
  });

  test('of nothing are none', () => {
    expect(roundTimes(at('2026-05-13T00:01Z'), at('2026-05-13T00:59Z'), HOUR, york)).toEqual([]);
    expect(roundTimes(10, 5, 1, york)).toEqual([]);
  });
});

test('what a clock shows is an instant: the first where it comes twice, an hour later where it is left out', () => {
  const instant = (text: string) => new Date(instantAt(at(`${text}Z`), york)).toISOString();
  expect(instant('2026-05-13T12:00')).toBe('2026-05-13T16:00:00.000Z');
  expect(instant('2026-11-01T01:30')).toBe('2026-11-01T05:30:00.000Z');
  expect(instant('2026-11-01T02:30')).toBe('2026-11-01T07:30:00.000Z');
  expect(instant('2026-03-08T01:30')).toBe('2026-03-08T06:30:00.000Z');
  expect(instant('2026-03-08T02:30')).toBe('2026-03-08T07:30:00.000Z');
  expect(instant('2026-03-08T03:30')).toBe('2026-03-08T07:30:00.000Z');
});
