import { expect, test } from 'vitest';
import { assert, must, unreachable } from '#core/lib/assert.ts';

test('a broken invariant throws and says what was expected', () => {
  expect(() => assert(false, 'a positive count')).toThrow('Expected a positive count.');
  expect(() => assert(true, 'a positive count')).not.toThrow();
});

test('must returns what is there, also zero and the empty string', () => {
  expect(must(0, 'count')).toBe(0);
  expect(must('', 'text')).toBe('');
});

test('must names what was missing', () => {
  expect(() => must(undefined, 'trade 7')).toThrow('Expected trade 7 to be there, but it was undefined.');
  expect(() => must(null, 'trade 7')).toThrow('but it was null');
});

test('a case that the compiler thought impossible throws and shows the value', () => {
  const value = JSON.parse('{"kind":"new"}') as never;
  expect(() => unreachable(value)).toThrow('{"kind":"new"}');
});
