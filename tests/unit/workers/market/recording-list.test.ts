import { expect, test } from 'vitest';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import { RecordingList, type ActiveMarket } from '../../../../workers/market/recording-list.ts';

const NOW = 1_800_000_000_000;

function setUp() {
  const wanted = new Set<Ticker>();
  const lists: string[] = [];
  const world = { now: NOW, active: [] as ActiveMarket[], over: '', ended: '' };
  const list = new RecordingList({
    feed: { want: (ticker) => wanted.add(ticker), unwant: (ticker) => wanted.delete(ticker) },
    now: () => world.now as UnixMs,
    mostActive: (limit) => world.active.slice(0, limit),
    isOver: ({ ticker }) => world.over.includes(ticker),
    hasEnded: (ticker) => world.ended.includes(ticker),
    onChange: (tickers) => lists.push([...tickers].join(' ')),
  });
  const active = (names: string, lastAt = world.now) => {
    world.active = [...names].map((name) => ({ ticker: name as Ticker, lastAt: lastAt as UnixMs }));
  };
  return { list, wanted, lists, world, active };
}

test('records what was chosen, active or not, and wants its book', () => {
  const { list, wanted, lists } = setUp();
  list.choose({ tickers: ['X' as Ticker], mostActive: 0 });
  expect([[...wanted], lists, [...list.reasons]]).toEqual([['X'], ['X'], [['X', 'chosen']]]);
});

test('adds the most active ones, and counts none twice', () => {
  const { list, active } = setUp();
  active('ABCDEFGH');
  list.choose({ tickers: ['B' as Ticker], mostActive: 3 });
  expect([...list.reasons]).toEqual([
    ['B', 'chosen'],
    ['A', 'active'],
    ['C', 'active'],
  ]);
});

test('a market that comes among the most active takes the place of the lowest one at once', () => {
  const { list, active, wanted } = setUp();
  active('ABCDEF');
  list.choose({ tickers: [], mostActive: 3 });
  active('FABCDE');
  list.review();
  expect([...wanted].toSorted()).toEqual(['A', 'B', 'F']);
});

test('a market that has fallen a little keeps a place that nobody needs, and one that has fallen far does not', () => {
  const { list, active, lists } = setUp();
  active('ABCDEF');
  list.choose({ tickers: [], mostActive: 2 });
  // The place of A is not needed: X, which took it, is recorded because it was chosen.
  list.choose({ tickers: ['X' as Ticker], mostActive: 2 });
  active('XBAC');
  list.review();
  expect(lists.at(-1)).toBe('X A B');
  active('XBCDA');
  list.review();
  expect(lists.at(-1)).toBe('X B');
});

test('a free place is not given to a market that never was among the most active', () => {
  const { list, active, lists } = setUp();
  active('XABC');
  list.choose({ tickers: ['X' as Ticker], mostActive: 2 });
  expect(lists.at(-1)).toBe('X A');
});

test('leaves dormant markets out', () => {
  const { list, active, world, wanted } = setUp();
  active('AB');
  list.choose({ tickers: [], mostActive: 5 });
  expect([...wanted]).toEqual(['A', 'B']);
  world.now += 10 * MINUTE + 1;
  list.review();
  expect([...wanted]).toEqual([]);
});

test('the place of a market that is over goes to the next at once', () => {
  const { list, active, world, lists, wanted } = setUp();
  active('ABCDEF');
  list.choose({ tickers: [], mostActive: 2 });
  world.over = 'A';
  list.review();
  expect([lists, [...wanted].toSorted()]).toEqual([
    ['A B', 'B C'],
    ['B', 'C'],
  ]);
});

test('when all at the top end at once, those far below take their places', () => {
  const { list, active, world, lists } = setUp();
  active('ABCDEFGHIJ');
  list.choose({ tickers: [], mostActive: 2 });
  world.over = 'ABCDEFG';
  list.review();
  expect(lists.at(-1)).toBe('H I');
  world.over = 'ABCDEFGHIJ';
  list.review();
  expect(lists.at(-1)).toBe('');
});

test('a chosen market that has ended stays on the list, and its book is let go; when it trades again it is back', () => {
  const { list, wanted, lists, world } = setUp();
  list.choose({ tickers: ['X', 'Y'] as Ticker[], mostActive: 0 });
  world.ended = 'X';
  list.review();
  expect([[...list.reasons.keys()], [...wanted], lists.at(-1)]).toEqual([['X', 'Y'], ['Y'], 'Y']);
  expect([list.isRecorded('X' as Ticker), list.isRecorded('Y' as Ticker)]).toEqual([false, true]);
  world.ended = '';
  list.review();
  expect(lists.at(-1)).toBe('X Y');
});

test('a chosen market that is over stays chosen', () => {
  const { list, active, world } = setUp();
  active('AB');
  world.over = 'A';
  list.choose({ tickers: ['A' as Ticker], mostActive: 2 });
  expect([...list.reasons]).toEqual([
    ['A', 'chosen'],
    ['B', 'active'],
  ]);
});

test('lets go of a book that is not chosen any more', () => {
  const { list, wanted } = setUp();
  list.choose({ tickers: ['X', 'Y'] as Ticker[], mostActive: 0 });
  list.choose({ tickers: ['Y'] as Ticker[], mostActive: 0 });
  expect([...wanted]).toEqual(['Y']);
});

test('says nothing while nothing changes', () => {
  const { list, active, lists } = setUp();
  active('AB');
  list.choose({ tickers: [], mostActive: 2 });
  active('BA');
  list.review();
  list.review();
  expect(lists).toHaveLength(1);
});
