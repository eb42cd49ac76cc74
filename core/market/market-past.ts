/**
 * What is known of a market when one of its trades has just been applied: the price it moved from, the values of the trades
 * before, whether this is a burst. Asked at every trade, so nothing is allocated and nothing is kept.
 */
import type { Price } from '../units/price.ts';
import { complement } from '../units/price.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import { TAKER_YES } from './columns.ts';
import type { MarketReader } from './market-reader.ts';
import type { TickerTable } from './ticker-table.ts';
import { NIL, type TradePool } from './trade-pool.ts';
import type { TradeWindow } from './window.ts';

/** No trade has it. */
const UNKNOWN = 0;

/** Windows are those that the engine keeps; another is counted afresh and costs far too much here. */
export class MarketPast {
  readonly #pool: TradePool;
  readonly #tickers: TickerTable;
  readonly #reader: MarketReader;
  readonly #window: (minutes: number) => TradeWindow;

  constructor(
    pool: TradePool,
    tickers: TickerTable,
    reader: MarketReader,
    window: (minutes: number) => TradeWindow,
  ) {
    this.#pool = pool;
    this.#tickers = tickers;
    this.#reader = reader;
    this.#window = window;
  }

  /** Returns the row under which the other questions are asked, until the clock is moved on; `undefined` when unknown. */
  find(ticker: Ticker): number | undefined {
    return this.#tickers.find(ticker);
  }

  /** Returns the price that changes over the window count from (market-reader.ts); `undefined` where none is known. */
  priceBefore(row: number, minutes: number): Price | undefined {
    const window = this.#window(minutes);
    if (window.firstOf(row) === NIL) return undefined;
    const price = this.#reader.priceBefore(row, window, UNKNOWN);
    return price === UNKNOWN ? undefined : (price as Price);
  }

  isBurst(row: number, minutes: number): boolean {
    return this.#reader.isBurst(row, this.#window(minutes));
  }

  /** Returns the contracts of the seconds that burst.ts compares. */
  recentVolume(row: number): Quantity {
    return this.#reader.recentVolume(row) as Quantity;
  }

  /**
   * Writes what the takers paid (1e-6 dollar) in the market's newest trades inside the window, newest first, without the one
   * that was applied last; returns how many, at most as many as `into` holds.
   */
  valuesBefore(row: number, minutes: number, into: Float64Array): number {
    const pool = this.#pool;
    const { cutoff } = this.#window(minutes);
    let count = 0;
    let slot = this.#tickers.tail[row] ?? NIL;
    while (slot !== NIL && count < into.length && (pool.at[slot] ?? 0) > cutoff) {
      if (slot !== pool.latest) into[count++] = this.#valueOf(slot);
      slot = pool.tickerPrev[slot] ?? NIL;
    }
    return count;
  }

  #valueOf(slot: number): number {
    const pool = this.#pool;
    const yesPrice = (pool.yesPrice[slot] ?? 0) as Price;
    const isYes = ((pool.flags[slot] ?? 0) & TAKER_YES) !== 0;
    return (isYes ? yesPrice : complement(yesPrice)) * (pool.quantity[slot] ?? 0);
  }
}
