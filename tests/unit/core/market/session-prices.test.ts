import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SessionPrices } from '#core/market/session-prices.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade } from '../../../support/oracle-market.ts';

const BEGAN = 100_000_000 as UnixMs;
const HOUR = 3_600_000;
const A = 'KXA-1' as Ticker;

function pricesOf(...trades: readonly (readonly [venueAt: number, yesPrice: number, ticker?: string])[]) {
  const prices = new SessionPrices(BEGAN);
  for (const [venueAt, yesPrice, ticker = A] of trades) prices.take(aTrade({ ticker, venueAt, yesPrice }));
  return prices;
}

describe('the price in force when a session began', () => {
  test('is that of the last trade up to that moment, and the session itself does not change it', () => {
    const prices = pricesOf([BEGAN - 5, 4_000], [BEGAN, 4_100], [BEGAN + 1, 9_000]);
    expect(prices.of(A)).toEqual({ at: BEGAN, yesPrice: 4_100 });
  });

  test('is not known of a market that had not traded yet', () => {
    expect(pricesOf([BEGAN + 1, 4_000], [BEGAN - 1, 4_000, 'KXB-1']).of(A)).toBeUndefined();
  });

  test('is not taken from a trade of more than an hour before', () => {
    expect(pricesOf([BEGAN - HOUR, 4_000]).of(A)).toBeUndefined();
    expect(pricesOf([BEGAN - HOUR + 1, 4_000]).of(A)?.yesPrice).toBe(4_000);
  });

  test('is the same whatever the order in which trades come, as when they are fetched afterwards', () => {
    const stamps = fc.uniqueArray(fc.integer({ min: -50, max: 20 }), { minLength: 1 });
    fc.assert(
      fc.property(stamps, (agos) => {
        const trades = agos.map((ago) => [BEGAN + ago, 5_000 + ago] as const);
        const last = Math.max(...agos.filter((ago) => ago <= 0));
        expect(pricesOf(...trades).of(A)?.yesPrice).toBe(last === -Infinity ? undefined : 5_000 + last);
      }),
    );
  });
});
