import { expect, test } from 'vitest';
import { filledRow, openGaps } from '#contract/gap-rows.ts';
import type { GapRow } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';

const gap = (from: number, reason: string, channel = 'trade'): GapRow => ({
  fromMs: from as UnixMs,
  toMs: (from + 10) as UnixMs,
  channel,
  reason,
});

test('a gap that was filled is none, whichever row comes first', () => {
  const [first, second] = [gap(1, 'reload'), gap(50, 'sequence')];
  expect(openGaps([first, second, filledRow(first)])).toEqual([second]);
  expect(openGaps([filledRow(first), first])).toEqual([]);
});

test('only the very same gap is filled: of its time, channel and reason', () => {
  const open = gap(1, 'reload');
  const others = [gap(2, 'reload'), gap(1, 'sequence'), gap(1, 'reload', 'orderbook_delta')];
  expect(openGaps([open, ...others.map(filledRow)])).toEqual([open]);
});
