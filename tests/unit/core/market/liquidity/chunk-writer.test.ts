import { expect, test } from 'vitest';
import { BookColumnsBuilder, type BookColumns } from '#core/market/book/book-columns.ts';
import { ChunkWriter } from '#core/market/liquidity/chunk-writer.ts';
import { SeenGrid } from '#core/market/liquidity/seen-grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';

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
