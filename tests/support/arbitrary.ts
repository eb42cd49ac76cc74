/** Trades as fast-check draws them: few tickers and a narrow time, so that they meet. */
import fc from 'fast-check';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';

const START = 1_795_176_000_000;

export const arbitraryTrade: fc.Arbitrary<Trade> = fc.record({
  ticker: fc.constantFrom('KXA-1', 'KXA-2', 'KXB.5-T', 'KXMVE-3').map((text) => text as Ticker),
  tradeId: fc.option(fc.oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 8 })), { nil: undefined }),
  yesPrice: fc.integer({ min: 1, max: 9_999 }).map((value) => value as Price),
  quantity: fc
    .oneof(
      fc.integer({ min: 1, max: 1_000 }).map((n) => n * 100),
      fc.integer({ min: 1, max: 1e9 }),
    )
    .map((value) => value as Quantity),
  taker: fc.constantFrom('yes', 'no'),
  isBlock: fc.boolean(),
  venueAt: fc.integer({ min: START, max: START + 7_500_000 }).map((at) => at as UnixMs),
});
