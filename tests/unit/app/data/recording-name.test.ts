import { expect, test } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import { distinctNames, fetchedWords, nameOf } from '../../../../app/views/data/recording-name.ts';
import { createClock } from '../../../../app/format/time.ts';

const utc = createClock('UTC');
const NOON = Date.UTC(2026, 10, 21, 12) as UnixMs;
const entry = (name: string, after: number) => ({
  name,
  from: (NOON + after) as UnixMs,
  to: (NOON + after + 90_000) as UnixMs,
});

test('recordings without a name that begin within one minute are told apart', () => {
  expect([entry('', 3_000), entry('', 48_000)].map((each) => nameOf(each, utc))).toEqual([
    'Recorded 21 Nov 2026 12:00:03 UTC',
    'Recorded 21 Nov 2026 12:00:48 UTC',
  ]);
});

test('recordings of the same name say when they were; the others only their name', () => {
  expect(distinctNames([entry('a', 0), entry('b', 0), entry('a', 600_000)], utc)).toEqual([
    'a · 21 Nov 2026 12:00 – 12:01 UTC · 1:30',
    'b',
    'a · 21 Nov 2026 12:10 – 12:11 UTC · 1:30',
  ]);
});

test('trades that were fetched from before are told apart from those that were heard', () => {
  const from = (NOON - 3_600_000) as UnixMs;
  expect(fetchedWords({ fetched: { trades: 1_812, from } }, utc)).toBe(
    '1,812 more trades since 11:00 UTC were fetched, not heard',
  );
  expect(fetchedWords({ fetched: { trades: 1, from } }, utc)).toContain('1 more trade since 11:00 UTC was');
  expect(fetchedWords({ fetched: undefined }, utc)).toBeUndefined();
});
