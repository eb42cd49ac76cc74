/**
 * What markets are called, and at which prices they trade. The ticker's own spelling is always enough; REST, when it is on, adds
 * titles, categories and close times of the markets that are shown, in batches, and lifecycle frames keep times and results true.
 * All of it is text from outside, length-capped by the decoders and never markup. One file, longer than most: three sources
 * fill one table, and which of them wins is decided in one place.
 */
import { backoffMs } from '#core/lib/backoff.ts';
import type { Rng } from '#core/lib/rng.ts';
import { NEVER_LISTED, NOT_LISTED, phaseOf } from '#core/market/life.ts';
import { FINEST_GRID, PriceGrid, type PriceRange } from '#core/units/grid.ts';
import { isCombo, type Ticker } from '#core/units/ticker.ts';
import { DAY } from '#core/units/time.ts';
import type { Lifecycle } from '#core/wire/messages.ts';
import { decodeEventsPage, decodeMarketsPage, type RestEvent } from '#core/wire/rest.ts';
import type { RestMarket } from '#core/wire/rest-market.ts';
import type { MarketLabel } from '#contract/frames.ts';
import type { MarketRow } from '#contract/store.ts';
import type { Clock } from '../lib/clock.ts';
import { EventMarkets, type EventListing } from './event-markets.ts';
import { changedRow, eventTickerOf, labelOf, rowOf } from './market-rows.ts';
import type { RestClient } from './rest-client.ts';

export interface DirectoryOptions {
  readonly rest: Pick<RestClient, 'get'>;
  readonly clock: Clock;
  readonly rng: Rng;
  /** Rows that are new or changed, for the store. */
  onRows(rows: readonly MarketRow[]): void;
  /** The prices at which a market may trade were told, or have changed. */
  onGrid(ticker: Ticker, grid: PriceGrid): void;
}

/** What is known of an event. */
export interface EventView extends EventListing {
  readonly title: string;
  readonly category: string;
  /** `undefined` until REST has said. */
  readonly isExclusive: boolean | undefined;
}

/** The exchange's own limits are higher; a hundred tickers keep an address within 8 KiB. */
const BATCH = 100;
/** Questions are gathered this long, so that a screen full of new markets is one request. */
const GATHER_MS = 300;
/** Rows kept before those of markets that closed a day ago go; the exchange makes some ten thousand markets a day. */
const MAX_ROWS = 100_000;
/** Labels kept made: of every row, for they are what is searched. Combos come by the thousand. */
const MAX_LABELS = 100_000;
/** Kinds of price ranges; the exchange has a handful. */
const MAX_KINDS = 1_000;
/** What REST did not know is not asked again before this. */
const ASK_AGAIN_MS = 10 * 60_000;

export class Directory {
  readonly #options: DirectoryOptions;
  readonly #rows = new Map<string, MarketRow>();
  readonly #labels = new Map<Ticker, MarketLabel>();
  readonly #grids = new Map<Ticker, PriceGrid>();
  /** By their ranges, spelled: markets of one kind share one, which would else be a fifth of what is kept of them. */
  readonly #kinds = new Map<string, PriceGrid>();
  /** Of these the exchange itself has told the prices since the start; those of others were stored. */
  readonly #told = new Set<Ticker>();
  readonly #events = new Map<string, RestEvent>();
  readonly #eventMarkets: EventMarkets;
  /** Of these there is a row, but the exchange was asked again and does not list them any more. */
  readonly #gone = new Set<Ticker>();
  /** Of these nothing was ever told, and the exchange does not list them. */
  readonly #neverListed = new Set<Ticker>();
  readonly #wanted = new Set<Ticker>();
  /** Ticker to the monotonic time from which on it may be asked for again. */
  readonly #askedUntil = new Map<Ticker, number>();
  #isRunning = false;
  #failures = 0;
  #version = 0;
  /** More rows than this are looked through for what may go. */
  #mostRows = MAX_ROWS;
  #isOver = false;

  constructor(options: DirectoryOptions) {
    this.#options = options;
    const { rest, clock, rng } = options;
    this.#eventMarkets = new EventMarkets({ rest, clock, rng, take: (markets) => this.#take(markets) });
  }

  /** Another number when a label may have changed. */
  get version(): number {
    return this.#version;
  }

  /** Takes over what was stored: rows are newest knowledge until REST says more. */
  restore(rows: readonly MarketRow[]): void {
    for (const row of rows) {
      const ticker = row.ticker as Ticker;
      if (!this.#rows.has(ticker)) this.#rows.set(ticker, this.#shared(row));
      // Prices may have changed since: they hold until somebody says so, and are asked for all the same.
      if (row.priceRanges !== undefined && !this.#grids.has(ticker))
        this.#grids.set(ticker, this.#kindOf(row.priceRanges));
      this.#eventMarkets.note(row.event, ticker);
    }
    this.#version++;
    this.#labels.clear();
  }

  /** Returns the label of `ticker`, and asks REST for it in the background when it knows only the spelling. */
  label(ticker: Ticker): MarketLabel {
    // A row without a status came from a lifecycle frame: it has no category.
    if ((this.#rows.get(ticker)?.status ?? '') === '' || this.#gone.has(ticker)) this.#want(ticker);
    return this.peek(ticker);
  }

  /** Returns the label of `ticker` as far as it is known, and asks nobody. */
  peek(ticker: Ticker): MarketLabel {
    const known = this.#labels.get(ticker);
    if (known !== undefined) return known;
    const told = labelOf(ticker, this.#rows.get(ticker));
    const label = this.#gone.has(ticker)
      ? { ...told, status: NOT_LISTED }
      : this.#neverListed.has(ticker)
        ? { ...told, status: NEVER_LISTED }
        : told;
    if (this.#labels.size >= MAX_LABELS) {
      this.#labels.clear();
      this.#eventMarkets.keepOnly(this.#rows.values());
    }
    this.#labels.set(ticker, label);
    this.#eventMarkets.note(label.event, ticker);
    return label;
  }

  /** Every market that has been named, by REST or by a lifecycle frame, now or before. */
  named(): Iterable<Ticker> {
    return this.#rows.keys() as Iterable<Ticker>;
  }

  /** Returns an event and its markets as far as they are known, and asks REST for the rest in the background. */
  event(event: string): EventView {
    const told = this.#events.get(event);
    const listing = this.#eventMarkets.list(event);
    const [first] = listing.tickers;
    const label = first === undefined ? undefined : this.label(first);
    return {
      ...listing,
      title: told?.title ?? label?.eventTitle ?? '',
      category: told?.category ?? label?.category ?? '',
      isExclusive: told?.mutuallyExclusive,
    };
  }

  /** News of new markets were missed: no event is known to be complete until REST has told it again. */
  doubtEvents(): void {
    this.#eventMarkets.doubt();
  }

  /** Returns the prices at which `ticker` may trade; as long as nobody has said, any price may be one, and REST is asked. */
  grid(ticker: Ticker): PriceGrid {
    if (!this.#told.has(ticker)) this.#want(ticker);
    return this.#grids.get(ticker) ?? FINEST_GRID;
  }

  /** Asks REST for a market that is known already: it may have ended while nobody told us. */
  recheck(ticker: Ticker): void {
    this.#askedUntil.delete(ticker);
    this.#want(ticker);
  }

  /** Asks again for what could not be had: REST was switched on. */
  retry(): void {
    this.#askedUntil.clear();
    this.#eventMarkets.retry();
    this.#failures = 0;
  }

  /** Applies a change in a market's life to what is known of it; other markets and events are left to REST. */
  apply(lifecycle: Lifecycle): void {
    const { ticker } = lifecycle;
    if (ticker === undefined) return;
    this.#keepGrid(ticker, lifecycle.priceRanges);
    const row = changedRow(this.#rows.get(ticker), lifecycle, ticker);
    if (row !== undefined) this.#keep([row]);
  }

  stop(): void {
    this.#isOver = true;
  }

  #want(ticker: Ticker): void {
    const until = this.#askedUntil.get(ticker);
    if (until !== undefined && until > this.#options.clock.monotonic()) return;
    this.#wanted.add(ticker);
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#options.clock.after(GATHER_MS, () => {
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    const { clock, rng } = this.#options;
    while (this.#wanted.size > 0 && !this.#isOver) {
      const tickers = [...this.#wanted].slice(0, BATCH);
      for (const ticker of tickers) {
        this.#wanted.delete(ticker);
        // Who looks at it while the answer is on its way wants no second one.
        this.#askedUntil.set(ticker, Infinity);
      }
      const isAnswered = await this.#ask(tickers);
      const pauseMs = isAnswered ? ASK_AGAIN_MS : 1_000 + backoffMs(this.#failures, rng);
      for (const ticker of tickers) this.#askedUntil.set(ticker, clock.monotonic() + pauseMs);
      if (isAnswered) this.#failures = 0;
      else {
        this.#failures++;
        break;
      }
    }
    if (this.#wanted.size > 0 && !this.#isOver) {
      clock.after(1_000 + backoffMs(this.#failures, rng), () => {
        void this.#run();
      });
    } else this.#isRunning = false;
  }

  /** Returns false when REST did not answer; what it answered is kept, however incomplete. */
  async #ask(tickers: readonly Ticker[]): Promise<boolean> {
    const answer = await this.#options.rest.get('markets', {
      tickers: tickers.join(','),
      limit: String(BATCH),
    });
    if (answer.kind !== 'body') return false;
    const page = decodeMarketsPage(answer.text);
    if (!page.ok) return false;
    const asked = new Set<string>(tickers);
    const found = page.value.markets.filter((market) => asked.has(market.ticker));
    await this.#take(found);
    const listed = new Set<string>(found.map(({ ticker }) => ticker));
    for (const ticker of tickers) if (!listed.has(ticker)) this.#notListed(ticker);
    return true;
  }

  /** One of which only its birth was told may be too new for REST; one whose end is known has been put away, and needs no other word. */
  #notListed(ticker: Ticker): void {
    const row = this.#rows.get(ticker);
    if (row === undefined) {
      if (this.#neverListed.size >= MAX_LABELS) this.#neverListed.clear();
      this.#neverListed.add(ticker);
      this.#labels.delete(ticker);
      return;
    }
    if (row.status === '') return;
    const phase = phaseOf(labelOf(ticker, row), this.#options.clock.now());
    if (phase === 'determined' || phase === 'settled') return;
    this.#gone.add(ticker);
    this.#labels.delete(ticker);
  }

  async #take(markets: readonly RestMarket[]): Promise<void> {
    for (const market of markets) this.#keepGrid(market.ticker, market.priceRanges);
    await this.#askEvents(markets);
    this.#keep(markets.map((market) => rowOf(market, this.#events.get(eventTickerOf(market)))));
  }

  async #askEvents(markets: readonly RestMarket[]): Promise<void> {
    // Combos belong to events of another endpoint, whose names say nothing more.
    const tickers = new Set(
      markets.filter(({ ticker }) => !isCombo(ticker)).map((market) => eventTickerOf(market)),
    );
    const unknown = [...tickers].filter((ticker) => !this.#events.has(ticker));
    if (unknown.length === 0) return;
    const answer = await this.#options.rest.get('events', { tickers: unknown.join(','), limit: '200' });
    const page = answer.kind === 'body' ? decodeEventsPage(answer.text) : undefined;
    if (page?.ok !== true) return;
    for (const event of page.value.events) this.#events.set(event.ticker, event);
  }

  #keepGrid(ticker: Ticker, ranges: readonly PriceRange[] | undefined): void {
    if (ranges === undefined || ranges.length === 0) return;
    if (this.#grids.size >= MAX_LABELS) {
      this.#grids.clear();
      this.#told.clear();
    }
    this.#told.add(ticker);
    const grid = this.#kindOf(ranges);
    this.#grids.set(ticker, grid);
    this.#options.onGrid(ticker, grid);
  }

  #kindOf(ranges: readonly PriceRange[]): PriceGrid {
    const spelled = JSON.stringify(ranges);
    const known = this.#kinds.get(spelled);
    if (known !== undefined) return known;
    if (this.#kinds.size >= MAX_KINDS) this.#kinds.clear();
    const made = new PriceGrid(ranges);
    this.#kinds.set(spelled, made);
    return made;
  }

  #shared(row: MarketRow): MarketRow {
    const { priceRanges } = row;
    return priceRanges === undefined ? row : { ...row, priceRanges: this.#kindOf(priceRanges).ranges };
  }

  #keep(rows: readonly MarketRow[]): void {
    if (rows.length === 0) return;
    this.#version++;
    for (const row of rows) {
      this.#rows.set(row.ticker, this.#shared(row));
      this.#gone.delete(row.ticker as Ticker);
      this.#neverListed.delete(row.ticker as Ticker);
      this.#labels.delete(row.ticker as Ticker);
      this.#eventMarkets.note(row.event, row.ticker as Ticker);
    }
    if (this.#rows.size > this.#mostRows) this.#shrink();
    this.#options.onRows(rows);
  }

  /** Lets go of what a page that is open for weeks would grow by: markets that ended, and what was asked about them. */
  #shrink(): void {
    const { clock } = this.#options;
    const endedBefore = clock.now() - DAY;
    for (const [ticker, { closeAt }] of this.#rows) {
      if (closeAt === undefined || closeAt >= endedBefore) continue;
      this.#rows.delete(ticker);
      this.#gone.delete(ticker as Ticker);
    }
    // Where most are still open the next look is as far away as this one was.
    this.#mostRows = Math.max(MAX_ROWS, 2 * this.#rows.size);
    this.#labels.clear();
    const now = clock.monotonic();
    for (const [ticker, until] of this.#askedUntil) if (until <= now) this.#askedUntil.delete(ticker);
    this.#eventMarkets.keepOnly(this.#rows.values());
    for (const event of this.#events.keys()) if (!this.#eventMarkets.has(event)) this.#events.delete(event);
  }
}
