import { describe, expect, test } from 'vitest';
import type { BookFrameState, GapSpan, MarketLabel } from '#contract/frames.ts';
import { Book } from '#core/market/book/book.ts';
import { MarketEngine } from '#core/market/engine.ts';
import { CENT_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { eventFrame } from '../../../../workers/market/event-view.ts';
import { aTrade } from '../../../support/trades.ts';

const NOW = 1_800_000_000_000;
const A = 'KXE-26NOV21-A' as Ticker;
const B = 'KXE-26NOV21-B' as Ticker;

type Top = readonly [bid: number | undefined, ask: number | undefined];

/** An event of the markets in `tops`, each with ten contracts at its best prices. */
function setUp(tops: ReadonlyMap<Ticker, Top>) {
  const books = new Map<Ticker, Book>();
  const states = new Map<Ticker, BookFrameState>();
  for (const [ticker, [bid, ask]] of tops) {
    const book = new Book(ticker, CENT_GRID);
    const size = 1_000 as Quantity;
    book.reset(
      bid === undefined ? [] : [[bid as Price, size]],
      ask === undefined ? [] : [[(10_000 - ask) as Price, size]],
      undefined,
      NOW as UnixMs,
    );
    books.set(ticker, book);
    states.set(ticker, 'exact');
  }
  const gaps: GapSpan[] = [];
  const engine = new MarketEngine({ windows: [10], holes: () => gaps });
  engine.advance(NOW as UnixMs);
  const looked: Ticker[] = [];
  const listing = { isComplete: true };
  const frame = () =>
    eventFrame(
      {
        now: NOW as UnixMs,
        engine,
        gapsOf: (minutes) => gaps.filter(({ to }) => to >= NOW - minutes * 60_000),
        label: (ticker) => ({ ticker }) as MarketLabel,
        event: () => ({
          tickers: [...tops.keys()],
          ...listing,
          title: 'Event',
          category: 'Other',
          isExclusive: true,
        }),
        look: (ticker) => {
          looked.push(ticker);
          return {
            book: books.get(ticker) ?? new Book(ticker, CENT_GRID),
            state: states.get(ticker) ?? 'none',
          };
        },
      },
      'KXE-26NOV21',
      10,
    );
  return { engine, books, states, looked, listing, gaps, frame };
}

describe('the sums of an event', () => {
  const two = new Map<Ticker, Top>([
    [A, [4_000, 4_300]],
    [B, [5_500, 6_020]],
  ]);

  test('add up the best prices of all markets while every book is exact', () => {
    expect(setUp(two).frame()).toMatchObject({ askSum: 10_320, bidSum: 9_500 });
  });

  test.each(['stale', 'waiting', 'none'] as const)('are not told while one book is %s', (state) => {
    const { states, frame } = setUp(two);
    states.set(B, state);
    expect(frame()).toMatchObject({ askSum: undefined, bidSum: undefined });
  });

  test('are not told where one side of one book is empty; the other side’s sum is', () => {
    const { frame } = setUp(new Map<Ticker, Top>([...two, [B, [5_500, undefined]]]));
    expect(frame()).toMatchObject({ askSum: undefined, bidSum: 9_500 });
  });

  test('are not told before all markets are known: a missing one would make them wrong', () => {
    const { listing, frame } = setUp(two);
    listing.isComplete = false;
    expect(frame()).toMatchObject({ askSum: undefined, bidSum: undefined });
  });

  test('are not told of an event without markets', () => {
    expect(setUp(new Map()).frame()).toMatchObject({ markets: [], askSum: undefined, bidSum: undefined });
  });

  test('are not told where an event has more markets than are watched', () => {
    const many = Array.from({ length: 101 }, (_, i): [Ticker, Top] => [`KXE-${i}` as Ticker, [100, 200]]);
    const { looked, frame } = setUp(new Map(many));
    const { markets, leftOut, askSum } = frame();
    expect([markets.length, leftOut, askSum]).toEqual([100, 1, undefined]);
    // Books cost the exchange and us: only those that are shown are kept.
    expect(looked).toHaveLength(100);
  });
});

test('a market shows the top of its book and its trades over the window', () => {
  const { engine, frame } = setUp(new Map([[A, [4_000, 4_300]]]));
  const trade = (price: number) =>
    engine.apply(
      aTrade({ ticker: A, at: NOW, quantity: 500 as Quantity, yesPrice: price as Price }),
      NOW as UnixMs,
    );
  expect(frame().markets[0]).toMatchObject({ last: undefined, volume: 0, change: 0 });
  trade(4_000);
  trade(4_200);
  expect(frame().markets[0]).toMatchObject({
    state: 'exact',
    bid: 4_000,
    ask: 4_300,
    bidSize: 1_000,
    askSize: 1_000,
    last: 4_200,
    volume: 1_000,
    change: 200,
  });
});

test('no price is held over a gap: its path breaks where the gap begins', () => {
  const { engine, gaps, frame } = setUp(new Map([[A, [4_000, 4_300]]]));
  for (const [ago, price] of [
    [60_000, 4_000],
    [10_000, 4_200],
  ] as const) {
    const at = NOW - ago;
    engine.apply(aTrade({ ticker: A, at, yesPrice: price as Price }), at as UnixMs);
  }
  const pairs = () => {
    const { at, yesPrice } = frame().markets[0]?.points ?? { at: [], yesPrice: [] };
    return [...at].map((time, i) => [NOW - time, yesPrice[i]]);
  };
  expect(pairs()).toEqual([
    [60_000, 4_000],
    [10_000, 4_200],
  ]);
  const gap = (from: number, to: number) => ({ from: (NOW - from) as UnixMs, to: (NOW - to) as UnixMs });
  gaps.push(gap(300_000, 200_000), gap(40_000, 30_000), gap(5_000, 1_000));
  expect(pairs()).toEqual([
    [60_000, 4_000],
    [40_000, 0],
    [10_000, 4_200],
    [5_000, 0],
  ]);
  expect(frame().gaps).toHaveLength(3);
});

test('a trade that is known inside a gap does not carry the path over it', () => {
  const { engine, gaps, frame } = setUp(new Map([[A, [4_000, 4_300]]]));
  for (const ago of [60_000, 35_000, 10_000])
    engine.apply(aTrade({ ticker: A, at: NOW - ago, yesPrice: 4_000 as Price }), (NOW - ago) as UnixMs);
  gaps.push({ from: (NOW - 40_000) as UnixMs, to: (NOW - 30_000) as UnixMs });
  const { at, yesPrice } = frame().markets[0]?.points ?? { at: [], yesPrice: [] };
  expect([...at].map((time, i) => [NOW - time, yesPrice[i]])).toEqual([
    [60_000, 4_000],
    [40_000, 0],
    [10_000, 4_000],
  ]);
});

test('a market without trades in the window has its last price from before, broken at the first gap since', () => {
  const { engine, gaps, frame } = setUp(new Map([[A, [4_000, 4_300]]]));
  const ago = 25 * 60_000;
  const at = NOW - ago;
  engine.apply(aTrade({ ticker: A, at, yesPrice: 3_900 as Price }), at as UnixMs);
  engine.advance(NOW as UnixMs);
  const pairs = () => {
    const { at, yesPrice } = frame().markets[0]?.points ?? { at: [], yesPrice: [] };
    return [...at].map((time, i) => [NOW - time, yesPrice[i]]);
  };
  expect(frame().markets[0]).toMatchObject({ last: 3_900, volume: 0 });
  expect(pairs()).toEqual([[ago, 3_900]]);
  // Before the window, after the trade: whether that price was the last one is not known.
  gaps.push({ from: (NOW - 20 * 60_000) as UnixMs, to: (NOW - 19 * 60_000) as UnixMs });
  expect(pairs()).toEqual([
    [ago, 3_900],
    [20 * 60_000, 0],
  ]);
  expect(frame().gaps).toEqual([]);
});

describe('the path of a market and its change count from the same price', () => {
  const MINUTE = 60_000;
  const ago = (minutes: number) => (NOW - minutes * MINUTE) as UnixMs;

  /** The market A with trades of [minutes ago, price], and gaps of [minutes ago, minutes ago]. */
  function marketWith(
    trades: readonly (readonly [number, number])[],
    missing: readonly (readonly [number, number])[] = [],
  ) {
    const { engine, gaps, frame } = setUp(new Map([[A, [4_000, 4_300]]]));
    for (const [minutes, price] of trades) {
      engine.advance(ago(minutes));
      engine.apply(aTrade({ ticker: A, at: ago(minutes), yesPrice: price as Price }), ago(minutes));
    }
    engine.advance(NOW as UnixMs);
    gaps.push(...missing.map(([from, to]) => ({ from: ago(from), to: ago(to) })));
    const [market] = frame().markets;
    const { at, yesPrice } = market?.points ?? NO_PATH;
    return {
      change: market?.change,
      last: market?.last,
      path: Array.from(at, (time, i) => [(NOW - time) / MINUTE, yesPrice[i]]),
    };
  }
  const NO_PATH = { at: [], yesPrice: [] };

  test('the price in force where the window begins is the first of the path', () => {
    expect(
      marketWith([
        [25, 3_800],
        [20, 3_900],
        [5, 5_200],
        [1, 5_100],
      ]),
    ).toEqual({
      change: 1_200,
      last: 5_100,
      path: [
        [10, 3_900],
        [5, 5_200],
        [1, 5_100],
      ],
    });
  });

  test('without a trade from before both begin with the first inside', () => {
    expect(
      marketWith([
        [5, 5_200],
        [1, 5_100],
      ]),
    ).toEqual({
      change: -100,
      last: 5_100,
      path: [
        [5, 5_200],
        [1, 5_100],
      ],
    });
  });

  test.each([
    ['between that trade and the window', [15, 14]],
    ['around that trade', [21, 19]],
    ['over the beginning of the window', [12, 8]],
  ] as const)('a price from before is not held over a gap %s', (_, gap) => {
    const { change, path } = marketWith(
      [
        [20, 3_900],
        [5, 5_200],
        [1, 5_100],
      ],
      [gap],
    );
    expect(path).toEqual([
      [5, 5_200],
      [1, 5_100],
    ]);
    expect(change).toBe(-100);
  });

  test('a gap that was over before that trade, or begins inside the window, leaves it in force', () => {
    const { change, path } = marketWith(
      [
        [20, 3_900],
        [5, 5_200],
      ],
      [
        [30, 25],
        [8, 7],
      ],
    );
    expect(path).toEqual([
      [10, 3_900],
      [8, 0],
      [5, 5_200],
    ]);
    expect(change).toBe(1_300);
  });

  test('a price older than the gaps that are known is not held', () => {
    const { change, path } = marketWith([
      [25 * 60, 3_900],
      [5, 5_200],
    ]);
    expect([change, path]).toEqual([0, [[5, 5_200]]]);
  });

  test('a path thinned to extremes begins with the first price too', () => {
    const busy = Array.from({ length: 400 }, (_, i): [number, number] => [
      9 - i / 60_000,
      i === 0 ? 5_000 : 5_000 + (i % 2 === 0 ? 100 : -300),
    ]);
    const { change, last, path } = marketWith(busy);
    expect(path[0]?.[1]).toBe(5_000);
    expect(change).toBe((last ?? 0) - 5_000);
  });
});
