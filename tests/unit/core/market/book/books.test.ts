import { describe, expect, test } from 'vitest';
import type { BookEvent } from '#core/market/book/book-event.ts';
import { Books, CROSS_TOLERANCE_MS } from '#core/market/book/books.ts';
import { CENT_GRID, FINEST_GRID } from '#core/units/grid.ts';
import type { Outcome } from '#core/units/outcome.ts';
import type { Price } from '#core/units/price.ts';
import { MAX_QUANTITY, type Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Level, Seq } from '#core/wire/messages.ts';

const A = 'KXA-1' as Ticker;
const B = 'KXB-1' as Ticker;
const NOW = 1_790_000_000_000;

function at(ms = 0): UnixMs {
  return (NOW + ms) as UnixMs;
}

function level(price: number, quantity: number): Level {
  return [price as Price, quantity as Quantity];
}

function setUp(tickers: readonly Ticker[] = [A]) {
  const doubts: string[] = [];
  const events: BookEvent[] = [];
  const books = new Books({
    onDoubt: (ticker, reason) => doubts.push(`${ticker} ${reason}`),
    onEvent: (event) => events.push(event),
  });
  for (const ticker of tickers) books.watch(ticker, CENT_GRID);
  const snapshot = (yes: Level[], no: Level[], ticker = A) => {
    books.snapshot({ ticker, yes, no }, 1 as Seq, at());
  };
  const delta = (side: Outcome, price: number, change: number, ms = 0, ticker = A) => {
    const made = { ticker, side, price: price as Price, change: change as Quantity, venueAt: at(ms) };
    books.delta(made, 2 as Seq, at(ms));
  };
  return { books, doubts, events, snapshot, delta };
}

describe('a book', () => {
  test('waits for its snapshot, then follows the changes', () => {
    const { books, delta, snapshot } = setUp();
    delta('yes', 4_000, 100);
    expect(books.get(A)?.state).toBe('waiting');
    expect(books.counts.early).toBe(1);
    snapshot([level(3_000, 5), level(4_000, 10)], [level(5_000, 7)]);
    delta('yes', 4_000, -10);
    delta('no', 5_500, 3);
    const book = books.get(A);
    expect([book?.state, book?.yes.best, book?.yes.size, book?.no.best, book?.no.total]).toEqual([
      'exact',
      3_000,
      1,
      5_500,
      10,
    ]);
    expect([book?.seq, book?.venueAt, book?.receivedAt]).toEqual([2, at(), at()]);
  });

  test('that would fall below zero is doubted, keeps what it had and takes nothing until the next snapshot', () => {
    const { books, doubts, events, delta, snapshot } = setUp();
    snapshot([level(4_000, 10)], []);
    delta('yes', 4_000, -11);
    delta('yes', 4_000, 5);
    expect(doubts).toEqual([`${A} negative`]);
    expect([books.get(A)?.state, books.get(A)?.reason]).toEqual(['stale', 'negative']);
    expect(books.get(A)?.yes.total).toBe(10);
    expect(events.map(({ kind }) => kind)).toEqual(['snapshot', 'stale']);
    expect(books.counts).toMatchObject({ negative: 1, early: 1 });
    snapshot([], []);
    expect([books.get(A)?.state, books.get(A)?.reason, books.get(A)?.yes.best]).toEqual([
      'exact',
      undefined,
      undefined,
    ]);
  });

  test('whose sizes add up to more than can be is doubted, and never shows a sum that is not exact', () => {
    const { books, doubts, events, delta, snapshot } = setUp();
    snapshot([level(3_000, MAX_QUANTITY - 10)], []);
    delta('yes', 4_000, 10);
    expect([books.get(A)?.state, books.get(A)?.yes.total]).toEqual(['exact', MAX_QUANTITY]);
    delta('yes', 5_000, 1);
    expect([doubts, books.get(A)?.yes.total]).toEqual([[`${A} negative`], MAX_QUANTITY]);
    expect(events.map(({ kind }) => kind)).toEqual(['snapshot', 'delta', 'stale']);
  });

  test('that comes whole with more than can be is not taken', () => {
    const { books, doubts, events, snapshot } = setUp();
    snapshot([level(4_000, 10)], [level(5_000, 7)]);
    const most = Array.from({ length: 20_000 }, (_, i) => level(i % 10_000, MAX_QUANTITY));
    snapshot([level(4_000, 20)], most);
    expect([doubts, books.get(A)?.state, books.counts.negative]).toEqual([[`${A} negative`], 'stale', 1]);
    expect(events.map(({ kind }) => kind)).toEqual(['snapshot', 'stale']);
    // What is still shown, as doubtful, is the book that was exact: not one side of another.
    expect([books.get(A)?.yes.total, books.get(A)?.no.total]).toEqual([10, 7]);
  });

  test('that comes whole as it is known is no event; another one tells that it was wrong since its last change', () => {
    const { books, doubts, events, delta, snapshot } = setUp();
    snapshot([level(4_000, 10)], [level(5_000, 7)]);
    delta('yes', 4_000, 5, 300);
    const whole = (size: number, ms: number) => {
      const yes = [level(4_000, size)];
      books.snapshot({ ticker: A, yes, no: [level(5_000, 7)] }, 9 as Seq, at(ms));
    };
    whole(15, 2_000);
    expect([events.length, books.get(A)?.seq, books.get(A)?.receivedAt]).toEqual([2, 9, at(300)]);
    whole(16, 4_000);
    expect(events.slice(2).map(({ kind, receivedAt }) => `${kind} ${receivedAt - NOW}`)).toEqual([
      'stale 300',
      'snapshot 4000',
    ]);
    expect([books.get(A)?.state, books.counts.wrong, doubts]).toEqual(['exact', 1, []]);
  });

  test('a removal of what was never there is a level below zero', () => {
    const { books, delta, snapshot } = setUp();
    snapshot([], []);
    delta('no', 100, -1);
    expect(books.get(A)?.state).toBe('stale');
  });

  test('may look crossed between the legs of one order, not for longer', () => {
    const { books, doubts, events, delta, snapshot } = setUp();
    snapshot([level(4_000, 10)], [level(5_500, 7)]);
    delta('yes', 4_600, 5);
    books.expire(at(CROSS_TOLERANCE_MS - 1));
    expect([books.get(A)?.isCrossed, books.get(A)?.state]).toEqual([true, 'exact']);
    delta('no', 5_500, -7, 10);
    books.expire(at(2 * CROSS_TOLERANCE_MS));
    expect(doubts).toEqual([]);
    delta('no', 5_500, 7, 20);
    delta('yes', 4_700, 1, 500);
    books.expire(at(20 + CROSS_TOLERANCE_MS));
    expect(doubts).toEqual([`${A} crossed`]);
    expect(books.counts.crossed).toBe(1);
    // Wrong since it looked so first, not since that has lasted too long.
    expect(events.at(-1)).toMatchObject({ kind: 'stale', receivedAt: at(20) });
  });

  test('locked at just a dollar is no fault', () => {
    const { books, doubts, snapshot } = setUp();
    snapshot([level(4_500, 10)], [level(5_500, 7)]);
    books.expire(at(1_000_000));
    expect(doubts).toEqual([]);
  });

  test('keeps levels that are off the grid, and counts them; a new grid loses nothing', () => {
    const { books, delta, snapshot } = setUp();
    snapshot([level(4_050, 10)], []);
    delta('yes', 4_001, 5);
    expect(books.counts.offGrid).toBe(2);
    books.watch(A, FINEST_GRID);
    delta('yes', 4_002, 5);
    expect(books.counts.offGrid).toBe(2);
    expect(books.get(A)?.yes.size).toBe(3);
  });

  test('takes eight hundred cancels on one stamp', () => {
    const { books, delta, snapshot } = setUp();
    snapshot(
      Array.from({ length: 800 }, (_, i) => level(100 + i, 5)),
      [],
    );
    for (let i = 0; i < 800; i++) delta('yes', 100 + ((i * 7) % 800), -5);
    expect([books.get(A)?.yes.size, books.get(A)?.yes.total, books.get(A)?.state]).toEqual([0, 0, 'exact']);
  });
});

describe('the books of a subscription', () => {
  test('are all doubted after a gap, also those that wait, and heal one by one', () => {
    const { books, doubts, events, snapshot } = setUp([A, B]);
    snapshot([level(4_000, 10)], []);
    books.gap('sequence', at(5));
    expect(doubts).toEqual([`${A} sequence`, `${B} sequence`]);
    expect([books.get(A)?.state, books.get(B)?.state]).toEqual(['stale', 'waiting']);
    // Nothing was known of the second: nothing ended.
    expect(events.filter(({ kind }) => kind === 'stale').map(({ ticker }) => ticker)).toEqual([A]);
    snapshot([level(4_100, 1)], []);
    expect([books.get(A)?.state, books.get(B)?.state]).toEqual(['exact', 'waiting']);
  });

  test('frames of markets that are not watched are counted and change nothing', () => {
    const { books, events, snapshot, delta } = setUp();
    snapshot([level(4_000, 10)], [], B);
    delta('yes', 4_000, 1, 0, B);
    expect([books.get(B), books.counts.unknown, events]).toEqual([undefined, 2, []]);
    books.unwatch(A);
    books.doubt(A, 'audit', at());
    expect([books.size, books.tickers()]).toEqual([0, []]);
  });

  test('each event says what changed', () => {
    const { events, snapshot, delta } = setUp();
    snapshot([level(4_000, 10)], []);
    delta('yes', 4_000, -4);
    delta('yes', 4_000, -6);
    expect(events.slice(1)).toMatchObject([
      { kind: 'delta', side: 'yes', price: 4_000, change: -4 },
      { kind: 'delta', side: 'yes', price: 4_000, change: -6 },
    ]);
  });
});
