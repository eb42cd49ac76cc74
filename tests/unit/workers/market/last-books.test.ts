/** Books of before, for an event page without a line: a hundred are asked for at once. */
import { expect, test } from 'vitest';
import type { StoreReader } from '#contract/database.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { LastBooks } from '../../../../workers/market/last-books.ts';

/** A recording without a book of anybody; `reads` says who was looked for, look by look. */
function setUp({ isBroken = false } = {}) {
  const reads: (readonly Ticker[])[] = [];
  const log: string[] = [];
  const reader: Pick<StoreReader, 'holdings' | 'books'> = {
    holdings: () =>
      isBroken ? Promise.reject(new Error('no disk')) : Promise.resolve({ bookToMs: 1e12 } as never),
    // eslint-disable-next-line @typescript-eslint/require-await -- as the real one: read when it is asked
    async *books(_range, tickers = []) {
      reads.push(tickers);
      yield* [];
    },
  };
  const books = new LastBooks({
    reader: () => reader as StoreReader,
    grid: () => FINEST_GRID,
    log: (text) => log.push(text),
  });
  return { books, reads, log };
}

const tickers = Array.from({ length: 100 }, (_, i) => `KXA-${i}` as Ticker);
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test('all that are asked for in one go are looked for together, further back only while one is missing', async () => {
  const { books, reads } = setUp();
  expect(tickers.map((ticker) => books.find(ticker))).toEqual(tickers.map(() => undefined));
  await settled();
  expect(reads).toEqual([tickers, tickers, tickers]);
  expect(tickers.every((ticker) => books.find(ticker) === null)).toBe(true);
  expect(reads).toHaveLength(3);
});

test('what is asked for meanwhile is read next; after the line was there it is asked for anew', async () => {
  const { books, reads } = setUp();
  const [first, second] = tickers as [Ticker, Ticker];
  books.find(first);
  await Promise.resolve();
  books.find(second);
  await settled();
  expect(reads.map(([ticker]) => ticker)).toEqual([first, first, first, second, second, second]);
  books.forget();
  expect(books.find(first)).toBeUndefined();
  await settled();
  expect(books.find(first)).toBeNull();
  expect(reads).toHaveLength(9);
});

test('a disk that cannot be read is told once, and no book is promised', async () => {
  const { books, log } = setUp({ isBroken: true });
  for (const ticker of tickers) books.find(ticker);
  await settled();
  expect(log).toEqual(['The last recorded books could not be read: no disk']);
  expect(books.find(tickers[0] as Ticker)).toBeNull();
});
