import { expect, test } from 'vitest';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import { RecordingList, type ActiveMarket } from '../../../../workers/market/recording-list.ts';

const NOW = 1_800_000_000_000;

function setUp() {
  const wanted = new Set<Ticker>();
  const lists: string[] = [];
  const world = { now: NOW, active: [] as ActiveMarket[] };
  const list = new RecordingList({
    feed: { want: (ticker) => wanted.add(ticker), unwant: (ticker) => wanted.delete(ticker) },
    now: () => world.now as UnixMs,
    mostActive: (limit) => world.active.slice(0, limit),
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

test('keeps a market that has fallen a little, and lets go of one that has fallen far', () => {
  const { list, active, lists } = setUp();
  active('ABCDEF');
  list.choose({ tickers: [], mostActive: 2 });
  active('CDAB');
  list.review();
  expect(lists).toEqual(['A B']);
  active('CDEFAB');
  list.review();
  expect(lists).toEqual(['A B', 'C D']);
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
