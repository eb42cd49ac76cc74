/** Where a SQLite file is damaged, by its bytes: the page is named, whole files have none, and nothing makes it throw. */
import initSqlJs from 'sql.js';
import { describe, expect, test } from 'vitest';
import { createRng } from '#core/lib/rng.ts';
import { layoutProblem, pageNamed } from '../../../../../workers/query/import/sqlite-pages.ts';

const sql = await initSqlJs();

/** Returns a file with so many tables, in pages of `pageSize`. */
function fileOf(tables: number, pageSize = 4_096): Uint8Array {
  const database = new sql.Database();
  database.run(`PRAGMA page_size = ${pageSize}`);
  for (let i = 0; i < tables; i++) database.run(`CREATE TABLE a_table_of_many_${i}(one TEXT, two TEXT)`);
  const bytes = database.export();
  database.close();
  return bytes;
}

/** Returns `file` with `bytes` from `at` on. */
function put(file: Uint8Array, at: number, ...bytes: readonly number[]): Uint8Array {
  const copy = new Uint8Array(file);
  copy.set(bytes, at);
  return copy;
}

describe('the layout of a file', () => {
  test.each([
    [1, 4_096],
    [60, 4_096],
    [60, 512],
    [400, 512],
    [60, 65_536],
  ])('of %i tables in pages of %i bytes is sound', (tables, pageSize) => {
    expect(layoutProblem(fileOf(tables, pageSize))).toBeUndefined();
  });

  const file = fileOf(60);

  test.each([
    [
      'a list of tables with a cell beyond its page',
      put(file, 112, 0xff, 0xff),
      'Page 1 .* cell 1 lies outside',
    ],
    ['more cells than a page can have', put(file, 103, 0xff, 0xff), 'Page 1 .* lies outside'],
    [
      'a list that goes on at no page of the file',
      put(file, 108, 0, 0, 0xff, 0),
      'Page 1 .* found page 65280',
    ],
    ['a list that goes on at page 0', put(file, 108, 0, 0, 0, 0), 'Page 1 .* found page 0'],
    ['a first page of another kind', put(file, 100, 2), 'Page 1 .* found type 2'],
    ['a page size of 513', put(file, 16, 2, 1), 'page 1.* found 513'],
    ['a page size of 2', put(file, 16, 0, 2), 'page 1.* found 2'],
    ['half a header', file.slice(0, 50), 'cut off on page 1: expected a header of 100 bytes, found 50'],
    [
      'half a page, whoever wrote it',
      put(file, 24, 9, 9, 9, 9).slice(0, 2_000),
      'cut off on page 1: expected 1 page',
    ],
  ])('with %s names the page', (_, bytes, words) => {
    expect(layoutProblem(bytes)).toMatch(new RegExp(words));
  });

  test('is taken as it is where the count of pages is an old program’s', () => {
    expect(layoutProblem(put(put(file, 24, 9, 9, 9, 9), 28, 0, 0, 0xff, 0))).toBeUndefined();
  });

  test('is looked at without a throw, whatever stands there', () => {
    const rng = createRng(3);
    for (let i = 0; i < 3_000; i++) {
      const bytes = new Uint8Array(file);
      for (let k = rng.integer(6); k >= 0; k--) bytes[16 + rng.integer(140)] = rng.integer(256);
      const length = rng.integer(3) === 0 ? rng.integer(bytes.length) : bytes.length;
      expect(['string', 'undefined']).toContain(typeof layoutProblem(bytes.subarray(0, length)));
    }
  });
});

test.each([
  ['Tree 12 page 40: btreeInitPage() returns error code 11', 40],
  ['Tree 12 page 40 cell 3: invalid page number 77', 40],
  ['Page 7: never used', 7],
  ['wrong # of entries in index ti', undefined],
])('"%s" names the page %s', (words, page) => {
  expect(pageNamed(words)).toBe(page);
});
