import { describe, expect, test } from 'vitest';
import { SIZE_CLASSES, sizeClass, TradeSizes } from '#core/market/trade-sizes.ts';

const CONTRACT = 100;

describe('classes of trade sizes', () => {
  test('step 1, 2, 5, 10 from under one contract to 50,000 and more', () => {
    expect(SIZE_CLASSES.map((least) => least / CONTRACT)).toEqual([
      0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000,
    ]);
  });

  test('are sixteen: the pool keeps a trade’s in four bits', () => {
    expect(SIZE_CLASSES).toHaveLength(16);
  });

  test('a trade is in the last class that it reaches, to a hundredth of a contract', () => {
    for (const [index, least] of SIZE_CLASSES.entries()) {
      expect(sizeClass(least)).toBe(index);
      if (index > 0) expect(sizeClass(least - 1)).toBe(index - 1);
    }
    expect(sizeClass(1)).toBe(0);
    expect(sizeClass(1e12)).toBe(15);
  });
});

describe('the count of sizes', () => {
  test('holds sides and combos apart', () => {
    const sizes = new TradeSizes();
    sizes.count(0, true, 3, 1);
    sizes.count(0, false, 3, 1);
    sizes.count(1, false, 3, 1);
    expect([sizes.view(true, false)[3], sizes.view(false, false)[3]]).toEqual([1, 1]);
    expect([sizes.view(true, true)[3], sizes.view(false, true)[3]]).toEqual([1, 2]);
    sizes.count(0, true, 3, -1);
    expect(sizes.view(true, true).every((count) => count === 0)).toBe(true);
  });

  test('a folded trade leaves when all of its minute is too old', () => {
    const sizes = new TradeSizes();
    sizes.count(0, true, 1, 1);
    sizes.fold(61_000, 0, true, 1);
    sizes.expire(119_998);
    expect(sizes.view(true, false)[1]).toBe(1);
    sizes.expire(119_999);
    expect(sizes.view(true, false)[1]).toBe(0);
  });
});
