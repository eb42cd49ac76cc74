/**
 * Answers about markets over a window: the ranking by volume and one market's figures. Reads the window's sums; the price path
 * of busy markets comes from buckets that it keeps while trades arrive. Owns no sums.
 */
import type { Money } from '../units/money.ts';
import type { Price } from '../units/price.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';
import { FEW_TRADES, pointsOfBuckets, pointsOfTrades, PriceBuckets } from './spark.ts';
import type { TickerTable } from './ticker-table.ts';
import { NIL, type TradePool } from './trade-pool.ts';
import type { MarketView } from './views.ts';
import { NO, NOTIONAL, TRADES, YES, type TradeWindow } from './window.ts';

/** A burst: the last seconds hold this many times the volume that the window's own pace would give them... */
const BURST_FACTOR = 4;
/** ...in at least this many trades. */
const BURST_TRADES = 3;

export class MarketReader {
  readonly #pool: TradePool;
  readonly #tickers: TickerTable;
  /** The last seconds, against which bursts are told. */
  readonly #recent: TradeWindow;
  /** By ticker row; only of busy markets. */
  readonly #buckets = new Map<number, PriceBuckets>();

  constructor(pool: TradePool, tickers: TickerTable, recent: TradeWindow) {
    this.#pool = pool;
    this.#tickers = tickers;
    this.#recent = recent;
  }

  /** Takes note of a trade that was just linked. */
  insert(slot: number): void {
    const pool = this.#pool;
    const row = pool.ticker[slot] ?? 0;
    const buckets = this.#buckets.get(row);
    if (buckets !== undefined) {
      buckets.add(pool.at[slot] ?? 0, pool.yesPrice[slot] ?? 0);
      return;
    }
    if ((this.#tickers.count[row] ?? 0) <= FEW_TRADES) return;
    const made = new PriceBuckets();
    for (let s = this.#tickers.head[row] ?? NIL; s !== NIL; s = pool.tickerNext[s] ?? NIL)
      made.add(pool.at[s] ?? 0, pool.yesPrice[s] ?? 0);
    this.#buckets.set(row, made);
  }

  /** Gives back what is kept for a busy market; it is built again when it is needed. */
  release(row: number): void {
    this.#buckets.delete(row);
  }

  /** Returns the `limit` markets of most volume, ties by ticker. */
  hot(window: TradeWindow, limit: number, includeCombos: boolean): readonly MarketView[] {
    const rows: number[] = [];
    const volumes: number[] = [];
    for (let row = 0; row < this.#tickers.size; row++) {
      if (!includeCombos && this.#tickers.group[row] === 1) continue;
      if (window.sumOf(row, TRADES) === 0) continue;
      const volume = window.sumOf(row, YES) + window.sumOf(row, NO);
      if (rows.length >= limit && volume < (volumes.at(-1) ?? 0)) continue;
      let place = rows.length;
      while (place > 0 && this.#isAhead(row, volume, rows[place - 1] ?? 0, volumes[place - 1] ?? 0)) place--;
      rows.splice(place, 0, row);
      volumes.splice(place, 0, volume);
      if (rows.length > limit) {
        rows.pop();
        volumes.pop();
      }
    }
    return rows.map((row) => this.#view(row, window)).filter((view) => view !== undefined);
  }

  /** Returns one market's figures, or `undefined` when it did not trade inside the window. */
  market(ticker: Ticker, window: TradeWindow): MarketView | undefined {
    const row = this.#tickers.find(ticker);
    if (row === undefined || window.sumOf(row, TRADES) === 0) return undefined;
    return this.#view(row, window);
  }

  #isAhead(row: number, volume: number, other: number, otherVolume: number): boolean {
    if (volume !== otherVolume) return volume > otherVolume;
    return (this.#tickers.name(row) ?? '') < (this.#tickers.name(other) ?? '');
  }

  #view(row: number, window: TradeWindow): MarketView | undefined {
    const tickers = this.#tickers;
    const pool = this.#pool;
    const ticker = tickers.name(row);
    if (ticker === undefined) return undefined;
    const yesVolume = window.sumOf(row, YES);
    const noVolume = window.sumOf(row, NO);
    const tail = tickers.tail[row] ?? NIL;
    const price = tail === NIL ? (tickers.pastPrice[row] ?? 0) : (pool.yesPrice[tail] ?? 0);
    const lastAt = tail === NIL ? (tickers.pastAt[row] ?? 0) : (pool.at[tail] ?? 0);
    return {
      ticker,
      isCombo: tickers.group[row] === 1,
      yesPrice: price as Price,
      lastAt: lastAt as UnixMs,
      change: price - this.#priceBefore(row, window, price),
      volume: (yesVolume + noVolume) as Quantity,
      yesVolume: yesVolume as Quantity,
      noVolume: noVolume as Quantity,
      netFlow: (yesVolume - noVolume) as Quantity,
      notional: window.sumOf(row, NOTIONAL) as Money,
      trades: window.sumOf(row, TRADES),
      isBurst: this.#isBurst(row, window, yesVolume + noVolume),
      points: this.#points(row, window),
      isExact: window.isExact,
    };
  }

  /** Last price before the window, else the first inside. */
  #priceBefore(row: number, window: TradeWindow, last: number): number {
    const pool = this.#pool;
    const first = window.firstOf(row);
    const before = first === NIL ? NIL : (pool.tickerPrev[first] ?? NIL);
    if (before !== NIL) return pool.yesPrice[before] ?? 0;
    const past = this.#tickers.pastPrice[row] ?? 0;
    if (past > 0) return past;
    return first === NIL ? last : (pool.yesPrice[first] ?? 0);
  }

  #isBurst(row: number, window: TradeWindow, volume: number): boolean {
    const recent = this.#recent;
    if (recent.sumOf(row, TRADES) < BURST_TRADES) return false;
    const recentVolume = recent.sumOf(row, YES) + recent.sumOf(row, NO);
    return recentVolume * window.spanMs >= BURST_FACTOR * volume * recent.spanMs;
  }

  #points(row: number, window: TradeWindow): MarketView['points'] {
    const trades = window.sumOf(row, TRADES);
    const buckets = this.#buckets.get(row);
    if (trades > FEW_TRADES && buckets !== undefined)
      return pointsOfBuckets(buckets, window.cutoff, window.spanMs);
    return pointsOfTrades(this.#pool, window.firstOf(row), Math.min(trades, FEW_TRADES));
  }
}
