import { expect, test } from 'vitest';
import { titleOf } from '../../../../app/state/title.ts';

test('the tab says which page is open, and first of all that it is a recording', () => {
  expect(titleOf('', false)).toBe('Flowboard');
  expect(titleOf('Rain in Dallas', false)).toBe('Rain in Dallas · Flowboard');
  expect(titleOf('Rain in Dallas', true)).toBe('Replay · Rain in Dallas · Flowboard');
});
