import { describe, expect, test } from 'vitest';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import { mergeRollups, RollupBuilder, type Rollup } from '#core/market/rollup.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { HOUR, MINUTE, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';

/** A whole hour. */
const START = 1_795_176_000_000;

function aTrade(at: number, yesPrice: number, quantity: number, taker: 'yes' | 'no', ticker = 'A'): Trade {
  return {
    ticker: ticker as Ticker,
    tradeId: undefined,
    yesPrice: yesPrice as Price,
    quantity: quantity as Quantity,
    taker,
    isBlock: false,
    venueAt: (START + at) as UnixMs,
  };
}

function rolled(trades: readonly Trade[]): Rollup[] {
  const builder = new RollupBuilder();
  for (const trade of trades) builder.add(trade);
  return builder.take();
}

function row({ open, high, low, close, yesVolume, noVolume, notional, trades }: Rollup, index = 0): unknown {
  return [open, high, low, close, yesVolume, noVolume, notional, trades].map((column) => column[index]);
}

describe('a rollup', () => {
  test('sums volume by taker and keeps open, high, low and close by time', () => {
    const [minute, hour, ...more] = rolled([
      aTrade(10, 5_000, 200, 'yes'),
      aTrade(20, 7_000, 100, 'no'),
      aTrade(30, 4_000, 300, 'yes'),
    ]);
    expect(more).toEqual([]);
    expect(minute).toMatchObject({ intervalMs: MINUTE, startMs: START, tickers: ['A'] });
    expect(hour).toMatchObject({ intervalMs: HOUR, startMs: START });
    expect(minute && row(minute)).toEqual([5_000, 7_000, 4_000, 4_000, 500, 100, 2_900_000, 3]);
  });

  test('opens and closes by the exchange stamp, not by arrival', () => {
    const [minute] = rolled([
      aTrade(20, 2_000, 100, 'yes'),
      aTrade(30, 3_000, 100, 'yes'),
      aTrade(10, 1_000, 100, 'yes'),
    ]);
    expect(minute?.open[0]).toBe(1_000);
    expect(minute?.close[0]).toBe(3_000);
    expect([minute?.firstAt[0], minute?.lastAt[0]]).toEqual([START + 10, START + 30]);
  });

  test('of equal stamps the first that came opens and the last that came closes', () => {
    const [minute] = rolled([
      aTrade(5, 1_000, 1, 'no'),
      aTrade(5, 2_000, 1, 'no'),
      aTrade(5, 3_000, 1, 'no'),
    ]);
    expect([minute?.open[0], minute?.close[0]]).toEqual([1_000, 3_000]);
  });

  test('a trade on the border belongs to the interval that begins', () => {
    const rollups = rolled([aTrade(MINUTE - 1, 1_000, 1, 'yes'), aTrade(MINUTE, 2_000, 1, 'yes')]);
    expect(rollups.map(({ intervalMs, startMs }) => [intervalMs, startMs - START])).toEqual([
      [MINUTE, 0],
      [MINUTE, MINUTE],
      [HOUR, 0],
    ]);
  });

  test('tickers stand in the order of their first trade', () => {
    const [minute] = rolled([
      aTrade(1, 1_000, 1, 'yes', 'B'),
      aTrade(2, 2_000, 2, 'yes', 'A'),
      aTrade(3, 3_000, 3, 'yes', 'B'),
    ]);
    expect(minute?.tickers).toEqual(['B', 'A']);
    expect([...(minute?.yesVolume ?? [])]).toEqual([4, 2]);
  });

  test('columns give what their trades give', () => {
    const trades = [aTrade(1, 1_000, 150, 'yes'), aTrade(90_000, 9_999, 7, 'no', 'B')];
    const columns = new TradeColumnsBuilder();
    for (const trade of trades) columns.append(trade, trade.venueAt);
    const builder = new RollupBuilder();
    builder.addColumns(columns.take());
    expect(builder.take()).toEqual(rolled(trades));
    expect(builder.take()).toEqual([]);
  });

  test('rollups of different intervals are not merged', () => {
    const [minute, hour] = rolled([aTrade(1, 1_000, 1, 'yes')]);
    expect(() => minute && hour && mergeRollups(minute, hour)).toThrow('one interval');
  });
});
