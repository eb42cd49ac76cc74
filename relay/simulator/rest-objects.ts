/** Markets, events, series, trades and candles as REST bodies say them (protocol 5.4). */
import { topOf, type ListedEvent, type ListedMarket } from '#core/exchange/listing.ts';
import type { Series } from '#core/exchange/series.ts';
import type { TradeEvent } from '#core/exchange/venue-event.ts';
import { formatDecimal } from '#core/units/decimal.ts';
import { complement, formatPrice, ONE_DOLLAR } from '#core/units/price.ts';
import { formatQuantity, type Quantity } from '#core/units/quantity.ts';
import type { Candle, Range } from './archive.ts';
import { rfc3339, rfc3339OfMs, tradeId } from './encode.ts';
import { encodeGrid, encodeStrike, exchangeIndexOf } from './encode-lifecycle.ts';

type Body = Record<string, unknown>;

const WEEK_MS = 604_800_000;
const SOURCE = { name: 'Simulated exchange', url: 'https://example.com/simulated' };
const dollars = (value: number): string => formatDecimal(Math.round(value), 4);

/** Returns the Market object. `dayVolume` is what it traded in the last 24 hours, `before` the oldest minute known of them. */
export function marketBody(market: ListedMarket, dayVolume: Quantity, before: Candle | undefined): Body {
  const { plan, event } = market;
  const top = topOf(market);
  const isDecided = market.result !== undefined;
  const last = market.lastPrice === undefined ? '0.0000' : formatPrice(market.lastPrice);
  const combo = event.plan.series.shape.kind === 'combo';
  return {
    ticker: market.ticker,
    event_ticker: event.plan.ticker,
    market_type: 'binary',
    title: plan.title,
    subtitle: plan.yesSubTitle,
    yes_sub_title: plan.yesSubTitle,
    no_sub_title: plan.noSubTitle,
    created_time: rfc3339OfMs(market.createdAt),
    updated_time: rfc3339OfMs(market.updatedAt),
    open_time: rfc3339OfMs(market.openAt),
    close_time: rfc3339OfMs(market.closeAt),
    expected_expiration_time: rfc3339OfMs(market.closeAt),
    expiration_time: rfc3339OfMs(market.closeAt + WEEK_MS),
    latest_expiration_time: rfc3339OfMs(market.closeAt + WEEK_MS),
    ...(market.settledAt === undefined ? {} : { settlement_ts: rfc3339OfMs(market.settledAt) }),
    settlement_timer_seconds: 60,
    status: market.status,
    yes_bid_dollars: formatPrice(top.bid),
    yes_bid_size_fp: formatQuantity(top.bidSize),
    yes_ask_dollars: formatPrice(top.ask),
    yes_ask_size_fp: formatQuantity(top.askSize),
    no_bid_dollars: formatPrice(complement(top.ask)),
    no_ask_dollars: formatPrice(complement(top.bid)),
    last_price_dollars: last,
    previous_yes_bid_dollars: dollars(before?.bid.close ?? 0),
    previous_yes_ask_dollars: dollars(before?.ask.close ?? ONE_DOLLAR),
    previous_price_dollars: dollars(before?.price?.close ?? 0),
    notional_value_dollars: formatPrice(ONE_DOLLAR),
    volume_fp: formatQuantity(market.volume),
    volume_24h_fp: formatQuantity(dayVolume),
    open_interest_fp: formatQuantity(market.openInterest),
    result: market.result ?? '',
    ...(isDecided ? { settlement_value_dollars: market.result === 'yes' ? '1.0000' : '0.0000' } : {}),
    expiration_value: isDecided ? (market.result ?? '') : '',
    can_close_early: event.plan.series.cadence.kind === 'matches',
    ...encodeStrike(market),
    rules_primary: plan.rules,
    rules_secondary: '',
    ...encodeGrid(market.ladder),
    settlement_bounds_type: 'default',
    is_provisional: false,
    exchange_index: exchangeIndexOf(market),
    ...(combo
      ? { mve_collection_ticker: event.plan.series.ticker, mve_selected_legs: legBodies(market) }
      : {}),
  };
}

const legBodies = (market: ListedMarket): Body[] =>
  market.legs.map((leg) => ({
    event_ticker: leg.market.event.plan.ticker,
    market_ticker: leg.market.ticker,
    side: leg.outcome,
  }));

/** Returns the Event object; `markets` are nested where given. */
export function eventBody(event: ListedEvent, markets: readonly Body[] | undefined): Body {
  const { plan } = event;
  return {
    event_ticker: plan.ticker,
    series_ticker: plan.series.ticker,
    title: plan.title,
    sub_title: plan.subTitle,
    collateral_return_type: plan.isExclusive ? 'MECNET' : '',
    mutually_exclusive: plan.isExclusive,
    category: plan.series.category,
    strike_date: rfc3339OfMs(event.closeAt),
    settlement_sources: [SOURCE],
    last_updated_ts: rfc3339OfMs(event.createdAt),
    exchange_index: event.markets[0] === undefined ? 0 : exchangeIndexOf(event.markets[0]),
    ...(markets === undefined ? {} : { markets }),
  };
}

export function seriesBody(series: Series, volume: Quantity | undefined): Body {
  return {
    ticker: series.ticker,
    frequency: series.frequency,
    title: series.title,
    category: series.category,
    categories: [series.category],
    tags: [series.tag],
    settlement_sources: [SOURCE],
    contract_url: SOURCE.url,
    contract_terms_url: SOURCE.url,
    fee_type: series.shape.kind === 'combo' ? 'quadratic_with_combo_maker_fees' : 'quadratic',
    fee_multiplier: 1,
    additional_prohibitions: [],
    exchange_index: series.category === 'Crypto' ? 2 : series.category === 'Sports' ? 3 : 0,
    ...(volume === undefined ? {} : { volume_fp: formatQuantity(volume) }),
  };
}

export function tradeBody(trade: TradeEvent, key: number): Body {
  return {
    trade_id: tradeId(trade, key),
    ticker: trade.market.ticker,
    count_fp: formatQuantity(trade.quantity),
    yes_price_dollars: formatPrice(trade.price),
    no_price_dollars: formatPrice(complement(trade.price)),
    taker_side: trade.taker,
    taker_outcome_side: trade.taker,
    taker_book_side: trade.taker === 'yes' ? 'bid' : 'ask',
    created_time: rfc3339(trade.atMicros),
    is_block_trade: trade.isBlock,
  };
}

/** Returns one candle; `previous` is the close of the last one with trades before it. */
export function candleBody(candle: Candle, previous: number | undefined): Body {
  const { price } = candle;
  return {
    end_period_ts: Math.floor(candle.endMs / 1000),
    yes_bid: rangeBody(candle.bid),
    yes_ask: rangeBody(candle.ask),
    price: {
      ...(price === undefined
        ? {}
        : {
            ...rangeBody(price),
            mean_dollars: dollars(candle.notional / candle.volume),
            min_dollars: dollars(price.low),
            max_dollars: dollars(price.high),
          }),
      ...(previous === undefined ? {} : { previous_dollars: dollars(previous) }),
    },
    volume_fp: formatDecimal(candle.volume, 2),
    open_interest_fp: formatDecimal(candle.openInterest, 2),
  };
}

const rangeBody = (range: Range): Body => ({
  open_dollars: dollars(range.open),
  low_dollars: dollars(range.low),
  high_dollars: dollars(range.high),
  close_dollars: dollars(range.close),
});

/** Joins minutes into periods of `minutes`; a period's end is a multiple of it. */
export function joinCandles(candles: readonly Candle[], minutes: number): Candle[] {
  const periodMs = minutes * 60_000;
  const joined: Candle[] = [];
  for (const candle of candles) {
    const endMs = Math.ceil(candle.endMs / periodMs) * periodMs;
    const last = joined[joined.length - 1];
    if (last?.endMs !== endMs) {
      const copy = { ...candle, endMs, bid: { ...candle.bid }, ask: { ...candle.ask } };
      joined.push({ ...copy, price: candle.price === undefined ? undefined : { ...candle.price } });
      continue;
    }
    include(last.bid, candle.bid);
    include(last.ask, candle.ask);
    if (last.price === undefined) last.price = candle.price === undefined ? undefined : { ...candle.price };
    else if (candle.price !== undefined) include(last.price, candle.price);
    last.notional += candle.notional;
    last.volume += candle.volume;
    last.openInterest = candle.openInterest;
  }
  return joined;
}

function include(range: Range, later: Range): void {
  range.low = Math.min(range.low, later.low);
  range.high = Math.max(range.high, later.high);
  range.close = later.close;
}
