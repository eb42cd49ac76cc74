/**
 * The `ticker` message: top of the book and day totals (protocol 4.3). Any field may be missing; none may be wrong.
 *
 * {"market_ticker":"A-1","price_dollars":"0.4800","yes_bid_dollars":"0.4500","yes_ask_dollars":"0.5300",
 *  "volume_fp":"33896.00","open_interest_fp":"20422.00","yes_bid_size_fp":"300.00","yes_ask_size_fp":"150.00","ts_ms":…}
 * {"market_ticker":"A-1","price":48,"yes_bid":45,"yes_ask":53,"volume":33896,"open_interest":20422,"ts":1669149841}
 */
import { complement } from '../units/price.ts';
import {
  MALFORMED,
  readPriceEither,
  readQuantity,
  readQuantityEither,
  readTicker,
  readVenueTime,
} from './fields.ts';
import type { RejectReason, TickerQuote } from './messages.ts';

interface RawQuote {
  readonly market_ticker?: unknown;
  readonly price_dollars?: unknown;
  readonly price?: unknown;
  readonly yes_bid_dollars?: unknown;
  readonly yes_bid?: unknown;
  readonly yes_ask_dollars?: unknown;
  readonly yes_ask?: unknown;
  readonly no_bid_dollars?: unknown;
  readonly no_bid?: unknown;
  readonly yes_bid_size_fp?: unknown;
  readonly yes_ask_size_fp?: unknown;
  readonly volume_fp?: unknown;
  readonly volume?: unknown;
  readonly open_interest_fp?: unknown;
  readonly open_interest?: unknown;
  readonly ts_ms?: unknown;
  readonly ts?: unknown;
  readonly time?: unknown;
}

/** Returns the quote, or the first reason why it cannot be trusted. */
export function readQuote(message: object): TickerQuote | RejectReason {
  const raw: RawQuote = message;
  const ticker = readTicker(raw.market_ticker);
  if (ticker === MALFORMED) return 'bad-ticker';

  const price = readPriceEither(raw.price_dollars, raw.price);
  const yesBid = readPriceEither(raw.yes_bid_dollars, raw.yes_bid);
  const yesAsk = readPriceEither(raw.yes_ask_dollars, raw.yes_ask);
  const noBid = readPriceEither(raw.no_bid_dollars, raw.no_bid);
  if (price === MALFORMED || yesBid === MALFORMED || yesAsk === MALFORMED || noBid === MALFORMED) {
    return 'bad-price';
  }

  const yesBidSize = readQuantity(raw.yes_bid_size_fp);
  const yesAskSize = readQuantity(raw.yes_ask_size_fp);
  const volume = readQuantityEither(raw.volume_fp, raw.volume);
  const openInterest = readQuantityEither(raw.open_interest_fp, raw.open_interest);
  if (isNoAmount(yesBidSize) || isNoAmount(yesAskSize) || isNoAmount(volume) || isNoAmount(openInterest)) {
    return 'bad-quantity';
  }

  const venueAt = readVenueTime(raw.ts_ms, raw.ts, raw.time);
  if (venueAt === MALFORMED) return 'bad-time';
  return {
    ticker,
    // A price of 0 cannot have traded: it stands where the market never did.
    lastPrice: price === 0 ? undefined : price,
    yesBid,
    // Asks are the other side's bids; an old shape said only those.
    yesAsk: yesAsk ?? (noBid === undefined ? undefined : complement(noBid)),
    yesBidSize,
    yesAskSize,
    volume,
    openInterest,
    venueAt,
  };
}

/** Returns true for what is there but cannot be a size or a total. */
function isNoAmount(amount: ReturnType<typeof readQuantity>): amount is typeof MALFORMED {
  return amount === MALFORMED || (amount !== undefined && amount < 0);
}
