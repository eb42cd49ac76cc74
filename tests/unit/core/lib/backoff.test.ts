import { expect, test } from 'vitest';
import { backoffMs } from '#core/lib/backoff.ts';
import type { Rng } from '#core/lib/rng.ts';

/** A source of chance that always draws `value`. */
function always(value: number): Rng {
  const rng: Rng = {
    next: () => value,
    integer: () => 0,
    normal: () => 0,
    choice: (items) => {
      const [first] = items;
      if (first === undefined) throw new Error('Expected an item.');
      return first;
    },
    fork: () => rng,
  };
  return rng;
}

test('the longest wait doubles from 250 ms and stops at 10 s', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 7].map((attempt) => backoffMs(attempt, always(0.999999)));
  expect(longest).toEqual([249, 499, 999, 1999, 3999, 7999, 9999, 9999]);
});

test('the wait is drawn from zero up, so that many clients do not return at once', () => {
  expect(backoffMs(5, always(0))).toBe(0);
  expect(backoffMs(5, always(0.5))).toBe(4000);
});

test('an outage of days still waits at most 10 s', () => {
  expect(backoffMs(1_000_000, always(0.999999))).toBe(9999);
});
