import { expect, test } from 'vitest';
import { floorTo, HOUR, MINUTE, plus, type UnixMs } from '#core/units/time.ts';

test('an instant falls to the start of its minute or hour', () => {
  expect(floorTo(3_659_999 as UnixMs, MINUTE)).toBe(3_600_000);
  expect(floorTo(3_659_999 as UnixMs, HOUR)).toBe(3_600_000);
  expect(floorTo(3_600_000 as UnixMs, MINUTE)).toBe(3_600_000);
});

test('before 1970 it falls backwards too', () => {
  expect(floorTo(-1 as UnixMs, MINUTE)).toBe(-60_000);
});

test('an instant moves by a span in either direction', () => {
  expect(plus(1_000 as UnixMs, MINUTE)).toBe(61_000);
  expect(plus(1_000 as UnixMs, -1_000)).toBe(0);
});
