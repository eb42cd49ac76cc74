import { describe, expect, test } from 'vitest';
import { RollingBuckets } from '#core/market/analytics.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** A full hour. */
const NOW = 1_789_984_800_000;

function minutesAt(now: number): RollingBuckets {
  const buckets = new RollingBuckets(MINUTE, 60);
  buckets.advance(now);
  return buckets;
}

describe('rolling buckets', () => {
  test('end with the current one and start with the oldest, empty ones included', () => {
    const buckets = minutesAt(NOW);
    buckets.add(NOW, 1, 2, 3, 4);
    buckets.add(NOW - 59 * MINUTE, 10, 20, 30, 40);
    buckets.add(NOW - 60 * MINUTE, 100, 200, 300, 400);
    const view = buckets.view();
    expect(view.startMs).toHaveLength(60);
    expect(view.startMs[0]).toBe(NOW - 59 * MINUTE);
    expect(view.startMs[59]).toBe(NOW);
    expect(view.volume[0]).toBe(30);
    expect(view.volume[59]).toBe(3);
    expect(view.totals).toEqual({ yesVolume: 11, noVolume: 22, volume: 33, notional: 33, trades: 44 });
    expect(view.peak).toEqual({ startMs: NOW - 59 * MINUTE, volume: 30 });
  });

  test('have no peak before the first trade, and the earliest of equals after', () => {
    const buckets = minutesAt(NOW);
    expect(buckets.view().peak).toBeUndefined();
    buckets.add(NOW, 5, 0, 0, 1);
    buckets.add(NOW - MINUTE, 0, 5, 0, 1);
    expect(buckets.view().peak).toEqual({ startMs: NOW - MINUTE, volume: 5 });
  });

  test('are empty after idle hours, and right again from the next trade on', () => {
    const buckets = minutesAt(NOW);
    buckets.add(NOW, 1, 0, 0, 1);
    // 128 places: this minute falls on the same place as the first one.
    const later = NOW + 128 * MINUTE;
    buckets.advance(later);
    expect(buckets.view().totals.trades).toBe(0);
    buckets.add(later, 2, 0, 0, 1);
    expect(buckets.view().totals).toMatchObject({ volume: 2, trades: 1 });
  });

  test('drop what is older than they reach, and keep what came later in its place', () => {
    const buckets = minutesAt(NOW);
    buckets.add(NOW, 1, 0, 0, 1);
    buckets.add(NOW - 128 * MINUTE, 9, 0, 0, 1);
    expect(buckets.view().totals.volume).toBe(1);
  });

  test('a clock that jumped ahead and back has lost nothing', () => {
    const buckets = minutesAt(NOW);
    buckets.add(NOW, 1, 0, 0, 1);
    buckets.advance(NOW + 5 * HOUR);
    expect(buckets.view().totals.trades).toBe(0);
    buckets.add(NOW + 1, 1, 0, 0, 1);
    buckets.advance(NOW + MINUTE);
    expect(buckets.view().totals.trades).toBe(2);
  });

  test('a clock set back by hours does not block the buckets of before', () => {
    const buckets = minutesAt(NOW);
    buckets.add(NOW, 1, 0, 0, 1);
    const back = NOW - 128 * MINUTE;
    buckets.advance(back);
    buckets.add(back, 7, 0, 0, 1);
    expect(buckets.view().startMs.at(-1)).toBe(back);
    expect(buckets.view().totals.volume).toBe(7);
  });

  test('trades from a clock a little ahead are shown at once, those of an absurd one are not', () => {
    const buckets = minutesAt(NOW);
    buckets.add(NOW + 2 * MINUTE, 1, 0, 0, 1);
    expect(buckets.view().startMs.at(-1)).toBe(NOW + 2 * MINUTE);
    buckets.add(NOW + 2 * HOUR, 1, 0, 0, 1);
    expect(buckets.view().startMs.at(-1)).toBe(NOW + 2 * MINUTE);
  });

  test('without a clock they end with the newest trade', () => {
    const buckets = new RollingBuckets(HOUR, 24);
    buckets.add(NOW, 1, 0, 0, 1);
    expect(buckets.view().startMs.at(-1)).toBe(NOW);
  });
});
