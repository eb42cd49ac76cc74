import { expect, test } from 'vitest';
import { Book } from '#core/market/book/book.ts';
import { MarketEngine } from '#core/market/engine.ts';
import { CENT_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { bookJson, bucketsJson, tickerStateJson, tradeJson } from '../../../../workers/market/api-json.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

function anEngine() {
  const clock = new ManualClock();
  const engine = new MarketEngine({ windows: [10] });
  engine.advance(clock.now());
  const trade = aTrade({
    at: clock.now(),
    yesPrice: 3_605 as Price,
    quantity: 13_650 as Quantity,
    taker: 'no',
  });
  engine.apply(trade, clock.now());
  return { engine, trade, at: clock.now() };
}

test('a trade is told in dollar strings, decimal strings and both units of time', () => {
  const { engine, trade, at } = anEngine();
  expect(engine.recent(1).map(tradeJson)).toEqual([
    {
      market_ticker: trade.ticker,
      yes_price_dollars: '0.3605',
      no_price_dollars: '0.6395',
      count: '136.50',
      taker_side: 'no',
      ts: Math.floor(at / 1000),
      ts_ms: at,
      received_at_ms: at,
      trade_id: trade.tradeId,
      is_block_trade: false,
    },
  ]);
});

test('a market’s state carries the specs’ names, the net flow signed', () => {
  const { engine, at } = anEngine();
  expect(engine.hot(10, 1, true).map(tickerStateJson)).toMatchObject([
    {
      last_yes_price: '0.3605',
      volume_window: '136.50',
      yes_volume_window: '0.00',
      no_volume_window: '136.50',
      net_yes_volume_window: '-136.50',
      trade_count_window: 1,
      price_points: [[Math.floor(at / 1000), '0.3605']],
    },
  ]);
});

test('buckets are sixty and twenty-four, the last is the current one, the peak the largest', () => {
  const { engine } = anEngine();
  const { hour, day } = engine.analytics();
  const json = bucketsJson(hour);
  expect([json.buckets.length, bucketsJson(day).buckets.length]).toEqual([60, 24]);
  expect(json.current).toEqual(json.buckets.at(-1));
  expect(json.totals).toMatchObject({ volume: '136.50', notional: '49.208250', trades: 1 });
  expect(json.peak).toEqual(json.current);
});

test('without a trade there is no peak', () => {
  const engine = new MarketEngine({ windows: [10] });
  engine.advance(new ManualClock().now());
  expect(bucketsJson(engine.analytics().hour).peak).toBeNull();
});

test('a book is stale where it is not exact, and also while nothing at all comes', () => {
  const book = new Book('KXA-1' as Ticker, CENT_GRID);
  book.reset([[4_000 as Price, 500 as Quantity]], [], undefined, new ManualClock().now());
  expect([bookJson(book, false).stale, bookJson(book, true).stale]).toEqual([false, true]);
  book.markStale('sequence');
  expect(bookJson(book, false).stale).toBe(true);
});
