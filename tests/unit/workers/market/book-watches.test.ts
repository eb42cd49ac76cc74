import { describe, expect, test } from 'vitest';
import type { Book } from '#core/market/book/book.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { BookWatches } from '../../../../workers/market/book-watches.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const A = 'KXA-1' as Ticker;

function setUp() {
  const clock = new ManualClock();
  const told: string[] = [];
  const state: { book: Book['state'] } = { book: 'waiting' };
  const watches = new BookWatches(
    {
      want: (ticker, who) => told.push(`want ${ticker} ${who}`),
      unwant: (ticker, who) => told.push(`unwant ${ticker} ${who}`),
      books: { get: () => ({ state: state.book }) as Partial<Book> as Book },
    },
    clock,
  );
  return { clock, told, state, watches };
}

describe('a book on a screen', () => {
  test('is wanted at the first look, and said to be new only then', () => {
    const { told, watches } = setUp();
    expect(watches.look(A)).toBe(true);
    expect(watches.look(A)).toBe(false);
    expect(told).toEqual(['want KXA-1 screen']);
  });

  test('is let go five seconds after the last look, and new again after that', () => {
    const { clock, told, watches } = setUp();
    watches.look(A);
    clock.advance(3_000);
    watches.look(A);
    clock.advance(4_999);
    watches.expire();
    expect(told).toEqual(['want KXA-1 screen']);
    clock.advance(1);
    watches.expire();
    expect(told.at(-1)).toBe('unwant KXA-1 screen');
    expect(watches.look(A)).toBe(true);
  });

  test('that a script wants too stays wanted by it', () => {
    const { clock, told, watches } = setUp();
    watches.keep(A);
    watches.look(A);
    clock.advance(60_000);
    watches.expire();
    expect(told).toEqual(['want KXA-1 script', 'want KXA-1 screen', 'unwant KXA-1 screen']);
  });
});

describe('waiting for levels', () => {
  /** Says whether the wait has ended, now that everything that was due has run. */
  async function isOver(wait: Promise<void>): Promise<boolean> {
    let over = false;
    void wait.then(() => {
      over = true;
    });
    for (let turn = 0; turn < 3; turn++) await Promise.resolve();
    return over;
  }

  test('is over at once where they are there', async () => {
    const { state, watches } = setUp();
    state.book = 'exact';
    expect(await isOver(watches.whenExact(A, 50))).toBe(true);
  });

  test('is over as soon as they have come', async () => {
    const { clock, state, watches } = setUp();
    const wait = watches.whenExact(A, 50);
    await clock.run(20, 5);
    expect(await isOver(wait)).toBe(false);
    state.book = 'exact';
    await clock.run(5, 5);
    expect(await isOver(wait)).toBe(true);
  });

  test('is over in time where they do not come', async () => {
    const { clock, watches } = setUp();
    const wait = watches.whenExact(A, 50);
    await clock.run(45, 5);
    expect(await isOver(wait)).toBe(false);
    await clock.run(5, 5);
    expect(await isOver(wait)).toBe(true);
  });
});
