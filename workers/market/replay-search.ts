/** Finds things in a recording that is being replayed: the next trade, gap or large trade; and the whole of it at a glance. */
import { Doubts, lateHoles, type Doubt, type LateHole } from '#contract/late-holes.ts';
import type { StoreReader } from '#contract/database.ts';
import type { MarketLabel } from '#contract/frames.ts';
import type { ReplayOverview, ReplaySource, ReplayStep } from '#contract/replay.ts';
import { LEVEL } from '#core/market/book/book-columns.ts';
import { FETCHED_MS } from '#core/market/played.ts';
import { MAX_AHEAD } from '#core/market/skew.ts';
import { ONE_CONTRACT, type Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import type { Gaps } from './gaps.ts';
import { tradesStored } from './replay-tape.ts';
import type { ReplayTrades } from './replay-trades.ts';

const SPANS = 500;
/** Trades above this share of all, by size, are large; and never below a hundred contracts. */
const LARGE_SHARE = 0.99;
const LARGE_AT_LEAST = 100 * ONE_CONTRACT;
/** Looked through at once; about a tenth of a second on a busy feed. */
const STRETCH_MS = 5 * MINUTE;

interface Scan {
  readonly trades: Float64Array<ArrayBuffer>;
  readonly bookEvents: Float64Array<ArrayBuffer>;
  /** Changes of each recorded book. */
  readonly books: ReadonlyMap<Ticker, number>;
  /** Trades of each market. */
  readonly traded: ReadonlyMap<Ticker, number>;
  /** Smallest large trade, 1e-2 contract; infinite where there is none. */
  readonly large: number;
  /** Of the first trade or book; `undefined` where there is none. */
  readonly firstAt: UnixMs | undefined;
  /** Each time a book became doubtful. */
  readonly doubts: readonly Doubt[];
}

export class ReplaySearch {
  readonly #reader: StoreReader;
  readonly #trades: ReplayTrades;
  readonly #source: ReplaySource;
  #scan: Promise<Scan> | undefined;

  constructor(reader: StoreReader, trades: ReplayTrades, source: ReplaySource) {
    this.#reader = reader;
    this.#trades = trades;
    this.#source = source;
  }

  /** Returns the time of the next of its kind after `at`, or of the last before it; `undefined` where there is none. */
  async find(
    what: ReplayStep,
    direction: 1 | -1,
    at: UnixMs,
    ticker: Ticker | undefined,
    gaps: Gaps,
  ): Promise<UnixMs | undefined> {
    if (what === 'gap') return this.#nextGap(direction, at, gaps);
    const large = what === 'trade' ? 0 : (await this.#scanned()).large;
    const isWanted = (trade: Trade): boolean =>
      trade.quantity >= large && (ticker === undefined || trade.ticker === ticker);
    return direction === 1 ? this.#after(at, isWanted) : this.#before(at, isWanted);
  }

  /** Returns when the first trade or book is known; `undefined` where there is none. Reads everything, once. */
  async firstKnown(): Promise<UnixMs | undefined> {
    return (await this.#scanned()).firstAt;
  }

  /** Returns the stretches whose rows are not to be believed. Reads everything, once. */
  async lateHoles(gaps: Gaps): Promise<readonly LateHole[]> {
    return lateHoles((await this.#scanned()).doubts, gaps.all());
  }

  /** Returns the recording at a glance. */
  async overview(gaps: Gaps, labelOf: (ticker: Ticker) => MarketLabel): Promise<ReplayOverview> {
    const { trades, bookEvents, books, traded, firstAt, large } = await this.#scanned();
    const { from, to } = this.#source;
    const shown = gaps.within(from, to);
    const named = (counts: ReadonlyMap<Ticker, number>): ReplayOverview['books'] =>
      [...counts]
        .sort(([, a], [, b]) => b - a)
        .map(([ticker]) => {
          const { name, event } = labelOf(ticker);
          return { ticker, name, event };
        });
    return {
      trades: trades.slice(),
      bookEvents: bookEvents.slice(),
      books: named(books),
      traded: named(traded),
      gaps: shown.map((gap) => ({ from: gap.fromMs, to: gap.toMs })),
      firstAt,
      largeFrom: large === Infinity ? undefined : (large as Quantity),
    };
  }

  #nextGap(direction: 1 | -1, at: UnixMs, gaps: Gaps): UnixMs | undefined {
    const { from, to } = this.#source;
    // One that began before the recording is found at its beginning.
    const starts = gaps.within(from, to).map((gap) => Math.max(from, gap.fromMs) as UnixMs);
    return direction === 1 ? starts.find((start) => start > at) : starts.findLast((start) => start < at);
  }

  async #after(at: UnixMs, isWanted: (trade: Trade) => boolean): Promise<UnixMs | undefined> {
    const end = ((await this.#playedTo()) + 1) as UnixMs;
    for await (const trade of this.#trades.between((at + 1) as UnixMs, end))
      if (isWanted(trade.trade)) return trade.at;
    return undefined;
  }

  async #before(at: UnixMs, isWanted: (trade: Trade) => boolean): Promise<UnixMs | undefined> {
    for (
      let end: number = Math.min(at, (await this.#playedTo()) + 1);
      end > this.#source.from;
      end -= STRETCH_MS
    ) {
      const start = Math.max(this.#source.from, end - STRETCH_MS);
      let last: UnixMs | undefined;
      for await (const trade of this.#trades.between(start as UnixMs, end as UnixMs))
        if (isWanted(trade.trade)) last = trade.at;
      if (last !== undefined) return last;
    }
    return undefined;
  }

  /** When the last stored trade is played, at the latest, also where our clock was ahead: behind it nothing is looked for, however long the recording says it is. */
  async #playedTo(): Promise<number> {
    const { newestMs } = await this.#reader.holdings();
    return Math.min(this.#source.to, newestMs === undefined ? -Infinity : newestMs + MAX_AHEAD + FETCHED_MS);
  }

  #scanned(): Promise<Scan> {
    // What failed is read again when it is wanted again.
    this.#scan ??= this.#scanAll().catch((error: unknown) => {
      this.#scan = undefined;
      throw error;
    });
    return this.#scan;
  }

  /** Reads everything once. */
  async #scanAll(): Promise<Scan> {
    const { from, to } = this.#source;
    const spanOf = (at: number): number =>
      Math.min(SPANS - 1, Math.max(0, Math.floor(((at - from) / Math.max(1, to - from)) * SPANS)));
    const trades = new Float64Array(SPANS);
    const bookEvents = new Float64Array(SPANS);
    const books = new Map<Ticker, number>();
    const traded = new Map<Ticker, number>();
    const sizes = new Map<number, number>();
    let firstAt = Infinity;
    const doubts = new Doubts();
    for await (const { ticker, quantity, at } of tradesStored(this.#reader, from, to + 1)) {
      trades[spanOf(at)] = (trades[spanOf(at)] ?? 0) + 1;
      traded.set(ticker, (traded.get(ticker) ?? 0) + 1);
      sizes.set(quantity, (sizes.get(quantity) ?? 0) + 1);
      firstAt = Math.min(firstAt, at);
    }
    for await (const { columns } of this.#reader.books({ from, to })) {
      doubts.take(columns);
      const { count, kind, receivedAt, ticker, tickers } = columns;
      for (let row = 0; row < count; row++) {
        const at = receivedAt[row] ?? 0;
        if (kind[row] === LEVEL || at < from || at > to) continue;
        bookEvents[spanOf(at)] = (bookEvents[spanOf(at)] ?? 0) + 1;
        const name = tickers[ticker[row] ?? -1];
        if (name !== undefined) books.set(name, (books.get(name) ?? 0) + 1);
        firstAt = Math.min(firstAt, at);
      }
    }
    const large = Math.max(LARGE_AT_LEAST, quantile(sizes, LARGE_SHARE));
    return {
      trades,
      bookEvents,
      books,
      traded,
      doubts: doubts.all,
      large: [...sizes.keys()].some((size) => size >= large) ? large : Infinity,
      firstAt: firstAt === Infinity ? undefined : (firstAt as UnixMs),
    };
  }
}

/** Returns the smallest value that is above `share` of all. */
function quantile(counts: ReadonlyMap<number, number>, share: number): number {
  let left = [...counts.values()].reduce((sum, count) => sum + count, 0) * share;
  for (const [value, count] of [...counts].sort(([a], [b]) => a - b)) {
    left -= count;
    if (left < 0) return value;
  }
  return Infinity;
}
