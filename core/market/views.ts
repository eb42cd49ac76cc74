/** What the engine answers with: the shapes of the frames without names, plus what only core knows. Plain data, no behaviour. */
import type { Money } from '../units/money.ts';
import type { Outcome } from '../units/outcome.ts';
import type { Price } from '../units/price.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';
import type { Trade } from '../wire/messages.ts';

/** A trade with our own stamp and its number of arrival. */
export interface StoredTrade extends Trade {
  readonly receivedAt: UnixMs;
  readonly ingest: number;
}

export interface SparklineView {
  /** ms, ascending. */
  readonly at: Float64Array<ArrayBuffer>;
  /** 1e-4 dollar, YES. */
  readonly yesPrice: Uint16Array<ArrayBuffer>;
}

/** One market over a window. */
export interface MarketView {
  readonly ticker: Ticker;
  readonly isCombo: boolean;
  readonly yesPrice: Price;
  readonly lastAt: UnixMs;
  /**
   * Last price minus the one in force as the window began, 1e-4 dollar, signed. Where trades may be missing since that one, or there
   * is none: minus the first in the window that lies in no hole; 0 where there is none either.
   */
  readonly change: number;
  /** When the price traded that `change` counts from, ms. */
  readonly baseAt: UnixMs;
  readonly volume: Quantity;
  readonly yesVolume: Quantity;
  readonly noVolume: Quantity;
  /** yesVolume - noVolume. */
  readonly netFlow: Quantity;
  /** YES price times quantity, summed: notional / volume is the VWAP. */
  readonly notional: Money;
  readonly trades: number;
  readonly isBurst: boolean;
  readonly points: SparklineView;
  /** False while the window holds minutes that were folded for lack of room: sums are whole, their edge is a minute coarse. */
  readonly isExact: boolean;
}

/** All markets together over a window. */
export interface PulseView {
  /** Mean over the last complete seconds. */
  readonly tradesPerSecond: number;
  readonly trades: number;
  readonly volume: Quantity;
  readonly notional: Money;
  readonly yesVolume: Quantity;
  readonly noVolume: Quantity;
  readonly activeTickers: number;
  /** Trades in each of the last 60 complete seconds, oldest first. */
  readonly speed: Float64Array<ArrayBuffer>;
  readonly recentYesVolume: Quantity;
  readonly recentNoVolume: Quantity;
  readonly isExact: boolean;
}

/** How fast the tape runs, and how fast it ran in the quarter of an hour before (tape-speed.ts). */
export interface TapeSpeedView {
  /** Mean over the last ten complete seconds; `undefined` where not all of them were heard. */
  readonly tradesPerSecond: number | undefined;
  /** Median of such means over the 15 minutes before; `undefined` until two minutes of them are known. */
  readonly baseline: number | undefined;
  /** Stretches of ten seconds that the baseline stands on, at most 90. */
  readonly stretches: number;
}

/** Trades of a window by class of size (trade-sizes.ts), one count for each class. */
export interface TradeSizesView {
  readonly windowMinutes: number;
  /** Taken by YES takers. */
  readonly yes: Float64Array<ArrayBuffer>;
  readonly no: Float64Array<ArrayBuffer>;
}

/** One trade, or the prints of one taker's sweep merged. */
export interface TapeRowView {
  /** Ingest number of the newest print. */
  readonly key: number;
  readonly at: UnixMs;
  readonly ticker: Ticker;
  readonly taker: Outcome;
  readonly firstYesPrice: Price;
  readonly yesPrice: Price;
  readonly quantity: Quantity;
  /** Price of the side taken times quantity, summed. */
  readonly value: Money;
  readonly prints: number;
  readonly isBlock: boolean;
}

/** The rows that pass a filter. */
export interface FilteredTapeView {
  /** Newest first. */
  readonly rows: readonly TapeRowView[];
  /** False while older trades are still being looked through. */
  readonly isWhole: boolean;
  /** Rows that trades have brought since the filter was set; counted within one `epoch`. */
  readonly entered: number;
  /** Another one when the filter was let go and set anew. */
  readonly epoch: number;
}

/** All markets of one category over a window; sums as in MarketView. */
export interface CategoryView {
  readonly category: string;
  /** How many traded. */
  readonly markets: number;
  readonly volume: Quantity;
  readonly yesVolume: Quantity;
  readonly noVolume: Quantity;
  readonly netFlow: Quantity;
  readonly notional: Money;
  readonly trades: number;
  /** The market whose price went furthest either way; `undefined` where none has changed. */
  readonly mover: { readonly ticker: Ticker; readonly yesPrice: Price; readonly change: number } | undefined;
}

/** By what markets are ranked: contracts, trades, dollars at YES prices, net flow either way, price change either way. */
export type HotSort = 'volume' | 'trades' | 'notional' | 'flow' | 'move';

/** Which markets are ranked, and by what. */
export interface Ranking {
  readonly by: HotSort;
  readonly includeCombos: boolean;
  /** All of them where it is absent. */
  readonly accepts?: ((ticker: Ticker) => boolean) | undefined;
}

/** Columns of equal length, oldest first; the last bucket is the current one and still grows. */
export interface AnalyticsBucketsView {
  readonly bucketMs: number;
  readonly startMs: Float64Array<ArrayBuffer>;
  readonly volume: Float64Array<ArrayBuffer>;
  readonly notional: Float64Array<ArrayBuffer>;
  readonly trades: Float64Array<ArrayBuffer>;
  readonly yesVolume: Float64Array<ArrayBuffer>;
  readonly noVolume: Float64Array<ArrayBuffer>;
  readonly totals: {
    readonly volume: Quantity;
    readonly notional: Money;
    readonly trades: number;
    readonly yesVolume: Quantity;
    readonly noVolume: Quantity;
  };
  /** The bucket of most volume, the earliest of equals; `undefined` where nothing traded. */
  readonly peak: { readonly startMs: UnixMs; readonly volume: Quantity } | undefined;
}

/** Bars of `barMs`, oldest first, only where something traded. */
export interface ChartBarsView {
  readonly barMs: number;
  readonly startMs: Float64Array<ArrayBuffer>;
  readonly open: Uint16Array<ArrayBuffer>;
  readonly high: Uint16Array<ArrayBuffer>;
  readonly low: Uint16Array<ArrayBuffer>;
  readonly close: Uint16Array<ArrayBuffer>;
  readonly yesVolume: Float64Array<ArrayBuffer>;
  readonly noVolume: Float64Array<ArrayBuffer>;
  /** 1e-6 dollar. */
  readonly notional: Float64Array<ArrayBuffer>;
}

/** What a treemap leaves out. */
export interface OthersView {
  readonly count: number;
  readonly volume: Quantity;
}

/** Counted since the engine was made. */
export interface EngineCounts {
  /** New and late trades that were applied; restored ones are not among them. */
  readonly trades: number;
  readonly duplicates: number;
  /** Duplicates that said something else than the trade they repeat; the first was kept. */
  readonly conflicts: number;
  /** Trades older than an hour on arrival: in the analytics only. */
  readonly late: number;
  /** Tickers that traded in the last hour. */
  readonly activeTickers: number;
}
