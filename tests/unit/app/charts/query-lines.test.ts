import { expect, test } from 'vitest';
import { lonePoints, seriesLook } from '../../../../app/charts/query-lines.ts';

test('no two of the first six lines look alike, in colour or in dashes', () => {
  const looks = Array.from({ length: 6 }, (_, index) => seriesLook(index));
  expect(new Set(looks.map(({ colour }) => colour)).size).toBe(6);
  expect(new Set(looks.map(({ dash }) => dash.join())).size).toBe(6);
});

test('a value between two breaks is a point, for no line goes through it', () => {
  expect(lonePoints([1, null, 2, null, 3, 4, null, 5])).toEqual([0, 2, 7]);
  expect(lonePoints([null, 1, 2, undefined])).toEqual([]);
});
