import { describe, expect, test } from 'vitest';
import { MarketEngine } from '#core/market/engine.ts';
import { NO_HOLES, type Holes } from '#core/market/holes.ts';
import type { HotSort } from '#core/market/views.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade, MarketOracle } from '../../../support/oracle-market.ts';

const NOW = 1_789_984_830_000;
const CATEGORIES: Readonly<Record<string, string>> = { KXA: 'Sports', KXB: 'Crypto', KXC: 'Sports' };
const categoryOf = (ticker: Ticker): string => CATEGORIES[ticker.split('-')[0] ?? ''] ?? 'Unknown';

function setUp(holes: Holes = NO_HOLES) {
  const engine = new MarketEngine({ windows: [5], holes: () => holes });
  const oracle = new MarketOracle();
  engine.advance(NOW as UnixMs);
  oracle.advance(NOW);
  const trade = (
    ticker: string,
    quantity: number,
    yesPrice: number,
    taker: 'yes' | 'no' = 'yes',
    ago = 0,
  ) => {
    const made = aTrade({ ticker, quantity, yesPrice, taker, venueAt: NOW - ago });
    engine.apply(made, NOW as UnixMs);
    oracle.apply(made, NOW);
  };
  return { engine, oracle, trade };
}

describe('the hot list is sorted', () => {
  /** Each of the markets is first by one thing. */
  function differing() {
    const made = setUp();
    const { trade } = made;
    trade('KXVOLUME-1', 900, 100, 'yes');
    trade('KXVOLUME-1', 800, 100, 'no');
    for (let i = 0; i < 9; i++) trade('KXTRADES-1', 10, 5_000, i % 2 === 0 ? 'yes' : 'no');
    trade('KXVALUE-1', 300, 9_900, 'yes');
    trade('KXVALUE-1', 300, 9_900, 'no');
    trade('KXFLOW-1', 500, 200, 'no');
    trade('KXMOVE-1', 1, 9_000, 'yes', 2_000);
    trade('KXMOVE-1', 1, 1_000, 'no');
    return made;
  }

  test.each<readonly [HotSort, string]>([
    ['volume', 'KXVOLUME-1'],
    ['trades', 'KXTRADES-1'],
    ['notional', 'KXVALUE-1'],
    ['flow', 'KXFLOW-1'],
    ['move', 'KXMOVE-1'],
  ])('by %s: the first of all markets, not of the most traded ones', (by, first) => {
    const { engine } = differing();
    expect(engine.hot(5, 1, true, { by }).map(({ ticker }) => ticker)).toEqual([first]);
    expect(engine.hot(5, 9, true, { by })).toHaveLength(5);
  });

  test('net flow and move count either way', () => {
    const { engine } = differing();
    const [flow] = engine.hot(5, 1, true, { by: 'flow' });
    const [move] = engine.hot(5, 1, true, { by: 'move' });
    expect([flow?.netFlow, move?.change]).toEqual([-500, -8_000]);
  });

  test('a move is no longer one where trades are missing since the price it would count from', () => {
    const minute = 60_000;
    const { engine, trade } = setUp([{ from: NOW - 7 * minute, to: NOW - 4 * minute }]);
    trade('KXA-1', 10, 1_000, 'yes', 8 * minute);
    trade('KXA-1', 10, 8_900, 'yes', minute);
    trade('KXA-1', 10, 9_000);
    trade('KXC-1', 5, 5_000, 'yes', 2 * minute);
    trade('KXC-1', 5, 5_300);
    const moves = engine.hot(5, 9, true, { by: 'move' }).map(({ ticker, change }) => [ticker, change]);
    expect(moves).toEqual([
      ['KXC-1', 300],
      ['KXA-1', 100],
    ]);
    const [sports] = engine.categories(5, true, categoryOf);
    expect(sports?.mover).toEqual({ ticker: 'KXC-1', yesPrice: 5_300, change: 300 });
  });

  test('equal ones by volume, then by ticker', () => {
    const { engine, trade } = setUp();
    trade('KXB-1', 5, 5_000);
    trade('KXC-1', 7, 5_000);
    trade('KXA-1', 5, 5_000);
    const order = engine.hot(5, 9, true, { by: 'trades' }).map(({ ticker }) => ticker);
    expect(order).toEqual(['KXC-1', 'KXA-1', 'KXB-1']);
  });

  test('of the markets that are accepted, and what is left out is counted among them alone', () => {
    const { engine, trade } = setUp();
    trade('KXA-1', 5, 5_000);
    trade('KXB-1', 70, 5_000);
    trade('KXC-1', 4, 5_000);
    trade('KXC-2', 3, 5_000);
    const accepts = (ticker: Ticker) => categoryOf(ticker) === 'Sports';
    const shown = engine.hot(5, 1, true, { accepts });
    expect(shown.map(({ ticker }) => ticker)).toEqual(['KXA-1']);
    expect(engine.heatOthers(shown, 5, true, accepts)).toEqual({ count: 2, volume: 7 });
  });
});

describe('the sums of categories', () => {
  test('are exactly those of their markets, recounted trade by trade, and together those of the whole', () => {
    const { engine, oracle, trade } = setUp();
    const tickers = ['KXA-1', 'KXA-2', 'KXB-1', 'KXC-1', 'KXNOBODY-1', 'KXMVE-1'];
    for (let i = 0; i < 2_000; i++)
      trade(
        tickers[(i * 7) % tickers.length] ?? '',
        1 + ((i * 104_729) % 1_000_003),
        1 + ((i * 7_919) % 9_999),
        i % 3 === 0 ? 'no' : 'yes',
        (i * 313) % 400_000,
      );
    for (const includeCombos of [true, false]) {
      const sums = engine.categories(5, includeCombos, categoryOf);
      const inside = oracle
        .inside(5)
        .filter(({ trade: { ticker } }) => includeCombos || !ticker.startsWith('KXMVE'));
      for (const { category, volume, yesVolume, noVolume, netFlow, notional, trades, markets } of sums) {
        const own = inside.filter(({ trade: { ticker } }) => categoryOf(ticker) === category);
        const sum = (of: (one: (typeof own)[number]['trade']) => number) =>
          own.reduce((total, one) => total + of(one.trade), 0);
        expect({ volume, yesVolume, noVolume, netFlow, notional, trades, markets }).toEqual({
          volume: sum(({ quantity }) => quantity),
          yesVolume: sum(({ taker, quantity }) => (taker === 'yes' ? quantity : 0)),
          noVolume: sum(({ taker, quantity }) => (taker === 'no' ? quantity : 0)),
          netFlow: sum(({ taker, quantity }) => (taker === 'yes' ? quantity : 0 - quantity)),
          notional: sum(({ yesPrice, quantity }) => yesPrice * quantity),
          trades: own.length,
          markets: new Set(own.map((one) => one.trade.ticker)).size,
        });
      }
      const whole = engine.pulse(5, includeCombos);
      const total = (of: 'volume' | 'notional' | 'trades') => sums.reduce((all, each) => all + each[of], 0);
      expect([total('volume'), total('notional'), total('trades')]).toEqual([
        whole.volume,
        whole.notional,
        whole.trades,
      ]);
    }
  });

  test('none is left out: what nobody has named is called unknown', () => {
    const { engine, trade } = setUp();
    trade('KXNOBODY-1', 5, 5_000);
    trade('KXA-1', 4, 5_000);
    expect(engine.categories(5, true, categoryOf).map(({ category }) => category)).toEqual([
      'Unknown',
      'Sports',
    ]);
  });

  test('the mover is the market that went furthest either way; of equal ones the larger', () => {
    const { engine, trade } = setUp();
    trade('KXA-1', 10, 5_000, 'yes', 2_000);
    trade('KXA-1', 10, 5_400);
    trade('KXA-2', 10, 5_000, 'yes', 2_000);
    trade('KXA-2', 10, 4_100);
    trade('KXC-1', 90, 2_000, 'yes', 2_000);
    trade('KXC-1', 10, 2_900);
    trade('KXB-1', 10, 3_000);
    trade('KXNOBODY-1', 2, 1_000, 'yes', 2_000);
    trade('KXNOBODY-1', 2, 1_300);
    trade('KXNOBODY-2', 1, 1_000, 'yes', 2_000);
    trade('KXNOBODY-2', 1, 9_000);
    const [sports, crypto, unknown] = engine.categories(5, true, categoryOf);
    expect(unknown?.mover?.ticker).toBe('KXNOBODY-2');
    expect(sports?.mover).toEqual({ ticker: 'KXC-1', yesPrice: 2_900, change: 900 });
    expect(crypto?.mover).toBeUndefined();
  });
});
