import { expect, test } from 'vitest';
import { opposite } from '#core/units/outcome.ts';

test('each outcome is the opposite of the other', () => {
  expect([opposite('yes'), opposite('no')]).toEqual(['no', 'yes']);
});
