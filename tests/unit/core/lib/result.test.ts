import { expect, test } from 'vitest';
import { err, ok } from '#core/lib/result.ts';

test('a success holds its value and a failure its reason', () => {
  expect(ok(7)).toEqual({ ok: true, value: 7 });
  expect(err('not-json')).toEqual({ ok: false, reason: 'not-json' });
});
