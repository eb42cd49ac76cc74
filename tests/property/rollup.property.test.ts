import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeRollups, RollupBuilder, type Rollup } from '#core/market/rollup.ts';
import type { Trade } from '#core/wire/messages.ts';
import { arbitraryTrade } from '../support/arbitrary.ts';

function rolled(trades: readonly Trade[]): Rollup[] {
  const builder = new RollupBuilder();
  for (const trade of trades) builder.add(trade);
  return builder.take();
}

const key = (rollup: Rollup): string => `${rollup.intervalMs}@${rollup.startMs}`;

function merged(parts: readonly Rollup[][]): Map<string, Rollup> {
  const whole = new Map<string, Rollup>();
  for (const rollup of parts.flat()) {
    const known = whole.get(key(rollup));
    whole.set(key(rollup), known === undefined ? rollup : mergeRollups(known, rollup));
  }
  return whole;
}

test('rollups of any cut into parts, merged, are the rollup of the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.array(arbitraryTrade, { maxLength: 15 }), { maxLength: 6 }), (parts) => {
      const expected = new Map(rolled(parts.flat()).map((rollup) => [key(rollup), rollup]));
      expect(merged(parts.map(rolled))).toEqual(expected);
    }),
  );
});

test('every cell is what a plain recount of its trades gives', () => {
  fc.assert(
    fc.property(fc.array(arbitraryTrade, { maxLength: 40 }), (trades) => {
      for (const rollup of rolled(trades)) {
        const { intervalMs, startMs } = rollup;
        const inside = trades.filter(({ venueAt }) => venueAt >= startMs && venueAt < startMs + intervalMs);
        expect(new Set(rollup.tickers)).toEqual(new Set(inside.map(({ ticker }) => ticker)));
        rollup.tickers.forEach((ticker, row) => {
          const own = inside.filter((trade) => trade.ticker === ticker);
          const byTime = own.toSorted((a, b) => a.venueAt - b.venueAt);
          const sum = (of: (trade: Trade) => number): number =>
            own.reduce((total, trade) => total + of(trade), 0);
          expect({
            open: rollup.open[row],
            high: rollup.high[row],
            low: rollup.low[row],
            close: rollup.close[row],
            yesVolume: rollup.yesVolume[row],
            noVolume: rollup.noVolume[row],
            notional: rollup.notional[row],
            trades: rollup.trades[row],
          }).toEqual({
            open: byTime[0]?.yesPrice,
            high: Math.max(...own.map(({ yesPrice }) => yesPrice)),
            low: Math.min(...own.map(({ yesPrice }) => yesPrice)),
            close: byTime.at(-1)?.yesPrice,
            yesVolume: sum(({ taker, quantity }) => (taker === 'yes' ? quantity : 0)),
            noVolume: sum(({ taker, quantity }) => (taker === 'no' ? quantity : 0)),
            notional: sum(({ yesPrice, quantity }) => yesPrice * quantity),
            trades: own.length,
          });
        });
      }
    }),
  );
});
