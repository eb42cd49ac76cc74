import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText, shortened } from '#core/lib/plain-text.ts';

test('signs that turn the direction of what follows are seen and do nothing', () => {
  expect(plainText('Boston \u202e19:57\u202c', 40)).toBe('Boston \ufffd19:57\ufffd');
  expect(plainText('\u2067a\u2069\u061c\u200e', 40)).toBe('\ufffda\ufffd\ufffd\ufffd');
});

test('a line break is a blank, any other control character is replaced', () => {
  expect(plainText('one\r\ntwo\u2028three\tfour', 40)).toBe('one  two three four');
  expect(plainText('a\u0000b\u0001c\u007fd\u009be', 40)).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
});

test('letters of any script, and pictures made of several, stay as they are', () => {
  const text = 'Łódź · تل أبيب · 東京 · 👩‍🚀🏈';
  expect(plainText(text, 100)).toBe(text);
});

test('whatever comes, what is left is well-formed and can stand in XML', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, most) => {
      const plain = plainText(text, most);
      expect(plain.length).toBeLessThanOrEqual(most);
      expect(() => encodeURIComponent(plain)).not.toThrow();
      expect(plain).not.toMatch(/\p{Cc}/u);
    }),
  );
});

test('what is too long ends with a sign of it, and never in half a character', () => {
  expect(shortened('exactly ten', 11)).toBe('exactly ten');
  expect(shortened('exactly ten', 10)).toBe('exactly t…');
  expect(shortened('orbit 🚀🚀', 8)).toBe('orbit …');
  expect(shortened('orbit 🚀🚀', 9)).toBe('orbit 🚀…');
});
