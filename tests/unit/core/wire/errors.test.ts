import { expect, test } from 'vitest';
import { explainError, isTerminal, remedyFor } from '#core/wire/errors.ts';

test('only a channel error, an overflow and the retired internal fault end a subscription', () => {
  const terminal = Array.from({ length: 40 }, (_, code) => code).filter(isTerminal);
  expect(terminal).toEqual([10, 17, 25]);
});

test('what ends a subscription asks for a new one', () => {
  expect([10, 17, 25, 7].map(remedyFor)).toEqual(Array(4).fill('resubscribe'));
});

test('what was too much at once asks for patience', () => {
  expect([18, 27].map(remedyFor)).toEqual(['slow-down', 'slow-down']);
});

test('all else is for the user', () => {
  expect([1, 9, 14, 26, 0, 999].map(remedyFor)).toEqual(Array(6).fill('tell'));
});

test('a known code is told in our words, an unknown one in theirs', () => {
  expect(explainError(9, 'Authentication required')).toBe('The API key may not read this channel. (code 9)');
  expect(explainError(99, 'Out of cheese')).toBe('The exchange answered with error 99: Out of cheese');
  expect(explainError(99, '')).toBe('The exchange answered with error 99');
});
