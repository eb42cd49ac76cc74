/**
 * The market engine: every trade in one order, and all that is read from it: windows, ranking, tape, pulse, bars, analytics.
 * It has no clock (the caller advances it), no I/O and no throw for bad trades. Per trade nothing is allocated but what a
 * first-seen ticker needs. Exact by the exchange's stamp whatever the order of arrival; when the pool is full the oldest
 * trades become minute sums and the views say so. One file, a little longer than most: it is the door to all of them.
 */
import { must } from '../lib/assert.ts';
import { isCombo, type Ticker } from '../units/ticker.ts';
import type { Quantity } from '../units/quantity.ts';
import { HOUR, MINUTE, type UnixMs } from '../units/time.ts';
import type { Trade } from '../wire/messages.ts';
import { barsOfTrades } from './bars.ts';
import type { LadderLevels } from './book/ladder.ts';
import { BURST_SPAN_MS } from './burst.ts';
import { contentHash, Duplicates, textHash, type Repetition } from './duplicates.ts';
import type { TapeTest } from './filtered-tape.ts';
import { FilteredTapes } from './filtered-tapes.ts';
import { NO_HOLES, type Holes } from './holes.ts';
import { MarketAnalytics } from './market-analytics.ts';
import { MarketPast } from './market-past.ts';
import { MarketReader, type LastTrade } from './market-reader.ts';
import { PulseMeter } from './pulse.ts';
import type { Rollup } from './rollup.ts';
import { effectiveAt } from './skew.ts';
import { readRecent, readTape, readTicker } from './tape.ts';
import type { IsHeard } from './tape-speed.ts';
import { TickerTable } from './ticker-table.ts';
import { tradedByPrice } from './traded.ts';
import { parseUuid, UUID_WORDS } from './trade-id.ts';
import { NIL, TradePool } from './trade-pool.ts';
import type {
  AnalyticsBucketsView,
  CategoryView,
  ChartBarsView,
  EngineCounts,
  FilteredTapeView,
  MarketView,
  OthersView,
  PulseView,
  Ranking,
  StoredTrade,
  TapeRowView,
  TapeSpeedView,
  TradeSizesView,
} from './views.ts';
import { TRADES, TradeWindow, WindowSums } from './window.ts';

/** Trades held one by one: an hour at 580 a second. About 100 bytes each, ids included. */
export const RING_CAPACITY = 2 ** 21;
/** Trades kept for the tape although they are older than an hour. */
const KEEP_RECENT = 1_000;
/** A ticker without trades is forgotten after this long; until then its last price is the base of changes. */
const FORGET_AFTER = 2 * HOUR;

export interface MarketEngineOptions {
  /** Windows in minutes, at most 60; 60 is always added. */
  readonly windows: readonly number[];
  /** Most trades to hold one by one. */
  readonly ringCapacity?: number | undefined;
  /** Where trades may be missing: none anywhere unless told. Asked at every trade that a rule looks at. */
  readonly holes?: (() => Holes) | undefined;
}

export class MarketEngine {
  /** Windows in minutes, ascending. */
  readonly windows: readonly number[];
  /** What a trade is seen against, right after it was applied: for rules. */
  readonly past: MarketPast;

  readonly #pool: TradePool;
  readonly #tickers = new TickerTable();
  readonly #sums: WindowSums;
  readonly #recent: TradeWindow;
  readonly #spans: readonly TradeWindow[];
  readonly #all: readonly TradeWindow[];
  readonly #reader: MarketReader;
  readonly #filtered: FilteredTapes;
  readonly #pulse = new PulseMeter();
  readonly #analytics = new MarketAnalytics();
  readonly #duplicates: Duplicates;
  readonly #words = new Uint32Array(UUID_WORDS);
  #hasWords = false;
  #now = -Infinity;
  #sweptAt = -Infinity;
  #ingest = 0;
  #trades = 0;
  #repeated = 0;
  #conflicts = 0;
  #late = 0;

  constructor(options: MarketEngineOptions) {
    const capacity = options.ringCapacity ?? RING_CAPACITY;
    const minutes = options.windows.filter((window) => window > 0 && window < HOUR / MINUTE);
    this.windows = [...new Set([...minutes, HOUR / MINUTE])].sort((a, b) => a - b);
    this.#pool = new TradePool(capacity);
    this.#duplicates = new Duplicates(capacity);
    const spans = [BURST_SPAN_MS, ...this.windows.map((window) => window * MINUTE)];
    this.#sums = new WindowSums(spans.length, this.#tickers.capacity);
    this.#all = spans.map((span, i) => new TradeWindow(span, i, this.#sums, this.#pool, this.#tickers));
    this.#spans = this.#all.slice(1);
    this.#recent = must(this.#all[0], 'the shortest window');
    this.#reader = new MarketReader(
      this.#pool,
      this.#tickers,
      this.#recent,
      options.holes ?? (() => NO_HOLES),
    );
    this.#filtered = new FilteredTapes(this.#pool, this.#tickers);
    this.past = new MarketPast(this.#pool, this.#tickers, this.#reader, (minutes) => this.#window(minutes));
  }

  get counts(): EngineCounts {
    const hour = this.#window(HOUR / MINUTE);
    return {
      trades: this.#trades,
      duplicates: this.#repeated,
      conflicts: this.#conflicts,
      late: this.#late,
      activeTickers: (hour.active[0] ?? 0) + (hour.active[1] ?? 0),
    };
  }

  /** Takes a trade that was just received or fetched. `late`: older than an hour, so only the analytics know it. */
  apply(trade: Trade, receivedAt: UnixMs): 'new' | 'duplicate' | 'late' {
    const row = this.#tickers.find(trade.ticker);
    const repetition = this.#observe(trade, row);
    if (repetition !== 'new') {
      this.#repeated++;
      if (repetition === 'conflict') this.#conflicts++;
      return 'duplicate';
    }
    this.#trades++;
    const at = effectiveAt(trade, receivedAt);
    this.#analytics.add(trade, at, this.#groupOf(trade.ticker, row));
    if (this.#insert(trade, row, at, receivedAt)) return 'new';
    this.#late++;
    return 'late';
  }

  /** Takes a trade from disk. `inAnalytics`: false where a restored rollup already holds it. Advance the clock first. */
  restoreTrade(trade: Trade, receivedAt: UnixMs, inAnalytics: boolean): void {
    const row = this.#tickers.find(trade.ticker);
    if (this.#observe(trade, row) !== 'new') return;
    const at = effectiveAt(trade, receivedAt);
    if (inAnalytics) this.#analytics.add(trade, at, this.#groupOf(trade.ticker, row));
    this.#insert(trade, row, at, receivedAt);
  }

  /** A stored trade that is too old to be shown: it is no new one when it is fetched again. */
  remember(trade: Trade): void {
    this.#observe(trade, this.#tickers.find(trade.ticker));
  }

  /** Takes stored sums into the analytics: minutes into the hour, hours into the day. */
  restoreRollup(rollup: Rollup): void {
    this.#analytics.restore(rollup);
  }

  /** Moves the clock: what is too old leaves the windows. Call before reading. A clock set back is followed. */
  advance(now: UnixMs): void {
    this.#now = now;
    for (const window of this.#all) window.advance(now);
    this.#pulse.advance(now);
    this.#analytics.advance(now);
    this.#duplicates.advance(now);
    const pool = this.#pool;
    while (pool.count > KEEP_RECENT && (pool.at[pool.head] ?? 0) <= now - HOUR) this.#dropHead();
    if (now - this.#sweptAt >= MINUTE || now < this.#sweptAt) this.#sweep(now);
  }

  /**
   * Returns the first `limit` markets in the window: by volume unless told otherwise, ties by volume, then by ticker.
   * `accepts` says which markets count: all of them unless told otherwise.
   */
  hot(
    windowMinutes: number,
    limit: number,
    includeCombos: boolean,
    { by = 'volume', accepts }: Partial<Omit<Ranking, 'includeCombos'>> = {},
  ): readonly MarketView[] {
    return this.#reader.hot(this.#window(windowMinutes), limit, { by, includeCombos, accepts });
  }

  /** Returns what `shown`, the result of `hot` with the same window and markets, leaves out. */
  heatOthers(
    shown: readonly MarketView[],
    windowMinutes: number,
    includeCombos: boolean,
    accepts?: Ranking['accepts'],
  ): OthersView {
    return this.#reader.others(this.#window(windowMinutes), shown, { includeCombos, accepts });
  }

  /** Returns what each category traded in the window: most volume first. Costs one look at each market that traded. */
  categories(
    windowMinutes: number,
    includeCombos: boolean,
    categoryOf: (ticker: Ticker) => string,
  ): readonly CategoryView[] {
    return this.#reader.categories(this.#window(windowMinutes), includeCombos, categoryOf);
  }

  /** Returns what each market traded in the window, combos too. */
  volumes(windowMinutes: number): ReadonlyMap<Ticker, Quantity> {
    return this.#reader.volumes(this.#window(windowMinutes));
  }

  /** Returns one market over the window, or `undefined` when it did not trade inside. */
  market(ticker: Ticker, windowMinutes: number): MarketView | undefined {
    return this.#reader.market(ticker, this.#window(windowMinutes));
  }

  /** Calls `take` with the last trade of each market up to `at`, of those that are held. */
  lastUpTo(at: UnixMs, take: (trade: LastTrade) => void): void {
    this.#reader.lastUpTo(at, take);
  }

  pulse(windowMinutes: number, includeCombos: boolean): PulseView {
    return this.#pulse.view(this.#window(windowMinutes), this.#recent, includeCombos);
  }

  /** Returns how fast the tape runs against its baseline; `isHeard` says of which stretches all trades are known. */
  tapeSpeed(includeCombos: boolean, isHeard: IsHeard): TapeSpeedView {
    return this.#pulse.tapeSpeed(includeCombos, isHeard);
  }

  /** Returns how many trades of which size there were in the window, by the taker's side. */
  tradeSizes(windowMinutes: number, includeCombos: boolean): TradeSizesView {
    const { sizes } = this.#window(windowMinutes);
    return { windowMinutes, yes: sizes.view(true, includeCombos), no: sizes.view(false, includeCombos) };
  }

  /** Returns the tape, newest first; `merge` joins the prints of one taker's sweep. */
  tape(limit: number, merge: boolean, includeCombos: boolean): readonly TapeRowView[] {
    return readTape(this.#pool, this.#tickers, { limit, merge, includeCombos });
  }

  /** Returns the rows of the tape that pass `test`, newest first; the first questions may not have them all yet. */
  filteredTape(test: TapeTest, limit: number): FilteredTapeView {
    return this.#filtered.read(test, limit);
  }

  /** Returns the ticker's trades of the last `windowMinutes` (any number up to 60), newest first. */
  trades(ticker: Ticker, windowMinutes: number, limit: number): readonly StoredTrade[] {
    return readTicker(this.#pool, this.#tickers, ticker, this.#now - windowMinutes * MINUTE, limit);
  }

  /** Returns the latest trades of all markets, newest first. */
  recent(limit: number): readonly StoredTrade[] {
    return readRecent(this.#pool, this.#tickers, limit);
  }

  /** Returns the contracts traded at each YES price over the last `windowMinutes` (any number up to 60), ascending. */
  traded(ticker: Ticker, windowMinutes: number): LadderLevels {
    return tradedByPrice(this.#pool, this.#tailOf(ticker), this.#now - windowMinutes * MINUTE);
  }

  /** Returns the ticker's bars within the last hour, whole bars from the one that holds `from` to the one that holds `to`. */
  bars(ticker: Ticker, barMs: number, from: UnixMs, to: UnixMs): ChartBarsView {
    return barsOfTrades(this.#pool, this.#tailOf(ticker), barMs, from, to);
  }

  analytics(includeCombos = true): {
    readonly hour: AnalyticsBucketsView;
    readonly day: AnalyticsBucketsView;
  } {
    return this.#analytics.view(includeCombos);
  }

  #tailOf(ticker: Ticker): number {
    const row = this.#tickers.find(ticker);
    return row === undefined ? NIL : (this.#tickers.tail[row] ?? NIL);
  }

  /** The window asked for. One that is not kept, as a script may want, is counted afresh: some 5 ms for 100,000 trades. */
  #window(minutes: number): TradeWindow {
    const kept = this.#spans[this.windows.indexOf(minutes)];
    if (kept !== undefined) return kept;
    const sums = new WindowSums(1, this.#tickers.capacity);
    const window = new TradeWindow(minutes * MINUTE, 0, sums, this.#pool, this.#tickers);
    window.advance(this.#now);
    return window;
  }

  /** Tells repeated trades by id; a trade without one is never called so here (its sequence number tells). */
  #observe(trade: Trade, row: number | undefined): Repetition {
    this.#hasWords = false;
    if (trade.tradeId === undefined) return 'new';
    this.#hasWords = parseUuid(trade.tradeId, this.#words);
    const name = row === undefined ? textHash(trade.ticker) : (this.#tickers.hash[row] ?? 0);
    const content = contentHash(name, trade.yesPrice, trade.quantity, trade.taker === 'yes');
    return this.#hasWords
      ? this.#duplicates.observeUuid(this.#words, content)
      : this.#duplicates.observeText(trade.tradeId, content);
  }

  /** Returns false where the trade is older than the longest window. */
  #insert(trade: Trade, known: number | undefined, at: number, receivedAt: UnixMs): boolean {
    if (at <= this.#now - HOUR) return false;
    const row = known ?? this.#rowFor(trade.ticker);
    if (this.#pool.isFull) {
      for (const window of this.#all) window.foldHead();
      this.#dropHead();
    }
    const pool = this.#pool;
    const slot = pool.insert(trade, row, at, receivedAt, this.#ingest++, this.#words, this.#hasWords);
    this.#tickers.link(pool, row, slot);
    for (const window of this.#all) window.insert(slot);
    this.#reader.insert(slot, row);
    this.#filtered.insert(slot);
    this.#pulse.addToSecond(at, this.#tickers.group[row] ?? 0);
    return true;
  }

  #rowFor(ticker: Ticker): number {
    const row = this.#tickers.add(ticker);
    this.#sums.fit(this.#tickers.capacity);
    return row;
  }

  /** 1 for combos. */
  #groupOf(ticker: Ticker, row: number | undefined): number {
    return row === undefined ? Number(isCombo(ticker)) : (this.#tickers.group[row] ?? 0);
  }

  #dropHead(): void {
    this.#filtered.drop(this.#pool.head);
    this.#tickers.unlinkHead(this.#pool, this.#pool.ticker[this.#pool.head] ?? 0);
    this.#pool.dropHead();
  }

  /** Forgets tickers that have been silent for long, so that the table does not grow with every market there ever was. */
  #sweep(now: number): void {
    this.#sweptAt = now;
    this.#reader.sweep();
    const hour = this.#window(HOUR / MINUTE);
    for (let row = 0; row < this.#tickers.size; row++) {
      const count = this.#tickers.count[row] ?? 0;
      if (this.#tickers.name(row) === undefined || count > 0) continue;
      if (hour.sumOf(row, TRADES) !== 0 || (this.#tickers.pastAt[row] ?? 0) > now - FORGET_AFTER) continue;
      this.#tickers.release(row);
      this.#filtered.forget(row);
    }
  }
}
