import { describe, expect, test } from 'vitest';
import type { FilteredFrame, TapeFrame, TapeRow } from '#contract/frames.ts';
import { notional } from '#core/units/money.ts';
import { ONE_CENT } from '#core/units/price.ts';
import { ONE_CONTRACT, type Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { sizeShare } from '../../../../app/draw/scale.ts';
import {
  heldBy,
  inOrderOf,
  newcomersTo,
  NOT_HELD,
  releasedBy,
} from '../../../../app/views/flow/hot/use-held-order.ts';
import { shortName } from '../../../../app/views/flow/short-name.ts';
import { freshnessOf } from '../../../../app/views/flow/tape/freshness.ts';
import { standingOf } from '../../../../app/views/flow/tape/standing.ts';
import { newSince, withOlder } from '../../../../app/views/flow/tape/use-tape.ts';

function row(key: number): TapeRow {
  return {
    key,
    at: key as UnixMs,
    ticker: 'KXA-1' as Ticker,
    name: 'A',
    closeAt: undefined,
    taker: 'yes',
    firstYesPrice: ONE_CENT,
    yesPrice: ONE_CENT,
    quantity: ONE_CONTRACT,
    value: notional(ONE_CENT, ONE_CONTRACT),
    prints: 1,
    isBlock: false,
  };
}
const keys = (rows: readonly TapeRow[]) => rows.map((each) => each.key);

describe('a tape that stands still', () => {
  test('keeps its rows and adds only older ones below', () => {
    expect(keys(withOlder([row(9), row(8)], [row(12), row(9), row(8), row(7), row(3)]))).toEqual([
      9, 8, 7, 3,
    ]);
  });

  test('stays as it is when nothing older is known', () => {
    const held = [row(9), row(8)];
    expect(withOlder(held, [row(12), row(11)])).toBe(held);
    expect(withOlder([], [row(12)])).toEqual([]);
  });
});

describe('what has come since the tape stood still', () => {
  const filtered = (rows: readonly TapeRow[], entered: number, epoch = 1): TapeFrame => {
    const filter = { text: 'a', minQuantity: 0 as Quantity };
    return { rows, filtered: { filter, isWhole: true, entered, epoch } satisfies FilteredFrame };
  };

  test('is every trade where all are shown, also those that were merged into one row', () => {
    expect(newSince({ rows: [row(9)] }, { rows: [row(20), row(9)] })).toBe(11);
    expect(newSince({ rows: [] }, { rows: [row(20)] })).toBe(0);
  });

  test('is what has passed the filter, also where nothing had before', () => {
    expect(newSince(filtered([row(9)], 5), filtered([row(900), row(9)], 8))).toBe(3);
    expect(newSince(filtered([], 0), filtered([row(900)], 1))).toBe(1);
  });

  test('is what is in sight where the filter had to be set anew meanwhile', () => {
    expect(newSince(filtered([row(9)], 5), filtered([row(12), row(11), row(9)], 0, 2))).toBe(2);
  });
});

describe('the tint of a new row', () => {
  test('fades with the trade’s own age', () => {
    expect([0, 149, 150, 300, 449, 450, 9_000].map((age) => freshnessOf(1_000, 1_000 + age))).toEqual([
      3, 3, 2, 1, 1, 0, 0,
    ]);
  });

  test('is not given to a stamp of a clock far ahead', () => {
    expect([freshnessOf(1_300, 1_000), freshnessOf(1_600, 1_000)]).toEqual([3, 0]);
  });
});

test('a size bar grows by powers of ten and ends at ten thousand contracts', () => {
  const shares = [0, 1, 100, 10_000, 1_000_000].map((count) =>
    Number(sizeShare((count * ONE_CONTRACT) as typeof ONE_CONTRACT).toFixed(2)),
  );
  expect(shares).toEqual([0, 0.08, 0.5, 1, 1]);
});

test('a held order takes new values and keeps what has left the list', () => {
  const held = [
    { id: 'a', volume: 1 },
    { id: 'b', volume: 2 },
  ];
  const newest = [
    { id: 'c', volume: 9 },
    { id: 'a', volume: 5 },
  ];
  expect(inOrderOf(held, newest, (item) => item.id)).toEqual([
    { id: 'a', volume: 5 },
    { id: 'b', volume: 2 },
  ]);
});

test('a name too long for its row gives way to a shorter one that keeps the strike', () => {
  const name = '$97,000 or above · Bitcoin price at 01:00';
  expect(shortName(name, 18)).toContain('97,000');
  expect(shortName(name, 18).length).toBeLessThanOrEqual(18);
  expect(shortName('Supercalifragilisticexpialidocious', 5).length).toBeGreaterThan(0);
});

test('an order is held until the last who is inside has left', () => {
  const pointed = heldBy<string>(NOT_HELD, 'pointer', ['a', 'b']);
  const both = heldBy(pointed, 'focus', ['b', 'a']);
  expect(both).toEqual({ holders: ['pointer', 'focus'], order: ['a', 'b'] });
  const focused = releasedBy(both, 'pointer');
  expect(focused).toEqual({ holders: ['focus'], order: ['a', 'b'] });
  expect(releasedBy(focused, 'focus')).toBe(NOT_HELD);
});

test('what comes new while an order is held goes to its end, as far as there is room', () => {
  const idOf = (name: string): string => name;
  expect(newcomersTo(['sports'], ['crypto', 'sports', 'culture'], idOf, 40)).toEqual(['crypto', 'culture']);
  expect(newcomersTo(['sports'], ['crypto', 'sports', 'culture'], idOf, 2)).toEqual(['crypto']);
  expect(newcomersTo(['a', 'b'], ['c', 'd'], idOf, 2)).toEqual([]);
});

describe('the state of a tape that stands', () => {
  const LIVE = { kind: 'live', word: 'Live', detail: '0.2 s', tone: 'ok', isDimmed: false } as const;
  const GOES_ON = { isPaused: false, isHeld: false, newTrades: 0 };

  test('is not "Live": it says that it is paused, or held and how many are new', () => {
    expect(standingOf(LIVE, GOES_ON)).toBe(LIVE);
    expect(standingOf(LIVE, { ...GOES_ON, isPaused: true, newTrades: 5 })).toMatchObject({ word: 'Paused' });
    const held = standingOf(LIVE, { ...GOES_ON, isHeld: true, newTrades: 1_200 });
    expect(held).toMatchObject({ word: 'Held', detail: '1,200 new' });
  });

  test('is its trouble where it has one', () => {
    const stale = { ...LIVE, kind: 'stale', word: 'Stale', tone: 'warn' } as const;
    expect(standingOf(stale, { ...GOES_ON, isPaused: true })).toBe(stale);
    expect(standingOf(undefined, GOES_ON)).toBeUndefined();
  });
});
