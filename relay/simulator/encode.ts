/**
 * Venue events and books as the `msg` of wire frames, in the current shape or in the one the exchange spoke until March
 * 2026 (integer cents and counts, dollars with 3 decimals). The session adds type, sid and seq. Source: protocol 4.
 * Confession: the legacy shape cannot say sub-cent prices or fractions; both are rounded half up, counts to at least 1.
 */
import { uuidOfIndex } from '#core/exchange/ids.ts';
import { topOf, type ListedMarket } from '#core/exchange/listing.ts';
import { priceAt, rungOf } from '#core/exchange/price-ladder.ts';
import type { BookEvent, TickerEvent, TradeEvent } from '#core/exchange/venue-event.ts';
import type { Side } from '#core/exchange/order.ts';
import { formatDecimal } from '#core/units/decimal.ts';
import { centsHalfUp, complement, formatPrice, type Price } from '#core/units/price.ts';
import { contractsHalfUp, formatQuantity, type Quantity } from '#core/units/quantity.ts';

export type Shape = 'current' | 'legacy';

/** `[price, size]` as the exchange writes a level. */
export type WireLevel = readonly [price: string | number, size: string | number];

/** Unit: 1e-6 dollar to whole dollars. */
const WHOLE_DOLLAR = 1_000_000;

/** Returns whole Unix seconds. */
export const seconds = (ms: number): number => Math.floor(ms / 1000);

/** Returns the RFC 3339 text of `micros` (microseconds since 1970), trailing zeros of the fraction trimmed. */
export function rfc3339(micros: number): string {
  const whole = new Date(Math.floor(micros / 1_000_000) * 1000).toISOString().slice(0, 19);
  const fraction = String(micros % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return fraction === '' ? `${whole}Z` : `${whole}.${fraction}Z`;
}

/** Returns the RFC 3339 text of an instant in milliseconds. */
export const rfc3339OfMs = (ms: number): string => rfc3339(ms * 1000);

/** Returns a price with the legacy 3 decimals, rounded half up. */
const legacyDollars = (price: Price): string => formatDecimal(Math.floor((price + 5) / 10), 3);

const legacyCount = (quantity: Quantity): number => Math.max(1, contractsHalfUp(quantity));

/** Returns the trade's id: the recorded one, else one made under `key`. */
export const tradeId = (trade: TradeEvent, key: number): string => trade.id ?? uuidOfIndex(key, trade.index);

/** Returns the `msg` of a `trade` frame. */
export function encodeTrade(event: TradeEvent, key: number, shape: Shape): string {
  const { market, price, quantity, taker } = event;
  const ms = Math.floor(event.atMicros / 1000);
  const no = complement(price);
  if (shape === 'legacy') {
    const cents = centsHalfUp(price);
    return (
      `{"market_ticker":"${market.ticker}","yes_price":${cents},"yes_price_dollars":"${legacyDollars(price)}",` +
      `"no_price":${100 - cents},"no_price_dollars":"${legacyDollars(no)}","count":${legacyCount(quantity)},` +
      `"taker_side":"${taker}","ts":${seconds(ms)}}`
    );
  }
  return (
    `{"trade_id":"${tradeId(event, key)}","market_ticker":"${market.ticker}",` +
    `"yes_price_dollars":"${formatPrice(price)}","no_price_dollars":"${formatPrice(no)}",` +
    `"count_fp":"${formatQuantity(quantity)}","taker_side":"${taker}","taker_outcome_side":"${taker}",` +
    `"taker_book_side":"${taker === 'yes' ? 'bid' : 'ask'}","is_block_trade":${event.isBlock},` +
    `"ts":${seconds(ms)},"ts_ms":${ms}}`
  );
}

/** Returns the `msg` of an `orderbook_delta` frame. The no side is priced on the no leg unless `useYesPrice`. */
export function encodeDelta(event: BookEvent, useYesPrice: boolean, shape: Shape): string {
  const { market, change } = event;
  const side = event.side === 'bid' ? 'yes' : 'no';
  const price = side === 'no' && !useYesPrice ? complement(event.price) : event.price;
  if (shape === 'legacy') {
    const delta = legacyChange(event);
    return (
      `{"market_ticker":"${market.ticker}","price":${centsHalfUp(price)},` +
      `"price_dollars":"${legacyDollars(price)}","delta":${delta},"side":"${side}"}`
    );
  }
  const ms = Math.floor(event.atMicros / 1000);
  return (
    `{"market_ticker":"${market.ticker}","market_id":"${market.id}","price_dollars":"${formatPrice(price)}",` +
    `"delta_fp":"${formatQuantity(change)}","side":"${side}","ts":"${rfc3339OfMs(ms)}","ts_ms":${ms}}`
  );
}

/** Returns the change of the level as a legacy snapshot would count it before and after: the changes of a level add up to it. */
function legacyChange({ market, side, price, change }: BookEvent): number {
  const rung = rungOf(market.ladder, price);
  const after = rung === undefined ? 0 : market.book.total(side, rung);
  const counted = (quantity: number): number => (quantity > 0 ? legacyCount(quantity as Quantity) : 0);
  return counted(after) - counted(after - change);
}

/** Returns the levels of `side` as wire pairs, worst price first; `most` of the best ones, all when 0. */
export function encodeLevels(
  market: ListedMarket,
  side: Side,
  useYesPrice: boolean,
  most = 0,
): [string, string][] {
  const depth = market.book.depth(side);
  const kept = most > 0 ? depth.slice(0, most) : depth;
  return kept.reverse().map((level) => {
    const yes = priceAt(market.ladder, level.rung);
    const price = side === 'ask' && !useYesPrice ? complement(yes) : yes;
    return [formatPrice(price), formatQuantity(level.quantity)];
  });
}

/** Returns the `msg` of an `orderbook_snapshot` frame. An empty side is left out; prices ascend. */
export function encodeSnapshot(market: ListedMarket, useYesPrice: boolean, shape: Shape): string {
  const yes = encodeLevels(market, 'bid', useYesPrice);
  const no = encodeLevels(market, 'ask', useYesPrice);
  if (useYesPrice) no.reverse();
  if (shape === 'legacy') {
    return JSON.stringify({
      market_ticker: market.ticker,
      ...legacySide('yes', yes),
      ...legacySide('no', no),
    });
  }
  return JSON.stringify({
    market_ticker: market.ticker,
    market_id: market.id,
    ...(yes.length > 0 ? { yes_dollars_fp: yes } : {}),
    ...(no.length > 0 ? { no_dollars_fp: no } : {}),
  });
}

function legacySide(
  name: 'yes' | 'no',
  levels: readonly (readonly [string, string])[],
): Record<string, WireLevel[]> {
  if (levels.length === 0) return {};
  const rounded = levels.map(([price, size]) => ({
    // By way of the integer, so that a change of the level rounds to the same price.
    dollars: Math.floor((Math.round(Number(price) * 10_000) + 5) / 10),
    count: Math.max(1, Math.round(Number(size))),
  }));
  return {
    [name]: rounded.map(({ dollars, count }) => [Math.round(dollars / 10), count]),
    [`${name}_dollars`]: rounded.map(({ dollars, count }) => [formatDecimal(dollars, 3), count]),
  };
}

/** Returns the `msg` of a `ticker` frame for the market as it stands. */
export function encodeTicker(event: TickerEvent, shape: Shape): string {
  const { market, at } = event;
  const top = topOf(market);
  const dollars = {
    dollar_volume: Math.round(market.dollarVolume / WHOLE_DOLLAR),
    dollar_open_interest: Math.round((market.openInterest * (market.lastPrice ?? 0)) / WHOLE_DOLLAR),
  };
  const last = market.lastPrice ?? top.bid;
  if (shape === 'legacy') {
    return JSON.stringify({
      market_ticker: market.ticker,
      price: centsHalfUp(last),
      yes_bid: centsHalfUp(top.bid),
      yes_ask: centsHalfUp(top.ask),
      price_dollars: legacyDollars(last),
      yes_bid_dollars: legacyDollars(top.bid),
      no_bid_dollars: legacyDollars(complement(top.ask)),
      volume: contractsHalfUp(market.volume),
      open_interest: contractsHalfUp(market.openInterest),
      ...dollars,
      ts: seconds(at),
    });
  }
  return JSON.stringify({
    market_id: market.id,
    market_ticker: market.ticker,
    price_dollars: market.lastPrice === undefined ? '' : formatPrice(market.lastPrice),
    yes_bid_dollars: formatPrice(top.bid),
    yes_ask_dollars: formatPrice(top.ask),
    volume_fp: formatQuantity(market.volume),
    open_interest_fp: formatQuantity(market.openInterest),
    ...dollars,
    yes_bid_size_fp: formatQuantity(top.bidSize),
    yes_ask_size_fp: formatQuantity(top.askSize),
    last_trade_size_fp: formatQuantity(market.lastQuantity),
    ts: seconds(at),
    ts_ms: at,
    time: rfc3339OfMs(at),
  });
}
