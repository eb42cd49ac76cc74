/**
 * Whose books are recorded: the markets that were chosen, and the most active ones where the rule says so. A market among the
 * N most active always has a place. One that has fallen out keeps its own as long as none of those needs it, and it is not
 * over, dormant, or far from the top: the list must not flap for nothing. A chosen market stays chosen, but its book is not
 * kept any more when it has ended.
 */
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import type { BookFeed } from './book-feed.ts';

/** A market by activity. */
export interface ActiveMarket {
  readonly ticker: Ticker;
  readonly lastAt: UnixMs;
}

/** A `RecordingChoice` of which every ticker is one. */
export interface RecordingRule {
  readonly tickers: readonly Ticker[];
  readonly mostActive: number;
}

export interface RecordingListOptions {
  readonly feed: Pick<BookFeed, 'want' | 'unwant'>;
  now(): UnixMs;
  /** Returns the `limit` most active markets, most active first. */
  mostActive(limit: number): readonly ActiveMarket[];
  /** It has closed, or is determined or settled: nothing will change in its book. */
  isOver(market: ActiveMarket): boolean;
  /** The market is over, and its book is empty or not sent any more. */
  hasEnded(ticker: Ticker): boolean;
  /** Other books are recorded than before. */
  onChange(tickers: ReadonlySet<Ticker>): void;
}

export type RecordingReason = 'chosen' | 'active';

/** Without a trade for so long a market is dormant: its book is not worth the room. */
const DORMANT_MS = 10 * MINUTE;
/** A place that nobody needs is kept down to this many times the rank of the last one. */
const SLACK = 2;
const WHO = 'recording';

export class RecordingList {
  readonly #options: RecordingListOptions;
  #rule: RecordingRule = { tickers: [], mostActive: 0 };
  #reasons: ReadonlyMap<Ticker, RecordingReason> = new Map();
  #recorded: ReadonlySet<Ticker> = new Set();

  constructor(options: RecordingListOptions) {
    this.#options = options;
  }

  /** Whose books are recorded, and why: chosen ones first, also those that have ended. */
  get reasons(): ReadonlyMap<Ticker, RecordingReason> {
    return this.#reasons;
  }

  /** The book of this market is kept; false for a chosen one that has ended. */
  isRecorded(ticker: Ticker): boolean {
    return this.#recorded.has(ticker);
  }

  choose(rule: RecordingRule): void {
    this.#rule = rule;
    this.review();
  }

  /** Applies the rule to what is active now. Call every few seconds. */
  review(): void {
    const reasons = new Map<Ticker, RecordingReason>();
    for (const ticker of this.#rule.tickers) reasons.set(ticker, 'chosen');
    for (const ticker of this.#active()) reasons.set(ticker, 'active');
    this.#reasons = reasons;
    const before = this.#recorded;
    const recorded = new Set<Ticker>();
    for (const [ticker, reason] of reasons)
      if (reason === 'active' || !this.#options.hasEnded(ticker)) recorded.add(ticker);
    if (before.size === recorded.size && [...recorded].every((ticker) => before.has(ticker))) return;
    this.#recorded = recorded;
    for (const ticker of recorded) if (!before.has(ticker)) this.#options.feed.want(ticker, WHO);
    this.#options.onChange(recorded);
    for (const ticker of before) if (!recorded.has(ticker)) this.#options.feed.unwant(ticker, WHO);
  }

  #active(): readonly Ticker[] {
    const { mostActive, tickers } = this.#rule;
    if (mostActive === 0) return [];
    const ranked = this.#awake(mostActive * SLACK);
    // A chosen one among the most active is recorded already: it leaves its place free.
    const needed = ranked.slice(0, mostActive).filter((ticker) => !tickers.includes(ticker));
    const stays = ranked
      .slice(mostActive)
      .filter((ticker) => this.#reasons.get(ticker) === 'active' && !tickers.includes(ticker));
    return [...needed, ...stays.slice(0, mostActive - needed.length)];
  }

  /** Returns the `count` most active markets that are worth their room: those that are not take nobody's place. */
  #awake(count: number): readonly Ticker[] {
    const options = this.#options;
    const awakeSince = options.now() - DORMANT_MS;
    for (let limit = count; ; limit *= 2) {
      const active = options.mostActive(limit);
      const awake = active.filter((market) => market.lastAt >= awakeSince && !options.isOver(market));
      if (awake.length >= count || active.length < limit)
        return awake.slice(0, count).map(({ ticker }) => ticker);
    }
  }
}
