import { describe, expect, test } from 'vitest';
import { parseRfc3339 } from '#core/units/rfc3339.ts';

describe('parseRfc3339', () => {
  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-11-20T12:00:03Z', 1_795_176_003_000],
    ['2026-11-20T12:00:03.005Z', 1_795_176_003_005],
    ['2026-11-20t12:00:03z', 1_795_176_003_000],
    ['2026-11-20 12:00:03Z', 1_795_176_003_000],
    ['2026-11-20T14:00:03+02:00', 1_795_176_003_000],
    ['2026-11-20T06:30:03-05:30', 1_795_176_003_000],
    ['2000-02-29T00:00:00Z', 951_782_400_000],
    ['2024-02-29T23:59:59.999Z', 1_709_251_199_999],
    ['1969-12-31T23:59:59.5Z', -500],
    ['2016-12-31T23:59:60Z', 1_483_228_800_000],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
  ])('reads %s', (text, at) => {
    expect(parseRfc3339(text)).toBe(at);
  });

  test.each([
    ['.1', 100],
    ['.12', 120],
    ['.123', 123],
    ['.1239', 123],
    ['.123999', 123],
    ['.1239999', 123],
    ['.123999999', 123],
    ['.000000001', 0],
  ])('cuts the fraction %s to a millisecond', (fraction, millis) => {
    expect(parseRfc3339(`2026-11-20T12:00:03${fraction}Z`)).toBe(1_795_176_003_000 + millis);
  });

  test.each([
    ['', 'nothing'],
    ['2026-11-20', 'a date alone'],
    ['2026-11-20T12:00:03', 'no zone'],
    ['2026-11-20T12:00:03.Z', 'a point without a fraction'],
    ['2026-11-20T12:00:03ZZ', 'two zones'],
    ['2026-11-20T12:00:03Z\n', 'a line break'],
    ['2026-11-20T12:00:03+0200', 'a zone without a colon'],
    ['2026-11-20T12:00:03+24:00', 'a zone past 23 hours'],
    ['2026-11-20T12:00:03+02:60', 'a zone past 59 minutes'],
    ['2026-11-20T12:00:03*02:00', 'a zone without a sign'],
    ['2026-11-20T12:00:03+0x:00', 'a zone that is no number'],
    ['2026-13-20T12:00:03Z', 'a thirteenth month'],
    ['2026-00-20T12:00:03Z', 'a month of zero'],
    ['2026-11-31T12:00:03Z', 'a day the month does not have'],
    ['2026-11-00T12:00:03Z', 'a day of zero'],
    ['2025-02-29T12:00:03Z', 'a leap day in a common year'],
    ['1900-02-29T12:00:03Z', 'a leap day in a common century'],
    ['2026-11-20T24:00:03Z', 'an hour past 23'],
    ['2026-11-20T12:60:03Z', 'a minute past 59'],
    ['2026-11-20T12:00:61Z', 'a second past 60'],
    ['2026/11/20T12:00:03Z', 'slashes'],
    ['2026-11/20T12:00:03Z', 'one slash'],
    ['2026/11-20T12:00:03Z', 'another slash'],
    ['2026-11-20T12:00:1/Z', 'a character just below the digits'],
    ['2026-11-20T12:00:1:Z', 'a character just above the digits'],
    ['2026-11-20T12:00:03+02:00x', 'something after the zone'],
    ['2026-11-20T12:00:03+02:0', 'a zone cut short'],
    ['2026-11-20T12:00:03+02.00', 'a point in the zone'],
    ['2026-11-20T12:00:03+02:x0', 'minutes of a zone that are no number'],
    ['2026-x1-20T12:00:03Z', 'a month that is no number'],
    ['2026-11-20T12.00:03Z', 'a point for a colon'],
    ['2026-11-20T12:00.03Z', 'a point for the second colon'],
    ['2026-11-20X12:00:03Z', 'another letter than T'],
    ['x026-11-20T12:00:03Z', 'a year that is no number'],
    ['2026-11-20Tx2:00:03Z', 'an hour that is no number'],
    ['2026-11-20T12:x0:03Z', 'a minute that is no number'],
    ['2026-11-20T12:00:x3Z', 'a second that is no number'],
    [`2026-11-20T12:00:03.${'1'.repeat(40)}Z`, 'an endless fraction'],
  ])('refuses %j: %s', (text) => {
    expect(parseRfc3339(text)).toBeUndefined();
  });
});
