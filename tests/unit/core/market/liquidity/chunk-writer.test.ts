import { expect, test } from 'vitest';
import { BookColumnsBuilder, STALE, type BookColumns } from '#core/market/book/book-columns.ts';
import type { BookHole } from '#core/market/book/book-hole.ts';
import { ChunkWriter } from '#core/market/liquidity/chunk-writer.ts';
import { CHUNK_ROWS, type BookChunk } from '#core/market/liquidity/book-chunk.ts';
import { BookTrace } from '#core/market/liquidity/book-trace.ts';
import { SeenGrid } from '#core/market/liquidity/seen-grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Level } from '#core/wire/messages.ts';

const TICKER = 'KXA-1' as Ticker;

/** A batch from `from` to `until` with a snapshot of the book at each of `snapshots`. */
function batch(from: number, until: number, ...snapshots: readonly number[]): BookColumns {
  const rows = new BookColumnsBuilder();
  for (const at of snapshots)
    rows.add({
      kind: 'snapshot',
      ticker: TICKER,
      receivedAt: at as UnixMs,
      seq: undefined,
      yes: [[4_000 as Price, 100 as Quantity]],
      no: [],
    });
  return rows.take(from as UnixMs, until as UnixMs);
}

/** Returns how the book stood at the end of all but the last batch, and of all. */
function statesOf(batches: readonly BookColumns[], until: number): string[] {
  return [until, Infinity].map((to) => {
    const writer = new ChunkWriter({
      ticker: TICKER,
      grid: new SeenGrid(),
      from: 0,
      to,
      onChunk: () => undefined,
    });
    for (const columns of batches) writer.add(columns, true);
    return writer.trace.state;
  });
}

test('a book that a key leaves out was not recorded from there on, until its next snapshot in the same chunk', () => {
  expect(statesOf([batch(100, 200, 100), batch(200, 9_000, 5_000)], 4_999)).toEqual(['none', 'known']);
});

test('a book that a key has goes on', () => {
  expect(statesOf([batch(100, 200, 100), batch(200, 9_000, 200)], 4_999)).toEqual(['known', 'known']);
});

test('between two runs nobody looked, however soon the second began', () => {
  expect(statesOf([batch(100, 200, 100), batch(700, 9_000, 5_000)], 4_999)).toEqual(['none', 'known']);
  expect(statesOf([batch(100, 200, 100)], 1_000)).toEqual(['known', 'known']);
});

/** Returns how a book that was recorded up to 200 and again from 700 on stands at each of `times`, with `holes`. */
function statesAt(times: readonly number[], holes: readonly BookHole[], again = 700): string[] {
  const ended = new BookColumnsBuilder();
  const of = { ticker: TICKER, seq: undefined, yes: [[4_000 as Price, 100 as Quantity] as Level], no: [] };
  ended.add({ kind: 'snapshot', receivedAt: 100 as UnixMs, ...of });
  ended.add({ kind: 'end', ticker: TICKER, receivedAt: 200 as UnixMs });
  const batches = [ended.take(100 as UnixMs, 200 as UnixMs), batch(600, 9_000, again)];
  return times.map((to) => {
    const chunks: BookChunk[] = [];
    const onChunk = (chunk: BookChunk) => chunks.push(chunk);
    const writer = new ChunkWriter({ ticker: TICKER, grid: new SeenGrid(), from: 150, to, holes, onChunk });
    for (const columns of batches) writer.add(columns, true);
    writer.finish();
    // Whoever walks the chunks sees the same.
    const trace = new BookTrace();
    for (const chunk of chunks) {
      trace.takeUp(chunk.mark);
      for (let row = 0; row < chunk.count;) row = chunk.play(row, trace);
    }
    expect(trace.state).toBe(writer.trace.state);
    return trace.state;
  });
}

test('where the rows of a book end at a hand-over it is told as one, up to the next book', () => {
  const handOver: BookHole = { from: 200, to: 700, reason: 'handover' };
  expect(statesAt([199, 300, 650, 800], [handOver])).toEqual(['known', 'handover', 'handover', 'known']);
  expect(statesAt([300, 650, 800], [])).toEqual(['none', 'none', 'known']);
  expect(statesAt([300], [{ ...handOver, reason: 'disconnect' }])).toEqual(['gap']);
  // Only begun, so far.
  expect(statesAt([300, 650], [{ ...handOver, to: 200 }])).toEqual(['handover', 'handover']);
});

test('a hole that is over, and one that began later, are none of the book', () => {
  const hole: BookHole = { from: 200, to: 650, reason: 'handover' };
  expect(statesAt([600, 900, 5_100], [hole], 5_000)).toEqual(['handover', 'none', 'known']);
  expect(statesAt([300], [{ ...hole, from: 201 }])).toEqual(['none']);
  const more: BookHole = { from: 650, to: 900, reason: 'disconnect' };
  expect(statesAt([600, 700, 1_000], [hole, more], 5_000)).toEqual(['handover', 'gap', 'none']);
});

test('a run that broke off is known no further than it was told, where a hole begins there', () => {
  const at = (holes: readonly BookHole[]) => {
    const writer = new ChunkWriter({
      ticker: TICKER,
      grid: new SeenGrid(),
      from: 0,
      to: 1_000,
      holes,
      onChunk: () => undefined,
    });
    writer.add(batch(100, 200, 100), true);
    writer.finish();
    return writer.trace.state;
  };
  expect(at([])).toBe('known');
  expect(at([{ from: 200, to: 1_500, reason: 'handover' }])).toBe('handover');
  expect(at([{ from: 190, to: 1_500, reason: 'handover' }])).toBe('known');
});

test('a doubt reaches back as far as nothing has changed, and says so', () => {
  const chunks: BookChunk[] = [];
  const writer = new ChunkWriter({
    ticker: TICKER,
    grid: new SeenGrid(),
    onChunk: (chunk) => chunks.push(chunk),
  });
  const doubt = (receivedAt: number, until: number): BookColumns => {
    const rows = new BookColumnsBuilder();
    rows.add({ kind: 'stale', ticker: TICKER, receivedAt: receivedAt as UnixMs, reason: 'disconnect' });
    return rows.take(until as UnixMs, until as UnixMs);
  };
  const doubtsAt = (): number[] =>
    chunks.flatMap(({ count, kind, at }) =>
      [...at.subarray(0, count)].filter((_, row) => kind[row] === STALE),
    );
  writer.add(batch(100, 9_000, 100, 5_000));
  expect(writer.add(batch(9_000, 9_500))).toBe(9_000);
  expect(writer.add(doubt(7_000, 9_500))).toBe(7_000);
  writer.add(batch(9_500, 9_900, 9_600));
  // Not behind the last that did happen.
  expect(writer.add(doubt(2_000, 9_900))).toBe(9_600);
  expect(doubtsAt()).toEqual([7_000, 9_600]);
  expect(writer.until).toBe(9_900);
});

test('a doubt that begins a chunk of its own ends the one before where it begins', () => {
  const chunks: BookChunk[] = [];
  const writer = new ChunkWriter({
    ticker: TICKER,
    grid: new SeenGrid(),
    onChunk: (chunk) => chunks.push(chunk),
  });
  // Two rows each: the last one fills the chunk.
  writer.add(batch(100, 9_900, ...Array.from({ length: CHUNK_ROWS / 2 }, (_, row) => 1_000 + row)));
  const rows = new BookColumnsBuilder();
  rows.add({ kind: 'stale', ticker: TICKER, receivedAt: 7_000 as UnixMs, reason: 'disconnect' });
  writer.add(rows.take(9_900 as UnixMs, 9_900 as UnixMs));
  expect(chunks.map(({ from, until }) => [from, until])).toEqual([
    [100, 7_000],
    [7_000, 9_900],
  ]);
});

test('what was found wrong afterwards is a gap from where it began, whatever its rows say, until the book is told anew', () => {
  const late: BookHole[] = [{ from: 150, to: 300, reason: 'audit' }];
  const stateAt = (to: number, from = 0): string => {
    const options = { ticker: TICKER, grid: new SeenGrid(), from, to, late, onChunk: () => undefined };
    const writer = new ChunkWriter(options);
    for (const columns of [batch(100, 200, 100), batch(200, 400, 200, 250, 350)]) writer.add(columns, true);
    writer.finish();
    return writer.trace.state;
  };
  expect([149, 151, 199, 251, 299, 349, 351].map((to) => stateAt(to))).toEqual([
    ...['known', 'gap', 'gap', 'gap', 'gap', 'gap', 'known'],
  ]);
  // Also for who begins to look in the midst of it.
  expect(stateAt(299, 260)).toBe('gap');
});
