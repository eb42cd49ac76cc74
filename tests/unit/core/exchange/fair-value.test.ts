import { describe, expect, test } from 'vitest';
import {
  advancePath,
  chanceOf,
  drawWinner,
  isTrue,
  normalCumulative,
  type LevelPath,
  type RacePath,
} from '#core/exchange/fair-value.ts';
import { createRng } from '#core/lib/rng.ts';
import { HOUR, type UnixMs } from '#core/units/time.ts';

const NOW = 1_000_000_000_000 as UnixMs;
const later = (hours: number): UnixMs => (NOW + hours * HOUR) as UnixMs;
const level = (value: number, liveFrom = NOW): LevelPath => ({
  kind: 'level',
  value,
  hourlyDeviation: 10,
  liveFrom,
  updatedAt: NOW,
});
const race = (...logits: number[]): RacePath => ({
  kind: 'race',
  logits,
  hourlyDeviation: 0.1,
  updatedAt: NOW,
});

describe('fair value', () => {
  test.each([
    [0, 0.5],
    [1, 0.8413447],
    [-1.96, 0.0249979],
    [6, 1],
  ])('the normal distribution at %d is %d', (x, expected) => {
    expect(normalCumulative(x)).toBeCloseTo(expected, 6);
  });

  test('the ranges of a partition sum to one', () => {
    const path = level(100);
    const sum =
      chanceOf(path, { kind: 'below', cap: 95 }, later(1)) +
      chanceOf(path, { kind: 'between', floor: 95, cap: 107 }, later(1)) +
      chanceOf(path, { kind: 'above', floor: 107 }, later(1));
    expect(sum).toBeCloseTo(1, 9);
  });

  test('a higher strike is less likely, and near the end the level decides', () => {
    const path = level(100);
    const at = (floor: number, hours: number): number =>
      chanceOf(path, { kind: 'above', floor }, later(hours));
    expect(at(101, 1)).toBeGreaterThan(at(110, 1));
    expect(at(101, 0.0001)).toBeLessThan(1e-6);
    expect(at(99, 0.0001)).toBeGreaterThan(1 - 1e-6);
  });

  test('a match before its start hardly moves', () => {
    const spread = (path: LevelPath): number => {
      const rng = createRng(4);
      let sum = 0;
      for (let count = 0; count < 300; count++) {
        const moved = { ...path };
        advancePath(moved, later(1), rng);
        sum += (moved.value - path.value) ** 2;
      }
      return Math.sqrt(sum / 300);
    };
    expect(spread(level(0))).toBeGreaterThan(8);
    expect(spread(level(0, later(2)))).toBeLessThan(3);
  });

  test('the chances of a race sum to one, and one contender is drawn', () => {
    const path = race(0, 1, 2);
    const chances = [0, 1, 2].map((index) => chanceOf(path, { kind: 'winner', index }, later(1)));
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
    const winner = drawWinner(path, createRng(2));
    expect([0, 1, 2].filter((index) => isTrue(path, { kind: 'winner', index }, winner))).toHaveLength(1);
    advancePath(path, later(1), createRng(1));
    expect(path.logits).not.toEqual([0, 1, 2]);
  });

  test('a claim is judged by where the path ended', () => {
    const path = level(100);
    expect(isTrue(path, { kind: 'above', floor: 100 }, -1)).toBe(true);
    expect(isTrue(path, { kind: 'below', cap: 100 }, -1)).toBe(false);
    expect(isTrue(path, { kind: 'between', floor: 90, cap: 100 }, -1)).toBe(false);
    expect(isTrue(path, { kind: 'legs' }, -1)).toBe(false);
  });

  test('a claim that a path knows nothing of has no chance', () => {
    expect(chanceOf(race(0), { kind: 'above', floor: 0 }, later(1))).toBe(0);
    expect(chanceOf(level(0), { kind: 'legs' }, later(1))).toBe(0);
    expect(drawWinner(level(0), createRng(1))).toBe(-1);
  });
});
