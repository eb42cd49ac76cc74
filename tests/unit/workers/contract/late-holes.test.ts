/** Since when a book was wrong that was found to be so later. */
import { expect, test } from 'vitest';
import type { GapRow } from '#contract/store.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { lateHoleAt, lateHoles, type Doubt } from '#contract/late-holes.ts';

const [A, B] = ['KXA-1', 'KXB-1'] as [Ticker, Ticker];
const doubt = (at: number, reason: Doubt['reason'] = 'sequence', ticker = A): Doubt => ({
  ticker,
  at: at as UnixMs,
  reason,
});
const gap = (from: number, to: number, reason = 'sequence', channel = 'orderbook_delta'): GapRow => ({
  fromMs: from as UnixMs,
  toMs: to as UnixMs,
  reason,
  channel,
});

test('a gap that reaches back behind a doubt of its reason says since when', () => {
  const holes = lateHoles([doubt(40)], [gap(10, 50)]);
  expect(holes).toEqual([{ ticker: A, from: 10, to: 40, reason: 'sequence' }]);
  expect([9, 10, 39, 40].map((at) => lateHoleAt(holes, A, at) !== undefined)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(lateHoleAt(holes, B, 20)).toBeUndefined();
});

test.each([
  ['of another reason', [gap(10, 50, 'audit')]],
  ['of trades', [gap(10, 50, 'sequence', 'trade')]],
  ['that was over before', [gap(10, 39)]],
  ['that began later', [gap(41, 50)]],
  ['of other books, where the doubt has one of its own', [gap(10, 50), gap(40, 45)]],
  ['at all', []],
])('no gap %s', (_, gaps) => {
  expect(lateHoles([doubt(40)], gaps)).toEqual([]);
});
