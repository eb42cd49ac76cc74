import { describe, expect, test } from 'vitest';
import { MarketEngine } from '#core/market/engine.ts';
import { RollupBuilder } from '#core/market/rollup.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade } from '../../../support/oracle-market.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 10:00:30 of some day. */
const NOW = (1_789_984_800_000 + 30_000) as UnixMs;
const A = 'KXA-1' as Ticker;

function at(ms: number): UnixMs {
  return ms as UnixMs;
}

function engineAt(now: number, ringCapacity?: number): MarketEngine {
  const engine = new MarketEngine({ windows: [5, 10], ringCapacity });
  engine.advance(at(now));
  return engine;
}

describe('windows', () => {
  test('sixty minutes are always there, in order and once', () => {
    expect(new MarketEngine({ windows: [30, 5, 30, 60, 90, 0] }).windows).toEqual([5, 30, 60]);
  });

  test('a trade leaves at the very millisecond its span is over', () => {
    const engine = engineAt(NOW);
    engine.apply(aTrade({ venueAt: NOW }), NOW);
    engine.advance(at(NOW + 5 * MINUTE - 1));
    expect(engine.market(A, 5)?.trades).toBe(1);
    engine.advance(at(NOW + 5 * MINUTE));
    expect(engine.market(A, 5)).toBeUndefined();
    expect(engine.market(A, 10)?.trades).toBe(1);
  });

  test('the change counts from the last price before the window, else from the first inside', () => {
    const engine = engineAt(NOW);
    engine.apply(aTrade({ venueAt: NOW - 7 * MINUTE, yesPrice: 4_000 }), NOW);
    engine.apply(aTrade({ venueAt: NOW - 6 * MINUTE, yesPrice: 4_200 }), NOW);
    engine.apply(aTrade({ venueAt: NOW - 3 * MINUTE, yesPrice: 5_000 }), NOW);
    engine.apply(aTrade({ venueAt: NOW - MINUTE, yesPrice: 4_900 }), NOW);
    expect(engine.market(A, 5)?.change).toBe(700);
    expect(engine.market(A, 10)?.change).toBe(900);
  });

  test('the base of a change is still known after its trade left the pool', () => {
    const engine = engineAt(NOW);
    engine.apply(aTrade({ venueAt: NOW, yesPrice: 3_000 }), NOW);
    for (let i = 0; i < 1_100; i++) engine.apply(aTrade({ ticker: 'KXB-1', venueAt: NOW + 1 }), NOW);
    engine.advance(at(NOW + 90 * MINUTE));
    engine.apply(aTrade({ venueAt: NOW + 90 * MINUTE, yesPrice: 3_500 }), at(NOW + 90 * MINUTE));
    expect(engine.market(A, 60)?.change).toBe(500);
  });

  test('a ticker silent for hours is forgotten, base and all', () => {
    const engine = engineAt(NOW);
    engine.apply(aTrade({ venueAt: NOW, yesPrice: 3_000 }), NOW);
    for (let i = 0; i < 1_100; i++) engine.apply(aTrade({ ticker: 'KXB-1', venueAt: NOW + 1 }), NOW);
    const later = NOW + 5 * HOUR;
    engine.advance(at(later));
    engine.apply(aTrade({ venueAt: later, yesPrice: 3_500 }), at(later));
    expect(engine.market(A, 60)?.change).toBe(0);
  });

  test('a stamp years ahead does not stay in the windows for years', () => {
    const engine = engineAt(NOW);
    engine.apply(aTrade({ venueAt: NOW + 1e12 }), NOW);
    expect(engine.market(A, 5)?.trades).toBe(1);
    expect(engine.recent(1)[0]?.venueAt).toBe(NOW + 1e12);
    engine.advance(at(NOW + 10 * MINUTE));
    expect(engine.market(A, 5)).toBeUndefined();
  });

  test('after sums too large for exact integers, an emptied window is zero again', () => {
    const engine = engineAt(NOW);
    for (let i = 0; i < 50; i++)
      engine.apply(aTrade({ venueAt: NOW, quantity: 1e12 - i, yesPrice: 9_999 - 2 * i }), NOW);
    engine.advance(at(NOW + 2 * HOUR));
    expect(engine.pulse(60, true)).toMatchObject({ notional: 0, volume: 0 });
    engine.apply(aTrade({ venueAt: NOW + 2 * HOUR, quantity: 7, yesPrice: 3 }), at(NOW + 2 * HOUR));
    expect(engine.market(A, 60)?.notional).toBe(21);
  });

  test('a window that is not kept is counted from the trades', () => {
    const engine = engineAt(NOW);
    engine.apply(aTrade({ venueAt: NOW - 7 * MINUTE }), NOW);
    expect(engine.market(A, 7)).toBeUndefined();
    expect(engine.market(A, 7.01)?.trades).toBe(1);
    expect(engine.hot(8, 5, true)).toHaveLength(1);
  });
});

describe('repeated and late trades', () => {
  const id = 'c6d6a1f0-3c5e-4f0a-9d64-0b9c4f5e2a11';

  test.each([id, 'T-1'])('the id %s counts once; a contradiction is noted and the first kept', (tradeId) => {
    const engine = engineAt(NOW);
    expect(engine.apply(aTrade({ tradeId, venueAt: NOW }), NOW)).toBe('new');
    expect(engine.apply(aTrade({ tradeId, venueAt: NOW + 1 }), NOW)).toBe('duplicate');
    expect(engine.counts).toMatchObject({ trades: 1, duplicates: 1, conflicts: 0 });
    expect(engine.apply(aTrade({ tradeId, venueAt: NOW, yesPrice: 1 }), NOW)).toBe('duplicate');
    expect(engine.counts).toMatchObject({ trades: 1, duplicates: 2, conflicts: 1 });
    expect(engine.market(A, 5)?.yesPrice).toBe(5_000);
    expect(engine.recent(9).map((trade) => trade.tradeId)).toEqual([tradeId]);
  });

  test('trades without an id are never called duplicates', () => {
    const engine = engineAt(NOW);
    engine.apply(aTrade({ venueAt: NOW }), NOW);
    expect(engine.apply(aTrade({ venueAt: NOW }), NOW)).toBe('new');
  });

  test('a restored trade that comes again from the exchange is a duplicate', () => {
    const engine = engineAt(NOW);
    engine.restoreTrade(aTrade({ tradeId: id, venueAt: NOW }), NOW, true);
    engine.restoreTrade(aTrade({ tradeId: id, venueAt: NOW }), NOW, true);
    expect(engine.apply(aTrade({ tradeId: id, venueAt: NOW }), NOW)).toBe('duplicate');
    expect(engine.market(A, 5)?.trades).toBe(1);
    expect(engine.counts.trades).toBe(0);
  });

  test('a trade older than an hour is late: in its hour of the day, in no window, not on the tape', () => {
    const engine = engineAt(NOW);
    expect(engine.apply(aTrade({ venueAt: NOW - HOUR }), NOW)).toBe('late');
    expect(engine.apply(aTrade({ venueAt: NOW - HOUR + 1 }), NOW)).toBe('new');
    expect(engine.counts).toMatchObject({ late: 1, trades: 2 });
    expect(engine.recent(9)).toHaveLength(1);
    expect(engine.analytics().day.trades.at(-2)).toBe(2);
  });
});

describe('ranking', () => {
  test('what a treemap leaves out is summed up', () => {
    const engine = engineAt(NOW);
    for (let i = 1; i <= 5; i++)
      engine.apply(aTrade({ ticker: `KXA-${i}`, quantity: i * 100, venueAt: NOW }), NOW);
    engine.apply(aTrade({ ticker: 'KXMVE-1', quantity: 9_900, venueAt: NOW }), NOW);
    const plain = engine.hot(5, 2, false);
    expect(plain.map((view) => view.ticker)).toEqual(['KXA-5', 'KXA-4']);
    expect(engine.heatOthers(plain, 5, false)).toEqual({ count: 3, volume: 600 });
    const all = engine.hot(5, 2, true);
    expect(all.map((view) => view.ticker)).toEqual(['KXMVE-1', 'KXA-5']);
    expect(engine.heatOthers(all, 5, true)).toEqual({ count: 4, volume: 1_000 });
    expect(engine.hot(5, 0, true)).toEqual([]);
  });

  test('a burst is several times the own pace, in at least three trades', () => {
    const engine = engineAt(NOW);
    for (let i = 0; i < 300; i++)
      for (const ticker of ['KXA-1', 'KXB-1'])
        engine.apply(aTrade({ ticker, venueAt: NOW - 299_000 + i * 950 }), NOW);
    for (let i = 0; i < 3; i++) engine.apply(aTrade({ quantity: 2_000, venueAt: NOW - 100 * i }), NOW);
    engine.apply(aTrade({ ticker: 'KXC-1', quantity: 9_000, venueAt: NOW }), NOW);
    engine.advance(NOW);
    const bursts = Object.fromEntries(engine.hot(5, 9, true).map((view) => [view.ticker, view.isBurst]));
    expect(bursts).toEqual({ 'KXA-1': true, 'KXB-1': false, 'KXC-1': false });
    engine.advance(at(NOW + 11_000));
    expect(engine.market(A, 5)?.isBurst).toBe(false);
  });
});

describe('right after a start', () => {
  test('nothing is a burst until two minutes, or the whole window, are known', () => {
    const isBurstAfter = (knownMs: number, minutes: number): boolean | undefined => {
      const engine = engineAt(NOW);
      engine.apply(aTrade({ ticker: 'KXB-1', venueAt: NOW - knownMs }), NOW);
      for (let i = 0; i < 3; i++) engine.apply(aTrade({ venueAt: NOW - 100 * i }), NOW);
      engine.advance(NOW);
      return engine.market(A, minutes)?.isBurst;
    };
    expect([isBurstAfter(119_000, 5), isBurstAfter(120_000, 5)]).toEqual([false, true]);
    expect([isBurstAfter(59_000, 1), isBurstAfter(60_000, 1)]).toEqual([false, true]);
  });
});

describe('bars and trades of one market', () => {
  test('bars hold open, high, low, close and volumes of the trades in them, in order of time', () => {
    const engine = engineAt(NOW);
    const start = Math.floor((NOW - 3 * MINUTE) / MINUTE) * MINUTE;
    engine.apply(aTrade({ venueAt: start + 9_000, yesPrice: 5_200, quantity: 3, taker: 'no' }), NOW);
    engine.apply(aTrade({ venueAt: start + 1_000, yesPrice: 5_000, quantity: 1 }), NOW);
    engine.apply(aTrade({ venueAt: start + 5_000, yesPrice: 4_100, quantity: 2 }), NOW);
    engine.apply(aTrade({ venueAt: start + 2 * MINUTE, yesPrice: 6_000, quantity: 4 }), NOW);
    const bars = engine.bars(A, MINUTE, at(start), NOW);
    expect(bars).toEqual({
      barMs: MINUTE,
      startMs: Float64Array.of(start, start + 2 * MINUTE),
      open: Uint16Array.of(5_000, 6_000),
      high: Uint16Array.of(5_200, 6_000),
      low: Uint16Array.of(4_100, 6_000),
      close: Uint16Array.of(5_200, 6_000),
      yesVolume: Float64Array.of(3, 4),
      noVolume: Float64Array.of(3, 0),
      notional: Float64Array.of(5_000 + 8_200 + 15_600, 24_000),
    });
    expect(engine.bars(A, MINUTE, at(start + MINUTE), NOW).startMs).toEqual(
      Float64Array.of(start + 2 * MINUTE),
    );
    expect(engine.bars(A, MINUTE, at(start), at(start + MINUTE)).startMs).toEqual(Float64Array.of(start));
    expect(engine.bars('KXNONE-1' as Ticker, MINUTE, at(start), NOW).startMs).toHaveLength(0);
  });

  test('one market’s trades come newest first, whole, and as many as asked for', () => {
    const engine = engineAt(NOW);
    for (let i = 0; i < 5; i++)
      engine.apply(
        aTrade({ venueAt: NOW - i * MINUTE, tradeId: `T-${i}`, isBlock: i === 1, taker: 'no' }),
        at(NOW + i),
      );
    expect(engine.trades(A, 60, 2)).toEqual([
      { ...aTrade({ venueAt: NOW, tradeId: 'T-0', taker: 'no' }), receivedAt: NOW, ingest: 0 },
      {
        ...aTrade({ venueAt: NOW - MINUTE, tradeId: 'T-1', isBlock: true, taker: 'no' }),
        receivedAt: NOW + 1,
        ingest: 1,
      },
    ]);
    expect(engine.trades(A, 3, 99)).toHaveLength(3);
    expect(engine.trades('KXNONE-1' as Ticker, 3, 99)).toEqual([]);
  });

  test('the last trades stay on the tape in a silent hour, but in no window', () => {
    const engine = engineAt(NOW);
    engine.apply(aTrade({ venueAt: NOW }), NOW);
    engine.advance(at(NOW + 3 * HOUR));
    expect(engine.recent(9)).toHaveLength(1);
    expect(engine.tape(9, true, true)).toHaveLength(1);
    expect(engine.counts.activeTickers).toBe(0);
  });
});

describe('restart', () => {
  test('rollups of sealed trades plus journal trades give the same analytics as before', () => {
    const before = engineAt(NOW);
    const after = engineAt(NOW);
    const rollups = new RollupBuilder();
    for (let i = 0; i < 500; i++) {
      const trade = aTrade({
        ticker: i % 7 === 0 ? 'KXMVE-1' : 'KXA-1',
        venueAt: NOW - ((i * 7_919_113) % (23 * HOUR)),
        yesPrice: 1 + i,
        quantity: 1 + i,
        taker: i % 2 === 0 ? 'yes' : 'no',
      });
      before.apply(trade, NOW);
      const isSealed = i < 400;
      if (isSealed) rollups.add(trade);
      after.restoreTrade(trade, NOW, !isSealed);
    }
    for (const rollup of rollups.take()) after.restoreRollup(rollup);
    expect(after.analytics()).toEqual(before.analytics());
    expect(after.analytics(false)).toEqual(before.analytics(false));
    expect(before.analytics(false).day.totals.trades).toBe(500 - Math.ceil(500 / 7));
    expect(after.pulse(60, false)).toEqual(before.pulse(60, false));
    expect(after.hot(60, 9, true)).toEqual(before.hot(60, 9, true));
  });
});
