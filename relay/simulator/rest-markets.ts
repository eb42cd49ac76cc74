/** REST reads about markets: list, one, order books, trades (protocol 5.2 and 5.3). */
import type { ListedMarket } from '#core/exchange/listing.ts';
import { err, ok, type Result } from '#core/lib/result.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { isCombo } from '#core/units/ticker.ts';
import { DAY } from '#core/units/time.ts';
import type { Archive } from './archive.ts';
import { encodeLevels } from './encode.ts';
import {
  pageOf,
  readChoice,
  readCursor,
  readInstant,
  readInteger,
  readTickers,
  writeCursor,
} from './query.ts';
import { flat, notFound, okay, type Reply } from './reply.ts';
import { marketBody, tradeBody } from './rest-objects.ts';
import type { Source } from './source.ts';

export interface RestContext {
  readonly source: Source;
  readonly archive: Archive;
  /** Trade ids hash under it. */
  readonly key: number;
}

type Body = Record<string, unknown>;

const STATUSES = ['unopened', 'open', 'paused', 'closed', 'settled'] as const;
type Status = (typeof STATUSES)[number];

const STATUS_OF: Record<ListedMarket['status'], Status> = {
  initialized: 'unopened',
  active: 'open',
  inactive: 'paused',
  closed: 'closed',
  determined: 'closed',
  finalized: 'settled',
};

/** Which status each pair of time filters goes with, and what it looks at (protocol 5.3). */
const TIME_FILTERS: readonly {
  readonly name: string;
  readonly statuses: readonly Status[];
  readonly of: (market: ListedMarket) => number | undefined;
}[] = [
  { name: 'created_ts', statuses: ['unopened', 'open'], of: (market) => market.createdAt },
  { name: 'close_ts', statuses: ['closed'], of: (market) => market.closeAt },
  { name: 'settled_ts', statuses: ['settled'], of: (market) => market.settledAt },
];

/** Markets in one batch request. */
export const MOST_BATCH = 100;

/** Returns the Market object of `market` with its figures of the day. */
export function describeMarket(context: RestContext, market: ListedMarket): Body {
  const since = context.source.now - DAY;
  const ofTheDay = context.archive.candles(market.ticker).filter((candle) => candle.endMs > since);
  const volume = ofTheDay.reduce((sum, candle) => sum + candle.volume, 0);
  return marketBody(market, volume as Quantity, ofTheDay[0]);
}

const byTicker = (a: ListedMarket, b: ListedMarket): number => (a.ticker < b.ticker ? -1 : 1);

export function listMarkets(context: RestContext, query: URLSearchParams): Reply {
  const limit = readInteger(query, 'limit', 100, 0, 1000);
  if (!limit.ok) return limit.reason;
  const status = readChoice(query, 'status', STATUSES);
  if (!status.ok) return status.reason;
  const isInTime = readTimes(query, status.value);
  if (!isInTime.ok) return isInTime.reason;
  const tickers = new Set(readTickers(query, 'tickers'));
  const event = query.get('event_ticker');
  const series = query.get('series_ticker');
  const combos = query.get('mve_filter');
  const found = [...context.source.markets()].filter(
    (market) =>
      (tickers.size === 0 || tickers.has(market.ticker)) &&
      (event === null || market.event.plan.ticker === event) &&
      (series === null || market.event.plan.series.ticker === series) &&
      (status.value === undefined || STATUS_OF[market.status] === status.value) &&
      (combos === null || isCombo(market.ticker) === (combos === 'only')) &&
      isInTime.value(market),
  );
  const page = pageOf(
    found.sort(byTicker),
    (market) => market.ticker,
    query,
    limit.value === 0 ? 100 : limit.value,
  );
  return okay({ markets: page.items.map((market) => describeMarket(context, market)), cursor: page.cursor });
}

/** Returns the test of the time filters, or why they do not go together. */
function readTimes(
  query: URLSearchParams,
  status: Status | undefined,
): Result<(market: ListedMarket) => boolean, Reply> {
  const tests: ((market: ListedMarket) => boolean)[] = [];
  const families = new Set<string>();
  for (const { name, statuses, of } of TIME_FILTERS) {
    const from = readInstant(query, `min_${name}`);
    const to = readInstant(query, `max_${name}`);
    if (!from.ok) return from;
    if (!to.ok) return to;
    const [least, most] = [from.value, to.value];
    if (least === undefined && most === undefined) continue;
    families.add(name);
    if (status !== undefined && !statuses.includes(status)) {
      return err(
        incompatible(`${name} filters go with status ${statuses.join(' or ')} only, found ${status}`),
      );
    }
    tests.push((market) => {
      const at = of(market);
      return at !== undefined && at >= (least ?? -Infinity) && at <= (most ?? Infinity);
    });
  }
  const updated = readInstant(query, 'min_updated_ts');
  if (!updated.ok) return updated;
  const since = updated.value;
  if (since !== undefined) {
    if (status !== undefined || families.size > 0 || query.get('mve_filter') !== 'exclude') {
      return err(incompatible('min_updated_ts goes with mve_filter=exclude and series_ticker only'));
    }
    tests.push((market) => market.updatedAt >= since);
  }
  if (families.size > 1)
    return err(incompatible(`one family of time filters, found ${[...families].join(', ')}`));
  return ok((market) => tests.every((test) => test(market)));
}

const incompatible = (details: string): Reply => flat('invalid_parameters', 'incompatible filters', details);

export function oneMarket(context: RestContext, ticker: string): Reply {
  const market = context.source.market(ticker);
  return market === undefined ? notFound('market') : okay({ market: describeMarket(context, market) });
}

function bookBody(market: ListedMarket, depth: number): Body {
  return {
    yes_dollars: encodeLevels(market, 'bid', false, depth),
    no_dollars: encodeLevels(market, 'ask', false, depth),
  };
}

export function oneBook(context: RestContext, ticker: string, query: URLSearchParams): Reply {
  const depth = readInteger(query, 'depth', 0, 0, 100);
  if (!depth.ok) return depth.reason;
  const market = context.source.market(ticker);
  return market === undefined ? notFound('market') : okay({ orderbook_fp: bookBody(market, depth.value) });
}

export function manyBooks(context: RestContext, query: URLSearchParams): Reply {
  const tickers = readTickers(query, 'tickers');
  if (tickers.length === 0 || tickers.length > MOST_BATCH) {
    return flat(
      'invalid_parameters',
      'invalid parameters',
      `tickers: expected 1 to ${MOST_BATCH}, found ${tickers.length}`,
    );
  }
  const orderbooks = tickers.flatMap((ticker) => {
    const market = context.source.market(ticker);
    return market === undefined ? [] : [{ ticker, orderbook_fp: bookBody(market, 0) }];
  });
  return okay({ orderbooks });
}

export function listTrades(context: RestContext, query: URLSearchParams): Reply {
  const limit = readInteger(query, 'limit', 100, 0, 1000);
  const from = readInstant(query, 'min_ts');
  const to = readInstant(query, 'max_ts');
  if (!limit.ok) return limit.reason;
  if (!from.ok) return from.reason;
  if (!to.ok) return to.reason;
  const ticker = query.get('ticker');
  const block = query.get('is_block_trade');
  const least = (from.value ?? -Infinity) * 1000;
  const most = to.value === undefined ? Infinity : (to.value + 1000) * 1000 - 1; // the whole of that second
  const { archive, key } = context;
  const before = Number(readCursor(query) ?? archive.end);
  const page = archive.newest(
    Number.isSafeInteger(before) ? before : archive.end,
    limit.value === 0 ? 100 : limit.value,
    (trade) =>
      (ticker === null || trade.market.ticker === ticker) &&
      (block === null || trade.isBlock === (block === 'true')) &&
      trade.atMicros <= most,
    (trade) => trade.atMicros < least,
  );
  const cursor = page.next === undefined ? '' : writeCursor(String(page.next));
  return okay({ trades: page.trades.map((trade) => tradeBody(trade, key)), cursor });
}
