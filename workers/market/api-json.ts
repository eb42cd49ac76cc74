/** The engine's integers as the plain JSON of `window.flowboard` (docs/api.md): dollar strings, decimal strings, seconds. */
import type { StatusFrame } from '#contract/frames.ts';
import type { BucketJson, BucketsJson, StatsJson, TickerStateJson, TradeJson } from '#contract/market.ts';
import { must } from '#core/lib/assert.ts';
import type { AnalyticsBucketsView, MarketView, StoredTrade } from '#core/market/views.ts';
import { formatMoney, type Money } from '#core/units/money.ts';
import { complement, formatPrice, type Price } from '#core/units/price.ts';
import { formatQuantity, type Quantity } from '#core/units/quantity.ts';

const SECOND_MS = 1000;

/** Returns the counters at `now`; order books are not built yet, so there are none. */
export function statsJson(status: Omit<StatusFrame, 'workMs'>, now: number): StatsJson {
  const { connection, recording } = status;
  const { state, attempts, lastMessageAt } = connection;
  return {
    tradesReceived: status.received,
    tradesStored: recording.stored,
    duplicates: status.duplicates,
    gaps: status.gaps,
    rejected: status.rejected,
    messagesReceived: status.messages,
    activeTickers: status.activeTickers,
    books: 0,
    connection: {
      state,
      attempts,
      lastMessageAgeMs: lastMessageAt === undefined ? null : now - lastMessageAt,
    },
    storage: { bytes: recording.bytes, quota: recording.quota, persisted: recording.persisted },
  };
}

export function tickerStateJson(market: MarketView): TickerStateJson {
  const { points } = market;
  return {
    market_ticker: market.ticker,
    last_yes_price: formatPrice(market.yesPrice),
    last_ts: seconds(market.lastAt),
    volume_window: formatQuantity(market.volume),
    yes_volume_window: formatQuantity(market.yesVolume),
    no_volume_window: formatQuantity(market.noVolume),
    net_yes_volume_window: formatQuantity(market.netFlow),
    trade_count_window: market.trades,
    price_points: Array.from(points.at, (at, i) => [
      seconds(at),
      formatPrice(must(points.yesPrice[i], 'a price for each point') as Price),
    ]),
  };
}

export function tradeJson(trade: StoredTrade): TradeJson {
  return {
    market_ticker: trade.ticker,
    yes_price_dollars: formatPrice(trade.yesPrice),
    no_price_dollars: formatPrice(complement(trade.yesPrice)),
    count: formatQuantity(trade.quantity),
    taker_side: trade.taker,
    ts: seconds(trade.venueAt),
    ts_ms: trade.venueAt,
    received_at_ms: trade.receivedAt,
    trade_id: trade.tradeId ?? null,
    is_block_trade: trade.isBlock,
  };
}

/** The last bucket is the current one; `peak` is null before the first trade. */
export function bucketsJson(view: AnalyticsBucketsView): BucketsJson {
  const buckets = Array.from(view.startMs, (_, i) => bucketAt(view, i));
  const { totals, peak } = view;
  return {
    buckets,
    current: must(buckets.at(-1), 'a current bucket'),
    totals: {
      volume: formatQuantity(totals.volume),
      notional: formatMoney(totals.notional),
      trades: totals.trades,
      yesVolume: formatQuantity(totals.yesVolume),
      noVolume: formatQuantity(totals.noVolume),
    },
    peak: peak === undefined ? null : (buckets.find(({ startMs }) => startMs === peak.startMs) ?? null),
  };
}

function bucketAt(view: AnalyticsBucketsView, i: number): BucketJson {
  const cell = (column: Float64Array): number => must(column[i], 'a value for each bucket');
  return {
    startMs: cell(view.startMs),
    volume: formatQuantity(cell(view.volume) as Quantity),
    notional: formatMoney(cell(view.notional) as Money),
    trades: cell(view.trades),
    yesVolume: formatQuantity(cell(view.yesVolume) as Quantity),
    noVolume: formatQuantity(cell(view.noVolume) as Quantity),
  };
}

function seconds(ms: number): number {
  return Math.floor(ms / SECOND_MS);
}
