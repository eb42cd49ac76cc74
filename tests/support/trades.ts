/** Trades for tests, each with an id of its own unless told otherwise. */
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';

let made = 0;

/** Returns a trade of one YES contract at 50 cents, changed by `change`. */
export function aTrade(change: Partial<Trade> & { readonly at?: number } = {}): Trade {
  const { at = 1_800_000_000_000, ...rest } = change;
  made++;
  return {
    ticker: 'KXTEST-26NOV21-A' as Ticker,
    tradeId: `00000000-0000-4000-8000-${made.toString(16).padStart(12, '0')}`,
    yesPrice: 5_000 as Price,
    quantity: 100 as Quantity,
    taker: 'yes',
    isBlock: false,
    venueAt: at as UnixMs,
    ...rest,
  };
}

/** Returns `trade` as the exchange's socket writes it. */
export function tradeFrame(trade: Trade, sid: number, seq: number): string {
  const dollars = (price: number) => (price / 10_000).toFixed(4);
  return JSON.stringify({
    type: 'trade',
    sid,
    seq,
    msg: {
      trade_id: trade.tradeId,
      market_ticker: trade.ticker,
      yes_price_dollars: dollars(trade.yesPrice),
      no_price_dollars: dollars(10_000 - trade.yesPrice),
      count_fp: (trade.quantity / 100).toFixed(2),
      taker_outcome_side: trade.taker,
      taker_book_side: trade.taker === 'yes' ? 'bid' : 'ask',
      ts_ms: trade.venueAt,
    },
  });
}

/** Returns `trade` as the exchange's REST writes it. */
export function tradeRow(trade: Trade): object {
  const dollars = (price: number) => (price / 10_000).toFixed(4);
  return {
    trade_id: trade.tradeId,
    ticker: trade.ticker,
    yes_price_dollars: dollars(trade.yesPrice),
    no_price_dollars: dollars(10_000 - trade.yesPrice),
    count_fp: (trade.quantity / 100).toFixed(2),
    taker_outcome_side: trade.taker,
    taker_book_side: trade.taker === 'yes' ? 'bid' : 'ask',
    created_time: new Date(trade.venueAt).toISOString(),
  };
}
