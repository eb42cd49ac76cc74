import { describe, expect, test } from 'vitest';
import { MarketEngine } from '#core/market/engine.ts';
import { pointsOfBuckets, PriceBuckets } from '#core/market/spark.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade } from '../../../support/oracle-market.ts';

const NOW = 1_789_984_830_000 as UnixMs;
const MINUTE = 60_000;
const A = 'KXA-1' as Ticker;

/** `count` trades spread over the hour up to NOW, price by `priceOf`. */
function busy(count: number, priceOf: (i: number) => number): MarketEngine {
  const engine = new MarketEngine({ windows: [5, 30] });
  engine.advance(NOW);
  for (let i = 0; i < count; i++)
    engine.apply(
      aTrade({
        venueAt: NOW - 60 * MINUTE + 1 + Math.floor((i * (60 * MINUTE - 1)) / (count - 1)),
        yesPrice: priceOf(i),
      }),
      NOW,
    );
  return engine;
}

describe('sparklines', () => {
  test('give few trades one by one, late ones in their place', () => {
    const engine = new MarketEngine({ windows: [5] });
    engine.advance(NOW);
    for (const ago of [9, 3, 5, 400_000])
      engine.apply(aTrade({ venueAt: NOW - ago, yesPrice: 1_000 + ago }), NOW);
    const points = engine.market(A, 5)?.points;
    expect([...(points?.at ?? [])]).toEqual([NOW - 9, NOW - 5, NOW - 3]);
    expect([...(points?.yesPrice ?? [])]).toEqual([1_009, 1_005, 1_003]);
  });

  test.each([5, 30, 60])(
    'stay within 300 points over %d minutes of a busy market, in order, inside',
    (minutes) => {
      const engine = busy(40_000, (i) => 1 + ((i * 7_919) % 9_999));
      const view = engine.market(A, minutes);
      const at = [...(view?.points.at ?? [])];
      expect(at.length).toBeGreaterThanOrEqual(100);
      expect(at.length).toBeLessThanOrEqual(300);
      expect(at).toEqual(at.toSorted((a, b) => a - b));
      expect(at[0]).toBeGreaterThan(NOW - minutes * MINUTE);
      expect(at.at(-1)).toBe(view?.lastAt);
      expect(view?.points.yesPrice.at(-1)).toBe(view?.yesPrice);
    },
  );

  test('keep the extremes of a busy market, also of late trades', () => {
    const engine = busy(20_000, (i) => (i === 17_777 ? 9_900 : i === 12_345 ? 100 : 5_000));
    engine.apply(aTrade({ venueAt: NOW - 20 * MINUTE, yesPrice: 9_990 }), NOW);
    const prices = engine.market(A, 60)?.points.yesPrice ?? new Uint16Array();
    expect(Math.max(...prices)).toBe(9_990);
    expect(Math.min(...prices)).toBe(100);
    expect(prices).toContain(9_900);
  });

  test('forget buckets of an hour before', () => {
    const engine = busy(2_000, () => 9_000);
    const later = NOW + 90 * MINUTE;
    engine.advance(later as UnixMs);
    for (let i = 0; i < 400; i++)
      engine.apply(aTrade({ venueAt: later - 1_000 * i, yesPrice: 4_000 }), later as UnixMs);
    const prices = engine.market(A, 60)?.points.yesPrice ?? new Uint16Array();
    expect(new Set(prices)).toEqual(new Set([4_000]));
  });

  test('a folded market still has figures and a path of what is left', () => {
    const engine = new MarketEngine({ windows: [5], ringCapacity: 2 });
    engine.advance(NOW);
    for (let i = 0; i < 5; i++) engine.apply(aTrade({ venueAt: NOW + i, yesPrice: 1_000 + i }), NOW);
    const view = engine.market(A, 5);
    expect(view).toMatchObject({ trades: 5, isExact: false, yesPrice: 1_004 });
    expect([...(view?.points.yesPrice ?? [])]).toEqual([1_003, 1_004]);
    engine.apply(aTrade({ ticker: 'KXB-1', venueAt: NOW + 9 }), NOW);
    engine.apply(aTrade({ ticker: 'KXB-1', venueAt: NOW + 9 }), NOW);
    expect(engine.market(A, 5)).toMatchObject({ trades: 5, yesPrice: 1_004, lastAt: NOW + 4, change: 0 });
  });
});

describe('price buckets', () => {
  const start = 1_789_984_800_000;

  test('close with the latest trade, whatever arrived last', () => {
    const buckets = new PriceBuckets();
    buckets.add(start + 4_000, 6_000);
    buckets.add(start + 1_000, 2_000);
    expect([...pointsOfBuckets(buckets, start - 1, 300_000).yesPrice]).toEqual([6_000, 2_000, 6_000]);
  });

  test('do not mix with those of long before', () => {
    const buckets = new PriceBuckets();
    buckets.add(start, 6_000);
    buckets.add(start - 1_024 * 5_000, 1);
    expect(new Set(pointsOfBuckets(buckets, start - 1, 300_000).yesPrice)).toEqual(new Set([6_000]));
  });
});

describe('a busy market that is drawn again', () => {
  test('shows the trades since, as if it were drawn for the first time', () => {
    const priceOf = (i: number): number => 1 + ((i * 7_919) % 9_999);
    const drawn = busy(2_000, priceOf);
    const fresh = busy(2_000, priceOf);
    expect(drawn.market(A, 60)?.points.at.length).toBeGreaterThan(100);
    for (const engine of [drawn, fresh])
      for (const ago of [900_000, 4, 0]) engine.apply(aTrade({ venueAt: NOW - ago, yesPrice: 5_555 }), NOW);
    expect(drawn.market(A, 60)?.points).toEqual(fresh.market(A, 60)?.points);
    expect(drawn.market(A, 60)?.points.yesPrice.at(-1)).toBe(5_555);
  });
});

test('the ranking is by volume, then by name, cut after the last asked for', () => {
  const engine = new MarketEngine({ windows: [5] });
  engine.advance(NOW);
  const quantityOf = [300, 100, 500, 300, 100, 300];
  for (const [i, quantity] of quantityOf.entries())
    engine.apply(aTrade({ ticker: `KXT-${9 - i}`, venueAt: NOW - 1, quantity }), NOW);
  const ranked = (limit: number): string[] => engine.hot(5, limit, true).map((market) => market.ticker);
  expect(ranked(3)).toEqual(['KXT-7', 'KXT-4', 'KXT-6']);
  expect(ranked(99)).toEqual(['KXT-7', 'KXT-4', 'KXT-6', 'KXT-9', 'KXT-5', 'KXT-8']);
  expect(ranked(0)).toEqual([]);
});
