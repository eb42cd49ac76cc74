import { expect, test } from 'vitest';
import type { RecordedBook } from '#contract/market.ts';
import { changesWords, hourWords, totalChanges } from '../../../../app/views/data/recording-cost.ts';

const book = (changesPerMinute: number | undefined): RecordedBook => ({
  ticker: 'KXA-1',
  name: 'A',
  reason: 'active',
  state: 'exact',
  ended: undefined,
  changesPerMinute,
});

test('what recording costs is a dash until some of it is known', () => {
  expect(totalChanges([book(undefined), book(undefined)])).toBeUndefined();
  expect([changesWords(undefined), hourWords(undefined, 8)]).toEqual(['–', '–']);
});

test('what is known is summed, and no books cost nothing', () => {
  expect(totalChanges([book(6_000), book(undefined), book(0.4)])).toBe(6_000.4);
  expect(totalChanges([])).toBe(0);
  expect([changesWords(6_000.4), hourWords(6_000, 8)]).toEqual(['6,000', '2.9 MB']);
});
