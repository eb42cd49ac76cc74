/** A market as REST describes it (protocol 5.4). Only the ticker is needed; a field that is missing or wrong is `undefined`. */
import type { PriceRange } from '../units/grid.ts';
import type { Price } from '../units/price.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';
import {
  isObject,
  MALFORMED,
  readId,
  readPrice,
  readPriceRanges,
  readQuantity,
  readRfc3339,
  readText,
  readTicker,
} from './fields.ts';
import { MAX_TITLE_LENGTH } from './lifecycle.ts';
import { lenient } from './rest-body.ts';

export interface RestMarket {
  readonly ticker: Ticker;
  readonly eventTicker: string | undefined;
  readonly title: string | undefined;
  readonly yesSubTitle: string | undefined;
  readonly noSubTitle: string | undefined;
  readonly openAt: UnixMs | undefined;
  readonly closeAt: UnixMs | undefined;
  /** initialized, inactive, active, closed, determined, disputed, amended, finalized; or a word newer than these. */
  readonly status: string | undefined;
  /** yes, no, scalar; `undefined` before the determination. */
  readonly result: string | undefined;
  readonly settlementValue: Price | undefined;
  readonly priceRanges: readonly PriceRange[] | undefined;
  readonly yesBid: Price | undefined;
  readonly yesAsk: Price | undefined;
  /** `undefined` also where the market never traded: the exchange then writes 0. */
  readonly lastPrice: Price | undefined;
  readonly volume: Quantity | undefined;
  readonly volume24h: Quantity | undefined;
  readonly openInterest: Quantity | undefined;
}

interface RawMarket {
  readonly ticker?: unknown;
  readonly event_ticker?: unknown;
  readonly title?: unknown;
  readonly yes_sub_title?: unknown;
  readonly no_sub_title?: unknown;
  readonly open_time?: unknown;
  readonly close_time?: unknown;
  readonly status?: unknown;
  readonly result?: unknown;
  readonly settlement_value_dollars?: unknown;
  readonly price_ranges?: unknown;
  readonly yes_bid_dollars?: unknown;
  readonly yes_ask_dollars?: unknown;
  readonly last_price_dollars?: unknown;
  readonly volume_fp?: unknown;
  readonly volume_24h_fp?: unknown;
  readonly open_interest_fp?: unknown;
}

/** Returns the market, or `undefined` where `value` is no object with a ticker. */
export function readMarket(value: unknown): RestMarket | undefined {
  if (!isObject(value)) return undefined;
  const raw: RawMarket = value;
  const ticker = readTicker(raw.ticker);
  if (ticker === MALFORMED) return undefined;
  const lastPrice = lenient(readPrice(raw.last_price_dollars));
  return {
    ticker,
    eventTicker: lenient(readId(raw.event_ticker)),
    title: readText(raw.title, MAX_TITLE_LENGTH),
    yesSubTitle: readText(raw.yes_sub_title, MAX_TITLE_LENGTH),
    noSubTitle: readText(raw.no_sub_title, MAX_TITLE_LENGTH),
    openAt: lenient(readRfc3339(raw.open_time)),
    closeAt: lenient(readRfc3339(raw.close_time)),
    status: lenient(readId(raw.status)),
    result: lenient(readId(raw.result)),
    settlementValue: lenient(readPrice(raw.settlement_value_dollars)),
    priceRanges: lenient(readPriceRanges(raw.price_ranges)),
    yesBid: lenient(readPrice(raw.yes_bid_dollars)),
    yesAsk: lenient(readPrice(raw.yes_ask_dollars)),
    lastPrice: lastPrice === 0 ? undefined : lastPrice,
    volume: lenient(readQuantity(raw.volume_fp)),
    volume24h: lenient(readQuantity(raw.volume_24h_fp)),
    openInterest: lenient(readQuantity(raw.open_interest_fp)),
  };
}
