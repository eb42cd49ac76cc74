import { describe, expect, test } from 'vitest';
import type { BookFrame } from '#contract/frames.ts';
import { Book } from '#core/market/book/book.ts';
import { ladder, summary } from '#core/market/book/ladder.ts';
import { CENT_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { PanelState } from '../../../../app/state/panel-state.ts';
import { createClock } from '../../../../app/format/time.ts';
import {
  bookFacts,
  bookReason,
  bookStateOf,
  changedPrices,
  ladderRows,
} from '../../../../app/views/market/ladder-model.ts';
import { CENTS } from '../../../support/reading.ts';

const TICKER = 'KXA-1' as Ticker;

function frameOf(
  yes: [number, number][],
  no: [number, number][],
  traded: [number, number][] = [],
): BookFrame {
  const book = new Book(TICKER, CENT_GRID);
  book.reset(yes as [Price, Quantity][], no as [Price, Quantity][], undefined, 5 as UnixMs);
  return {
    ticker: TICKER,
    state: 'exact',
    reason: '',
    seq: 1,
    updatedAt: 5 as UnixMs,
    ranges: [],
    ...ladder(book, 'yes'),
    top: summary(book, 'yes'),
    traded: {
      price: Uint16Array.from(traded, ([price]) => price),
      quantity: Float64Array.from(traded, ([, quantity]) => quantity),
    },
  };
}

/** YES bids at 40 and 39.5 cents, offers at 45 and 45.5. */
const FRAME = frameOf(
  [
    [3_950, 300],
    [4_000, 100],
  ],
  [
    [5_450, 50],
    [5_500, 200],
  ],
  [
    [4_000, 7],
    [4_490, 2],
    [4_500, 5],
  ],
);

describe('the rows of a ladder', () => {
  test('go from the best price outwards, add up, and always fill their places', () => {
    const { bids, asks } = ladderRows(FRAME, 1, 3);
    expect(bids).toEqual([
      { price: 4_000, size: 100, sum: 100, sizeShare: 100 / 300, sumShare: 0.25, traded: 7 },
      { price: 3_950, size: 300, sum: 400, sizeShare: 1, sumShare: 1, traded: 0 },
      undefined,
    ]);
    expect(asks.map((row) => [row?.price, row?.sum, row?.traded])).toEqual([
      [4_500, 200, 5],
      [4_550, 250, 0],
      [undefined, undefined, undefined],
    ]);
  });

  test('in groups, bids and what was traded count down, offers up', () => {
    const { bids, asks } = ladderRows(FRAME, 100, 2);
    expect(bids.map((row) => [row?.price, row?.size, row?.traded])).toEqual([
      [4_000, 100, 7],
      [3_900, 300, 0],
    ]);
    expect(asks.map((row) => [row?.price, row?.size, row?.traded])).toEqual([
      [4_500, 200, 7],
      [4_600, 50, 0],
    ]);
  });

  test('in groups, a trade counts in one row only', () => {
    const frame = frameOf([[6_100, 1_000]], [[3_700, 1_000]], [[6_200, 777]]);
    const { bids, asks } = ladderRows(frame, 500, 1);
    expect([bids[0]?.price, bids[0]?.traded]).toEqual([6_000, 777]);
    expect([asks[0]?.price, asks[0]?.traded]).toEqual([6_500, 0]);
  });

  test('an empty book has empty rows and no bar of nothing by nothing', () => {
    const { bids, asks } = ladderRows(frameOf([], []), 1, 2);
    expect([...bids, ...asks]).toEqual(Array.from({ length: 4 }));
  });

  test('only sizes that changed at a price that was shown before count as changed', () => {
    const before = ladderRows(FRAME, 1, 3);
    const after = ladderRows(
      frameOf(
        [
          [3_950, 300],
          [4_000, 101],
          [4_100, 9],
        ],
        [[5_500, 200]],
      ),
      1,
      3,
    );
    expect([...changedPrices(before, after)]).toEqual([4_000]);
    expect(changedPrices(undefined, after).size).toBe(0);
  });
});

describe('the word of a book', () => {
  const live = { kind: 'live', word: 'Live', detail: '', tone: 'ok', isDimmed: false } as PanelState;

  test('is its own while the connection is well, else the connection’s', () => {
    const words = (['waiting', 'exact', 'stale', 'none'] as const).map(
      (state) => bookStateOf({ ...FRAME, state }, live).word,
    );
    expect(words).toEqual(['Asking', 'In sync', 'Rebuilding book', 'No book']);
    const late = { ...FRAME, state: 'waiting', reason: 'Not answered yet.' } as const;
    expect(bookStateOf(late, live).word).toBe('Asking again');
    expect(bookStateOf({ ...FRAME, state: 'stale' }, live).isDimmed).toBe(true);
    expect(bookStateOf(undefined, undefined).word).toBe('Asking');
    // Nothing of a recording may look like the live book, nor as if one were asked for.
    const replay = { ...live, kind: 'replay', word: 'Replay', tone: 'accent' } as PanelState;
    for (const state of ['waiting', 'exact', 'none'] as const)
      expect(bookStateOf({ ...FRAME, state }, replay)).toBe(replay);
    expect(bookStateOf({ ...FRAME, state: 'stale' }, replay)).toMatchObject({
      word: 'Replay',
      detail: 'gap',
    });
    const offline = { ...live, kind: 'offline', word: 'Offline', isDimmed: true } as PanelState;
    expect(bookStateOf(FRAME, offline)).toBe(offline);
    const frozen = { ...live, kind: 'frozen', word: 'Frozen' } as PanelState;
    expect(bookStateOf(FRAME, frozen)).toBe(frozen);
  });
});

test('a book in a gap of a recording says since when', () => {
  const reason = 'The recording has a gap here: the connection was lost.';
  const at = Date.parse('2026-11-22T08:17:41Z') as UnixMs;
  expect(bookReason({ ...FRAME, reason, gapFrom: at }, createClock('UTC'))).toBe(
    `${reason} It began at 08:17:41 UTC.`,
  );
  expect(bookReason({ ...FRAME, reason }, createClock('UTC'))).toBe(reason);
  expect(bookReason({ ...FRAME, state: 'stale', reason, updatedAt: at }, createClock('UTC'))).toBe(
    `${reason} Its last known change: 08:17:41 UTC.`,
  );
});

describe('the facts of a book', () => {
  const valuesOf = (frame: BookFrame) =>
    Object.fromEntries(bookFacts(frame, CENTS).map((f) => [f.name, f.value]));

  test('are in YES prices', () => {
    expect(valuesOf(FRAME)).toEqual({
      Spread: '5¢',
      Mid: '42.5¢',
      Microprice: '41.67¢',
      'Imbalance, best': '−0.33',
      'Buy 100': '–',
      'Sell 100': '–',
      'All YES bids': '4',
      'All NO bids': '2.5',
    });
    const deep = frameOf(
      [[4_000, 20_000]],
      [
        [5_500, 5_000],
        [5_600, 5_000],
      ],
    );
    expect(valuesOf(deep)).toMatchObject({ 'Buy 100': '44.5¢', 'Sell 100': '40¢' });
  });

  test('before the first book say nothing: what rests in it is not known to be none', () => {
    const empty = frameOf([], []);
    for (const state of ['waiting', 'none'] as const)
      expect(new Set(Object.values(valuesOf({ ...empty, state })))).toEqual(new Set(['–']));
    expect(valuesOf(empty)).toMatchObject({ 'All YES bids': '0', 'All NO bids': '0' });
  });

  test('that need a side which is empty stay open', () => {
    expect(valuesOf(frameOf([[4_000, 5]], []))).toMatchObject({
      Spread: '–',
      Mid: '–',
      'Imbalance, best': '–',
    });
  });
});
