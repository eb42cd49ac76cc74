import { describe, expect, test } from 'vitest';
import { createRng } from '#core/lib/rng.ts';

function draw<T>(count: number, next: () => T): T[] {
  return Array.from({ length: count }, next);
}

describe('seeded chance', () => {
  test('equal seeds give equal sequences and others do not', () => {
    const first = createRng(7);
    const second = createRng(7);
    const other = createRng(8);
    const sequence = draw(1_000, () => first.next());
    expect(draw(1_000, () => second.next())).toEqual(sequence);
    expect(draw(1_000, () => other.next())).not.toEqual(sequence);
  });

  test('the sequence of a seed never changes, for recordings name only the seed', () => {
    const rng = createRng(42);
    expect(draw(4, () => rng.integer(1_000_000))).toMatchInlineSnapshot(`
      [
        660615,
        126880,
        111701,
        814939,
      ]
    `);
  });

  test('floats lie in [0, 1) with mean one half', () => {
    const rng = createRng(1);
    const values = draw(20_000, () => rng.next());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
  });

  test('integers cover [0, below) and nothing else', () => {
    const rng = createRng(2);
    expect(new Set(draw(500, () => rng.integer(5)))).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  test('normal draws have mean 0 and deviation 1', () => {
    const rng = createRng(3);
    const values = draw(20_000, () => rng.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });

  test('a choice without weights is fair', () => {
    const rng = createRng(4);
    const picks = draw(9_000, () => rng.choice(['a', 'b', 'c']));
    for (const item of ['a', 'b', 'c']) {
      expect(picks.filter((pick) => pick === item).length / 9_000).toBeCloseTo(1 / 3, 1);
    }
  });

  test('weights rule a choice and need not sum to one', () => {
    const rng = createRng(5);
    const picks = draw(8_000, () => rng.choice(['never', 'rare', 'often'], [0, 2, 6]));
    expect(picks).not.toContain('never');
    expect(picks.filter((pick) => pick === 'often').length / 8_000).toBeCloseTo(0.75, 1);
  });

  test('a choice from nothing throws', () => {
    expect(() => createRng(6).choice([])).toThrow('at least one item');
  });

  test("a fork has a sequence of its own, which the parent's further draws do not move", () => {
    const first = createRng(9);
    const fork = first.fork();
    first.next();
    const second = createRng(9);
    const again = second.fork();
    const sequence = draw(100, () => fork.next());
    expect(draw(100, () => again.next())).toEqual(sequence);
    expect(draw(100, () => second.next())).not.toEqual(sequence);
  });
});
