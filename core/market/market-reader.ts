/**
 * Answers about markets over a window: the ranking, categories and one market's figures. Reads the window's sums; the price path
 * of busy markets comes from buckets that are made when a market is first drawn and kept while it is. Owns no sums.
 */
import { must } from '../lib/assert.ts';
import type { Money } from '../units/money.ts';
import type { Price } from '../units/price.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';
import type { Trade } from '../wire/messages.ts';
import { isBurst } from './burst.ts';
import { sumCategories } from './category-sums.ts';
import { isHeld, isInHole, knownMs, type Holes } from './holes.ts';
import { FEW_TRADES, pointsOfBuckets, pointsOfTrades, PriceBuckets } from './spark.ts';
import type { TickerTable } from './ticker-table.ts';
import { NIL, type TradePool } from './trade-pool.ts';
import type { CategoryView, HotSort, MarketView, OthersView, Ranking } from './views.ts';
import { NO, NOTIONAL, STRIDE, TRADES, YES, type TradeWindow } from './window.ts';

export type LastTrade = Pick<Trade, 'ticker' | 'venueAt' | 'yesPrice'>;

/** In the place of a slot: the trade has left the pool, and its price is known. */
const PAST = -2;

export class MarketReader {
  readonly #pool: TradePool;
  readonly #tickers: TickerTable;
  /** The last seconds, against which bursts are told. */
  readonly #recent: TradeWindow;
  readonly #holes: () => Holes;
  /** By ticker row; only of busy markets that are drawn: for all of them the memory alone would cost more than all else. */
  readonly #buckets: (PriceBuckets | undefined)[] = [];
  /** Rows drawn since the last sweep. */
  readonly #drawn = new Set<number>();

  constructor(pool: TradePool, tickers: TickerTable, recent: TradeWindow, holes: () => Holes) {
    this.#pool = pool;
    this.#tickers = tickers;
    this.#recent = recent;
    this.#holes = holes;
  }

  /** Takes note of a trade that was just linked. */
  insert(slot: number, row: number): void {
    const buckets = this.#buckets[row];
    if (buckets !== undefined) buckets.add(this.#pool.at[slot] ?? 0, this.#pool.yesPrice[slot] ?? 0);
  }

  /**
   * Gives back the buckets of markets that were not drawn since the last sweep; they are made again when needed. A row that
   * became another market's meanwhile does no harm: what is left in its buckets is hours old, and no path reaches so far.
   */
  sweep(): void {
    for (const row of this.#buckets.keys()) if (!this.#drawn.has(row)) this.#buckets[row] = undefined;
    this.#drawn.clear();
  }

  /** Returns the first `limit` markets of `ranking`, ties by volume, then by ticker. */
  hot(window: TradeWindow, limit: number, ranking: Ranking): readonly MarketView[] {
    const { rows, volumes } = this.#active(window, ranking);
    const keys = ranking.by === 'volume' ? volumes : this.#keys(rows, window, ranking.by);
    // What makes the cut is told by the numbers alone; only what makes it is then put in order.
    const least = keys.length > limit ? (keys.slice().sort()[keys.length - limit] ?? Infinity) : 0;
    const places: number[] = [];
    for (let i = 0; i < rows.length; i++) if ((keys[i] ?? 0) >= least) places.push(i);
    return places
      .sort(
        (a, b) =>
          (keys[b] ?? 0) - (keys[a] ?? 0) ||
          (volumes[b] ?? 0) - (volumes[a] ?? 0) ||
          this.#byName(rows[a] ?? 0, rows[b] ?? 0),
      )
      .slice(0, limit)
      .map((place) => this.#view(rows[place] ?? 0, window))
      .filter((view) => view !== undefined);
  }

  /** By what `rows` are ranked: more comes first. */
  #keys(rows: Uint32Array, window: TradeWindow, by: HotSort): Float64Array {
    return Float64Array.from(rows, (row) => this.#keyOf(row, window, by));
  }

  #keyOf(row: number, window: TradeWindow, by: HotSort): number {
    switch (by) {
      case 'volume':
        return window.sumOf(row, YES) + window.sumOf(row, NO);
      case 'trades':
        return window.sumOf(row, TRADES);
      case 'notional':
        return window.sumOf(row, NOTIONAL);
      case 'flow':
        return Math.abs(window.sumOf(row, YES) - window.sumOf(row, NO));
      case 'move':
        return Math.abs(this.#changeOf(row, window));
    }
  }

  /** Rows that traded inside the window, and their volumes. */
  #active(
    window: TradeWindow,
    { includeCombos, accepts }: Omit<Ranking, 'by'>,
  ): { rows: Uint32Array; volumes: Float64Array } {
    const size = this.#tickers.size;
    const rows = new Uint32Array(size);
    const volumes = new Float64Array(size);
    let count = 0;
    for (let row = 0; row < size; row++) {
      if (!includeCombos && this.#tickers.group[row] === 1) continue;
      if (window.sumOf(row, TRADES) === 0) continue;
      if (accepts !== undefined && !accepts(this.#nameOf(row))) continue;
      rows[count] = row;
      volumes[count++] = window.sumOf(row, YES) + window.sumOf(row, NO);
    }
    return { rows: rows.subarray(0, count), volumes: volumes.subarray(0, count) };
  }

  /** Calls `take` with the last trade of each market up to `at`, as far as trades are held one by one. */
  lastUpTo(at: number, take: (trade: LastTrade) => void): void {
    const pool = this.#pool;
    for (let row = 0; row < this.#tickers.size; row++) {
      let slot = this.#tickers.tail[row] ?? NIL;
      while (slot !== NIL && (pool.at[slot] ?? 0) > at) slot = pool.tickerPrev[slot] ?? NIL;
      if (slot === NIL) continue;
      const [venueAt, yesPrice] = [pool.at[slot] ?? 0, pool.yesPrice[slot] ?? 0];
      take({ ticker: this.#nameOf(row), venueAt: venueAt as UnixMs, yesPrice: yesPrice as Price });
    }
  }

  /** Returns what each market traded inside the window. */
  volumes(window: TradeWindow): ReadonlyMap<Ticker, Quantity> {
    const { rows, volumes } = this.#active(window, { includeCombos: true });
    const found = new Map<Ticker, Quantity>();
    for (let i = 0; i < rows.length; i++) {
      const ticker = this.#tickers.name(rows[i] ?? 0);
      if (ticker !== undefined) found.set(ticker, (volumes[i] ?? 0) as Quantity);
    }
    return found;
  }

  /** Returns what each category traded inside the window. */
  categories(
    window: TradeWindow,
    includeCombos: boolean,
    categoryOf: (ticker: Ticker) => string,
  ): readonly CategoryView[] {
    const { rows } = this.#active(window, { includeCombos });
    const figures = Array.from(rows, (row) => ({
      ticker: this.#nameOf(row),
      yesVolume: window.sumOf(row, YES),
      noVolume: window.sumOf(row, NO),
      notional: window.sumOf(row, NOTIONAL),
      trades: window.sumOf(row, TRADES),
      yesPrice: this.#priceOf(row),
      change: this.#changeOf(row, window),
    }));
    return sumCategories(figures, categoryOf);
  }

  /** Returns what `shown`, a result of `hot` with the same choice of markets, leaves out. */
  others(window: TradeWindow, shown: readonly MarketView[], choice: Omit<Ranking, 'by'>): OthersView {
    const { includeCombos } = choice;
    if (choice.accepts !== undefined) return this.#othersOf(this.#active(window, choice).volumes, shown);
    let count = (window.active[0] ?? 0) - shown.length;
    let volume = (window.totals[YES] ?? 0) + (window.totals[NO] ?? 0);
    if (includeCombos) {
      count += window.active[1] ?? 0;
      volume += (window.totals[STRIDE + YES] ?? 0) + (window.totals[STRIDE + NO] ?? 0);
    }
    for (const market of shown) volume -= market.volume;
    return { count, volume: volume as Quantity };
  }

  #othersOf(volumes: Float64Array, shown: readonly MarketView[]): OthersView {
    let volume = 0;
    for (const each of volumes) volume += each;
    for (const market of shown) volume -= market.volume;
    return { count: volumes.length - shown.length, volume: volume as Quantity };
  }

  /** Returns one market's figures, or `undefined` when it did not trade inside the window. */
  market(ticker: Ticker, window: TradeWindow): MarketView | undefined {
    const row = this.#tickers.find(ticker);
    if (row === undefined || window.sumOf(row, TRADES) === 0) return undefined;
    return this.#view(row, window);
  }

  /** Only of a row that has traded: it has a name. */
  #nameOf(row: number): Ticker {
    return must(this.#tickers.name(row), 'the ticker of a market that has traded');
  }

  /** The newest price that is known, 1e-4 dollar. */
  #priceOf(row: number): number {
    const tail = this.#tickers.tail[row] ?? NIL;
    return tail === NIL ? (this.#tickers.pastPrice[row] ?? 0) : (this.#pool.yesPrice[tail] ?? 0);
  }

  #changeOf(row: number, window: TradeWindow): number {
    const price = this.#priceOf(row);
    return price - this.priceBefore(row, window, price);
  }

  #byName(a: number, b: number): number {
    return (this.#tickers.name(a) ?? '') < (this.#tickers.name(b) ?? '') ? -1 : 1;
  }

  #view(row: number, window: TradeWindow): MarketView | undefined {
    const tickers = this.#tickers;
    const pool = this.#pool;
    const ticker = tickers.name(row);
    if (ticker === undefined) return undefined;
    const yesVolume = window.sumOf(row, YES);
    const noVolume = window.sumOf(row, NO);
    const tail = tickers.tail[row] ?? NIL;
    const lastAt = tail === NIL ? (tickers.pastAt[row] ?? 0) : (pool.at[tail] ?? 0);
    return {
      ticker,
      isCombo: tickers.group[row] === 1,
      yesPrice: this.#priceOf(row) as Price,
      lastAt: lastAt as UnixMs,
      change: this.#changeOf(row, window),
      baseAt: this.#baseAt(row, window, lastAt) as UnixMs,
      volume: (yesVolume + noVolume) as Quantity,
      yesVolume: yesVolume as Quantity,
      noVolume: noVolume as Quantity,
      netFlow: (yesVolume - noVolume) as Quantity,
      notional: window.sumOf(row, NOTIONAL) as Money,
      trades: window.sumOf(row, TRADES),
      isBurst: this.isBurst(row, window),
      points: this.#points(row, window),
      isExact: window.isExact,
    };
  }

  /**
   * Returns the price that changes count from: the last one before the window if it is known to be in force as the window begins,
   * else the first inside whose surroundings are known, else `last`.
   */
  priceBefore(row: number, window: TradeWindow, last: number): number {
    const slot = this.#baseOf(row, window);
    if (slot === PAST) return this.#tickers.pastPrice[row] ?? 0;
    return slot === NIL ? last : (this.#pool.yesPrice[slot] ?? 0);
  }

  /** Returns when the price of `priceBefore` traded, ms. */
  #baseAt(row: number, window: TradeWindow, lastAt: number): number {
    const slot = this.#baseOf(row, window);
    if (slot === PAST) return this.#tickers.pastAt[row] ?? 0;
    return slot === NIL ? lastAt : (this.#pool.at[slot] ?? 0);
  }

  /** Returns the slot of the trade that changes count from, PAST, or NIL where none is known. */
  #baseOf(row: number, window: TradeWindow): number {
    const pool = this.#pool;
    const holes = this.#holes();
    const first = window.firstOf(row);
    const before = first === NIL ? NIL : (pool.tickerPrev[first] ?? NIL);
    if (before !== NIL) {
      if (isHeld(holes, pool.at[before] ?? 0, window.cutoff)) return before;
    } else if ((this.#tickers.pastPrice[row] ?? 0) > 0) {
      if (isHeld(holes, this.#tickers.pastAt[row] ?? 0, window.cutoff)) return PAST;
    }
    let slot = first;
    while (slot !== NIL && isInHole(holes, pool.at[slot] ?? 0)) slot = pool.tickerNext[slot] ?? NIL;
    return slot;
  }

  /** Returns whether the market trades in a burst now, against its pace over the window. */
  isBurst(row: number, window: TradeWindow): boolean {
    const recent = this.#recent;
    const now = recent.cutoff + recent.spanMs;
    const knownFrom = Math.max(now - window.spanMs, this.#pool.at[this.#pool.head] ?? now);
    return isBurst(
      recent.sumOf(row, TRADES),
      this.recentVolume(row),
      window.sumOf(row, YES) + window.sumOf(row, NO),
      window.spanMs,
      knownMs(this.#holes(), knownFrom, now),
    );
  }

  /** Returns the contracts of the last seconds, 1e-2. */
  recentVolume(row: number): number {
    return this.#recent.sumOf(row, YES) + this.#recent.sumOf(row, NO);
  }

  #points(row: number, window: TradeWindow): MarketView['points'] {
    const trades = window.sumOf(row, TRADES);
    if (trades <= FEW_TRADES) return pointsOfTrades(this.#pool, window.firstOf(row), trades);
    this.#drawn.add(row);
    const buckets = (this.#buckets[row] ??= this.#bucketsOf(row));
    return pointsOfBuckets(buckets, window.cutoff, window.spanMs);
  }

  #bucketsOf(row: number): PriceBuckets {
    const pool = this.#pool;
    const made = new PriceBuckets();
    for (let slot = this.#tickers.head[row] ?? NIL; slot !== NIL; slot = pool.tickerNext[slot] ?? NIL)
      made.add(pool.at[slot] ?? 0, pool.yesPrice[slot] ?? 0);
    return made;
  }
}
