import { describe, expect, test } from 'vitest';
import { Book } from '#core/market/book/book.ts';
import { depthWithin, fillAgainst, grouped, ladder, summary } from '#core/market/book/ladder.ts';
import { CENT_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';

function bookOf(yes: [number, number][], no: [number, number][]): Book {
  const book = new Book('KXA-1' as Ticker, CENT_GRID);
  book.reset(yes as [Price, Quantity][], no as [Price, Quantity][], undefined, 1_790_000_000_000 as UnixMs);
  return book;
}

/** YES bids 30 and 40 cents; NO bids 50 and 55, which offer YES at 50 and 45. */
const BOOK = bookOf(
  [
    [3_000, 200],
    [4_000, 100],
  ],
  [
    [5_000, 500],
    [5_500, 300],
  ],
);

describe('a ladder', () => {
  test('shows the bids on the other outcome as asks, best first', () => {
    expect(ladder(BOOK, 'yes')).toEqual({
      bids: { price: Uint16Array.of(4_000, 3_000), quantity: Float64Array.of(100, 200) },
      asks: { price: Uint16Array.of(4_500, 5_000), quantity: Float64Array.of(300, 500) },
    });
    expect(ladder(BOOK, 'no', 1)).toEqual({
      bids: { price: Uint16Array.of(5_500), quantity: Float64Array.of(300) },
      asks: { price: Uint16Array.of(6_000), quantity: Float64Array.of(100) },
    });
  });

  test('sums up to spread, mid, microprice and imbalance', () => {
    expect(summary(BOOK, 'yes')).toEqual({
      bid: 4_000,
      ask: 4_500,
      bidSize: 100,
      askSize: 300,
      spread: 500,
      mid: 4_250,
      // Three times as much stands in the way up: the next price is nearer to the bid.
      microprice: (4_000 * 300 + 4_500 * 100) / 400,
      imbalance: -0.5,
      bidTotal: 300,
      askTotal: 800,
    });
  });

  test('an empty side leaves open what needs it', () => {
    const oneSided = bookOf([[4_000, 100]], []);
    expect(summary(oneSided, 'yes')).toMatchObject({ bid: 4_000, ask: undefined, spread: undefined });
    expect(summary(oneSided, 'no')).toMatchObject({ bid: undefined, ask: 6_000, mid: undefined });
    expect(summary(bookOf([], []), 'yes')).toMatchObject({ imbalance: undefined, bidTotal: 0 });
  });

  test('counts what rests near the best price', () => {
    const { asks } = ladder(BOOK, 'yes');
    expect([depthWithin(asks, 0), depthWithin(asks, 499), depthWithin(asks, 500)]).toEqual([300, 300, 800]);
    expect(depthWithin(ladder(bookOf([], []), 'yes').asks, 500)).toBe(0);
  });

  test('groups bids down and asks up, so that no group looks better than it is', () => {
    const levels = ladder(
      bookOf(
        [
          [3_910, 1],
          [3_990, 2],
        ],
        [
          [5_510, 3],
          [5_590, 4],
        ],
      ),
      'yes',
    );
    expect(grouped(levels.bids, 100, 'bid')).toEqual({
      price: Uint16Array.of(3_900),
      quantity: Float64Array.of(3),
    });
    // Offers at 44.1 and 44.9 cents: 45 pays for both.
    expect(grouped(levels.asks, 100, 'ask')).toEqual({
      price: Uint16Array.of(4_500),
      quantity: Float64Array.of(7),
    });
  });
});

describe('taking from a ladder', () => {
  const { asks } = ladder(BOOK, 'yes');
  const take = (contracts: number) => fillAgainst(asks, contracts as Quantity);

  test('walks the levels and says what it costs', () => {
    expect(take(300)).toEqual({ filled: 300, cost: 300 * 4_500, worst: 4_500 as Price, vwap: 4_500 });
    expect(take(400)).toMatchObject({ cost: 300 * 4_500 + 100 * 5_000, worst: 5_000, vwap: 4_625 });
  });

  test('fills in part where the book is too thin, and nothing from nothing', () => {
    expect(take(10_000)).toMatchObject({ filled: 800, worst: 5_000 });
    expect(take(0)).toEqual({ filled: 0, cost: 0, worst: undefined, vwap: undefined });
  });
});
