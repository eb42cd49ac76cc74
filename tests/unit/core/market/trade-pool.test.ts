import { describe, expect, test } from 'vitest';
import { createRng } from '#core/lib/rng.ts';
import { MarketEngine } from '#core/market/engine.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade } from '../../../support/oracle-market.ts';

const NOW = 1_789_984_830_000 as UnixMs;
const HOUR = 3_600_000;

/** Stamps of every trade held, newest first. */
function stampsOf(engine: MarketEngine): number[] {
  return engine.recent(100_000).map((trade) => trade.venueAt);
}

function engineWith(stamps: readonly number[]): MarketEngine {
  const engine = new MarketEngine({ windows: [5] });
  engine.advance(NOW);
  for (const [i, venueAt] of stamps.entries()) engine.apply(aTrade({ venueAt, ticker: `KXA-${i % 3}` }), NOW);
  return engine;
}

describe('order of time, whatever the order of arrival', () => {
  const rng = createRng(7);
  const rising = Array.from({ length: 4_000 }, (_, i) => NOW - 3_000_000 + i * 700);
  test.each([
    ['oldest first', rising],
    ['newest first, as REST pages come', rising.toReversed()],
    ['at random over the hour', rising.map(() => NOW - rng.integer(HOUR - 1))],
    ['in whole seconds', rising.map(() => NOW - 1_000 * rng.integer(3_500))],
    ['two delayed streams and a live one', rising.map((at, i) => at - 200_000 * (i % 3))],
  ])('%s', (_, stamps) => {
    const kept = stamps.filter((at) => at > NOW - HOUR);
    const engine = engineWith(kept);
    expect(stampsOf(engine)).toEqual(kept.toSorted((a, b) => b - a));
    const perTicker = [0, 1, 2].map((i) =>
      engine.trades(`KXA-${i}` as Ticker, 60, 100_000).map((trade) => trade.venueAt),
    );
    expect(perTicker).toEqual(
      [0, 1, 2].map((i) => kept.filter((_at, index) => index % 3 === i).toSorted((a, b) => b - a)),
    );
  });

  test('slots are used again: hours of trades leave no more than the last hour', () => {
    const engine = new MarketEngine({ windows: [5] });
    const stamps: number[] = [];
    for (let i = 0; i < 12_000; i++) {
      const now = (NOW + i * 1_000) as UnixMs;
      if (i % 50 === 0) engine.advance(now);
      const venueAt = now - ((i * 7_919) % 40_000);
      stamps.push(venueAt);
      engine.apply(aTrade({ venueAt, tradeId: `T-${i}` }), now);
    }
    const now = (NOW + 12_000_000) as UnixMs;
    engine.advance(now);
    const inside = stamps.filter((at) => at > now - HOUR).toSorted((a, b) => b - a);
    expect(engine.market('KXA-1' as Ticker, 60)?.trades).toBe(inside.length);
    expect(stampsOf(engine)).toEqual(inside);
    expect(new Set(engine.recent(9_999).map((trade) => trade.tradeId)).size).toBe(inside.length);
  });

  test('equal stamps keep the order of arrival', () => {
    const engine = new MarketEngine({ windows: [5] });
    engine.advance(NOW);
    for (const [i, ago] of [5, 0, 5, 0, 5].entries())
      engine.apply(aTrade({ venueAt: NOW - ago, yesPrice: i + 1 }), NOW);
    expect(engine.recent(9).map((trade) => trade.yesPrice)).toEqual([4, 2, 5, 3, 1]);
    expect(engine.trades('KXA-1' as Ticker, 5, 9).map((trade) => trade.yesPrice)).toEqual([4, 2, 5, 3, 1]);
  });
});

describe('a slot that is used again', () => {
  test('keeps neither the id nor the stamp of the trade before', () => {
    const engine = new MarketEngine({ windows: [5], ringCapacity: 1 });
    engine.advance(NOW);
    engine.apply(aTrade({ tradeId: 'T-1', venueAt: NOW + HOUR }), NOW);
    const later = (NOW + 10 * 60_000) as UnixMs;
    engine.advance(later);
    engine.apply(aTrade({ venueAt: later }), later);
    expect(engine.recent(9)).toEqual([{ ...aTrade({ venueAt: later }), receivedAt: later, ingest: 1 }]);
  });

  test('is not taken for the neighbour of its last late arrival', () => {
    const engine = new MarketEngine({ windows: [5], ringCapacity: 4 });
    engine.advance(NOW);
    const apply = (ticker: string, ago: number): void => {
      engine.apply(aTrade({ ticker, venueAt: NOW - ago }), NOW);
    };
    for (const ago of [100, 90, 80, 110]) apply('KXA-1', ago);
    apply('KXB-1', 105);
    apply('KXA-1', 95);
    expect(engine.trades('KXA-1' as Ticker, 5, 9).map((trade) => NOW - trade.venueAt)).toEqual([
      80, 90, 95, 100,
    ]);
  });

  test('is not taken for the last trade of its old second after the clock was set back', () => {
    const engine = new MarketEngine({ windows: [5] });
    engine.advance(NOW);
    const oldest = NOW - 30 * 60_000;
    // 1,100 trades in 2,048 slots; the hundred that leave give slots 0..99 back behind the unused ones.
    for (let i = 0; i < 1_100; i++) engine.apply(aTrade({ venueAt: oldest + i * 1_000 }), NOW);
    engine.advance((NOW + 2 * HOUR) as UnixMs);
    engine.advance(NOW);
    for (let i = 0; i < 948; i++) engine.apply(aTrade({ venueAt: NOW - 60_000 + i }), NOW);
    for (const offset of [-5_000, -2_000, 500]) engine.apply(aTrade({ venueAt: oldest + offset }), NOW);
    expect(
      stampsOf(engine)
        .slice(-3)
        .map((at) => at - oldest),
    ).toEqual([500, -2_000, -5_000]);
  });
});
