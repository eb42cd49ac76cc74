/**
 * The two messages of the order book (protocol 4.1, 4.2), and the book as REST gives it. Both sides are bids; prices are on the
 * scale they came on (no-scale.ts). A snapshot with one bad level is refused whole: part of a book is a wrong book.
 *
 * {"market_ticker":"A-1","yes_dollars_fp":[["0.0800","300.00"],["0.2200","333.50"]],"no_dollars_fp":[["0.5400","20.00"]]}
 * {"market_ticker":"A-1","yes":[[8,300],[22,333]],"yes_dollars":[["0.080",300],["0.220",333]],"no":[[54,20]]}
 * {"market_ticker":"A-1","price_dollars":"0.2200","delta_fp":"-54.00","side":"yes","ts_ms":1763640001234}
 */
import type { Outcome } from '../units/outcome.ts';
import type { Price } from '../units/price.ts';
import { MAX_QUANTITY, type Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';
import {
  isAbsent,
  MALFORMED,
  readCents,
  readPrice,
  readPriceEither,
  readQuantity,
  readQuantityEither,
  readTicker,
  readVenueTime,
} from './fields.ts';
import type { Level, RejectReason } from './messages.ts';
import { readOutcome } from './trade.ts';

interface RawSnapshot {
  readonly market_ticker?: unknown;
  readonly yes_dollars_fp?: unknown;
  readonly no_dollars_fp?: unknown;
  readonly yes_dollars?: unknown;
  readonly no_dollars?: unknown;
  readonly yes?: unknown;
  readonly no?: unknown;
}

interface RawDelta {
  readonly market_ticker?: unknown;
  readonly price_dollars?: unknown;
  readonly price?: unknown;
  readonly delta_fp?: unknown;
  readonly delta?: unknown;
  readonly side?: unknown;
  readonly ts_ms?: unknown;
  readonly ts?: unknown;
}

export interface Snapshot {
  readonly ticker: Ticker;
  /** Ascending price, one level per price, no zero quantities. */
  readonly yes: readonly Level[];
  readonly no: readonly Level[];
}

export interface Delta {
  readonly ticker: Ticker;
  readonly side: Outcome;
  readonly price: Price;
  readonly change: Quantity;
  readonly venueAt: UnixMs | undefined;
}

/** Returns the book, an absent side as an empty one, or the first reason why it cannot be trusted. */
export function readSnapshot(message: object): Snapshot | RejectReason {
  const raw: RawSnapshot = message;
  const ticker = readTicker(raw.market_ticker);
  if (ticker === MALFORMED) return 'bad-ticker';
  const yes = readSide(raw.yes_dollars_fp, raw.yes_dollars, raw.yes);
  if (typeof yes === 'string') return yes;
  const no = readSide(raw.no_dollars_fp, raw.no_dollars, raw.no);
  if (typeof no === 'string') return no;
  return { ticker, yes, no };
}

/**
 * Returns a book as REST gives it: `{"yes_dollars":[["0.1500","100.00"]],"no_dollars":[…]}`, or with cents in the legacy
 * shape, in either order of levels.
 */
export function readRestBook(value: object): Omit<Snapshot, 'ticker'> | RejectReason {
  const raw: RawSnapshot = value;
  const yes = readSide(undefined, raw.yes_dollars, raw.yes);
  if (typeof yes === 'string') return yes;
  const no = readSide(undefined, raw.no_dollars, raw.no);
  return typeof no === 'string' ? no : { yes, no };
}

/** Returns one change of one level. */
export function readDelta(message: object): Delta | RejectReason {
  const raw: RawDelta = message;
  const ticker = readTicker(raw.market_ticker);
  if (ticker === MALFORMED) return 'bad-ticker';
  const price = readPriceEither(raw.price_dollars, raw.price);
  if (price === undefined || price === MALFORMED) return 'bad-price';
  const change = readQuantityEither(raw.delta_fp, raw.delta);
  if (change === undefined || change === MALFORMED) return 'bad-quantity';
  const side = readOutcome(raw.side);
  if (side === undefined) return 'bad-side';
  const venueAt = readVenueTime(raw.ts_ms, raw.ts, undefined);
  if (venueAt === MALFORMED) return 'bad-time';
  return { ticker, side, price, change, venueAt };
}

/** Returns the levels of one side from the newest of its three spellings that is there. */
function readSide(fixedPoint: unknown, dollars: unknown, cents: unknown): readonly Level[] | RejectReason {
  if (!isAbsent(fixedPoint)) return readLevels(fixedPoint, readPrice);
  return isAbsent(dollars) ? readLevels(cents, readCents) : readLevels(dollars, readPrice);
}

function readLevels(value: unknown, readLevelPrice: typeof readPrice): readonly Level[] | RejectReason {
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) return 'bad-message';
  const levels: Level[] = [];
  let last = -1;
  let isAscending = true;
  for (const item of value as readonly unknown[]) {
    if (!Array.isArray(item)) return 'bad-message';
    const pair = item as readonly unknown[];
    const price = readLevelPrice(pair[0]);
    if (price === undefined || price === MALFORMED) return 'bad-price';
    const quantity = readQuantity(pair[1]);
    if (quantity === undefined || quantity === MALFORMED || quantity < 0) return 'bad-quantity';
    if (quantity === 0) continue;
    if (price <= last) isAscending = false;
    last = price;
    levels.push([price, quantity]);
  }
  return isAscending ? levels : mergeLevels(levels.sort(byPrice));
}

function byPrice(a: Level, b: Level): number {
  return a[0] - b[0];
}

/** Returns `sorted` with levels of one price added up: each can only be a part of what rests there. */
function mergeLevels(sorted: readonly Level[]): readonly Level[] | RejectReason {
  const merged: Level[] = [];
  let [price, quantity] = [-1 as Price, 0];
  for (const level of sorted) {
    if (level[0] === price) merged.pop();
    else [price, quantity] = [level[0], 0];
    quantity += level[1];
    if (quantity > MAX_QUANTITY) return 'bad-quantity';
    merged.push([price, quantity as Quantity]);
  }
  return merged;
}
