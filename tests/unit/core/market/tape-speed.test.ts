import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MarketEngine } from '#core/market/engine.ts';
import { tapeSpeed } from '#core/market/tape-speed.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade } from '../../../support/oracle-market.ts';

/** A full second, number 1,789,984,800 since the epoch. */
const NOW = 1_789_984_800_000;
const always = () => true;

/** `perSecond` trades in each of the seconds from `from` to before `to`, both seconds before NOW. */
function engineWith(...runs: readonly (readonly [from: number, to: number, perSecond: number])[]) {
  const engine = new MarketEngine({ windows: [5] });
  engine.advance(NOW as UnixMs);
  for (const [from, to, perSecond] of runs)
    for (let ago = from; ago > to; ago--)
      for (let i = 0; i < perSecond; i++)
        engine.apply(aTrade({ venueAt: NOW - ago * 1_000 + i }), NOW as UnixMs);
  return engine;
}

describe('the speed of the tape', () => {
  test('is that of the last ten complete seconds: the running one does not count yet', () => {
    const engine = engineWith([20, 10, 9], [10, 0, 3]);
    for (let i = 0; i < 50; i++) engine.apply(aTrade({ venueAt: NOW + 1 }), NOW as UnixMs);
    expect(engine.tapeSpeed(true, always).tradesPerSecond).toBe(3);
  });

  test('stands beside the median of the fifteen minutes before, which a burst does not move', () => {
    const engine = engineWith([920, 910, 50], [910, 400, 2], [400, 380, 40], [380, 10, 2], [10, 0, 8]);
    expect(engine.tapeSpeed(true, always)).toEqual({ tradesPerSecond: 8, baseline: 2, stretches: 90 });
  });

  test('is not part of its own baseline, and a median of nothing is none', () => {
    const engine = engineWith([10, 0, 8]);
    expect(engine.tapeSpeed(true, always)).toMatchObject({ tradesPerSecond: 8, baseline: undefined });
  });

  test('is without a baseline until two minutes are known', () => {
    const engine = engineWith([200, 0, 2]);
    const since = (seconds: number) => (from: number) => from >= NOW - seconds * 1_000;
    expect(engine.tapeSpeed(true, since(129))).toMatchObject({ baseline: undefined, stretches: 11 });
    expect(engine.tapeSpeed(true, since(130))).toMatchObject({ baseline: 2, stretches: 12 });
  });

  test('is not known where not all of the ten seconds was heard', () => {
    const engine = engineWith([200, 0, 2]);
    const gap = (from: number, to: number) => to <= NOW - 3_000 || from >= NOW;
    expect(engine.tapeSpeed(true, gap)).toEqual({
      tradesPerSecond: undefined,
      baseline: undefined,
      stretches: 90,
    });
  });

  test('leaves combos out where they are hidden', () => {
    const engine = engineWith([10, 0, 2]);
    for (let i = 0; i < 10; i++)
      engine.apply(aTrade({ ticker: 'KXMVE-1', venueAt: NOW - 1_000 }), NOW as UnixMs);
    expect(engine.tapeSpeed(true, always).tradesPerSecond).toBe(3);
    expect(engine.tapeSpeed(false, always).tradesPerSecond).toBe(2);
  });

  test('agrees with a naive recount, whatever was traded and whatever was not heard', () => {
    const seconds = fc.array(fc.nat(9), { minLength: 910, maxLength: 910 });
    const unheard = fc.array(fc.nat(90), { maxLength: 90 });
    fc.assert(
      fc.property(seconds, unheard, (trades, missing) => {
        const isHeard = (from: number) => !missing.includes(Math.round(from / 10_000));
        const view = tapeSpeed(910, (second) => trades[second] ?? 0, isHeard);
        const sums = Array.from({ length: 91 }, (_, i) =>
          trades.slice(i * 10, i * 10 + 10).reduce((a, b) => a + b, 0),
        );
        const known = sums.filter((_, i) => i < 90 && !missing.includes(i)).sort((a, b) => a - b);
        const [low, high] = [known[Math.ceil(known.length / 2) - 1], known[Math.floor(known.length / 2)]];
        expect(view.stretches).toBe(known.length);
        expect(view.tradesPerSecond).toBe(missing.includes(90) ? undefined : (sums[90] ?? 0) / 10);
        const median = ((low ?? 0) + (high ?? 0)) / 20;
        if (known.length < 12 || median === 0) expect(view.baseline).toBeUndefined();
        else expect(view.baseline).toBeCloseTo(median, 10);
      }),
    );
  });
});
