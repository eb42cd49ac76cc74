import { describe, expect, test } from 'vitest';
import { MarketEngine } from '#core/market/engine.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade } from '../../../support/oracle-market.ts';

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

  test('the rate now is the mean of the last ten complete seconds', () => {
    const engine = engineAt(NOW);
    for (let i = 0; i < 20; i++) engine.apply(aTrade({ venueAt: NOW - 9_999 }), NOW as UnixMs);
    for (let i = 0; i < 99; i++) engine.apply(aTrade({ venueAt: NOW - 10_001 }), NOW as UnixMs);
    expect(engine.pulse(5, true).tradesPerSecond).toBe(2);
    engine.advance((NOW + 1_000) as UnixMs);
    expect(engine.pulse(5, true).tradesPerSecond).toBe(0);
  });

  test('recent volume is that of the last ten seconds, by side', () => {
    const engine = engineAt(NOW);
    engine.apply(aTrade({ venueAt: NOW - 9_999, quantity: 5 }), NOW as UnixMs);
    engine.apply(aTrade({ venueAt: NOW - 3, quantity: 7, taker: 'no' }), NOW as UnixMs);
    engine.apply(aTrade({ venueAt: NOW - 10_000, quantity: 9, taker: 'no' }), NOW as UnixMs);
    expect(engine.pulse(5, true)).toMatchObject({ recentYesVolume: 5, recentNoVolume: 7, volume: 21 });
  });
});
