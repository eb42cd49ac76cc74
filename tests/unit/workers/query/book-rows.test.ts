/** Recorded books as rows: levels after each change, and what the batches only imply written down. */
import { describe, expect, test } from 'vitest';
import { BookColumnsBuilder, type BookColumns } from '#core/market/book/book-columns.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Level, Seq } from '#core/wire/messages.ts';
import { BookRows } from '../../../../workers/query/book-rows.ts';

const A = 'KXA-1' as Ticker;
const B = 'KXB-1' as Ticker;
/** 2026-11-20T12:00Z. */
const T = 1_795_176_000_000;
const levels = (...pairs: [number, number][]): Level[] =>
  pairs.map(([price, size]) => [price as Price, size as Quantity]);

function snapshot(ticker: Ticker, at: number, yes: Level[], no: Level[] = [], seq = 7): BookEvent {
  return { kind: 'snapshot', ticker, receivedAt: (T + at) as UnixMs, seq: seq as Seq, yes, no };
}

function delta(ticker: Ticker, at: number, price: number, change: number, venueAt?: number): BookEvent {
  return {
    kind: 'delta',
    ticker,
    receivedAt: (T + at) as UnixMs,
    seq: 8 as Seq,
    venueAt: venueAt === undefined ? undefined : ((T + venueAt) as UnixMs),
    side: 'yes',
    price: price as Price,
    change: change as Quantity,
  };
}

function batch(events: readonly BookEvent[], from?: number, until?: number): BookColumns {
  const builder = new BookColumnsBuilder();
  for (const event of events) builder.add(event);
  const first = events[0]?.receivedAt ?? T;
  const last = events.at(-1)?.receivedAt ?? T;
  return builder.take(
    (from === undefined ? first : T + from) as UnixMs,
    (until === undefined ? last : T + until) as UnixMs,
  );
}

const rowsOf = (cells: readonly unknown[], width: number) =>
  Array.from({ length: cells.length / width }, (_, i) => cells.slice(i * width, (i + 1) * width));

describe('recorded books as rows', () => {
  test('a snapshot gives bids and asks of both outcomes, best first', () => {
    const rows = new BookRows(-Infinity, Infinity);
    const columns = batch([snapshot(A, 0, levels([1_230, 7_500], [4_000, 30]), levels([5_550, 100]))]);
    expect(rows.add({ columns, isKey: true }).snapshots).toEqual([
      1,
      A,
      T,
      7,
      '[["0.4000","0.30"],["0.1230","75.00"]]',
      '[["0.4450","1.00"]]',
      '[["0.5550","1.00"]]',
      '[["0.6000","0.30"],["0.8770","75.00"]]',
      '2026-11-20T12:00:00.000Z',
    ]);
  });

  test('a change says what is left: new level, more, less, gone', () => {
    const rows = new BookRows(-Infinity, Infinity);
    const columns = batch([
      snapshot(A, 0, []),
      delta(A, 1, 1_250, 250, -30),
      delta(A, 2, 1_250, 150),
      delta(A, 3, 1_250, -350),
      delta(A, 4, 1_250, -50),
    ]);
    const { deltas } = rows.add({ columns, isKey: true });
    expect(rowsOf(deltas, 11).map((row) => [row[0], row[2], ...row.slice(4)])).toEqual([
      [2, T - 30, 'add', 'yes_bid', 13, '0.1250', 3, '2.50', '2026-11-20T12:00:00.001Z'],
      [3, T + 2, 'update', 'yes_bid', 13, '0.1250', 4, '1.50', '2026-11-20T12:00:00.002Z'],
      [4, T + 3, 'update', 'yes_bid', 13, '0.1250', 1, '-3.50', '2026-11-20T12:00:00.003Z'],
      [5, T + 4, 'remove', 'yes_bid', 13, '0.1250', null, '-0.50', '2026-11-20T12:00:00.004Z'],
    ]);
  });

  test('a range begins with the books as they stood then', () => {
    const rows = new BookRows(T + 5, T + 8);
    const columns = batch([
      snapshot(A, 0, levels([1_000, 100])),
      snapshot(B, 0, levels([2_000, 100])),
      delta(A, 3, 1_000, 50),
      { kind: 'stale', ticker: B, receivedAt: (T + 4) as UnixMs, reason: 'sequence' },
      delta(A, 7, 1_000, 25),
      delta(A, 9, 1_000, 25),
    ]);
    const { snapshots, deltas, breaks } = rows.add({ columns, isKey: true });
    expect(rowsOf(snapshots, 9).map((row) => [row[1], row[2], row[4]])).toEqual([
      [A, T + 5, '[["0.1000","1.50"]]'],
    ]);
    expect(breaks.slice(1, 5)).toEqual([B, T + 5, 'stale', 'sequence']);
    expect(rowsOf(deltas, 11).map((row) => row[9])).toEqual(['0.25']);
  });

  test('books on which nothing happened in the range are there all the same', () => {
    const rows = new BookRows(T + 500, T + 900);
    rows.add({ columns: batch([snapshot(A, 0, levels([1_000, 100]))], 0, 600), isKey: true });
    expect(rows.finish().snapshots.slice(1, 3)).toEqual([A, T + 500]);
  });

  test('a book that a key batch does not speak of has ended there', () => {
    const rows = new BookRows(-Infinity, Infinity);
    rows.add({ columns: batch([snapshot(A, 0, []), snapshot(B, 0, [])], 0, 10), isKey: true });
    const { breaks } = rows.add({ columns: batch([snapshot(A, 10, [])], 10, 20), isKey: true });
    expect(breaks.slice(1, 4)).toEqual([B, T + 10, 'end']);
    expect(breaks).toHaveLength(6);
  });

  test('a book that stays stale over a key batch is told once', () => {
    const rows = new BookRows(-Infinity, Infinity);
    const stale = (at: number): BookEvent => ({
      kind: 'stale',
      ticker: B,
      receivedAt: (T + at) as UnixMs,
      reason: 'sequence',
    });
    const first = rows.add({
      columns: batch([snapshot(A, 0, []), snapshot(B, 0, []), stale(5)], 0, 10),
      isKey: true,
    });
    const second = rows.add({ columns: batch([stale(10), snapshot(A, 10, [])]), isKey: true });
    expect([first.breaks.slice(1, 4), second.breaks]).toEqual([[B, T + 5, 'stale'], []]);
  });

  test('every book has ended where a run has ended', () => {
    const rows = new BookRows(-Infinity, Infinity);
    rows.add({ columns: batch([snapshot(A, 0, [])], 0, 100), isKey: true });
    expect(rows.add({ columns: batch([delta(A, 2_100, 1_000, 5)]), isKey: false }).breaks).toEqual([]);
    const { breaks, deltas } = rows.add({ columns: batch([delta(A, 4_200, 1_000, 5)]), isKey: false });
    expect(breaks.slice(1, 4)).toEqual([A, T + 2_100, 'end']);
    expect(deltas).toEqual([]);
    expect(rows.unplaced).toBe(1);
  });

  test('changes of a stale book are left out and counted', () => {
    const rows = new BookRows(-Infinity, Infinity);
    const { deltas } = rows.add({
      columns: batch([
        snapshot(A, 0, levels([1_000, 100])),
        { kind: 'stale', ticker: A, receivedAt: (T + 1) as UnixMs, reason: 'negative' },
        delta(A, 2, 1_000, 100),
      ]),
      isKey: true,
    });
    expect(deltas).toEqual([]);
    expect(rows.unplaced).toBe(1);
  });
});
