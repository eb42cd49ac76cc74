/** Rows of the heatmap: one for each price of the grid while pixels last, sums where they do not. */
import { expect, test } from 'vitest';
import { priceRows, shareFromTop, wholeSpan } from '#core/market/liquidity/price-rows.ts';
import { SeenGrid } from '#core/market/liquidity/seen-grid.ts';

const CENTS = [{ start: 0, end: 10_000, step: 100 }];

test('a grid of cents has a row for each of 99 prices, from the top of the picture to its bottom', () => {
  const rows = priceRows(CENTS, wholeSpan(CENTS), 374);
  expect(rows.count).toBe(99);
  expect([rows.lowest[0], rows.lowest[98]]).toEqual([100, 9_900]);
  expect([rows.bottom[0], rows.top[98]]).toEqual([374, 0]);
  for (let row = 1; row < rows.count; row++) expect(rows.bottom[row]).toBe(rows.top[row - 1]);
});

test('a price off the grid counts in the row it lies in; 0 and a dollar in none', () => {
  const rows = priceRows(CENTS, wholeSpan(CENTS), 374);
  expect(rows.rowOf[5_049]).toBe(rows.rowOf[5_000]);
  expect(rows.rowOf[5_050]).toBe(rows.rowOf[5_100]);
  expect([rows.rowOf[0], rows.rowOf[10_000]]).toEqual([-1, -1]);
});

test('with fewer pixels than prices several prices share a row, and none is lost', () => {
  const bands = [{ start: 0, end: 10_000, step: 10 }];
  const rows = priceRows(bands, wholeSpan(bands), 200);
  expect(rows.count).toBeLessThanOrEqual(200);
  for (let price = 10; price < 10_000; price += 10) {
    const row = rows.rowOf[price] ?? -1;
    expect(row).toBeGreaterThanOrEqual(0);
    expect(price).toBeGreaterThanOrEqual(rows.lowest[row] ?? Infinity);
    expect(price).toBeLessThanOrEqual(rows.highest[row] ?? -Infinity);
  }
});

test('on a tapered grid the cells reach half way to their neighbours, narrow at the ends and wide in the middle', () => {
  const bands = [
    { start: 0, end: 1_000, step: 10 },
    { start: 1_000, end: 9_000, step: 100 },
    { start: 9_000, end: 10_000, step: 10 },
  ];
  const rows = priceRows(bands, wholeSpan(bands), 9_990);
  const heightOf = (price: number): number => {
    const row = rows.rowOf[price] ?? -1;
    return (rows.bottom[row] ?? 0) - (rows.top[row] ?? 0);
  };
  expect([heightOf(500), heightOf(5_000), heightOf(9_500)]).toEqual([10, 100, 10]);
  expect(heightOf(1_000)).toBe(55);
});

test('what lies outside of the span is in no row', () => {
  const rows = priceRows(CENTS, { low: 3_950, high: 6_050 }, 210);
  expect(rows.count).toBe(21);
  expect([rows.rowOf[3_900], rows.rowOf[4_000], rows.rowOf[6_100]]).toEqual([-1, 0, -1]);
});

test('a grid is as fine as the prices seen on it, band by band and from both ends', () => {
  const grid = new SeenGrid();
  for (const price of [100, 5_000, 9_900]) grid.see(price);
  expect(grid.bands()).toEqual(CENTS);
  expect(grid.version).toBe(0);
  grid.see(430);
  expect(grid.version).toBeGreaterThan(0);
  expect(grid.bands()).toEqual([
    { start: 0, end: 100, step: 100 },
    { start: 100, end: 1_000, step: 10 },
    { start: 1_000, end: 9_000, step: 100 },
    { start: 9_000, end: 9_900, step: 10 },
    { start: 9_900, end: 10_000, step: 100 },
  ]);
  grid.see(5_001);
  expect(grid.bands()[2]).toEqual({ start: 1_000, end: 9_000, step: 1 });
});

test('rows of NO prices are the same rows the other way up', () => {
  const [rows, turned] = [false, true].map((isMirrored) =>
    priceRows(CENTS, wholeSpan(CENTS), 374, isMirrored),
  ) as [ReturnType<typeof priceRows>, ReturnType<typeof priceRows>];
  expect([...turned.lowest]).toEqual([...rows.lowest]);
  expect([...turned.rowOf]).toEqual([...rows.rowOf]);
  expect([turned.top[0], turned.bottom[98]]).toEqual([0, 374]);
  for (let row = 0; row < rows.count; row++) {
    expect(turned.top[row]).toBe(374 - (rows.bottom[row] ?? 0));
    expect(turned.bottom[row]).toBe(374 - (rows.top[row] ?? 0));
  }
  expect(shareFromTop(rows, 2_500) + shareFromTop(turned, 2_500)).toBeCloseTo(1, 12);
});
