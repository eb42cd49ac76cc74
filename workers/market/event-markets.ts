/**
 * Which markets belong to an event: from every row and label the directory ever made, and, for an event that somebody looks at,
 * from REST, which knows those that never traded too. Owns that index and its questions; words are the directory's.
 */
import { backoffMs } from '#core/lib/backoff.ts';
import type { Rng } from '#core/lib/rng.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { decodeMarketsPage } from '#core/wire/rest.ts';
import type { RestMarket } from '#core/wire/rest-market.ts';
import type { MarketRow } from '#contract/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { RestClient } from './rest-client.ts';

export interface EventMarketsOptions {
  readonly rest: Pick<RestClient, 'get'>;
  readonly clock: Clock;
  readonly rng: Rng;
  /** What REST told, for the directory. */
  readonly take: (markets: readonly RestMarket[]) => Promise<void>;
}

export interface EventListing {
  /** In the order of their tickers. */
  readonly tickers: readonly Ticker[];
  /** REST has told all of them. */
  readonly isComplete: boolean;
}

interface Asked {
  /** Monotonic time from which on it may be asked again. */
  readonly until: number;
  readonly isComplete: boolean;
}

/** Markets in one answer; an event of more is rare, and its list then says that it is not complete. */
const PAGE = 200;
/** New markets come by lifecycle frames; this catches what those did not say. */
const ASK_AGAIN_MS = 10 * 60_000;

export class EventMarkets {
  readonly #options: EventMarketsOptions;
  readonly #tickers = new Map<string, Set<Ticker>>();
  readonly #sorted = new Map<string, readonly Ticker[]>();
  readonly #asked = new Map<string, Asked>();
  #failures = 0;

  constructor(options: EventMarketsOptions) {
    this.#options = options;
  }

  /** Notes that `ticker` belongs to `event`. */
  note(event: string, ticker: Ticker): void {
    const known = this.#tickers.get(event);
    if (known === undefined) this.#tickers.set(event, new Set([ticker]));
    else if (known.has(ticker)) return;
    else known.add(ticker);
    this.#sorted.delete(event);
  }

  /** Forgets every market but those of `rows`; of an event that lost one the list is not complete until REST tells it again. */
  keepOnly(rows: Iterable<MarketRow>): void {
    const before = new Map(this.#tickers);
    this.#tickers.clear();
    this.#sorted.clear();
    for (const { event, ticker } of rows) this.note(event, ticker as Ticker);
    const lost = (event: string): boolean =>
      (this.#tickers.get(event)?.size ?? 0) < (before.get(event)?.size ?? 0);
    for (const [event, { until }] of this.#asked)
      if (until !== Infinity && lost(event)) this.#asked.delete(event);
  }

  /** Returns whether any market of `event` is known. */
  has(event: string): boolean {
    return this.#tickers.has(event);
  }

  /** Returns the markets of `event` that are known by now, and asks REST for all of them in the background. */
  list(event: string): EventListing {
    const asked = this.#asked.get(event);
    if (asked === undefined || asked.until <= this.#options.clock.monotonic()) void this.#ask(event);
    const tickers = this.#sorted.get(event) ?? [...(this.#tickers.get(event) ?? [])].sort();
    this.#sorted.set(event, tickers);
    return { tickers, isComplete: asked?.isComplete ?? false };
  }

  /** Asks again for what could not be had: REST was switched on. */
  retry(): void {
    for (const [event, { isComplete }] of this.#asked) if (!isComplete) this.#asked.delete(event);
    this.#failures = 0;
  }

  /** News of new markets were missed: no list is known to be complete until REST has told it again. */
  doubt(): void {
    for (const event of this.#asked.keys()) this.#asked.set(event, { until: -Infinity, isComplete: false });
  }

  async #ask(event: string): Promise<void> {
    const { rest, clock, rng, take } = this.#options;
    const before = this.#asked.get(event)?.isComplete ?? false;
    const asking = { until: Infinity, isComplete: before };
    this.#asked.set(event, asking);
    const answer = await rest.get('markets', { event_ticker: event, limit: String(PAGE) });
    const page = answer.kind === 'body' ? decodeMarketsPage(answer.text) : undefined;
    // Doubted meanwhile: the answer may be of before, and says nothing of all there is. Another one is asked for.
    const isOld = (): boolean => this.#asked.get(event) !== asking;
    if (page?.ok !== true) {
      if (isOld()) return;
      const pauseMs = 1_000 + backoffMs(this.#failures++, rng);
      this.#asked.set(event, { until: clock.monotonic() + pauseMs, isComplete: before });
      return;
    }
    this.#failures = 0;
    await take(page.value.markets.filter((market) => market.eventTicker === event));
    if (isOld()) return;
    // A market that could not be read is missing from the list: a sum over the rest would be wrong.
    const isComplete = page.value.cursor === undefined && page.value.rejected === 0;
    this.#asked.set(event, { until: clock.monotonic() + ASK_AGAIN_MS, isComplete });
  }
}
