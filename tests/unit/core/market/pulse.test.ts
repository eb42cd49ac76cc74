import { describe, expect, test } from 'vitest';
import { MarketEngine } from '#core/market/engine.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade } from '../../../support/oracle-market.ts';

const MINUTE = 60_000;
/** A full minute. */
const NOW = 1_789_984_800_000;

function engineAt(now: number): MarketEngine {
  const engine = new MarketEngine({ windows: [5] });
  engine.advance(now as UnixMs);
  return engine;
}

describe('the pulse', () => {
  test('speed counts complete seconds, oldest first, by the exchange’s stamp', () => {
    const engine = engineAt(NOW);
    for (const ago of [1, 1_000, 1_001, 60_000, 60_001, -1])
      engine.apply(aTrade({ venueAt: NOW - ago }), NOW as UnixMs);
    const { speed } = engine.pulse(5, true);
    expect(speed).toHaveLength(60);
    expect(speed[59]).toBe(2);
    expect(speed[58]).toBe(1);
    expect(speed[0]).toBe(1);
    expect(speed.reduce((sum, value) => sum + value, 0)).toBe(4);
  });

  test('the rate now is the mean of the last five complete seconds', () => {
    const engine = engineAt(NOW);
    for (let i = 0; i < 20; i++) engine.apply(aTrade({ venueAt: NOW - 4_999 }), NOW as UnixMs);
    for (let i = 0; i < 99; i++) engine.apply(aTrade({ venueAt: NOW - 5_001 }), NOW as UnixMs);
    expect(engine.pulse(5, true).tradesPerSecond).toBe(4);
    engine.advance((NOW + 1_000) as UnixMs);
    expect(engine.pulse(5, true).tradesPerSecond).toBe(0);
  });

  test('the usual rate needs five recorded minutes and leaves unrecorded ones out', () => {
    const engine = engineAt(NOW);
    const minute = (ago: number, trades: number, ticker: string): void => {
      for (let i = 0; i < trades; i++)
        engine.apply(aTrade({ ticker, venueAt: NOW - ago * MINUTE + i }), NOW as UnixMs);
    };
    for (const ago of [1, 2, 20, 21]) minute(ago, 60, 'KXA-1');
    expect(engine.pulse(5, true).usualTradesPerSecond).toBeUndefined();
    minute(30, 60, 'KXMVE-1');
    expect(engine.pulse(5, true).usualTradesPerSecond).toBe(1);
    expect(engine.pulse(5, false).usualTradesPerSecond).toBe(0.8);
  });

  test('recent volume is that of the last ten seconds, by side', () => {
    const engine = engineAt(NOW);
    engine.apply(aTrade({ venueAt: NOW - 9_999, quantity: 5 }), NOW as UnixMs);
    engine.apply(aTrade({ venueAt: NOW - 3, quantity: 7, taker: 'no' }), NOW as UnixMs);
    engine.apply(aTrade({ venueAt: NOW - 10_000, quantity: 9, taker: 'no' }), NOW as UnixMs);
    expect(engine.pulse(5, true)).toMatchObject({ recentYesVolume: 5, recentNoVolume: 7, volume: 21 });
  });
});
