/**
 * Everything the exchange may say on the socket, decoded: strings are integers, generations of field names are one shape.
 * `decode.ts` makes these values; nothing else does. Wire facts: docs/protocol.md.
 */
import type { Brand } from '../lib/brand.ts';
import type { PriceRange } from '../units/grid.ts';
import type { Outcome } from '../units/outcome.ts';
import type { Price } from '../units/price.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';

/** Subscription id: one per channel per socket. */
export type Sid = Brand<number, 'Sid'>;
/** Counter of the sequenced frames of one sid. */
export type Seq = Brand<number, 'Seq'>;

export type Channel =
  'trade' | 'ticker' | 'orderbook_delta' | 'market_lifecycle_v2' | 'multivariate_market_lifecycle';

/** One public execution. Without `tradeId` (shapes up to 2025) only `seq` tells a duplicate. */
export interface Trade {
  readonly ticker: Ticker;
  readonly tradeId: string | undefined;
  /** Price of the YES leg, strictly between 0 and 1 dollar. */
  readonly yesPrice: Price;
  /** Positive. */
  readonly quantity: Quantity;
  /** The outcome the taker bought. */
  readonly taker: Outcome;
  /** Negotiated off the book: volume without book changes. */
  readonly isBlock: boolean;
  /** The exchange's stamp; whole seconds in the legacy shape. */
  readonly venueAt: UnixMs;
}

/** Top of the book and day totals as the `ticker` channel says them; absent fields were absent on the wire. */
export interface TickerQuote {
  readonly ticker: Ticker;
  /** Absent also where the market never traded: the exchange then writes 0 or an empty string. */
  readonly lastPrice: Price | undefined;
  readonly yesBid: Price | undefined;
  readonly yesAsk: Price | undefined;
  readonly yesBidSize: Quantity | undefined;
  readonly yesAskSize: Quantity | undefined;
  readonly volume: Quantity | undefined;
  readonly openInterest: Quantity | undefined;
  readonly venueAt: UnixMs | undefined;
}

/** Whose price the NO side's prices are: its own leg's, or YES's. */
export type NoScale = 'no' | 'yes';

/** Price and resting quantity, on the side's own scale unless the subscription asked for YES prices. */
export type Level = readonly [price: Price, quantity: Quantity];

/** A change in the life of a market or an event. `kind` keeps the exchange's own word (`event_type`). */
export interface Lifecycle {
  readonly kind: string;
  readonly ticker: Ticker | undefined;
  readonly eventTicker: string | undefined;
  readonly title: string | undefined;
  readonly yesSubTitle: string | undefined;
  readonly openAt: UnixMs | undefined;
  readonly closeAt: UnixMs | undefined;
  readonly result: string | undefined;
  readonly settlementValue: Price | undefined;
  readonly priceRanges: readonly PriceRange[] | undefined;
}

export type RejectReason =
  | 'too-long'
  | 'not-json'
  | 'not-an-object'
  | 'no-type'
  | 'bad-envelope'
  | 'bad-message'
  | 'bad-ticker'
  | 'bad-price'
  | 'bad-quantity'
  | 'bad-side'
  | 'bad-time';

/** Where a frame stands in the stream. A frame that is rejected or ignored still says so: its number is used up all the same. */
export interface Position {
  readonly sid: Sid | undefined;
  readonly seq: Seq | undefined;
}

export type Decoded = Position &
  (
    | { readonly kind: 'trade'; readonly trade: Trade }
    | { readonly kind: 'quote'; readonly quote: TickerQuote }
    | {
        readonly kind: 'snapshot';
        /** Command id when it answers `get_snapshot`. */
        readonly id: number | undefined;
        readonly ticker: Ticker;
        /** Ascending price, best last, each side on its own scale. */
        readonly yes: readonly Level[];
        readonly no: readonly Level[];
        /** On which scale the NO side came. Where it changes, every book before was read wrongly. */
        readonly noScale: NoScale;
      }
    | {
        readonly kind: 'delta';
        readonly ticker: Ticker;
        readonly side: Outcome;
        readonly price: Price;
        /** Signed change of the resting quantity at `price`. */
        readonly change: Quantity;
        readonly venueAt: UnixMs | undefined;
      }
    | { readonly kind: 'lifecycle'; readonly lifecycle: Lifecycle }
    | {
        readonly kind: 'subscribed';
        readonly id: number | undefined;
        readonly channel: string;
        readonly newSid: Sid;
      }
    | {
        readonly kind: 'ok';
        readonly id: number | undefined;
        readonly tickers: readonly Ticker[] | undefined;
      }
    | { readonly kind: 'unsubscribed'; readonly id: number | undefined }
    | {
        readonly kind: 'error';
        readonly id: number | undefined;
        readonly code: number;
        readonly message: string;
      }
    | { readonly kind: 'ignored'; readonly type: string }
    | { readonly kind: 'rejected'; readonly reason: RejectReason }
  );
