import { expect, test } from 'vitest';
import type { CategorySum } from '#contract/frames.ts';
import { withChosen } from '../../../../app/views/flow/categories/with-chosen.ts';

test('the chosen category stands in the strip although nothing of it has traded, and only once when something has', () => {
  const sports = { category: 'Sports', volume: 5 } as Partial<CategorySum> as CategorySum;
  expect(withChosen([sports], undefined)).toEqual([sports]);
  expect(withChosen([sports], 'Sports')).toEqual([sports]);
  expect(withChosen([sports], 'Crypto')).toMatchObject([
    { category: 'Sports' },
    { category: 'Crypto', volume: 0 },
  ]);
});
