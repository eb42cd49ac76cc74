import { expect, test } from 'vitest';
import type { Ticker } from '#core/units/ticker.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { UnixMs } from '#core/units/time.ts';
import { edgeWords, emptyWords, largeWords, noneLeft } from '../../../../app/views/replay/step-words.ts';

test('a step that finds nothing says of what, and which way', () => {
  const market = 'KXA-1' as Ticker;
  expect(noneLeft('trade', 1, undefined)).toBe('No other trade after this moment.');
  expect(noneLeft('trade', 1, market)).toBe('No other trade of this market after this moment.');
  expect(noneLeft('large-trade', -1, market)).toBe('No other large trade of this market before this moment.');
  expect(noneLeft('gap', -1, market)).toBe('No other gap before this moment.');
});

test('a jump that leads no further says at which edge it stands', () => {
  const recording = { from: 1_000 as UnixMs, to: 9_000 as UnixMs };
  expect(edgeWords(9_000, 19_000, recording)).toBe('This is the end of the recording.');
  expect(edgeWords(1_000, -9_000, recording)).toBe('This is the beginning of the recording.');
  expect(edgeWords(8_999, 19_000, recording)).toBe('');
  expect(edgeWords(9_000, 8_000, recording)).toBe('');
  expect(edgeWords(1_000, 2_000, recording)).toBe('');
});

test('up to its first trade or book a recording that begins with nothing says so', () => {
  expect(emptyWords(60_000, 0, 60_000, '12:01:00 UTC')).toBe('Nothing was recorded before 12:01:00 UTC.');
  expect(emptyWords(5_000, 0, 60_000, '12:01:00 UTC')).toBe('Nothing was recorded before 12:01:00 UTC.');
  expect(emptyWords(60_001, 0, 60_000, '12:01:00 UTC')).toBe('');
  expect(emptyWords(500, 0, 1_000, '12:00:01 UTC')).toBe('');
  expect(emptyWords(0, 0, undefined, '')).toBe('');
});

test('what is large is said with the size from which on it is in this recording', () => {
  expect(largeWords(125_000 as Quantity)).toMatch(/100 contracts at least\. Here from 1,250 contracts on$/);
  expect(largeWords(undefined)).toMatch(/There is none$/);
});
