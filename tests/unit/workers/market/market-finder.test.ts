import { describe, expect, test } from 'vitest';
import type { MarketRow } from '#contract/store.ts';
import { createRng } from '#core/lib/rng.ts';
import { MarketEngine } from '#core/market/engine.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { Lifecycle } from '#core/wire/messages.ts';
import { Directory } from '../../../../workers/market/directory.ts';
import { MarketFinder } from '../../../../workers/market/market-finder.ts';
import { FakeRest } from '../../../support/fake-rest.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

const row = (ticker: string, name: string, eventTitle: string): MarketRow => ({
  ticker,
  event: ticker.slice(0, ticker.lastIndexOf('-')),
  eventTitle,
  series: ticker.slice(0, ticker.indexOf('-')),
  title: '',
  name,
  category: 'Climate and Weather',
  openAt: undefined,
  closeAt: undefined,
  status: 'active',
  result: '',
  priceRanges: undefined,
});

const created: Lifecycle = {
  kind: 'created',
  ticker: undefined,
  eventTicker: undefined,
  title: undefined,
  yesSubTitle: undefined,
  openAt: undefined,
  closeAt: undefined,
  result: undefined,
  settlementValue: undefined,
  priceRanges: undefined,
};

function setUp() {
  const clock = new ManualClock();
  const rest = new FakeRest();
  const directory = new Directory({
    rest,
    clock,
    rng: createRng(1),
    onRows: () => undefined,
    onGrid: () => undefined,
  });
  const engine = new MarketEngine({ windows: [10] });
  const trade = (ticker: string, quantity: number): void => {
    const at = clock.now();
    engine.apply(aTrade({ ticker: ticker as Ticker, quantity: quantity as Quantity, at }), at);
    engine.advance(clock.now());
  };
  directory.restore([
    row('KXRAIN-26NOV21-DAL', 'Dallas · Rain on Saturday', 'Rain on Saturday'),
    row('KXRAIN-26NOV21-NYC', 'New York · Rain on Saturday', 'Rain on Saturday'),
  ]);
  return { clock, rest, trade, directory, finder: new MarketFinder({ engine, directory }) };
}
const tickers = (found: ReturnType<MarketFinder['find']>) => found.map(({ label }) => label.ticker);

describe('markets are found', () => {
  test('by words of their names, also those that have not traded', () => {
    const { finder } = setUp();
    expect(tickers(finder.find('rain new york', 10))).toEqual(['KXRAIN-26NOV21-NYC']);
    expect(tickers(finder.find('weather', 10))).toHaveLength(2);
  });

  test('by their ticker when nobody has told a name, with last price and volume of the hour', () => {
    const { finder, trade } = setUp();
    trade('KXBTCD-26NOV21-T97000', 500);
    expect(finder.find('btcd 97000', 10)).toMatchObject([
      { label: { ticker: 'KXBTCD-26NOV21-T97000', name: 'BTCD 26NOV21 T97000' }, volume: 500 },
    ]);
  });

  test('the busier one first where both answer as well', () => {
    const { finder, trade } = setUp();
    trade('KXRAIN-26NOV21-DAL', 100);
    trade('KXRAIN-26NOV21-NYC', 300);
    expect(tickers(finder.find('rain', 10))).toEqual(['KXRAIN-26NOV21-NYC', 'KXRAIN-26NOV21-DAL']);
    expect(tickers(finder.find('rain', 1))).toEqual(['KXRAIN-26NOV21-NYC']);
  });

  test('without a question the most traded ones, and no combos', () => {
    const { finder, trade } = setUp();
    trade('KXMVESPORTSMULTIGAMEEXTENDED-S2026ABCDEF-123456', 900);
    trade('KXRAIN-26NOV21-NYC', 300);
    expect(tickers(finder.find(' ', 10))).toEqual(['KXRAIN-26NOV21-NYC', 'KXRAIN-26NOV21-DAL']);
  });

  test('by a new name as soon as there is one', () => {
    const { finder, trade, directory } = setUp();
    trade('KXBTCD-26NOV21-T97000', 500);
    expect(tickers(finder.find('ninety', 10))).toEqual([]);
    directory.apply({
      ...created,
      ticker: 'KXBTCD-26NOV21-T97000' as Ticker,
      title: 'Ninety seven thousand?',
    });
    expect(tickers(finder.find('ninety', 10))).toEqual(['KXBTCD-26NOV21-T97000']);
  });

  test('and REST is asked for none of them', () => {
    const { finder, rest, trade, clock } = setUp();
    trade('KXBTCD-26NOV21-T97000', 500);
    expect(finder.find('', 10)).toHaveLength(3);
    clock.advance(10_000);
    expect(rest.asked).toEqual([]);
  });
});
