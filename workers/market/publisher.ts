/**
 * Answers a frame request with a frame: the engine's views with names put on them. What costs more is kept for half a second;
 * the rest is read afresh. A frame costs at most 2 ms on a busy market, some more while the past is looked through for a new
 * filter, and nothing when nobody asks. One file, longer than most: each part of a frame is made from the same few sources.
 */
import type {
  AnalyticsFrame,
  BookFrame,
  BookFrameState,
  CategoriesFrame,
  ChartSpan,
  EventFrame,
  Frame,
  FrameRequest,
  GapSpan,
  HeatFrame,
  HeatWish,
  HotFrame,
  HotMarket,
  HotWish,
  MarketFrame,
  MarketLabel,
  PinsFrame,
  PinsWish,
  PulseFrame,
  SessionBegin,
  StatusFrame,
  TapeFrame,
  TapeRow,
  TapeWish,
} from '#contract/frames.ts';
import { isOfOneBook } from '#contract/late-holes.ts';
import type { GapRow } from '#contract/store.ts';
import type { Book } from '#core/market/book/book.ts';
import type { StaleReason } from '#core/market/book/book-event.ts';
import { ladder, summary, type LadderLevels } from '#core/market/book/ladder.ts';
import type { MarketEngine } from '#core/market/engine.ts';
import { UNKNOWN_CATEGORY } from '#core/market/label.ts';
import type { PriceInForce, SessionPrices } from '#core/market/session-prices.ts';
import { TAPE_SPEED_SECONDS, type IsHeard } from '#core/market/tape-speed.ts';
import type { MarketView, Ranking, StoredTrade, TapeRowView } from '#core/market/views.ts';
import { notional } from '#core/units/money.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import { complement } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { DAY, HOUR, MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import type { Clock } from '../lib/clock.ts';
import { basedPoints } from './based-points.ts';
import type { DayBars } from './day-bars.ts';
import type { EventView } from './directory.ts';
import { eventFrame } from './event-view.ts';
import { gapWords } from './gap-words.ts';
import type { Gaps } from './gaps.ts';
import { bookFrameStateOf, whyNoBook } from './no-book.ts';
import { tapeTestOf, type Names } from './tape-test.ts';

export interface PublisherOptions {
  readonly clock: Clock;
  readonly engine: MarketEngine;
  readonly gaps: Gaps;
  readonly dayBars: DayBars;
  /** Exchange's stamp since which no trades are heard; `undefined` while they are. */
  missingSince(): UnixMs | undefined;
  /** The worker's clock when it began: the session's beginning as long as no other one is known. */
  readonly sessionStart: UnixMs;
  readonly label: (ticker: Ticker) => MarketLabel;
  readonly names: Names;
  readonly event: (event: string) => EventView;
  status(): Omit<StatusFrame, 'workMs'>;
  readonly books: PublishedBooks;
  /** Exchange's stamp of the oldest trade that is known at all. */
  recordedFrom(): UnixMs | undefined;
  /** Our stamp since when this recording has listened. */
  heardFrom(): UnixMs;
  /** The hour before the first connection is being fetched: of it some trades are known, and others are not. */
  isFetchingPast(): boolean;
  /** Where each market stood when the recording session began; `undefined` while that is read. */
  sessionPrices(): SessionPrices | undefined;
}

/** The books as the screen sees them. */
export interface PublishedBooks {
  /** A screen draws this book now. Returns it, exact or not. */
  look(ticker: Ticker): Book;
  /** Nobody sends a book for this market. */
  isSilent(ticker: Ticker): boolean;
  /** It was asked for, and an answer is overdue. */
  isLate(ticker: Ticker): boolean;
  /** Nothing has come for too long, on any channel: whether books are still what they were, nobody knows. */
  isLineSilent(): boolean;
  /** There is no line that could bring it, and the recording ends without it. */
  isNowhere?(ticker: Ticker): boolean;
  /** Why there may be none, in words. */
  silence(): string;
  /** Why no books come at all, in words. */
  problem(): string;
  /** Its changes are being kept; absent in a recording. */
  isRecorded?(ticker: Ticker): boolean;
  /** In a recording: its gap at this moment. Nobody is asked for a book there. */
  readonly gap?: () => GapRow | undefined;
}

/** Ranking all markets is the dearest part: done at most twice a second for tiles, and for cards at their own pace. */
const HEAT_KEEP_MS = 500;
const HOT_KEEP_MS = 200;
/** Markets of unknown category that are asked for with one frame of categories. */
const ASKED_AT_ONCE = 20;
/** Books are asked for ten times a second; a busy market traded some ten thousand times in the ladder's ten minutes. */
const TRADED_KEEP_MS = 200;
/** Bars are of these widths; a chart has at most 150 of them. */
const BAR_WIDTHS = [15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR];
const MAX_BARS = 150;

/** Of so long the tape's speed is told, and the second that still runs. */
const LATELY_MS = (TAPE_SPEED_SECONDS + 1) * SECOND;

/** The ladder shows what was traded at each price over this long. */
const TRADED_MINUTES = 10;

const LATE = 'The exchange has not answered for this book yet: it is asked for again.';
const WHY: Readonly<Record<StaleReason, string>> = {
  sequence: 'Messages of the exchange were lost: the book is asked for again.',
  disconnect: 'The connection was lost: this is the book as it was last known.',
  negative: 'A change did not fit this book: it is asked for again.',
  crossed: 'Bids and asks crossed for too long: the book is asked for again.',
  audit: 'The exchange says otherwise by REST: the book is asked for again.',
  handover: 'This tab has just taken over: the book is asked for.',
};

interface Kept<T> {
  readonly key: string;
  readonly at: number;
  readonly value: T;
}

export class Publisher {
  readonly #options: PublisherOptions;
  #heat: Kept<HeatFrame> | undefined;
  #hot: Kept<HotFrame> | undefined;
  #categories: Kept<CategoriesFrame> | undefined;
  /** How many markets of unknown category come before those that are asked for next. */
  #askedFrom = 0;
  #tradedKept: Kept<LadderLevels> | undefined;
  #workMs = 0;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** Returns the frame asked for, as of now. */
  answer(request: FrameRequest): Frame {
    const { clock, engine } = this.#options;
    const startedAt = clock.monotonic();
    const now = clock.now();
    engine.advance(now);
    const { id, windowMinutes, includeCombos, tape } = request;
    const status = this.#options.status();
    // Half of the past must not be shown as the whole of it: what was ranked while it came in is not kept.
    const list = `${windowMinutes} ${includeCombos} ${status.isRestoring}`;
    const frame: Frame = {
      kind: 'frame',
      id,
      at: now,
      status: { ...status, workMs: this.#workMs },
      pulse: request.pulse === true ? this.#pulseFrame(request, status.isRestoring) : undefined,
      tape: tape === undefined ? undefined : this.#tapeFrame(tape, includeCombos),
      hot: request.hot === undefined ? undefined : this.#hotFrame(request, request.hot, list),
      heat: request.heat === undefined ? undefined : this.#heatFrame(request, request.heat, list),
      pins: request.pins && this.#pinsFrame(request.pins, windowMinutes),
      categories: request.categories === true ? this.#categoriesFrame(request, list) : undefined,
      analytics: request.analytics === true ? this.#analyticsFrame(request) : undefined,
      market:
        request.market === undefined ? undefined : this.#marketFrame(request.market, windowMinutes, now),
      book: request.book === undefined ? undefined : this.#bookFrame(request.book.ticker),
      event:
        request.event === undefined ? undefined : this.#eventFrame(request.event.event, windowMinutes, now),
    };
    this.#workMs = clock.monotonic() - startedAt;
    return frame;
  }

  #pulseFrame({ windowMinutes, includeCombos }: FrameRequest, isRestoring: boolean): PulseFrame {
    const { engine } = this.#options;
    const isHeard = this.#heardLately(isRestoring);
    return {
      ...engine.pulse(windowMinutes, includeCombos),
      tapeSpeed: engine.tapeSpeed(includeCombos, isHeard),
    };
  }

  /** Returns which stretches of the last quarter of an hour have all their trades: none of them while the past is read or fetched. */
  #heardLately(isRestoring: boolean): IsHeard {
    const now = this.#options.clock.now();
    const since = this.#options.recordedFrom();
    if (isRestoring || this.#options.isFetchingPast() || since === undefined) return () => false;
    const gaps = this.#gapsBetween((now - LATELY_MS) as UnixMs, now);
    return (from, to) => from >= since && !gaps.some((gap) => gap.from < to && gap.to > from);
  }

  #analyticsFrame({ windowMinutes, includeCombos }: FrameRequest): AnalyticsFrame {
    const { engine } = this.#options;
    return {
      ...engine.analytics(includeCombos),
      sizes: engine.tradeSizes(windowMinutes, includeCombos),
      gaps: this.#gapsOf(DAY / MINUTE),
    };
  }

  #tapeFrame({ limit, merge, filter }: TapeWish, includeCombos: boolean): TapeFrame {
    const { engine, names } = this.#options;
    if (filter === undefined)
      return { rows: engine.tape(limit, merge, includeCombos).map((row) => this.#tapeRow(row)) };
    const test = tapeTestOf(filter, merge, includeCombos, names);
    const { rows, ...filtered } = engine.filteredTape(test, limit);
    return { rows: rows.map((row) => this.#tapeRow(row)), filtered: { filter, ...filtered } };
  }

  #hotFrame({ windowMinutes, includeCombos }: FrameRequest, wish: HotWish, list: string): HotFrame {
    const { limit, by = 'volume', category } = wish;
    const key = `${list} ${limit} ${by} ${category ?? ''}`;
    const at = this.#options.clock.monotonic();
    if (this.#hot?.key === key && at - this.#hot.at < HOT_KEEP_MS) return this.#hot.value;
    const accepts = this.#markets(category);
    const markets = this.#options.engine.hot(windowMinutes, limit, includeCombos, { by, accepts });
    const value = { by, category, markets: this.#hotMarkets(markets, windowMinutes) };
    this.#hot = { key, at, value };
    return value;
  }

  #pinsFrame({ tickers }: PinsWish, windowMinutes: number): PinsFrame {
    const { engine, label } = this.#options;
    const markets = tickers.map((ticker) => {
      const hour = engine.market(ticker, HOUR / MINUTE);
      const market = engine.market(ticker, windowMinutes);
      return {
        label: label(ticker),
        market: market && this.#hotMarkets([market], windowMinutes)[0],
        yesPrice: hour?.yesPrice,
        volume: hour?.volume ?? (0 as Quantity),
      };
    });
    return { markets };
  }

  #heatFrame({ windowMinutes, includeCombos }: FrameRequest, wish: HeatWish, list: string): HeatFrame {
    const { limit, category, pins = [] } = wish;
    const key = `${list} ${limit} ${category ?? ''} ${pins.join(' ')}`;
    const at = this.#options.clock.monotonic();
    if (this.#heat?.key === key && at - this.#heat.at < HEAT_KEEP_MS) return this.#heat.value;
    const { engine } = this.#options;
    const accepts = this.#markets(category);
    const first = engine.hot(windowMinutes, limit, includeCombos, { accepts });
    const isFirst = new Set(first.map(({ ticker }) => ticker));
    const further = pins
      .filter((ticker) => !isFirst.has(ticker) && (accepts?.(ticker) ?? true))
      .flatMap((ticker) => engine.market(ticker, windowMinutes) ?? [])
      .filter(({ isCombo }) => includeCombos || !isCombo);
    const shown = [...first, ...further];
    const others = engine.heatOthers(shown, windowMinutes, includeCombos, accepts);
    const tiles = this.#hotMarkets(shown, windowMinutes);
    const value = { tiles, othersCount: others.count, othersVolume: others.volume };
    this.#heat = { key, at, value };
    return value;
  }

  #categoriesFrame({ windowMinutes, includeCombos }: FrameRequest, list: string): CategoriesFrame {
    const at = this.#options.clock.monotonic();
    if (this.#categories?.key === list && at - this.#categories.at < HEAT_KEEP_MS)
      return this.#categories.value;
    const { engine, names, label } = this.#options;
    const from = this.#askedFrom;
    let unknown = 0;
    const sums = engine.categories(windowMinutes, includeCombos, (ticker) => {
      const { category } = names.peek(ticker);
      if (category !== UNKNOWN_CATEGORY) return category;
      // Nobody may ever look at the market itself: REST is asked for it all the same, a few at a time, all in turn.
      const isAsked = unknown >= from && unknown < from + ASKED_AT_ONCE;
      unknown++;
      return isAsked ? label(ticker).category : category;
    });
    this.#askedFrom = from + ASKED_AT_ONCE < unknown ? from + ASKED_AT_ONCE : 0;
    const categories = sums.map(({ mover, ...sum }) => ({
      ...sum,
      mover: mover && { label: label(mover.ticker), yesPrice: mover.yesPrice, change: mover.change },
    }));
    this.#categories = { key: list, at, value: { categories } };
    return { categories };
  }

  /** Returns which markets are of `category`; `undefined` for all of them. */
  #markets(category: string | undefined): Ranking['accepts'] {
    const { peek } = this.#options.names;
    return category === undefined ? undefined : (ticker) => peek(ticker).category === category;
  }

  #marketFrame(
    { ticker, span, trades }: NonNullable<FrameRequest['market']>,
    windowMinutes: number,
    now: UnixMs,
  ): MarketFrame {
    const { engine, dayBars, sessionStart } = this.#options;
    // The session that drift counts from: it may have begun before this worker did.
    const from = startOf(span, now, this.#options.sessionPrices()?.from ?? sessionStart);
    const barMs = barWidth(now - from);
    const isLive = from > now - HOUR;
    // The engine has whole bars only from the first one that lies entirely within its hour.
    const liveFrom = (isLive ? from : Math.ceil((now - HOUR) / barMs) * barMs) as UnixMs;
    const live = engine.bars(ticker, barMs, liveFrom, now);
    const market = engine.market(ticker, windowMinutes);
    return {
      span,
      label: this.#options.label(ticker),
      market: market && this.#hotMarkets([market], windowMinutes)[0],
      from,
      to: now,
      bars: isLive ? live : dayBars.bars(ticker, barMs, from, liveFrom, live),
      recordedFrom: this.#options.recordedFrom(),
      heardFrom: this.#options.heardFrom(),
      gaps: this.#gapsBetween(from, now),
      trades: engine.trades(ticker, HOUR / MINUTE, trades).map((trade) => this.#tradeRow(trade)),
      session: this.#sessionBegin(ticker),
    };
  }

  /** A price is in force only as long as no trade after it can be missing. */
  #sessionBegin(ticker: Ticker): SessionBegin {
    const prices = this.#options.sessionPrices();
    const from = prices?.from ?? this.#options.sessionStart;
    const last = prices?.of(ticker);
    const isBroken = ({ at }: PriceInForce): boolean =>
      this.#gapsBetween(at, from).some((gap) => gap.from < from && gap.to > at);
    return { from, yesPrice: last === undefined || isBroken(last) ? undefined : last.yesPrice };
  }

  #bookFrame(ticker: Ticker): BookFrame {
    const { books } = this.#options;
    const { book, state: found } = this.#look(ticker);
    const state = found === 'waiting' && books.isNowhere?.(ticker) === true ? 'none' : found;
    const gap = state === 'exact' ? undefined : books.gap?.();
    const isReplay = books.gap !== undefined;
    const doubt = book.reason && (isReplay ? gapWords(book.reason) : WHY[book.reason]);
    const silence = gap === undefined || isOfOneBook(gap.reason) ? books.silence() : gapWords(gap.reason);
    return {
      ticker,
      state,
      reason:
        state === 'none'
          ? (whyNoBook(this.#options.label(ticker), this.#options.clock.now()) ?? silence)
          : books.problem() || (doubt ?? this.#whyWaiting(ticker, state)),
      gapFrom: gap?.fromMs,
      isRecorded: books.isRecorded?.(ticker),
      seq: book.seq,
      updatedAt: book.receivedAt,
      ranges: book.grid === FINEST_GRID ? [] : book.grid.ranges,
      ...ladder(book, 'yes'),
      top: summary(book, 'yes'),
      traded: this.#traded(ticker),
    };
  }

  #whyWaiting(ticker: Ticker, state: BookFrameState): string {
    return state === 'waiting' && this.#options.books.isLate(ticker) ? LATE : '';
  }

  #traded(ticker: Ticker): LadderLevels {
    const at = this.#options.clock.monotonic();
    if (this.#tradedKept?.key === ticker && at - this.#tradedKept.at < TRADED_KEEP_MS)
      return this.#tradedKept.value;
    const value = this.#options.engine.traded(ticker, TRADED_MINUTES);
    this.#tradedKept = { key: ticker, at, value };
    return value;
  }

  #eventFrame(event: string, windowMinutes: number, now: UnixMs): EventFrame {
    const { engine, label, event: eventOf } = this.#options;
    return eventFrame(
      {
        now,
        engine,
        label,
        event: eventOf,
        gapsOf: (minutes) => this.#gapsOf(minutes),
        look: (ticker) => this.#lookHeard(ticker),
      },
      event,
      windowMinutes,
    );
  }

  /** A sum of books that may all have moved on is none. */
  #lookHeard(ticker: Ticker): { readonly book: Book; readonly state: BookFrameState } {
    const found = this.#look(ticker);
    const isOld = found.state === 'exact' && this.#options.books.isLineSilent();
    return isOld ? { ...found, state: 'stale' } : found;
  }

  #look(ticker: Ticker): { readonly book: Book; readonly state: BookFrameState } {
    const { books, clock } = this.#options;
    const book = books.look(ticker);
    // Also asks REST for what is not known of the market: its prices may come with it.
    const label = this.#options.label(ticker);
    return { book, state: bookFrameStateOf(book, books.isSilent(ticker), label, clock.now()) };
  }

  #gapsOf(windowMinutes: number): readonly GapSpan[] {
    const now = this.#options.clock.now();
    return this.#gapsBetween((now - windowMinutes * MINUTE) as UnixMs, now);
  }

  /** The gaps that are known, and the one that is open as long as no trades are heard. */
  #gapsBetween(from: UnixMs, now: UnixMs): readonly GapSpan[] {
    const known = this.#options.gaps.spans(from, now);
    const since = this.#options.missingSince();
    return since === undefined || since >= now ? known : [...known, { from: since, to: now }];
  }

  #hotMarkets(views: readonly MarketView[], windowMinutes: number): readonly HotMarket[] {
    const now = this.#options.clock.now();
    const gaps = this.#gapsOf(windowMinutes);
    const from = now - windowMinutes * MINUTE;
    return views.map((view) => {
      const { yesPrice, lastAt, change, volume, yesVolume, noVolume, netFlow, trades, isBurst } = view;
      return {
        label: this.#options.label(view.ticker),
        yesPrice,
        lastAt,
        change,
        volume,
        yesVolume,
        noVolume,
        netFlow,
        notional: view.notional,
        trades,
        isBurst,
        points: basedPoints(view, from, gaps),
      };
    });
  }

  #tapeRow(row: TapeRowView): TapeRow {
    const { name, closeAt } = this.#options.label(row.ticker);
    return { ...row, name, closeAt };
  }

  #tradeRow(trade: StoredTrade): TapeRow {
    const { ingest, venueAt, ticker, taker, yesPrice, quantity, isBlock } = trade;
    const { name, closeAt } = this.#options.label(ticker);
    return {
      key: ingest,
      at: venueAt,
      ticker,
      name,
      closeAt,
      taker,
      firstYesPrice: yesPrice,
      yesPrice,
      quantity,
      value: notional(taker === 'yes' ? yesPrice : complement(yesPrice), quantity),
      prints: 1,
      isBlock,
    };
  }
}

function startOf(span: ChartSpan, now: UnixMs, sessionStart: UnixMs): UnixMs {
  switch (span) {
    case '30m':
      return (now - HOUR / 2) as UnixMs;
    case '60m':
      // One bar's width inside the hour, so that the engine alone can draw it.
      return (now - HOUR + 30 * SECOND) as UnixMs;
    case 'session':
      return Math.max(sessionStart, now - DAY) as UnixMs;
    case '24h':
      return (now - DAY) as UnixMs;
  }
}

function barWidth(spanMs: number): number {
  return BAR_WIDTHS.find((width) => spanMs / width <= MAX_BARS) ?? HOUR;
}
