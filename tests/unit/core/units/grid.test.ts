import { describe, expect, test } from 'vitest';
import { CENT_GRID, FINEST_GRID, isValidRange, PriceGrid, type PriceRange } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';

function range(start: number, end: number, step: number): PriceRange {
  return { start: start as Price, end: end as Price, step: step as Price };
}

/** Tenths of a cent at both ends, cents between. */
const TAPERED = new PriceGrid([range(0, 1_000, 10), range(1_000, 9_000, 100), range(9_000, 10_000, 10)]);

describe('the grid of a market', () => {
  test('takes cents where the grid is of cents', () => {
    expect([100, 150, 9_900].map((price) => CENT_GRID.isOn(price as Price))).toEqual([true, false, true]);
  });

  test('has no place at 0 and at a dollar, where nothing trades', () => {
    expect(CENT_GRID.isOn(0 as Price)).toBe(false);
    expect(CENT_GRID.isOn(10_000 as Price)).toBe(false);
    expect(CENT_GRID.contains(0 as Price)).toBe(false);
    expect(CENT_GRID.contains(10_000 as Price)).toBe(false);
  });

  test('changes its step from band to band', () => {
    expect(TAPERED.isOn(990 as Price)).toBe(true);
    expect(TAPERED.isOn(1_010 as Price)).toBe(false);
    expect(TAPERED.next(990 as Price)).toBe(1_000);
    expect(TAPERED.next(1_000 as Price)).toBe(1_100);
    expect(TAPERED.previous(1_000 as Price)).toBe(990);
    expect(TAPERED.next(8_950 as Price)).toBe(9_000);
    expect(TAPERED.next(9_000 as Price)).toBe(9_010);
    expect(TAPERED.previous(9_000 as Price)).toBe(8_900);
  });

  test('ends inside the dollar', () => {
    expect(CENT_GRID.next(0 as Price)).toBe(100);
    expect(CENT_GRID.next(9_900 as Price)).toBeUndefined();
    expect(CENT_GRID.previous(10_000 as Price)).toBe(9_900);
    expect(CENT_GRID.previous(100 as Price)).toBeUndefined();
  });

  test('knows a price between two steps from one outside all bands', () => {
    const middle = new PriceGrid([range(2_000, 3_000, 100)]);
    expect([2_000, 2_050, 3_000, 3_001, 1_999].map((price) => middle.contains(price as Price))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(middle.next(100 as Price)).toBe(2_000);
    expect(middle.previous(9_000 as Price)).toBe(3_000);
  });

  test('a step that does not divide its band stops at the last whole step', () => {
    const uneven = new PriceGrid([range(0, 1_000, 300)]);
    expect(uneven.previous(10_000 as Price)).toBe(900);
    expect(uneven.next(900 as Price)).toBeUndefined();
  });

  test('snaps to the nearest price, down when two are as near', () => {
    expect([100, 149, 150, 151, 0, 10_000].map((price) => CENT_GRID.snap(price as Price))).toEqual([
      100, 100, 100, 200, 100, 9_900,
    ]);
  });

  test('an empty grid has nothing to offer', () => {
    expect(new PriceGrid([]).snap(5_000 as Price)).toBeUndefined();
  });

  test('the finest grid takes every price', () => {
    expect(FINEST_GRID.isOn(1 as Price)).toBe(true);
    expect(FINEST_GRID.next(5_000 as Price)).toBe(5_001);
  });
});

test('a band must have a length, a step and lie inside the dollar', () => {
  expect(isValidRange(range(0, 10_000, 100))).toBe(true);
  expect(isValidRange(range(5_000, 5_000, 100))).toBe(false);
  expect(isValidRange(range(0, 10_000, 0))).toBe(false);
  expect(isValidRange(range(-100, 10_000, 100))).toBe(false);
  expect(isValidRange(range(0, 10_001, 100))).toBe(false);
});
