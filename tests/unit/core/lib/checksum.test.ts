import { expect, test } from 'vitest';
import { crc32 } from '#core/lib/checksum.ts';

const DIGITS = new TextEncoder().encode('123456789');

test("the checksum of the standard's own example is as published", () => {
  expect(crc32(DIGITS)).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
});

test('a checksum may be made in parts, and from the middle of a buffer', () => {
  expect(crc32(DIGITS, 4, crc32(DIGITS.slice(0, 4)))).toBe(crc32(DIGITS));
  expect(crc32(DIGITS, 4)).toBe(crc32(DIGITS.slice(4)));
});

test('one changed bit changes the checksum', () => {
  for (let bit = 0; bit < DIGITS.length * 8; bit++) {
    const changed = DIGITS.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(crc32(changed)).not.toBe(crc32(DIGITS));
  }
});
