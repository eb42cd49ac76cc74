import { expect, test } from 'vitest';
import type { GapRow } from '#contract/store.ts';
import type { BookEvent, StaleReason } from '#core/market/book/book-event.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { BookGaps } from '../../../../workers/market/book-gaps.ts';

function setUp() {
  const rows: GapRow[] = [];
  const gaps = new BookGaps((gap) => rows.push(gap));
  const stale = (name: string, at: number, reason: StaleReason = 'sequence') =>
    gaps.take({ kind: 'stale', ticker: name as Ticker, receivedAt: at as UnixMs, reason });
  const whole = (name: string, at: number) => {
    const of = { ticker: name as Ticker, receivedAt: at as UnixMs };
    const event: BookEvent = { kind: 'snapshot', ...of, seq: undefined, yes: [], no: [] };
    gaps.take(event);
  };
  const spans = () => rows.map(({ fromMs, toMs, reason }) => `${fromMs}-${toMs} ${reason}`);
  return { gaps, rows, stale, whole, spans };
}

test('books that became doubtful together are one gap, until the last is whole again', () => {
  const { stale, whole, spans, rows } = setUp();
  for (const name of ['A', 'B', 'C']) stale(name, 100);
  whole('B', 150);
  whole('A', 160);
  expect(spans()).toEqual(['100-100 sequence']);
  whole('C', 170);
  expect(spans()).toEqual(['100-100 sequence', '100-170 sequence']);
  expect(rows[0]?.channel).toBe('orderbook_delta');
});

test('books that became doubtful for other reasons are gaps of their own', () => {
  const { stale, whole, spans } = setUp();
  stale('A', 100, 'negative');
  stale('B', 100, 'audit');
  whole('B', 130);
  whole('A', 140);
  expect(spans().slice(2)).toEqual(['100-130 audit', '100-140 negative']);
});

test('a book that nobody watches any more has no gap any more', () => {
  const { gaps, stale, spans } = setUp();
  stale('A', 100);
  gaps.take({ kind: 'end', ticker: 'A' as Ticker, receivedAt: 120 as UnixMs });
  expect(spans().slice(1)).toEqual(['100-120 sequence']);
});

test('what is open at the end ends there', () => {
  const { gaps, stale, spans } = setUp();
  stale('A', 100);
  gaps.close(190 as UnixMs);
  gaps.close(200 as UnixMs);
  expect(spans().slice(1)).toEqual(['100-190 sequence']);
});

test('a gap has a length even where the book was whole at once', () => {
  const { stale, whole, spans } = setUp();
  stale('A', 100);
  whole('A', 100);
  expect(spans().slice(1)).toEqual(['100-101 sequence']);
});

test('a snapshot of a book that was whole is no gap', () => {
  const { whole, spans } = setUp();
  whole('A', 100);
  expect(spans()).toEqual([]);
});

test('a doubt that is told again goes on: a key says it of every book that is doubtful then', () => {
  const { stale, whole, spans } = setUp();
  stale('A', 100);
  stale('A', 140);
  whole('A', 150);
  expect(spans()).toEqual(['100-100 sequence', '100-150 sequence']);
});

test('a hole in the recording is told at once, once, and again with its length', () => {
  const { gaps, spans } = setUp();
  gaps.hole(100 as UnixMs, 'not-stored');
  gaps.hole(120 as UnixMs, 'not-stored');
  expect(spans()).toEqual(['100-100 not-stored']);
  gaps.resumed(150 as UnixMs);
  gaps.resumed(160 as UnixMs);
  expect(spans()).toEqual(['100-100 not-stored', '100-150 not-stored']);
});

test('a hole that is open at the end ends there', () => {
  const { gaps, spans } = setUp();
  gaps.hole(100 as UnixMs, 'sleep');
  gaps.close(130 as UnixMs);
  expect(spans().slice(1)).toEqual(['100-130 sleep']);
});

test('recording that goes on in another tab is a gap from the last known book until all are known again', () => {
  const { gaps, whole, spans } = setUp();
  const [a, b] = ['A', 'B'] as [Ticker, Ticker];
  gaps.goesOn(100 as UnixMs, 'handover');
  expect(spans()).toEqual([]);
  gaps.recorded(new Set([a, b]));
  expect(spans()).toEqual(['100-100 handover']);
  whole('A', 300);
  expect([gaps.missingSinceStart(a), gaps.missingSinceStart(b)]).toEqual([undefined, 'handover']);
  whole('B', 400);
  expect(spans().slice(1)).toEqual(['100-400 handover']);
  expect(gaps.missingSinceStart(b)).toBeUndefined();
  gaps.recorded(new Set([a]));
  expect(spans()).toHaveLength(2);
});

test('recording that does not go on has no gap', () => {
  const { gaps, spans } = setUp();
  gaps.goesOn(100 as UnixMs, 'reload');
  gaps.recorded(new Set());
  gaps.recorded(new Set(['A' as Ticker]));
  expect(spans()).toEqual([]);
});
