/**
 * One event as a frame: each of its markets with the top of its book and its trades over the window, and what all of them cost
 * together. A sum is told only while every part of it is exact; otherwise it says how many are missing.
 */
import type { BookFrameState, EventFrame, EventMarket, GapSpan, MarketLabel } from '#contract/frames.ts';
import type { Book } from '#core/market/book/book.ts';
import { summary } from '#core/market/book/ladder.ts';
import type { MarketEngine } from '#core/market/engine.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { HOUR, MINUTE } from '#core/units/time.ts';
import { brokenAt } from './broken-points.ts';
import type { EventView } from './directory.ts';

export interface EventViewOptions {
  readonly engine: Pick<MarketEngine, 'market' | 'trades'>;
  readonly label: (ticker: Ticker) => MarketLabel;
  readonly event: (event: string) => EventView;
  /** Of the window, ascending. */
  readonly gaps: readonly GapSpan[];
  /** A screen draws this book now. */
  readonly look: (ticker: Ticker) => { readonly book: Book; readonly state: BookFrameState };
}

/** Books of one event that are kept at once; half a thousand are kept in all. */
const MAX_MARKETS = 100;

const NOTHING = { at: new Float64Array(0), yesPrice: new Uint16Array(0) };

/** Returns the frame of `event` over the window. */
export function eventFrame(options: EventViewOptions, event: string, windowMinutes: number): EventFrame {
  const { tickers, isComplete, isExclusive, title, category } = options.event(event);
  const markets = tickers.slice(0, MAX_MARKETS).map((ticker) => marketOf(options, ticker, windowMinutes));
  const leftOut = tickers.length - markets.length;
  const withoutAsk = markets.filter(({ state, ask }) => state !== 'exact' || ask === undefined).length;
  const withoutBid = markets.filter(({ state, bid }) => state !== 'exact' || bid === undefined).length;
  const isWhole = isComplete && leftOut === 0 && markets.length > 0;
  return {
    event,
    eventTitle: title,
    category,
    isExclusive,
    markets,
    gaps: options.gaps,
    isComplete,
    leftOut,
    askSum: isWhole && withoutAsk === 0 ? sum(markets, (market) => market.ask) : undefined,
    bidSum: isWhole && withoutBid === 0 ? sum(markets, (market) => market.bid) : undefined,
    withoutAsk,
    withoutBid,
  };
}

function marketOf(
  { engine, label, gaps, look }: EventViewOptions,
  ticker: Ticker,
  windowMinutes: number,
): EventMarket {
  const { book, state } = look(ticker);
  const { bid, ask, bidSize, askSize } = summary(book, 'yes');
  const traded = engine.market(ticker, windowMinutes);
  return {
    label: label(ticker),
    ...{ state, bid, ask, bidSize, askSize },
    last: traded?.yesPrice ?? engine.trades(ticker, HOUR / MINUTE, 1)[0]?.yesPrice,
    change: traded?.change ?? 0,
    volume: traded?.volume ?? (0 as Quantity),
    points: traded === undefined ? NOTHING : brokenAt(traded.points, gaps),
  };
}

function sum(markets: readonly EventMarket[], priceOf: (market: EventMarket) => number | undefined): number {
  return markets.reduce((total, market) => total + (priceOf(market) ?? 0), 0);
}
