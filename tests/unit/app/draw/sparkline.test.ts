import { expect, test } from 'vitest';
import { ratePath, sparklinePath } from '../../../../app/draw/sparkline.ts';

const BOX = { width: 106, height: 26, from: 0, to: 1_000 };
const points = (pairs: readonly (readonly [number, number])[]) => ({
  at: Float64Array.from(pairs, ([at]) => at),
  yesPrice: Uint16Array.from(pairs, ([, price]) => price),
});

test('a price holds until the next trade: the path has only level and upright strokes', () => {
  const line = sparklinePath(
    points([
      [0, 1_000],
      [500, 2_000],
      [700, 2_000],
      [800, 1_500],
    ]),
    BOX,
  );
  expect(line?.path).toBe('M3 23H53V3H83V13H103');
  expect(line).toMatchObject({ x: 103, y: 13, baseY: 23 });
});

test('a market that hardly moved is drawn flat, in the middle', () => {
  expect(
    sparklinePath(
      points([
        [0, 5_000],
        [500, 5_000],
      ]),
      BOX,
    )?.path,
  ).toBe('M3 13H103');
});

test('trades before the window begin at its edge', () => {
  expect(sparklinePath(points([[-400, 5_000]]), BOX)?.path).toBe('M3 13H103');
});

test('where a gap begins the path breaks off, and goes on with the next trade', () => {
  const after = sparklinePath(
    points([
      [0, 1_000],
      [300, 0],
      [500, 2_000],
    ]),
    BOX,
  );
  expect(after?.path).toBe('M3 23H33M53 3H103');
  const inside = sparklinePath(
    points([
      [0, 1_000],
      [300, 0],
      [400, 0],
    ]),
    BOX,
  );
  expect(inside).toEqual({ path: 'M3 13H33', x: 33, y: 13, baseY: 13 });
});

test('no trade, no path', () => {
  expect(sparklinePath(points([]), BOX)).toBeUndefined();
});

test('a rate of nothing lies on the floor', () => {
  expect(ratePath([0, 0, 0], 20, 10)).toBe('M0 9L10 9L20 9');
  expect(ratePath([0, 4], 20, 10)).toBe('M0 9L20 1');
});

test('a path of NO prices is the same path the other way up', () => {
  const path = points([
    [0, 1_000],
    [500, 2_000],
  ]);
  expect([sparklinePath(path, BOX)?.path, sparklinePath(path, BOX, true)?.path]).toEqual([
    'M3 23H53V3H103',
    'M3 3H53V23H103',
  ]);
});
