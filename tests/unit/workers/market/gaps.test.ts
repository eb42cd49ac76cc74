/** Which gaps count for a recording that goes on: those within it, and one from before it that still runs. */
import { expect, test } from 'vitest';
import type { GapRow } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';
import { Gaps } from '../../../../workers/market/gaps.ts';

const START = 1_000 as UnixMs;
const NOW = 9_000 as UnixMs;
const gap = (fromMs: number, toMs: number, channel = 'trade'): GapRow => ({
  ...{ fromMs: fromMs as UnixMs, toMs: toMs as UnixMs },
  ...{ channel, reason: 'reload' },
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
