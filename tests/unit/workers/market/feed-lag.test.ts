/** A line or a worker that does not keep up is told in seconds; a clock that is wrong, a late trade and a stray stamp are not. */
import { expect, test } from 'vitest';
import { createRng } from '#core/lib/rng.ts';
import { HOUR, MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import { FeedLag } from '../../../../workers/market/feed-lag.ts';

interface Line {
  /** What our monotonic clock says less the exchange's, ms: anything. */
  readonly skew: number;
  /** Of the way, at least and at most, ms. */
  readonly way: readonly [number, number];
  readonly seed?: number;
}

/** A feed with a trade each 100 ms, taken in as late as it is told to be. */
function aFeed({ skew, way, seed = 1 }: Line) {
  const lag = new FeedLag();
  const rng = createRng(seed);
  let now = HOUR as number;
  const take = (lateMs: number): void =>
    lag.take((now - skew - way[0] - rng.integer(way[1] - way[0] + 1) - lateMs) as UnixMs, now);
  return {
    /** Lets time pass with trades that come `lateMs` late; returns every lag that was told. */
    pass(ms: number, lateMs: number): readonly number[] {
      const told: number[] = [];
      for (const end = now + ms; now < end; now += 100) {
        take(lateMs);
        told.push(lag.behindMs(now));
      }
      return told;
    },
    /** One trade of its own, at once. */
    take,
    wait(ms: number): number {
      now += ms;
      return lag.behindMs(now);
    },
  };
}

test('whatever the clocks say, a lag is told within six seconds to within the way, and taken back within six', () => {
  const rng = createRng(7);
  for (let run = 0; run < 60; run++) {
    const skew = (rng.integer(20) - 10) * MINUTE + rng.integer(SECOND);
    const most = 20 + rng.integer(600);
    const late = 2_000 + most + rng.integer(60_000);
    const feed = aFeed({ skew, way: [20, most], seed: run + 1 });
    expect(feed.pass(2 * MINUTE, 0).every((told) => told === 0)).toBe(true);
    const told = feed.pass(20 * SECOND, late);
    for (const each of told.slice(60)) expect(Math.abs(each - late)).toBeLessThanOrEqual(most);
    const after = feed.pass(20 * SECOND, 0);
    expect(after.slice(60).every((each) => each === 0)).toBe(true);
  }
});

test('what comes less than two seconds late is not told; once told it is until it is less than one', () => {
  const feed = aFeed({ skew: 0, way: [50, 50] });
  feed.pass(MINUTE, 0);
  expect(Math.max(...feed.pass(MINUTE, 1_900))).toBe(0);
  expect(feed.pass(10 * SECOND, 2_100).at(-1)).toBe(2_100);
  expect(feed.pass(10 * SECOND, 1_200).at(-1)).toBe(1_200);
  expect(feed.pass(10 * SECOND, 900).at(-1)).toBe(0);
});

test('trades that the exchange tells late among others are no lag, nor is a burst after a pause', () => {
  const feed = aFeed({ skew: 0, way: [50, 50] });
  feed.pass(MINUTE, 0);
  for (let i = 0; i < 50; i++) {
    feed.take(30_000);
    expect(Math.max(...feed.pass(200, 0))).toBe(0);
  }
  // Held up for five seconds, and through at once: the last of them is on time.
  expect(feed.wait(5 * SECOND)).toBe(0);
  for (let late = 5_000; late >= 0; late -= 100) feed.take(late);
  expect(feed.wait(0)).toBe(0);
});

test('two stamps of the time to come make nothing late for the hour after them', () => {
  const feed = aFeed({ skew: 0, way: [50, 50] });
  feed.pass(30 * SECOND, 0);
  feed.take(-20_000);
  feed.take(-20_000);
  expect(Math.max(...feed.pass(5 * MINUTE, 0))).toBe(0);
});

test('with too few trades nothing is told, and what was told ends with the trades', () => {
  const feed = aFeed({ skew: 0, way: [50, 50] });
  feed.pass(MINUTE, 0);
  expect(feed.wait(20 * SECOND)).toBe(0);
  feed.take(9_000);
  feed.take(9_000);
  expect(feed.wait(0)).toBe(0);
  feed.take(9_000);
  expect(feed.wait(0)).toBe(9_000);
  expect(feed.wait(7 * SECOND)).toBe(0);
});

test('a lag that was there from the first trade is told against what our clock is ahead at most', () => {
  const lag = new FeedLag();
  const told = (mostAhead: number | undefined) => {
    for (let i = 0; i < 3; i++) lag.take((HOUR - 4_000) as UnixMs, HOUR, mostAhead);
    return lag.behindMs(HOUR);
  };
  expect(told(undefined)).toBe(0);
  expect(told(300)).toBe(3_700);
  // No trade can be heard before it is made either.
  expect(told(9_000)).toBe(0);
  // The shortest way of trades stays the shortest where the answers are slow.
  for (let i = 0; i < 3; i++) lag.take((HOUR - 50) as UnixMs, HOUR);
  const later = HOUR + 10 * SECOND;
  for (let i = 0; i < 3; i++) lag.take((later - 4_050) as UnixMs, later, 3_000);
  expect(lag.behindMs(later)).toBe(4_000);
});

test('stamps that are hours off are of another clock than the answers: a recording that is sent once more', () => {
  const lag = new FeedLag();
  const told = (wayMs: number) => {
    for (let i = 0; i < 3; i++) lag.take((HOUR - wayMs) as UnixMs, HOUR, 0);
    return lag.behindMs(HOUR);
  };
  expect(told(3 * HOUR)).toBe(0);
});

test('after an hour a lag is the way there is', () => {
  const feed = aFeed({ skew: 0, way: [50, 50] });
  feed.pass(MINUTE, 0);
  expect(feed.pass(50 * MINUTE, 4_000).at(-1)).toBe(4_000);
  expect(feed.pass(15 * MINUTE, 4_000).at(-1)).toBe(0);
});
