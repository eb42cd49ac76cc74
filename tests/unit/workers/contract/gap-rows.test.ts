import { expect, test } from 'vitest';
import { filledRow, gapsWithin, openGaps, withoutBeginnings } from '#contract/gap-rows.ts';
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

test('what a page left without an end goes on as the gap of the start after it, filled or not', () => {
  const left = (fromMs: number, channel = 'trade'): GapRow => ({
    ...gap(fromMs, 'disconnect', channel),
    toMs: fromMs as UnixMs,
  });
  for (const start of ['reload', 'handover']) {
    const whole = gap(50, start);
    const begun: GapRow = { ...whole, toMs: whole.fromMs };
    const others = [left(49), left(60), left(50, 'orderbook_delta')];
    expect(openGaps([left(50), left(59), ...others, whole])).toEqual([...others, whole]);
    expect(openGaps([left(50), ...others, begun])).toEqual([...others, begun]);
    expect(openGaps([left(50), left(59), ...others, whole, filledRow(whole)])).toEqual(others);
  }
  expect(openGaps([left(50), gap(50, 'sequence')])).toEqual([left(50), gap(50, 'sequence')]);
  // Books come back one by one: what begins meanwhile may be of this page, and go on after it.
  const books = gap(50, 'reload', 'orderbook_delta');
  const [same, later] = [left(50, 'orderbook_delta'), left(55, 'orderbook_delta')];
  expect(openGaps([same, later, books])).toEqual([later, books]);
});

test('a gap is of a recording when it shares time with it; it ends before its last stamp', () => {
  const at = (fromMs: number, toMs: number): GapRow => ({
    ...gap(0, 'sequence'),
    fromMs: fromMs as UnixMs,
    toMs: toMs as UnixMs,
  });
  const [before, into, inside, begun, last] = [at(0, 10), at(0, 11), at(12, 15), at(10, 10), at(20, 30)];
  const rows = [before, into, inside, begun, last, at(21, 30), filledRow(at(13, 14)), at(13, 14)];
  expect(gapsWithin(rows, 10, 20)).toEqual([into, inside, begun, last]);
});
