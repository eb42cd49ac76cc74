import { expect, test } from 'vitest';
import type { StatsJson } from '#contract/market.ts';
import { troubleIn } from '../../../../app/views/replay/background-word.tsx';

const statsIn = (state: string) => ({ connection: { state } }) as StatsJson;

test('a live feed that does not answer is never said to go on in the background', () => {
  expect(troubleIn({ kind: 'silent' })).toBe('not answering');
  expect(troubleIn({ kind: 'known', stats: statsIn('reconnecting') })).toBe('reconnecting');
  expect(troubleIn({ kind: 'known', stats: statsIn('live') })).toBeUndefined();
  expect(troubleIn({ kind: 'known', stats: statsIn('quiet') })).toBeUndefined();
  expect(troubleIn({ kind: 'asking' })).toBeUndefined();
});
