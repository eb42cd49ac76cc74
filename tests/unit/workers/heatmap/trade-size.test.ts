/** From which size on trades are dots: round, of what is usual, and still. */
import { describe, expect, test } from 'vitest';
import { TradeSize } from '../../../../workers/heatmap/trade-size.ts';

/** Ten bins of which four are smaller: `contracts` is the least of those that are to be shown. */
const sizes = (contracts: number) =>
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((i) => (i <= 4 ? 1 : i * contracts * 20));
const usual = (contracts: number) => () => sizes(contracts);

describe('the size from which on trades are dots', () => {
  test.each([
    [0.2, 1],
    [1, 1],
    [19, 10],
    [20, 20],
    [49, 20],
    [50, 50],
    [99_000, 50_000],
  ])('of a usual trade of %d contracts it is %d', (contracts, round) => {
    const size = new TradeSize();
    size.look(usual(contracts), 0);
    expect(size.size).toBe(100 * round);
  });

  test('is one contract where there is no trade', () => {
    const size = new TradeSize();
    size.look(() => [], 0);
    expect(size.size).toBe(100);
  });

  test('holds still while what is usual goes to and fro over a round size', () => {
    const size = new TradeSize();
    const seen = new Set<number>();
    for (let look = 0; look < 40; look++) {
      size.look(usual(look % 2 === 0 ? 18 : 23), 2_000 * look);
      seen.add(size.size);
    }
    expect([...seen]).toEqual([1_000]);
  });

  test('moves when what is usual is well outside of its step, up and down', () => {
    const size = new TradeSize();
    const after = (contracts: number, at: number): number => {
      size.look(usual(contracts), at);
      return size.size;
    };
    expect(after(15, 0)).toBe(1_000);
    expect(after(27, 2_000)).toBe(1_000);
    expect(after(29, 4_000)).toBe(2_000);
    expect(after(15, 6_000)).toBe(2_000);
    expect(after(13, 8_000)).toBe(1_000);
  });

  test('is looked at every two seconds, and at once after it began anew', () => {
    const size = new TradeSize();
    size.look(usual(10), 0);
    size.look(usual(1_000), 1_999);
    expect(size.size).toBe(1_000);
    size.restart();
    size.look(usual(1_000), 2_000);
    expect(size.size).toBe(100_000);
  });
});
