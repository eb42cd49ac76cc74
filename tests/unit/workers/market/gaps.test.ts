/** Which gaps count for a recording that goes on: those within it, and one from before it that still runs. */
import { expect, test } from 'vitest';
import type { GapRow } from '#contract/store.ts';
import { DAY, plus, type UnixMs } from '#core/units/time.ts';
import { Gaps } from '../../../../workers/market/gaps.ts';

const START = 1_000 as UnixMs;
const NOW = 9_000 as UnixMs;
const gap = (fromMs: number, toMs: number, channel = 'trade'): GapRow => ({
  fromMs: fromMs as UnixMs,
  toMs: toMs as UnixMs,
  channel,
  reason: 'reload',
});

test('a gap that began before the recording counts while it runs, and once when it has ended in it', () => {
  const gaps = new Gaps(() => undefined);
  gaps.open(gap(500, 500));
  expect(gaps.within(START, NOW)).toEqual([gap(500, 500)]);
  gaps.open(gap(500, 4_000));
  expect(gaps.within(START, NOW)).toEqual([gap(500, 4_000)]);
  gaps.fill(gap(500, 4_000));
  expect(gaps.within(START, NOW)).toEqual([]);
});

test('what an earlier visit left without an end does not run here', () => {
  const gaps = new Gaps(() => undefined);
  gaps.restore([gap(500, 500)]);
  expect(gaps.within(START, NOW)).toEqual([]);
});

test('one that is filled before it has a length runs no more; others are none of it', () => {
  const told: string[] = [];
  const gaps = new Gaps(({ reason, channel }) => told.push(`${channel} ${reason}`));
  gaps.open(gap(500, 500));
  gaps.open(gap(500, 500, 'orderbook_delta'));
  gaps.fill(gap(500, 500));
  expect(gaps.within(START, NOW)).toEqual([gap(500, 500, 'orderbook_delta')]);
  expect(told).toEqual(['trade reload', 'orderbook_delta reload', 'trade reload-filled']);
});

test('one that begins within the recording counts once', () => {
  const gaps = new Gaps(() => undefined);
  gaps.open(gap(2_000, 2_000));
  expect(gaps.within(START, NOW)).toEqual([gap(2_000, 2_000)]);
});

test('as holes gaps of trades are joined where they touch, end with what fills them, and go on while nothing is heard', () => {
  const gaps = new Gaps(() => undefined);
  gaps.open(gap(5_000, 6_000));
  gaps.open(gap(2_000, 4_000));
  gaps.open(gap(3_000, 4_500));
  gaps.open(gap(7_000, 8_000, 'orderbook_delta'));
  const two = [
    { from: 2_000, to: 4_500 },
    { from: 5_000, to: 6_000 },
  ];
  expect(gaps.holes(undefined)).toEqual(two);
  expect(gaps.holes(8_500 as UnixMs)).toEqual([...two, { from: 8_500, to: Infinity }]);
  expect(gaps.holes(5_500 as UnixMs)).toEqual([two[0], { from: 5_000, to: Infinity }]);
  gaps.fill(gap(5_000, 6_000));
  expect(gaps.holes(undefined)).toEqual([two[0]]);
  const [dayLater, another] = [plus(START, DAY), plus(START, 2 * DAY)];
  gaps.expire(dayLater, dayLater);
  expect(gaps.holes(undefined)).toEqual([two[0]]);
  gaps.expire(another, another);
  expect(gaps.holes(undefined)).toEqual([]);
});

test('those of trades are counted apart: a book alone leaves the tape whole', () => {
  const gaps = new Gaps(() => undefined);
  gaps.open(gap(2_000, 3_000));
  gaps.open(gap(2_000, 3_000, 'orderbook_delta'));
  expect(gaps.count(START, NOW)).toEqual({ gaps: 2, tradeGaps: 1 });
  gaps.fill(gap(2_000, 3_000));
  expect(gaps.count(START, NOW)).toEqual({ gaps: 1, tradeGaps: 0 });
});
