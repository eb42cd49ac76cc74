import { describe, expect, test } from 'vitest';
import type { HeatmapReadOut } from '#contract/heatmap.ts';
import type { LevelReadOut } from '#core/market/liquidity/read-out.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { DurationMs, UnixMs } from '#core/units/time.ts';
import {
  readOutRows,
  readOutSentence,
  type Look,
} from '../../../../../app/views/market/liquidity/read-out-words.ts';
import { priceWords } from '../../../../../app/format/price-words.ts';
import { NO_CENTS, READING, UTC } from '../../../../support/reading.ts';

const SPLIT_LAST = { column: 'last', mode: 'split' } as const;
const SPLIT_MAX = { column: 'max', mode: 'split' } as const;

function level(last: number, most = last): LevelReadOut {
  return {
    last: last as Quantity,
    most: most as Quantity,
    cumulative: (last * 2) as Quantity,
    age: last === 0 ? undefined : 5_000,
  };
}

function read(change: Partial<HeatmapReadOut>): HeatmapReadOut {
  return {
    state: 'known',
    bid: level(0),
    ask: level(0),
    bestBid: 5_000,
    bestAsk: 5_100,
    yesTraded: 0 as Quantity,
    noTraded: 0 as Quantity,
    trades: 0,
    x: 0,
    y: 0,
    time: 0 as UnixMs,
    columnMs: 1_000 as DurationMs,
    price: 5_000 as Price,
    priceTo: 5_000 as Price,
    ...change,
  };
}

const valuesOf = (given: HeatmapReadOut, look: Look, reading = READING) => {
  const { Time: _time, ...rest } = Object.fromEntries(
    readOutRows(given, look, given.time, reading).map(({ name, value }) => [name, value]),
  );
  return rest;
};

describe('the side that is named', () => {
  /** The bid rests at the end; an ask was larger, and left. */
  const both = read({ bid: level(50_000), ask: level(0, 100_000) });

  test('is the one that is drawn: the last size or the largest', () => {
    expect(valuesOf(both, SPLIT_LAST)).toMatchObject({ Price: '50¢ YES bid', Size: '500', Age: '5.0 s' });
    expect(valuesOf(both, SPLIT_MAX)).toEqual({ Price: '50¢ YES ask · 50¢ NO bid', Most: '1,000' });
  });

  test('is the bid where both are alike, and none where nothing rests', () => {
    expect(valuesOf(read({ bid: level(700), ask: level(700) }), SPLIT_LAST)['Price']).toBe('50¢ YES bid');
    const gone = read({ bid: level(0, 700) });
    expect(valuesOf(gone, SPLIT_LAST)).toEqual({ Price: '50¢', Size: '0' });
    expect(valuesOf(gone, SPLIT_MAX)).toEqual({ Price: '50¢ YES bid', Most: '7' });
  });

  test('of several prices in one row has no single price of NO', () => {
    const row = read({ ask: level(700), priceTo: 5_200 as Price });
    expect(valuesOf(row, SPLIT_LAST)['Price']).toBe('50–52¢ YES ask');
  });
});

describe('who reads NO first', () => {
  const reading = { words: NO_CENTS, clock: UTC };

  test('is told the order of NO: a bid for YES is an offer of NO', () => {
    const bid = read({ bid: level(700), price: 4_000 as Price, priceTo: 4_000 as Price });
    expect(valuesOf(bid, SPLIT_LAST, reading)['Price']).toBe('60¢ NO ask · 40¢ YES bid');
    const ask = read({ ask: level(700), price: 4_000 as Price, priceTo: 4_000 as Price });
    expect(valuesOf(ask, SPLIT_LAST, reading)['Price']).toBe('60¢ NO bid');
  });

  test('is told several prices in one row from the lowest', () => {
    const row = read({ ask: level(700), price: 4_000 as Price, priceTo: 4_200 as Price });
    expect(valuesOf(row, SPLIT_LAST, reading)['Price']).toBe('58–60¢ NO bid');
  });
});

test('odds say the exact price too', () => {
  const reading = { words: priceWords('american', 'yes'), clock: UTC };
  const bid = read({ bid: level(700), price: 6_400 as Price, priceTo: 6_400 as Price });
  expect(valuesOf(bid, SPLIT_LAST, reading)['Price']).toBe('−178 (64¢) YES bid');
});

test('in one colour for both sides the size is the sum that the colour shows', () => {
  const look = { column: 'last', mode: 'size' } as const;
  expect(valuesOf(read({ bid: level(300), ask: level(500) }), look)).toEqual({
    Price: '50¢',
    Size: '8',
    'YES bids': '3',
    'YES asks': '5',
  });
  expect(valuesOf(read({ ask: level(500) }), look)).toMatchObject({ Price: '50¢ YES ask · 50¢ NO bid' });
});

test('what is not known is said, and what was traded still told', () => {
  const gap = read({ state: 'gap', trades: 2, yesTraded: 300 as Quantity });
  expect(readOutSentence(gap, SPLIT_LAST, gap.time, READING)).toMatch(
    /: Book Gap: something was missed here, Traded then YES 3, NO 0, at any price\.$/,
  );
});

test('a time of another day says which day and which zone; finer columns tell tenths', () => {
  const timeOf = (now: number, columnMs = 1_000) =>
    readOutRows(read({ columnMs: columnMs as DurationMs }), SPLIT_LAST, now, READING)[0]?.value;
  expect(timeOf(0)).toBe('00:00:00 UTC');
  expect(timeOf(0, 500)).toBe('00:00:00.0 UTC');
  expect(timeOf(3 * 86_400_000)).toMatch(/^\d+ \w+( \d{4})? \d\d:\d\d:00 \S+$/);
});
