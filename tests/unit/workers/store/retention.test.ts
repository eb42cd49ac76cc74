import { describe, expect, test } from 'vitest';
import type { ChunkEntry } from '#contract/rows.ts';
import { DAY, MINUTE } from '#core/units/time.ts';
import {
  bytesOverQuota,
  chunksToDrop,
  chunksToFree,
  judgeQuota,
  prunable,
  rangesOf,
  type Pin,
  type Prunable,
} from '../../../../workers/store/retention.ts';

const NOW = 100 * DAY;

/** Chunks of 1,000 bytes, one for each age of their newest trade in days. */
function directory(...ages: number[]): ChunkEntry[] {
  return ages.map((age, i) => [i + 1, NOW - (age + 1) * DAY, NOW - age * DAY, 10, 1_000]);
}

function chunksOf(trades: ChunkEntry[], books: ChunkEntry[] = [], pins: Pin[] = []): readonly Prunable[] {
  return prunable({ trades, books }, pins, NOW);
}

function namesOf(chunks: readonly Prunable[]): string {
  return chunks.map(({ table, entry }) => `${table === 'trades' ? 't' : 'b'}${entry[0]}`).join(' ');
}

describe('retention', () => {
  test.each([
    ['nothing stored', [], 7, 0, 0],
    ['all younger', [6, 3, 0], 7, 0, 0],
    ['exactly as old as allowed stays', [7, 3], 7, 0, 0],
    ['the old end goes', [9, 8, 6, 1], 7, 0, 2],
    ['an old chunk behind a young one stays with it', [9, 1, 9, 0], 7, 0, 1],
    ['over the bytes: oldest go, down to 95 %', [3, 2, 1, 0], 7, 3_500, 1],
    ['within the bytes', [3, 2, 1, 0], 7, 4_000, 0],
    ['days first, then bytes', [9, 2, 1, 0], 7, 2_000, 3],
  ])('%s', (_, ages, days, bytes, expected) => {
    const chunks = chunksOf(directory(...ages));
    expect(chunksToDrop(chunks, ages.length * 1_000, { days, bytes }, NOW)).toBe(expected);
  });

  test('a stamp in the future does not keep its chunk, nor those after it', () => {
    const [old, next] = directory(50, 49);
    const wild: ChunkEntry[] = [[1, old?.[1] ?? 0, NOW + 1_000 * DAY, 10, 1_000], ...(next ? [next] : [])];
    expect(chunksToDrop(chunksOf(wild), 2_000, { days: 30, bytes: 0 }, NOW)).toBe(2);
  });

  test('frees at least what is asked for, and never more chunks than there are', () => {
    const chunks = chunksOf(directory(3, 2, 1));
    expect(chunksToFree(chunks, 1_001)).toBe(2);
    expect(chunksToFree(chunks, 0)).toBe(0);
    expect(chunksToFree(chunks, 1e9)).toBe(3);
  });

  test('trades and books go together, oldest first over both', () => {
    const chunks = chunksOf(directory(9, 5, 1), directory(8, 4, 3, 2));
    expect(namesOf(chunks)).toBe('t1 b1 t2 b2 b3 b4 t3');
    expect(chunksToDrop(chunks, 7_000, { days: 4, bytes: 0 }, NOW)).toBe(3);
    expect(chunksToDrop(chunks, 7_000, { days: 30, bytes: 5_300 }, NOW)).toBe(2);
  });

  test('a chunk that touches a pinned session stays, and the others go past it', () => {
    const pin = { startMs: NOW - 8.5 * DAY, endMs: NOW - 7.5 * DAY };
    const chunks = chunksOf(directory(10, 8, 6), directory(9, 8, 7, 6), [pin]);
    expect(namesOf(chunks)).toBe('t1 b1 t3 b4');
    expect(chunksToDrop(chunks, 7_000, { days: 2, bytes: 0 }, NOW)).toBe(4);
  });

  test('pinned bytes count towards the limit: others go for them', () => {
    const pin = { startMs: NOW - 10 * DAY, endMs: NOW - 8 * DAY };
    const chunks = chunksOf(directory(9, 8, 1, 0), [], [pin]);
    expect(chunksToDrop(chunks, 4_000, { days: 30, bytes: 3_500 }, NOW)).toBe(1);
    expect(namesOf(chunks)).toBe('t3 t4');
  });

  test('a pin reaches a minute further for trades, whose stamps are not ours', () => {
    const [chunk] = directory(8);
    const end = chunk?.[2] ?? 0;
    const entries: ChunkEntry[] = chunk === undefined ? [] : [chunk];
    expect(namesOf(chunksOf(entries, entries, [{ startMs: end + MINUTE, endMs: NOW }]))).toBe('b1');
    expect(namesOf(chunksOf(entries, entries, [{ startMs: end + MINUTE + 1, endMs: NOW }]))).toBe('t1 b1');
  });

  test('what goes is deleted in as few ranges of keys as there are holes', () => {
    const entries = directory(9, 8, 7, 6, 5);
    expect(rangesOf(entries, new Set([1, 2, 3]))).toEqual([{ from: 1, to: 3 }]);
    expect(rangesOf(entries, new Set([1, 3, 4]))).toEqual([
      { from: 1, to: 1 },
      { from: 3, to: 4 },
    ]);
    expect(rangesOf(entries, new Set())).toEqual([]);
  });
});

describe('quota', () => {
  test.each([
    [0, 0, 'fine'],
    [699, 1_000, 'fine'],
    [700, 1_000, 'warn'],
    [800, 1_000, 'prune'],
    [899, 1_000, 'prune'],
    [900, 1_000, 'pause'],
    [2_000, 1_000, 'pause'],
  ])('%d of %d bytes used: %s', (usage, quota, verdict) => {
    expect(judgeQuota(usage, quota)).toBe(verdict);
  });

  test('pruning aims below its own mark', () => {
    expect(bytesOverQuota(800, 1_000)).toBe(50);
    expect(bytesOverQuota(100, 1_000)).toBe(0);
  });
});
