import { expect, test } from 'vitest';
import { filledRow, openGaps, withoutBeginnings } from '#contract/gap-rows.ts';
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

test('a gap whose whole length was told has no beginning of its own any more; one that is open has', () => {
  const begun = (row: GapRow): GapRow => ({ ...row, toMs: row.fromMs });
  const [whole, open] = [
    gap(1, 'sequence', 'orderbook_delta'),
    begun(gap(50, 'sequence', 'orderbook_delta')),
  ];
  for (const rows of [
    [begun(whole), whole, open],
    [whole, open, begun(whole)],
  ]) {
    expect(withoutBeginnings(rows)).toEqual([whole, open]);
    expect(openGaps(rows)).toEqual([whole, open]);
  }
  const others = [begun(gap(1, 'audit', 'orderbook_delta')), begun(gap(1, 'sequence'))];
  expect(withoutBeginnings([...others, whole])).toEqual([...others, whole]);
});
