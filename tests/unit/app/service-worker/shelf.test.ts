/** When the files of an older build may go. */
import { expect, test } from 'vitest';
import { needless, replacedBy, shelfName } from '../../../../app/service-worker/shelf.ts';

const [OLD, NEW] = [shelfName(0xa), shelfName(0xb)];
const NAMES = [OLD, NEW, 'of another program'];
const alone = { own: NEW, tabs: 0, isNewerWaiting: false };

test('a build has a name of its own', () => {
  expect([OLD, NEW]).toEqual(['flowboard-0000000a', 'flowboard-0000000b']);
});

test('with no other tab the older build’s files go, and nothing else', () => {
  expect(needless(NAMES, alone)).toEqual([OLD]);
});

test('with another tab open, which may show the older build, they stay', () => {
  expect(needless(NAMES, { ...alone, tabs: 1 })).toEqual([]);
});

test('the files of a newer build that waits are left alone', () => {
  expect(needless(NAMES, { own: OLD, tabs: 0, isNewerWaiting: true })).toEqual([]);
});

test('a reloaded tab goes on as one that is open; one whose page had died does not', () => {
  const page = 'http://127.0.0.1:47831/';
  expect(replacedBy(page, [`${page}#pair=x`, `${page}?view=market`])).toBe(1);
  expect(replacedBy(`${page}?market=A`, [page])).toBe(0);
  expect(replacedBy(page, [])).toBe(0);
});
