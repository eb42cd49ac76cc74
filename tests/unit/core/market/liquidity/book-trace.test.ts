/** The book as the picture follows it: a snapshot that is too much to hold makes a gap, never half a book. */
import { expect, test } from 'vitest';
import { BookTrace } from '#core/market/liquidity/book-trace.ts';
import { MAX_QUANTITY, type Quantity } from '#core/units/quantity.ts';
import type { Price } from '#core/units/price.ts';

const level = (price: number, size: number) => [price as Price, size as Quantity] as const;

test.each([
  ['YES', [level(4_000, MAX_QUANTITY), level(4_100, MAX_QUANTITY)], [level(5_000, 700)]],
  ['NO', [level(4_200, 900)], [level(5_000, MAX_QUANTITY), level(5_100, MAX_QUANTITY)]],
])('a %s side that is too much leaves both sides as they were, and the book is not known', (_, yes, no) => {
  const trace = new BookTrace();
  trace.snapshot([level(4_000, 300)], [level(5_900, 100)], 1_000);
  trace.snapshot(yes, no, 2_000);
  expect(trace.state).toBe('gap');
  expect([trace.yes.best, trace.no.best]).toEqual([4_000, 5_900]);
  trace.snapshot([level(4_000, 200)], [], 3_000);
  expect(trace.state).toBe('known');
});
