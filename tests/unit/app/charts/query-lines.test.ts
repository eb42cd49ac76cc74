import { expect, test } from 'vitest';
import { lonePoints, seriesLooks } from '../../../../app/charts/query-lines.ts';

test('no two of six lines look alike, in colour or in dashes', () => {
  for (const names of [
    ['a', 'b', 'c', 'd', 'e', 'f'],
    ['a', 'no_sum', 'b', 'yes', 'yes_sum', 'c'],
  ]) {
    const looks = seriesLooks(names);
    expect(new Set(looks.map(({ colour }) => colour)).size).toBe(6);
    expect(new Set(looks.map(({ dash }) => dash.join())).size).toBe(6);
  }
});

test('a column that names a side has the colour of that side, and no other column has it', () => {
  const coloursOf = (...names: string[]) => seriesLooks(names).map(({ colour }) => colour);
  expect(coloursOf('yes_contracts', 'no_contracts')).toEqual(['yes', 'no']);
  expect(coloursOf('trades', 'contracts_no', 'notes')).toEqual(['accent', 'no', 'warn']);
});

test('a value between two breaks is a point, for no line goes through it', () => {
  expect(lonePoints([1, null, 2, null, 3, 4, null, 5])).toEqual([0, 2, 7]);
  expect(lonePoints([null, 1, 2, undefined])).toEqual([]);
});
