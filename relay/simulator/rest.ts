/**
 * The exchange's REST surface: one table from method and path to an answer. Portfolio reads show an empty account; order
 * writes are refused, since this exchange has no accounts to trade from yet. Source: protocol 5.
 */
import type { ListedEvent } from '#core/exchange/listing.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { isTrue, pageOf, readChoice, readInstant, readInteger, readTickers } from './query.ts';
import { nested, notFound, okay, type Reply } from './reply.ts';
import {
  describeMarket,
  listMarkets,
  listTrades,
  manyBooks,
  oneBook,
  oneMarket,
  type RestContext,
} from './rest-markets.ts';
import { manyCandles, oneCandles } from './rest-candles.ts';
import { eventBody, seriesBody } from './rest-objects.ts';

/** Where the REST paths begin. */
export const REST_ROOT = '/trade-api/v2';

type Handler = (context: RestContext, parameters: readonly string[], query: URLSearchParams) => Reply;

interface Route {
  readonly path: RegExp;
  readonly isPrivate: boolean;
  readonly answer: Handler;
}

const CASH_DOLLARS = 1000;
const TICKER = '([A-Za-z0-9._-]+)';
const at = (path: string, answer: Handler): Route => ({
  path: new RegExp(`^${path.replaceAll(':ticker', TICKER)}$`),
  isPrivate: path.startsWith('/portfolio') || path.startsWith('/account'),
  answer,
});
const empty =
  (...names: string[]): Handler =>
  () =>
    okay({ ...Object.fromEntries(names.map((name) => [name, []])), cursor: '' });

/** First match wins: fixed words stand before tickers. */
const READS: readonly Route[] = [
  at('/exchange/status', () => okay(exchangeStatus())),
  at('/exchange/schedule', () => okay({ schedule: { standard_hours: [], maintenance_windows: [] } })),
  at('/exchange/user_data_timestamp', ({ source }) =>
    okay({ as_of_time: new Date(source.now).toISOString() }),
  ),
  at('/series', (context, _, query) => listSeries(context, query)),
  at('/series/:ticker', (context, [ticker = ''], query) => oneSeries(context, ticker, query)),
  at('/series/:ticker/markets/:ticker/candlesticks', (context, [series = '', ticker = ''], query) =>
    oneCandles(context, series, ticker, query),
  ),
  at('/events', (context, _, query) => listEvents(context, query, false)),
  at('/events/multivariate', (context, _, query) => listEvents(context, query, true)),
  at('/events/:ticker', (context, [ticker = ''], query) => oneEvent(context, ticker, query)),
  at('/markets', (context, _, query) => listMarkets(context, query)),
  at('/markets/trades', (context, _, query) => listTrades(context, query)),
  at('/markets/orderbooks', (context, _, query) => manyBooks(context, query)),
  at('/markets/candlesticks', (context, _, query) => manyCandles(context, query)),
  at('/markets/:ticker', (context, [ticker = '']) => oneMarket(context, ticker)),
  at('/markets/:ticker/orderbook', (context, [ticker = ''], query) => oneBook(context, ticker, query)),
  at('/account/limits', () => okay({ usage_tier: 'basic', read: LIMIT, write: LIMIT, grants: [] })),
  at('/portfolio/balance', ({ source }) => okay(balance(source.now))),
  at('/portfolio/positions', empty('market_positions', 'event_positions')),
  at('/portfolio/orders', empty('orders')),
  at('/portfolio/orders/:ticker', () => notFound('order')),
  at('/portfolio/fills', empty('fills')),
  at('/portfolio/settlements', empty('settlements')),
];

const LIMIT = { refill_rate: 2000, bucket_capacity: 6000 };

/** Returns true where `path` (below the root) may only be asked for with a signature. */
export function needsSignature(method: string, path: string): boolean {
  return method !== 'GET' || READS.some((route) => route.isPrivate && route.path.test(path));
}

/** Answers one request; `path` is below `REST_ROOT`. */
export function answer(context: RestContext, method: string, path: string, query: URLSearchParams): Reply {
  if (method !== 'GET') return refuseWrite(path);
  for (const route of READS) {
    const match = route.path.exec(path);
    if (match !== null) return route.answer(context, match.slice(1), query);
  }
  return notFound('path');
}

function refuseWrite(path: string): Reply {
  if (/^\/portfolio\/orders(\/|$)/.test(path)) {
    return nested(410, 'deprecated_v1_order_endpoint', 'Please switch to the V2 endpoints');
  }
  if (/^\/portfolio\/events\/orders(\/|$)/.test(path)) {
    return nested(501, 'not_implemented', 'the simulated exchange takes no orders yet');
  }
  return notFound('path');
}

function exchangeStatus(): Record<string, unknown> {
  const active = { exchange_active: true, trading_active: true, intra_exchange_transfers_active: true };
  const shards = ['default', 'combos', 'crypto', 'sports'];
  const statuses = shards.map((description, index) => ({ exchange_index: index, description, ...active }));
  return { ...active, exchange_index_statuses: statuses };
}

function balance(now: number): Record<string, unknown> {
  return {
    balance: CASH_DOLLARS * 100,
    balance_dollars: `${CASH_DOLLARS}.0000`,
    portfolio_value: 0,
    updated_ts: Math.floor(now / 1000),
    balance_breakdown: [{ exchange_index: 0, balance: `${CASH_DOLLARS}.0000` }],
  };
}

function volumeOf(context: RestContext, ticker: string): Quantity {
  let volume = 0;
  for (const market of context.source.markets()) {
    if (market.event.plan.series.ticker === ticker) volume += market.volume;
  }
  return volume as Quantity;
}

function listSeries(context: RestContext, query: URLSearchParams): Reply {
  const category = query.get('category');
  const tags = readTickers(query, 'tags');
  const found = context.source
    .series()
    .filter((series) => category === null || series.category === category)
    .filter((series) => tags.length === 0 || tags.includes(series.tag));
  const hasVolume = isTrue(query, 'include_volume');
  return okay({
    series: found.map((series) =>
      seriesBody(series, hasVolume ? volumeOf(context, series.ticker) : undefined),
    ),
  });
}

function oneSeries(context: RestContext, ticker: string, query: URLSearchParams): Reply {
  const series = context.source.series().find((candidate) => candidate.ticker === ticker);
  if (series === undefined) return notFound('series');
  return okay({
    series: seriesBody(series, isTrue(query, 'include_volume') ? volumeOf(context, ticker) : undefined),
  });
}

const EVENT_STATUSES = ['unopened', 'open', 'closed', 'settled'] as const;

function statusOf(event: ListedEvent): (typeof EVENT_STATUSES)[number] {
  const statuses = event.markets.map((market) => market.status);
  if (statuses.some((status) => status === 'active' || status === 'inactive')) return 'open';
  if (statuses.every((status) => status === 'initialized')) return 'unopened';
  return statuses.every((status) => status === 'finalized') ? 'settled' : 'closed';
}

function listEvents(context: RestContext, query: URLSearchParams, combos: boolean): Reply {
  const limit = readInteger(query, 'limit', combos ? 100 : 200, 1, 200);
  const status = readChoice(query, 'status', EVENT_STATUSES);
  const close = readInstant(query, 'min_close_ts');
  if (!limit.ok) return limit.reason;
  if (!status.ok) return status.reason;
  if (!close.ok) return close.reason;
  const series = query.get('series_ticker');
  const tickers = readTickers(query, 'tickers');
  const found = [...context.source.events()].filter(
    (event) =>
      (event.plan.series.shape.kind === 'combo') === combos &&
      (status.value === undefined || statusOf(event) === status.value) &&
      (series === null || event.plan.series.ticker === series) &&
      (tickers.length === 0 || tickers.includes(event.plan.ticker)) &&
      (close.value === undefined || event.closeAt >= close.value),
  );
  found.sort((a, b) => (a.plan.ticker < b.plan.ticker ? -1 : 1));
  const page = pageOf(found, (event) => event.plan.ticker, query, limit.value);
  const isNested = isTrue(query, 'with_nested_markets');
  return okay({
    events: page.items.map((event) => describeEvent(context, event, isNested)),
    cursor: page.cursor,
  });
}

function describeEvent(context: RestContext, event: ListedEvent, isNested: boolean): Record<string, unknown> {
  const markets = event.markets.map((market) => describeMarket(context, market));
  return eventBody(event, isNested ? markets : undefined);
}

function oneEvent(context: RestContext, ticker: string, query: URLSearchParams): Reply {
  const event = context.source.event(ticker);
  if (event === undefined) return notFound('event');
  const markets = event.markets.map((market) => describeMarket(context, market));
  const isNested = isTrue(query, 'with_nested_markets');
  return okay({ event: eventBody(event, isNested ? markets : undefined), markets });
}
