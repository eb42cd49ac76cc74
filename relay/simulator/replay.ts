/**
 * A recording as a source: its books, trades and tickers happen again, at a speed, with stamps moved to the present.
 * Markets are derived from the tickers that occur. Sids and seqs are the session's own; the recording's are not used.
 * Confession: titles, times and statuses are not in a recording; every market is open, and at its end all falls quiet.
 */
import type { ListedEvent, ListedMarket } from '#core/exchange/listing.ts';
import { priceAt, rungOf } from '#core/exchange/price-ladder.ts';
import type { Side } from '#core/exchange/order.ts';
import type { Series } from '#core/exchange/series.ts';
import type { Emit } from '#core/exchange/venue-event.ts';
import { err, ok, type Result } from '#core/lib/result.ts';
import { notional } from '#core/units/money.ts';
import { complement, parsePrice, type Price } from '#core/units/price.ts';
import { parseQuantity, type Quantity } from '#core/units/quantity.ts';
import { parseTicker, type Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { readRecording, type Fields, type RecordedFrame } from './recording.ts';
import { listRecorded } from './replay-market.ts';
import type { Source } from './source.ts';

/** Opens `file` for replay, `speed` times as fast as it was recorded; it begins at `start`. */
export function openReplay(file: string, speed: number, start: UnixMs): Result<Source, string> {
  const recording = readRecording(file);
  if (!recording.ok) return err(`${file}: ${recording.reason}`);
  return ok(new Replay(recording.value.frames, speed, start));
}

/** Frames up to this much after the first are there from the beginning: the snapshots a recording starts with. */
const LEAD_MS = 50;

class Replay implements Source {
  now: UnixMs;
  readonly #frames: readonly RecordedFrame[];
  readonly #speed: number;
  readonly #start: UnixMs;
  readonly #first: number;
  readonly #markets = new Map<Ticker, ListedMarket>();
  readonly #events = new Map<Ticker, ListedEvent>();
  readonly #series = new Map<string, Series>();
  #position = 0;
  #trades = 0;
  #emit: Emit = () => undefined;

  constructor(frames: readonly RecordedFrame[], speed: number, start: UnixMs) {
    this.#frames = frames;
    this.#speed = speed;
    this.#start = start;
    this.#first = (frames[0]?.at ?? 0) + LEAD_MS;
    this.now = start;
    // REST must know every market from the beginning: clients ask for the list before anything has happened.
    for (const frame of frames) this.#marketOf(frame.msg);
  }

  market(ticker: string): ListedMarket | undefined {
    return this.#markets.get(ticker as Ticker);
  }

  markets(): Iterable<ListedMarket> {
    return this.#markets.values();
  }

  event(ticker: string): ListedEvent | undefined {
    return this.#events.get(ticker as Ticker);
  }

  events(): Iterable<ListedEvent> {
    return this.#events.values();
  }

  series(): readonly Series[] {
    return [...this.#series.values()];
  }

  advance(to: UnixMs, emit: Emit): void {
    this.#emit = emit;
    for (; this.#position < this.#frames.length; this.#position++) {
      const frame = this.#frames[this.#position];
      if (frame === undefined) break;
      const at = this.#start + Math.max(0, frame.at - this.#first) / this.#speed;
      if (at > to) break;
      this.now = Math.floor(at) as UnixMs;
      this.#play(frame);
    }
    this.now = to;
  }

  #play(frame: RecordedFrame): void {
    const market = this.#marketOf(frame.msg);
    if (market === undefined) return;
    switch (frame.type) {
      case 'orderbook_snapshot':
        this.#replace(market, frame.msg);
        return;
      case 'orderbook_delta':
        this.#change(market, frame.msg);
        return;
      case 'trade':
        this.#trade(market, frame.msg);
        return;
      case 'ticker':
        this.#quote(market, frame.msg);
        return;
      default:
        return;
    }
  }

  /** A snapshot in the middle of a recording heals a gap: the differences are told as deltas. */
  #replace(market: ListedMarket, msg: Fields): void {
    for (const side of ['bid', 'ask'] as const) {
      const wanted = new Map<number, Quantity>();
      const levels = msg[side === 'bid' ? 'yes_dollars_fp' : 'no_dollars_fp'];
      for (const level of Array.isArray(levels) ? (levels as readonly unknown[]) : []) {
        if (!Array.isArray(level)) continue;
        const rung = this.#rung(market, side, level[0]);
        const quantity = quantityOf(level[1]);
        if (rung !== undefined && quantity !== undefined) wanted.set(rung, quantity);
      }
      for (const { rung, quantity } of market.book.depth(side)) {
        this.#shift(market, side, rung, ((wanted.get(rung) ?? 0) - quantity) as Quantity);
      }
      for (const [rung, quantity] of wanted) {
        this.#shift(market, side, rung, (quantity - market.book.total(side, rung)) as Quantity);
      }
    }
  }

  #change(market: ListedMarket, msg: Fields): void {
    const side = msg['side'] === 'yes' ? 'bid' : 'ask';
    const rung = this.#rung(market, side, msg['price_dollars']);
    const change = quantityOf(msg['delta_fp']);
    if (rung !== undefined && change !== undefined) this.#shift(market, side, rung, change);
  }

  #shift(market: ListedMarket, side: Side, rung: number, change: Quantity): void {
    const before = market.book.total(side, rung);
    if (change > 0) market.book.place(side, rung, change);
    else if (change < 0) market.book.withdraw(side, rung, (0 - change) as Quantity);
    const done = (market.book.total(side, rung) - before) as Quantity;
    if (done === 0) return;
    const price = priceAt(market.ladder, rung);
    this.#emit({ kind: 'book', market, side, price, change: done, atMicros: this.now * 1000 });
  }

  #trade(market: ListedMarket, msg: Fields): void {
    const price = priceOf(msg['yes_price_dollars']);
    const quantity = quantityOf(msg['count_fp']);
    if (price === undefined || quantity === undefined) return;
    market.volume = (market.volume + quantity) as Quantity;
    market.dollarVolume = (market.dollarVolume + notional(price, quantity)) as ListedMarket['dollarVolume'];
    market.lastPrice = price;
    market.lastQuantity = quantity;
    const taker = (msg['taker_outcome_side'] ?? msg['taker_side']) === 'no' ? 'no' : 'yes';
    const id = msg['trade_id'];
    this.#emit({
      kind: 'trade',
      market,
      index: this.#trades++,
      ...(typeof id === 'string' ? { id } : {}),
      price,
      quantity,
      taker,
      isBlock: msg['is_block_trade'] === true,
      atMicros: this.now * 1000,
    });
    this.#emit({ kind: 'ticker', market, at: this.now });
  }

  #quote(market: ListedMarket, msg: Fields): void {
    market.lastPrice = priceOf(msg['price_dollars']) ?? market.lastPrice;
    market.volume = quantityOf(msg['volume_fp']) ?? market.volume;
    market.openInterest = quantityOf(msg['open_interest_fp']) ?? market.openInterest;
    market.lastQuantity = quantityOf(msg['last_trade_size_fp']) ?? market.lastQuantity;
    this.#emit({ kind: 'ticker', market, at: this.now });
  }

  #rung(market: ListedMarket, side: Side, text: unknown): number | undefined {
    const price = priceOf(text);
    return price === undefined
      ? undefined
      : rungOf(market.ladder, side === 'bid' ? price : complement(price));
  }

  #marketOf(msg: Fields): ListedMarket | undefined {
    const text = msg['market_ticker'];
    const ticker = typeof text === 'string' ? parseTicker(text) : undefined;
    if (ticker === undefined) return undefined;
    const known = this.#markets.get(ticker);
    if (known !== undefined) return known;
    const market = listRecorded(
      ticker,
      typeof msg['market_id'] === 'string' ? msg['market_id'] : undefined,
      this.#start,
      {
        events: this.#events,
        series: this.#series,
      },
    );
    this.#markets.set(ticker, market);
    return market;
  }
}

const priceOf = (value: unknown): Price | undefined =>
  typeof value === 'string' ? parsePrice(value) : undefined;

const quantityOf = (value: unknown): Quantity | undefined =>
  typeof value === 'string' ? parseQuantity(value) : undefined;
