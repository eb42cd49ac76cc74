/** The engine's integers as the plain JSON of `window.flowboard` (docs/api.md): dollar strings, decimal strings, seconds. */
import type { StatusFrame } from '#contract/frames.ts';
import type {
  BookJson,
  BucketJson,
  BucketsJson,
  LevelJson,
  StatsJson,
  TickerStateJson,
  TradeJson,
} from '#contract/market.ts';
import { must } from '#core/lib/assert.ts';
import type { Book } from '#core/market/book/book.ts';
import { ladder, summary, type LadderLevels } from '#core/market/book/ladder.ts';
import type { AnalyticsBucketsView, MarketView, StoredTrade } from '#core/market/views.ts';
import { formatMoney, type Money } from '#core/units/money.ts';
import { complement, formatPrice, ONE_DOLLAR, type Price } from '#core/units/price.ts';
import { formatQuantity, type Quantity } from '#core/units/quantity.ts';

const SECOND_MS = 1000;

/** Returns the counters at `now`; `books` are kept. */
export function statsJson(status: Omit<StatusFrame, 'workMs'>, books: number, now: number): StatsJson {
  const { connection, recording } = status;
  const { state, attempts, lastMessageAt } = connection;
  return {
    tradesReceived: status.received,
    tradesStored: recording.stored,
    duplicates: status.duplicates,
    gaps: status.sequenceGaps,
    rejected: status.rejected,
    messagesReceived: status.messages,
    activeTickers: status.activeTickers,
    books,
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

/** `isLineSilent`: nothing comes, heartbeats neither: the book may have moved on. */
export function bookJson(book: Book, isLineSilent: boolean): BookJson {
  const [yes, no, top] = [ladder(book, 'yes'), ladder(book, 'no'), summary(book, 'yes')];
  return {
    ticker: book.ticker,
    sequence: book.seq ?? null,
    stale: book.state !== 'exact' || isLineSilent,
    yesBids: levelsJson(yes.bids),
    noBids: levelsJson(no.bids),
    yesAsks: levelsJson(yes.asks),
    noAsks: levelsJson(no.asks),
    mid: top.mid === undefined ? null : dollars(top.mid, Number.isInteger(top.mid) ? 4 : 5),
    spread: top.spread === undefined ? null : dollars(top.spread, 4),
    microprice: top.microprice === undefined ? null : dollars(top.microprice, 6),
    imbalance: top.imbalance ?? null,
  };
}

function levelsJson({ price, quantity }: LadderLevels): readonly LevelJson[] {
  return Array.from(price, (each, i) => [
    formatPrice(each as Price),
    formatQuantity(must(quantity[i], 'a quantity for each price') as Quantity),
  ]);
}

/** `value` is in 1e-4 dollar, a fraction perhaps, below zero for a crossed spread. */
function dollars(value: number, digits: number): string {
  return (value / ONE_DOLLAR).toFixed(digits);
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
