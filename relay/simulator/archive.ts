/**
 * What REST remembers: the latest trades in columns and a candle a minute for every market, filled from the same events
 * that go to the sockets. Bounded: the oldest trades and the candles of removed markets go first.
 */
import { topOf, type ListedMarket } from '#core/exchange/listing.ts';
import type { TradeEvent, VenueEvent } from '#core/exchange/venue-event.ts';
import { MINUTE } from '#core/units/time.ts';

export interface Range {
  open: number;
  low: number;
  high: number;
  close: number;
}

/** One minute of one market. `price` is absent without trades. Units: 1e-4 dollar, 1e-2 contract. */
export interface Candle {
  /** Inclusive end, ms; a multiple of a minute. */
  readonly endMs: number;
  readonly bid: Range;
  readonly ask: Range;
  price: Range | undefined;
  /** Price times quantity, for the mean. */
  notional: number;
  volume: number;
  openInterest: number;
}

const DEFAULT_CAPACITY = 400_000;
/** A day of minutes. */
const MOST_CANDLES = 1_440;

export class Archive {
  readonly #trades: TradeEvent[] = [];
  readonly #capacity: number;
  readonly #candles = new Map<string, Candle[]>();
  #dropped = 0;

  constructor(capacity = DEFAULT_CAPACITY) {
    this.#capacity = capacity;
  }

  add(event: VenueEvent): void {
    if (event.kind === 'trade') {
      this.#trades.push(event);
      if (this.#trades.length > 2 * this.#capacity)
        this.#dropped += this.#trades.splice(0, this.#capacity).length;
      this.#addTrade(event);
    } else if (event.kind === 'ticker') {
      this.#quote(event.market, event.at);
    } else if (event.kind === 'lifecycle' && event.step === 'removed') {
      this.#candles.delete(event.market.ticker);
    }
  }

  /** Number of trades ever archived: one past the newest position. */
  get end(): number {
    return this.#dropped + this.#trades.length;
  }

  /** Returns trades before position `before`, newest first, that pass `isWanted`, at most `limit`, and where to go on. */
  newest(
    before: number,
    limit: number,
    isWanted: (trade: TradeEvent) => boolean,
    isTooOld: (trade: TradeEvent) => boolean,
  ): { readonly trades: TradeEvent[]; readonly next: number | undefined } {
    const trades: TradeEvent[] = [];
    let position = Math.min(before, this.end) - 1;
    for (; position >= this.#dropped; position--) {
      const trade = this.#trades[position - this.#dropped];
      if (trade === undefined || isTooOld(trade)) return { trades, next: undefined };
      if (!isWanted(trade)) continue;
      if (trades.length === limit) return { trades, next: position + 1 };
      trades.push(trade);
    }
    return { trades, next: undefined };
  }

  /** Returns the minutes of `ticker`, oldest first; minutes in which nothing happened are left out. */
  candles(ticker: string): readonly Candle[] {
    return this.#candles.get(ticker) ?? [];
  }

  #addTrade(event: TradeEvent): void {
    const candle = this.#candleAt(event.market, Math.floor(event.atMicros / 1000));
    if (candle.price === undefined) candle.price = flat(event.price);
    else stretch(candle.price, event.price);
    candle.notional += event.price * event.quantity;
    candle.volume += event.quantity;
    candle.openInterest = event.market.openInterest;
  }

  #quote(market: ListedMarket, at: number): void {
    const candle = this.#candleAt(market, at);
    const top = topOf(market);
    stretch(candle.bid, top.bid);
    stretch(candle.ask, top.ask);
    candle.openInterest = market.openInterest;
  }

  #candleAt(market: ListedMarket, at: number): Candle {
    let list = this.#candles.get(market.ticker);
    if (list === undefined) this.#candles.set(market.ticker, (list = []));
    const endMs = (Math.floor(at / MINUTE) + 1) * MINUTE;
    const last = list[list.length - 1];
    if (last?.endMs === endMs) return last;
    const top = topOf(market);
    const candle: Candle = {
      endMs,
      bid: flat(last?.bid.close ?? top.bid),
      ask: flat(last?.ask.close ?? top.ask),
      price: undefined,
      notional: 0,
      volume: 0,
      openInterest: market.openInterest,
    };
    list.push(candle);
    if (list.length > MOST_CANDLES) list.shift();
    return candle;
  }
}

const flat = (value: number): Range => ({ open: value, low: value, high: value, close: value });

function stretch(range: Range, value: number): void {
  range.low = Math.min(range.low, value);
  range.high = Math.max(range.high, value);
  range.close = value;
}
