/**
 * Births, changes and ends of markets and events (protocol 4.8); all stamps are Unix seconds on the wire. The exchange says
 * nothing when a market opens or closes by the clock: whoever cares runs timers on `openAt` and `closeAt`.
 *
 * {"market_ticker":"A-1","event_type":"created","open_ts":1763635200,"close_ts":1763721600,"price_ranges":[…],
 *  "additional_metadata":{"title":"t","yes_sub_title":"y","event_ticker":"A"}}
 * {"market_ticker":"A-1","event_type":"determined","determination_ts":1763722000,"result":"yes","settlement_value":"1.0000"}
 */
import type { Ticker } from '../units/ticker.ts';
import {
  isAbsent,
  isObject,
  MALFORMED,
  readId,
  readPrice,
  readPriceRanges,
  readSeconds,
  readText,
  readTicker,
} from './fields.ts';
import type { Lifecycle, RejectReason } from './messages.ts';

/** Longest title kept, in UTF-16 units; the longest seen in 1,739 markets is 115. */
export const MAX_TITLE_LENGTH = 300;

interface RawLifecycle extends RawTexts {
  readonly market_ticker?: unknown;
  readonly event_type?: unknown;
  readonly open_ts?: unknown;
  readonly close_ts?: unknown;
  readonly result?: unknown;
  readonly settlement_value?: unknown;
  readonly price_ranges?: unknown;
  readonly additional_metadata?: unknown;
}

/** At the top of event messages and `metadata_updated`, inside `additional_metadata` of `created`. */
interface RawTexts {
  readonly event_ticker?: unknown;
  readonly title?: unknown;
  readonly yes_sub_title?: unknown;
}

const NO_TEXTS: RawTexts = {};

/** Returns the change; `type` is the message's type, which is the word for changes of a whole event. */
export function readLifecycle(type: string, message: object): Lifecycle | RejectReason {
  const raw: RawLifecycle = message;
  const metadata: RawTexts = isObject(raw.additional_metadata) ? raw.additional_metadata : NO_TEXTS;
  const isOfEvent = type === 'event_lifecycle' || type === 'event_fee_update';

  const kind = isOfEvent ? type : readId(raw.event_type);
  if (kind === undefined || kind === MALFORMED) return 'bad-message';
  let ticker: Ticker | undefined;
  if (!isOfEvent || !isAbsent(raw.market_ticker)) {
    const read = readTicker(raw.market_ticker);
    if (read === MALFORMED) return 'bad-ticker';
    ticker = read;
  }
  const eventTicker = readId(isAbsent(raw.event_ticker) ? metadata.event_ticker : raw.event_ticker);
  if (eventTicker === MALFORMED || (isOfEvent && eventTicker === undefined)) return 'bad-ticker';

  const openAt = readSeconds(raw.open_ts);
  const closeAt = readSeconds(raw.close_ts);
  if (openAt === MALFORMED || closeAt === MALFORMED) return 'bad-time';
  const settlementValue = readPrice(raw.settlement_value);
  const priceRanges = readPriceRanges(raw.price_ranges);
  if (settlementValue === MALFORMED || priceRanges === MALFORMED) return 'bad-price';

  return {
    kind,
    ticker,
    eventTicker,
    title: readText(isAbsent(raw.title) ? metadata.title : raw.title, MAX_TITLE_LENGTH),
    yesSubTitle: readText(
      isAbsent(raw.yes_sub_title) ? metadata.yes_sub_title : raw.yes_sub_title,
      MAX_TITLE_LENGTH,
    ),
    openAt,
    closeAt,
    result: readText(raw.result, MAX_TITLE_LENGTH),
    settlementValue,
    priceRanges,
  };
}
