import { describe, expect, test } from 'vitest';
import { barsOfRollups, joinBars } from '#core/market/bars.ts';
import { MarketEngine } from '#core/market/engine.ts';
import { RollupBuilder } from '#core/market/rollup.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import { aTrade } from '../../../support/oracle-market.ts';

/** A full hour. */
const NOW = 1_789_984_800_000 as UnixMs;
const HOUR = 3_600_000;
const BAR = 5 * MINUTE;
const A = 'KXA-1' as Ticker;

function history(count: number, spanMs: number) {
  return Array.from({ length: count }, (_, i) =>
    aTrade({
      ticker: i % 4 === 0 ? 'KXB-1' : 'KXA-1',
      venueAt: NOW - 1 - ((i * 104_729_003) % spanMs),
      yesPrice: 1 + ((i * 7_919) % 9_999),
      quantity: 1 + i,
      taker: i % 3 === 0 ? 'no' : 'yes',
    }),
  );
}

describe('bars from rollups', () => {
  test('equal the bars from the trades themselves', () => {
    const engine = new MarketEngine({ windows: [5] });
    engine.advance(NOW);
    const rollups = new RollupBuilder([MINUTE]);
    for (const trade of history(3_000, HOUR)) {
      engine.apply(trade, NOW);
      rollups.add(trade);
    }
    const from = (NOW - 40 * MINUTE) as UnixMs;
    const stored = barsOfRollups(rollups.take().toReversed(), A, BAR, from, NOW);
    expect(stored).toEqual(engine.bars(A, BAR, from, NOW));
    expect(stored.startMs).toHaveLength(8);
  });

  test('of a market without trades are none', () => {
    const rollups = new RollupBuilder([MINUTE]);
    for (const trade of history(10, HOUR)) rollups.add(trade);
    expect(barsOfRollups(rollups.take(), 'KXNONE' as Ticker, BAR, 0 as UnixMs, NOW).startMs).toHaveLength(0);
  });
});

describe('a day of bars', () => {
  test('stored until the live side knows everything, then live, nothing twice', () => {
    const engine = new MarketEngine({ windows: [5] });
    engine.advance(NOW);
    const rollups = new RollupBuilder([MINUTE]);
    const trades = history(5_000, 24 * HOUR);
    for (const trade of trades) {
      engine.apply(trade, NOW);
      rollups.add(trade);
    }
    const from = (NOW - 24 * HOUR) as UnixMs;
    const liveFrom = (NOW - HOUR + 1) as UnixMs;
    const joined = joinBars(
      barsOfRollups(rollups.take(), A, BAR, from, NOW),
      engine.bars(A, BAR, liveFrom, NOW),
      liveFrom,
    );
    const sum = joined.yesVolume.reduce((total, value) => total + value, 0);
    const expected = trades
      .filter((trade) => trade.ticker === A && trade.taker === 'yes')
      .reduce((total, trade) => total + trade.quantity, 0);
    expect(sum).toBe(expected);
    expect([...joined.startMs]).toEqual([...new Set(joined.startMs)].toSorted((a, b) => a - b));
  });

  test('the live side wins at the seam', () => {
    const bar = (startMs: number, price: number) => ({
      barMs: BAR,
      startMs: Float64Array.of(startMs),
      open: Uint16Array.of(price),
      high: Uint16Array.of(price),
      low: Uint16Array.of(price),
      close: Uint16Array.of(price),
      yesVolume: Float64Array.of(1),
      noVolume: Float64Array.of(0),
      notional: Float64Array.of(price),
    });
    expect(joinBars(bar(NOW, 100), bar(NOW, 200), NOW)).toEqual(bar(NOW, 200));
    expect(joinBars(bar(NOW, 100), bar(NOW, 200), (NOW + 1) as UnixMs)).toEqual(bar(NOW, 100));
  });
});
