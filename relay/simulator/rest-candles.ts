/** REST reads of candles: one market, or several at once (protocol 5.2). */
import { err, ok, type Result } from '#core/lib/result.ts';
import { isTrue, readChoice, readInstant, readTickers } from './query.ts';
import { flat, notFound, okay, type Reply } from './reply.ts';
import { MOST_BATCH, type RestContext } from './rest-markets.ts';
import { candleBody, joinCandles } from './rest-objects.ts';

type Body = Record<string, unknown>;

/** In one request, over all its markets. */
const MOST_CANDLES = 10_000;

interface CandleRequest {
  readonly from: number;
  readonly to: number;
  readonly minutes: number;
  readonly hasEarlier: boolean;
}

function readCandleRequest(query: URLSearchParams): Result<CandleRequest, Reply> {
  const from = readInstant(query, 'start_ts');
  const to = readInstant(query, 'end_ts');
  const period = readChoice(query, 'period_interval', ['1', '60', '1440']);
  if (!from.ok) return from;
  if (!to.ok) return to;
  if (!period.ok) return period;
  if (from.value === undefined || to.value === undefined || period.value === undefined) {
    return err(
      flat('invalid_parameters', 'invalid parameters', 'expected start_ts, end_ts and period_interval'),
    );
  }
  const minutes = Number(period.value);
  if ((to.value - from.value) / (minutes * 60_000) > MOST_CANDLES) {
    return err(flat('invalid_parameters', 'invalid parameters', `expected at most ${MOST_CANDLES} candles`));
  }
  return ok({
    from: from.value,
    to: to.value,
    minutes,
    hasEarlier: isTrue(query, 'include_latest_before_start'),
  });
}

function candleBodies(context: RestContext, ticker: string, request: CandleRequest): Body[] {
  const bodies: Body[] = [];
  let previous: number | undefined;
  let earlier: Body | undefined;
  for (const candle of joinCandles(context.archive.candles(ticker), request.minutes)) {
    const body = candleBody(candle, previous);
    previous = candle.price?.close ?? previous;
    if (candle.endMs < request.from) earlier = { ...body, end_period_ts: Math.floor(request.from / 1000) };
    else if (candle.endMs <= request.to) bodies.push(body);
  }
  return request.hasEarlier && earlier !== undefined ? [earlier, ...bodies] : bodies;
}

export function oneCandles(
  context: RestContext,
  series: string,
  ticker: string,
  query: URLSearchParams,
): Reply {
  const request = readCandleRequest(query);
  if (!request.ok) return request.reason;
  const market = context.source.market(ticker);
  if (market?.event.plan.series.ticker !== series) return notFound('market');
  return okay({ ticker, candlesticks: candleBodies(context, ticker, request.value) });
}

export function manyCandles(context: RestContext, query: URLSearchParams): Reply {
  const request = readCandleRequest(query);
  if (!request.ok) return request.reason;
  const tickers = readTickers(query, 'market_tickers');
  if (tickers.length === 0 || tickers.length > MOST_BATCH) {
    const details = `market_tickers: expected 1 to ${MOST_BATCH}, found ${tickers.length}`;
    return flat('invalid_parameters', 'invalid parameters', details);
  }
  const known = tickers.filter((ticker) => context.source.market(ticker) !== undefined);
  const markets = known.map((ticker) => ({
    market_ticker: ticker,
    candlesticks: candleBodies(context, ticker, request.value),
  }));
  return okay({ markets });
}
