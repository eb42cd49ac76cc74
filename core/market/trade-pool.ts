/**
 * The trades the engine holds one by one, as columns in reusable slots, linked in order of time (ties: order of arrival),
 * all together and per ticker. A slot costs 75 bytes and no object. Late arrivals find their place through an index by
 * second, so the order is exact whatever order they come in. The oldest trade leaves first, always.
 */
import type { Price } from '../units/price.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';
import type { Trade } from '../wire/messages.ts';
import { IS_BLOCK, TAKER_YES } from './columns.ts';
import { formatUuid, UUID_WORDS } from './trade-id.ts';
import { sizeClass } from './trade-sizes.ts';
import type { StoredTrade } from './views.ts';

/** No slot. */
export const NIL = -1;
/** Bit of `flags`, beside TAKER_YES and IS_BLOCK: the id stands in `uuid`. */
const HAS_WORDS = 8;
/** The upper half of `flags` is the class of the trade's size: there are sixteen of them (trade-sizes.ts). */
const CLASS_SHIFT = 4;

const FIRST_CAPACITY = 1_024;
/** Seconds the index covers: an hour, the accepted skew and some slack. Power of two. */
const INDEX_SECONDS = 4_096;

export class TradePool {
  /** Slots in use. */
  count = 0;
  /** Oldest and newest slot. */
  head = NIL;
  tail = NIL;
  /** Slot of the trade that was stored last, whatever its time. */
  latest = NIL;
  /** Time that orders the trade, ms: the exchange's stamp, cut where it lies absurdly ahead (engine.ts). */
  at = new Float64Array(0);
  receivedAt = new Float64Array(0);
  quantity = new Float64Array(0);
  /** Number of arrival. */
  ingest = new Float64Array(0);
  yesPrice = new Uint16Array(0);
  flags = new Uint8Array(0);
  ticker = new Uint32Array(0);
  next = new Int32Array(0);
  prev = new Int32Array(0);
  /** Neighbours of the same ticker; kept by ticker-table.ts. */
  tickerNext = new Int32Array(0);
  tickerPrev = new Int32Array(0);

  readonly #maximum: number;
  #capacity = 0;
  #uuid = new Uint32Array(0);
  #otherIds = new Map<number, string>();
  /** The exchange's own stamp where `at` was cut. */
  #stamps = new Map<number, UnixMs>();
  /** Slots free for use, first in first out, linked by `next`: memory is then walked in order. */
  #freeHead = NIL;
  #freeTail = NIL;
  /** Last slot of each second, and which second that is. */
  readonly #lastOfSecond = new Int32Array(INDEX_SECONDS);
  readonly #secondOf = new Float64Array(INDEX_SECONDS).fill(-1);

  constructor(maximum: number) {
    this.#maximum = Math.max(1, maximum);
    this.#resize(Math.min(FIRST_CAPACITY, this.#maximum));
  }

  /** Returns true when the oldest has to leave before another trade fits. */
  get isFull(): boolean {
    return this.#freeHead === NIL && this.#capacity >= this.#maximum;
  }

  /** Stores `trade` at its place in time and returns its slot. `words`: its UUID, if `hasWords`. The pool must not be full. */
  insert(
    trade: Trade,
    ticker: number,
    at: number,
    receivedAt: UnixMs,
    ingest: number,
    words: Uint32Array,
    hasWords: boolean,
  ): number {
    if (this.#freeHead === NIL) this.#resize(Math.min(this.#capacity * 2, this.#maximum));
    const slot = this.#freeHead;
    this.#freeHead = this.next[slot] ?? NIL;
    if (this.#freeHead === NIL) this.#freeTail = NIL;
    this.at[slot] = at;
    this.receivedAt[slot] = receivedAt;
    this.quantity[slot] = trade.quantity;
    this.ingest[slot] = ingest;
    this.yesPrice[slot] = trade.yesPrice;
    this.ticker[slot] = ticker;
    let flags = (trade.taker === 'yes' ? TAKER_YES : 0) | (trade.isBlock ? IS_BLOCK : 0);
    flags |= sizeClass(trade.quantity) << CLASS_SHIFT;
    if (hasWords) {
      flags |= HAS_WORDS;
      for (let i = 0; i < UUID_WORDS; i++) this.#uuid[slot * UUID_WORDS + i] = words[i] ?? 0;
    } else if (trade.tradeId !== undefined) {
      this.#otherIds.set(slot, trade.tradeId);
    }
    this.flags[slot] = flags;
    if (at !== trade.venueAt) this.#stamps.set(slot, trade.venueAt);
    this.#link(slot, at);
    this.count++;
    this.latest = slot;
    return slot;
  }

  /** Frees the oldest slot. Its neighbour links of the ticker must be undone before. */
  dropHead(): void {
    const slot = this.head;
    const following = this.next[slot] ?? NIL;
    this.head = following;
    if (following === NIL) this.tail = NIL;
    else this.prev[following] = NIL;
    const second = Math.floor((this.at[slot] ?? 0) / 1_000);
    const index = second & (INDEX_SECONDS - 1);
    if (this.#secondOf[index] === second && this.#lastOfSecond[index] === slot) this.#secondOf[index] = -1;
    if (this.#otherIds.size > 0) this.#otherIds.delete(slot);
    if (this.#stamps.size > 0) this.#stamps.delete(slot);
    this.next[slot] = NIL;
    if (this.#freeTail === NIL) this.#freeHead = slot;
    else this.next[this.#freeTail] = slot;
    this.#freeTail = slot;
    this.count--;
  }

  /** Returns the trade in `slot` as an object; `ticker` is its name. */
  read(slot: number, ticker: Ticker): StoredTrade {
    const flags = this.flags[slot] ?? 0;
    return {
      ticker,
      tradeId:
        (flags & HAS_WORDS) !== 0 ? formatUuid(this.#uuid, slot * UUID_WORDS) : this.#otherIds.get(slot),
      yesPrice: (this.yesPrice[slot] ?? 0) as Price,
      quantity: (this.quantity[slot] ?? 0) as Quantity,
      taker: (flags & TAKER_YES) !== 0 ? 'yes' : 'no',
      isBlock: (flags & IS_BLOCK) !== 0,
      venueAt: this.venueAt(slot),
      receivedAt: (this.receivedAt[slot] ?? 0) as UnixMs,
      ingest: this.ingest[slot] ?? 0,
    };
  }

  /** Returns the class of size of the trade in `slot`. */
  sizeClass(slot: number): number {
    return (this.flags[slot] ?? 0) >> CLASS_SHIFT;
  }

  /** Returns the exchange's own stamp of the trade in `slot`. */
  venueAt(slot: number): UnixMs {
    return this.#stamps.get(slot) ?? ((this.at[slot] ?? 0) as UnixMs);
  }

  #link(slot: number, at: number): void {
    let before = this.tail;
    if (before !== NIL && (this.at[before] ?? 0) > at) before = this.#lastUpTo(at);
    const after = before === NIL ? this.head : (this.next[before] ?? NIL);
    this.prev[slot] = before;
    this.next[slot] = after;
    if (before === NIL) this.head = slot;
    else this.next[before] = slot;
    if (after === NIL) this.tail = slot;
    else this.prev[after] = slot;
    const second = Math.floor(at / 1_000);
    if (after === NIL || Math.floor((this.at[after] ?? 0) / 1_000) !== second) {
      const index = second & (INDEX_SECONDS - 1);
      this.#secondOf[index] = second;
      this.#lastOfSecond[index] = slot;
    }
  }

  /** Returns the last slot whose time is at most `at`, or NIL. Costs one second's trades and at most INDEX_SECONDS probes. */
  #lastUpTo(at: number): number {
    const second = Math.floor(at / 1_000);
    for (let probe = second; probe > second - INDEX_SECONDS && probe >= 0; probe--) {
      const index = probe & (INDEX_SECONDS - 1);
      if (this.#secondOf[index] !== probe) continue;
      let slot = this.#lastOfSecond[index] ?? NIL;
      while (slot !== NIL && (this.at[slot] ?? 0) > at) slot = this.prev[slot] ?? NIL;
      return slot;
    }
    // Nothing within the index: only the few trades kept beyond the hour can be older.
    let slot = NIL;
    let ahead = this.head;
    while (ahead !== NIL && (this.at[ahead] ?? 0) <= at) {
      slot = ahead;
      ahead = this.next[ahead] ?? NIL;
    }
    return slot;
  }

  #resize(capacity: number): void {
    const from = this.#capacity;
    this.#capacity = capacity;
    this.at = grown(this.at, new Float64Array(capacity));
    this.receivedAt = grown(this.receivedAt, new Float64Array(capacity));
    this.quantity = grown(this.quantity, new Float64Array(capacity));
    this.ingest = grown(this.ingest, new Float64Array(capacity));
    this.yesPrice = grown(this.yesPrice, new Uint16Array(capacity));
    this.flags = grown(this.flags, new Uint8Array(capacity));
    this.ticker = grown(this.ticker, new Uint32Array(capacity));
    this.next = grown(this.next, new Int32Array(capacity));
    this.prev = grown(this.prev, new Int32Array(capacity));
    this.tickerNext = grown(this.tickerNext, new Int32Array(capacity));
    this.tickerPrev = grown(this.tickerPrev, new Int32Array(capacity));
    this.#uuid = grown(this.#uuid, new Uint32Array(capacity * UUID_WORDS));
    for (let slot = from; slot < capacity; slot++) this.next[slot] = slot + 1 < capacity ? slot + 1 : NIL;
    if (this.#freeTail === NIL) this.#freeHead = from;
    else this.next[this.#freeTail] = from;
    this.#freeTail = capacity - 1;
  }
}

type Column = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

/** Returns `into` with the content of `from` at its start. */
export function grown<T extends Column>(from: T, into: T): T {
  into.set(from);
  return into;
}
