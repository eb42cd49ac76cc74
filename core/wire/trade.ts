/**
 * The `trade` message in every shape it had, in any mixture (protocol 4.4), and REST's trade, which differs by two names.
 *
 * {"trade_id":"d91b…","market_ticker":"HIGHNY-22DEC23-B53.5","yes_price_dollars":"0.3600","no_price_dollars":"0.6400",
 *  "count_fp":"136.00","taker_outcome_side":"no","taker_book_side":"ask","is_block_trade":false,"ts_ms":1669149841000}
 * {"market_ticker":"HIGHNY-22DEC23-B53.5","yes_price":36,"no_price":64,"count":136,"taker_side":"no","ts":1669149841}
 */
import { complement, isTradable, ONE_CENT, ONE_DOLLAR, type Price } from '../units/price.ts';
import type { Outcome } from '../units/outcome.ts';
import {
  type Field,
  isAbsent,
  MALFORMED,
  readCents,
  readId,
  readPrice,
  readQuantityEither,
  readTicker,
  readVenueTime,
} from './fields.ts';
import type { RejectReason, Trade } from './messages.ts';

/** Names on the wire; `ticker` and `created_time` are REST's. */
interface RawTrade {
  readonly trade_id?: unknown;
  readonly market_ticker?: unknown;
  readonly ticker?: unknown;
  readonly yes_price_dollars?: unknown;
  readonly no_price_dollars?: unknown;
  readonly yes_price?: unknown;
  readonly no_price?: unknown;
  readonly count_fp?: unknown;
  readonly count?: unknown;
  readonly taker_outcome_side?: unknown;
  readonly taker_book_side?: unknown;
  readonly taker_side?: unknown;
  readonly is_block_trade?: unknown;
  readonly ts_ms?: unknown;
  readonly ts?: unknown;
  readonly created_time?: unknown;
}

/** Returns the trade, or the first reason why it cannot be one. */
export function readTrade(message: object): Trade | RejectReason {
  const raw: RawTrade = message;
  const ticker = readTicker(isAbsent(raw.market_ticker) ? raw.ticker : raw.market_ticker);
  if (ticker === MALFORMED) return 'bad-ticker';
  const yesPrice = readYesPrice(raw);
  if (yesPrice === undefined || !isTradable(yesPrice)) return 'bad-price';
  const quantity = readQuantityEither(raw.count_fp, raw.count);
  if (quantity === undefined || quantity === MALFORMED || quantity <= 0) return 'bad-quantity';
  const taker = readTaker(raw);
  if (taker === undefined) return 'bad-side';
  const venueAt = readVenueTime(raw.ts_ms, raw.ts, raw.created_time);
  if (venueAt === undefined || venueAt === MALFORMED) return 'bad-time';
  const tradeId = readId(raw.trade_id);
  if (tradeId === MALFORMED) return 'bad-message';
  return { ticker, tradeId, yesPrice, quantity, taker, isBlock: raw.is_block_trade === true, venueAt };
}

/**
 * Returns the price of the YES leg from whichever of the four price fields are there; `undefined` where none is, one is
 * malformed, or two contradict each other. Dollars must agree to the unit; cents, which cannot say 0.365, within a cent.
 */
function readYesPrice(raw: RawTrade): Price | undefined {
  const dollars = mergeLegs(readPrice(raw.yes_price_dollars), readPrice(raw.no_price_dollars));
  const cents = mergeLegs(readCents(raw.yes_price), readCents(raw.no_price));
  if (dollars === MALFORMED || cents === MALFORMED) return undefined;
  if (dollars === undefined || cents === undefined) return dollars ?? cents;
  return Math.abs(dollars - cents) < ONE_CENT ? dollars : undefined;
}

/** Returns the YES price that one or both legs say; MALFORMED where they do not sum to a dollar. */
function mergeLegs(yes: Field<Price>, no: Field<Price>): Field<Price> {
  if (yes === MALFORMED || no === MALFORMED) return MALFORMED;
  if (no === undefined) return yes;
  return yes === undefined || yes + no === ONE_DOLLAR ? complement(no) : MALFORMED;
}

/** Returns the outcome the taker bought, from the newest of its three spellings that is there. */
function readTaker(raw: RawTrade): Outcome | undefined {
  if (!isAbsent(raw.taker_outcome_side)) return readOutcome(raw.taker_outcome_side);
  if (isAbsent(raw.taker_book_side)) return readOutcome(raw.taker_side);
  if (raw.taker_book_side === 'bid') return 'yes';
  return raw.taker_book_side === 'ask' ? 'no' : undefined;
}

/** Returns `value` where it is one of the two outcomes. */
export function readOutcome(value: unknown): Outcome | undefined {
  return value === 'yes' || value === 'no' ? value : undefined;
}
