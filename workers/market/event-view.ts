/**
 * One event as a frame: each of its markets with the top of its book and its trades over the window, and what all of them cost
 * together. A sum is told only while every part of it is exact; otherwise it says how many are missing.
 */
import type {
  BookFrameState,
  EventFrame,
  EventMarket,
  GapSpan,
  MarketLabel,
  Sparkline,
} from '#contract/frames.ts';
import type { Book } from '#core/market/book/book.ts';
import { summary } from '#core/market/book/ladder.ts';
import type { MarketEngine } from '#core/market/engine.ts';
import type { StoredTrade } from '#core/market/views.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { HOUR, MINUTE, type UnixMs } from '#core/units/time.ts';
import { basedPoints } from './based-points.ts';
import { brokenAt } from './broken-points.ts';
import type { EventView } from './directory.ts';

export interface EventViewOptions {
  /** Where the window ends: the engine's clock. */
  readonly now: UnixMs;
  readonly engine: Pick<MarketEngine, 'market' | 'trades'>;
  readonly label: (ticker: Ticker) => MarketLabel;
  readonly event: (event: string) => EventView;
  /** Of the last so many minutes, ascending. */
  readonly gapsOf: (minutes: number) => readonly GapSpan[];
  /** A screen draws this book now. */
  readonly look: (ticker: Ticker) => { readonly book: Book; readonly state: BookFrameState };
}

/** Books of one event that are kept at once; half a thousand are kept in all. */
const MAX_MARKETS = 100;
/** As far back as single trades are kept. */
const KEPT_MINUTES = HOUR / MINUTE;

const NOTHING = { at: new Float64Array(0), yesPrice: new Uint16Array(0) };

/** Returns the frame of `event` over the window. */
export function eventFrame(options: EventViewOptions, event: string, windowMinutes: number): EventFrame {
  const { tickers, isComplete, isExclusive, title, category } = options.event(event);
  const gaps = options.gapsOf(windowMinutes);
  const keptGaps = options.gapsOf(KEPT_MINUTES);
  const markets = tickers
    .slice(0, MAX_MARKETS)
    .map((ticker) => marketOf(options, ticker, windowMinutes, gaps, keptGaps));
  const leftOut = tickers.length - markets.length;
  const isExact = markets.every(({ state }) => state === 'exact');
  const isWhole = isComplete && isExact && leftOut === 0 && markets.length > 0;
  return {
    event,
    eventTitle: title,
    category,
    isExclusive,
    markets,
    gaps,
    isComplete,
    leftOut,
    askSum: isWhole ? sum(markets, (market) => market.ask) : undefined,
    bidSum: isWhole ? sum(markets, (market) => market.bid) : undefined,
  };
}

function marketOf(
  { now, engine, label, look }: EventViewOptions,
  ticker: Ticker,
  windowMinutes: number,
  gaps: readonly GapSpan[],
  keptGaps: readonly GapSpan[],
): EventMarket {
  const { book, state } = look(ticker);
  const { bid, ask, bidSize, askSize } = summary(book, 'yes');
  const head = { label: label(ticker), state, bid, ask, bidSize, askSize };
  const traded = engine.market(ticker, windowMinutes);
  if (traded !== undefined) {
    const { yesPrice, change, volume } = traded;
    const points = basedPoints(traded, now - windowMinutes * MINUTE, gaps);
    return { ...head, last: yesPrice, change, volume, points };
  }
  const before = engine.trades(ticker, KEPT_MINUTES, 1)[0];
  const points = before === undefined ? NOTHING : brokenAt(onePoint(before), keptGaps);
  return { ...head, last: before?.yesPrice, change: 0, volume: 0 as Quantity, points };
}

function onePoint({ venueAt, yesPrice }: Pick<StoredTrade, 'venueAt' | 'yesPrice'>): Sparkline {
  return { at: Float64Array.of(venueAt), yesPrice: Uint16Array.of(yesPrice) };
}

function sum(
  markets: readonly EventMarket[],
  priceOf: (market: EventMarket) => number | undefined,
): number | undefined {
  let total = 0;
  for (const market of markets) {
    const price = priceOf(market);
    if (price === undefined) return undefined;
    total += price;
  }
  return total;
}
