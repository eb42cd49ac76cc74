import { describe, expect, test } from 'vitest';
import type { ChunkEntry } from '#contract/database.ts';
import { DAY } from '#core/units/time.ts';
import {
  bytesOverQuota,
  chunksToDrop,
  chunksToFree,
  judgeQuota,
} from '../../../../workers/store/retention.ts';

const NOW = 100 * DAY;

/** Chunks of 1,000 bytes, one for each age of their newest trade in days. */
function directory(...ages: number[]): ChunkEntry[] {
  return ages.map((age, i) => [i + 1, NOW - (age + 1) * DAY, NOW - age * DAY, 10, 1_000]);
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
    expect(chunksToDrop(directory(...ages), { days, bytes }, NOW)).toBe(expected);
  });

  test('a stamp in the future does not keep its chunk, nor those after it', () => {
    const [old, next] = directory(50, 49);
    const wild: ChunkEntry[] = [[1, old?.[1] ?? 0, NOW + 1_000 * DAY, 10, 1_000], ...(next ? [next] : [])];
    expect(chunksToDrop(wild, { days: 30, bytes: 0 }, NOW)).toBe(2);
  });

  test('frees at least what is asked for, and never more chunks than there are', () => {
    expect(chunksToFree(directory(3, 2, 1), 1_001)).toBe(2);
    expect(chunksToFree(directory(3, 2, 1), 0)).toBe(0);
    expect(chunksToFree(directory(3, 2, 1), 1e9)).toBe(3);
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
