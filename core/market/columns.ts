/**
 * Trades as columns: the one layout between threads, on disk and later in tensors. A batch carries its own ticker
 * dictionary, so that it can be read alone. Appending allocates only when the batch grows.
 */
import { must } from '../lib/assert.ts';
import type { Price } from '../units/price.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';
import type { Trade } from '../wire/messages.ts';

/** Bits of `flags`. */
export const TAKER_YES = 1;
export const IS_BLOCK = 2;
/** The trade id is a UUID and stands in `uuid`; else it stands in `otherIds`, or the trade has none. */
export const HAS_UUID = 4;

const UUID_BYTES = 16;

/** Arrays are `count` long (`uuid`: 16 · count, zero where the flag is not set). */
export interface TradeColumns {
  readonly count: number;
  readonly tickers: readonly Ticker[];
  /** Index into `tickers`. */
  readonly ticker: Uint32Array<ArrayBuffer>;
  /** 1e-4 dollar, YES leg. */
  readonly yesPrice: Uint16Array<ArrayBuffer>;
  /** 1e-2 contract. */
  readonly quantity: Float64Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  /** Exchange's stamp, ms. */
  readonly venueAt: Float64Array<ArrayBuffer>;
  /** Our stamp, ms. */
  readonly receivedAt: Float64Array<ArrayBuffer>;
  readonly uuid: Uint8Array<ArrayBuffer>;
  /** Trade ids that are no UUIDs: [row, id], rows ascending. */
  readonly otherIds: readonly (readonly [row: number, id: string])[];
}

/** Returns the buffers of `columns`, for a transfer list. */
export function buffersOf(columns: TradeColumns): ArrayBuffer[] {
  const { ticker, yesPrice, quantity, flags, venueAt, receivedAt, uuid } = columns;
  return [ticker, yesPrice, quantity, flags, venueAt, receivedAt, uuid].map((column) => column.buffer);
}

/** Collects trades into columns; `take` hands them over and starts afresh. */
export class TradeColumnsBuilder {
  #capacity: number;
  #count = 0;
  #tickers: Ticker[] = [];
  #indexOf = new Map<Ticker, number>();
  #otherIds: [number, string][] = [];
  #columns;

  constructor(capacity = 256) {
    this.#capacity = capacity;
    this.#columns = allocate(capacity);
  }

  get count(): number {
    return this.#count;
  }

  append(trade: Trade, receivedAt: UnixMs): void {
    if (this.#count === this.#capacity) this.#grow();
    const row = this.#count++;
    const columns = this.#columns;
    let ticker = this.#indexOf.get(trade.ticker);
    if (ticker === undefined) {
      ticker = this.#tickers.push(trade.ticker) - 1;
      this.#indexOf.set(trade.ticker, ticker);
    }
    columns.ticker[row] = ticker;
    columns.yesPrice[row] = trade.yesPrice;
    columns.quantity[row] = trade.quantity;
    columns.venueAt[row] = trade.venueAt;
    columns.receivedAt[row] = receivedAt;
    let flags = (trade.taker === 'yes' ? TAKER_YES : 0) | (trade.isBlock ? IS_BLOCK : 0);
    if (trade.tradeId !== undefined) {
      if (writeUuid(trade.tradeId, columns.uuid, row * UUID_BYTES)) flags |= HAS_UUID;
      else this.#otherIds.push([row, trade.tradeId]);
    }
    columns.flags[row] = flags;
  }

  /** Returns what was collected, in buffers of exactly that length, and forgets it. */
  take(): TradeColumns {
    const count = this.#count;
    const columns = this.#columns;
    const taken: TradeColumns = {
      count,
      tickers: this.#tickers,
      ticker: columns.ticker.slice(0, count),
      yesPrice: columns.yesPrice.slice(0, count),
      quantity: columns.quantity.slice(0, count),
      flags: columns.flags.slice(0, count),
      venueAt: columns.venueAt.slice(0, count),
      receivedAt: columns.receivedAt.slice(0, count),
      uuid: columns.uuid.slice(0, count * UUID_BYTES),
      otherIds: this.#otherIds,
    };
    this.#count = 0;
    this.#tickers = [];
    this.#indexOf = new Map();
    this.#otherIds = [];
    columns.uuid.fill(0);
    return taken;
  }

  #grow(): void {
    this.#capacity *= 2;
    const grown = allocate(this.#capacity);
    const old = this.#columns;
    grown.ticker.set(old.ticker);
    grown.yesPrice.set(old.yesPrice);
    grown.quantity.set(old.quantity);
    grown.flags.set(old.flags);
    grown.venueAt.set(old.venueAt);
    grown.receivedAt.set(old.receivedAt);
    grown.uuid.set(old.uuid);
    this.#columns = grown;
  }
}

function allocate(capacity: number) {
  return {
    ticker: new Uint32Array(capacity),
    yesPrice: new Uint16Array(capacity),
    quantity: new Float64Array(capacity),
    flags: new Uint8Array(capacity),
    venueAt: new Float64Array(capacity),
    receivedAt: new Float64Array(capacity),
    uuid: new Uint8Array(capacity * UUID_BYTES),
  };
}

/** Returns row `row` as a trade. Throws where the row is not there. */
export function tradeAt(columns: TradeColumns, row: number): Trade {
  const flags = must(columns.flags[row], `trade ${row}`);
  return {
    ticker: must(columns.tickers[must(columns.ticker[row], 'ticker index')], 'ticker'),
    tradeId: tradeIdAt(columns, row),
    yesPrice: must(columns.yesPrice[row], 'price') as Price,
    quantity: must(columns.quantity[row], 'quantity') as Quantity,
    taker: (flags & TAKER_YES) !== 0 ? 'yes' : 'no',
    isBlock: (flags & IS_BLOCK) !== 0,
    venueAt: must(columns.venueAt[row], 'venue time') as UnixMs,
  };
}

/** Returns the trade id of `row`, or `undefined` when the trade has none. */
export function tradeIdAt(columns: TradeColumns, row: number): string | undefined {
  if ((must(columns.flags[row], `trade ${row}`) & HAS_UUID) !== 0)
    return readUuid(columns.uuid, row * UUID_BYTES);
  return columns.otherIds.find(([at]) => at === row)?.[1];
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Offsets of the sixteen byte pairs in the canonical lower-case spelling 8-4-4-4-12. */
const PAIRS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/** Returns true and writes 16 bytes when `text` is a UUID in lower case; else writes nothing, so that the spelling survives. */
function writeUuid(text: string, into: Uint8Array, offset: number): boolean {
  if (text.length !== 36) return false;
  for (const dash of [8, 13, 18, 23]) if (text.charCodeAt(dash) !== 45) return false;
  for (let i = 0; i < UUID_BYTES; i++) {
    const at = PAIRS[i] ?? 0;
    const high = nibble(text.charCodeAt(at));
    const low = nibble(text.charCodeAt(at + 1));
    if (high < 0 || low < 0) {
      into.fill(0, offset, offset + i);
      return false;
    }
    into[offset + i] = (high << 4) | low;
  }
  return true;
}

function nibble(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}

function readUuid(from: Uint8Array, offset: number): string {
  let text = '';
  for (let i = 0; i < UUID_BYTES; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += HEX[from[offset + i] ?? 0] ?? '';
  }
  return text;
}
