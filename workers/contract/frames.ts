/**
 * What the screen asks for and what it gets. Frames are pulled: the market worker answers one request with one frame and
 * never sends one by itself, so a slow or hidden page costs nothing. Rows are plain objects (a few dozen a frame), series
 * are typed arrays. All numbers are core's integers: 1e-4 dollar, 1e-2 contract, 1e-6 dollar, ms. Types alone, long because
 * they are one message.
 */
import type { LadderLevels, BookSummary } from '#core/market/book/ladder.ts';
import type {
  AnalyticsBucketsView as AnalyticsBuckets,
  ChartBarsView as ChartBars,
  HotSort,
  TapeSpeedView as TapeSpeed,
  TradeSizesView as TradeSizes,
} from '#core/market/views.ts';
import type { PriceRange } from '#core/units/grid.ts';
import type { Money } from '#core/units/money.ts';
import type { Outcome } from '#core/units/outcome.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { ReplayStatus } from './replay.ts';

/** Nothing in them has a name to add: they go out as the engine makes them. */
export type { AnalyticsBuckets, ChartBars, TapeSpeed, TradeSizes };

/** Spans of the drawer's chart: minutes, since this page began to record, or a day from what is stored. */
export type ChartSpan = '30m' | '60m' | 'session' | '24h';

/** Each part is asked for only when it is due: the status comes with every frame. */
export interface FrameRequest {
  readonly kind: 'frame-request';
  readonly id: number;
  /** Rolling window that rules pulse, hot list and heat: one of `StatusFrame.windows`. */
  readonly windowMinutes: number;
  readonly includeCombos: boolean;
  readonly pulse?: true | undefined;
  readonly tape?: TapeWish | undefined;
  readonly hot?: HotWish | undefined;
  readonly heat?: HeatWish | undefined;
  readonly pins?: PinsWish | undefined;
  readonly categories?: true | undefined;
  readonly analytics?: true | undefined;
  readonly market?:
    { readonly ticker: Ticker; readonly span: ChartSpan; readonly trades: number } | undefined;
  /** The worker keeps the book as long as frames of it are asked for. */
  readonly book?: { readonly ticker: Ticker } | undefined;
  /** The worker keeps the books of all its markets as long as frames of it are asked for. */
  readonly event?: { readonly event: string } | undefined;
}

/** Which rows of the tape pass. Words and category are the market's; an empty text, no category and 0 let everything through. */
export interface TapeFilter {
  /** Every word of it stands somewhere in the market's names, its ticker or its category; case does not matter. */
  readonly text: string;
  readonly category?: string | undefined;
  /** Least size of a row, 1e-2 contract. A merged row has the size of its whole sweep (core/market/filtered-tape.ts). */
  readonly minQuantity: Quantity;
}

export interface TapeWish {
  readonly limit: number;
  readonly merge: boolean;
  readonly filter?: TapeFilter | undefined;
}

export interface HotWish {
  readonly limit: number;
  /** Volume where it is absent. */
  readonly by?: HotSort | undefined;
  /** Only markets of it; all of them where it is absent. */
  readonly category?: string | undefined;
}

export interface HeatWish {
  readonly limit: number;
  /** Only markets of it; all of them where it is absent. */
  readonly category?: string | undefined;
  /** Those that traded come however far down they are, on top of `limit`. */
  readonly pins?: readonly Ticker[];
}

/** Markets that are shown whatever they trade: the reader's pins. */
export interface PinsWish {
  readonly tickers: readonly Ticker[];
}

export interface Frame {
  readonly kind: 'frame';
  readonly id: number;
  /** The worker's clock when it filled the frame. */
  readonly at: UnixMs;
  readonly status: StatusFrame;
  readonly pulse?: PulseFrame | undefined;
  readonly tape?: TapeFrame | undefined;
  readonly hot?: HotFrame | undefined;
  readonly heat?: HeatFrame | undefined;
  readonly pins?: PinsFrame | undefined;
  readonly categories?: CategoriesFrame | undefined;
  readonly analytics?: AnalyticsFrame | undefined;
  readonly market?: MarketFrame | undefined;
  readonly book?: BookFrame | undefined;
  readonly event?: EventFrame | undefined;
}

export type FramePortMessage = FrameRequest | Frame;

/** Words and meaning of interface 4.8. `quiet`: the socket is healthy and no trade came for a while. */
export type ConnectionState =
  'connecting' | 'live' | 'quiet' | 'stale' | 'resyncing' | 'reconnecting' | 'offline' | 'refused';

export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** Tries since the last good connection; 0 while connected. */
  readonly attempts: number;
  readonly nextTryAt: UnixMs | undefined;
  /** Last sign of life from the exchange: a frame or the relay's heartbeat. */
  readonly lastMessageAt: UnixMs | undefined;
  readonly lastTradeAt: UnixMs | undefined;
  /** One sentence for people: what happened and what to do; empty when all is well. */
  readonly reason: string;
  /** By how much what is shown lies behind the exchange, ms, where it is `stale` for that. */
  readonly behindMs?: number | undefined;
}

export type RecordingState = 'starting' | 'recording' | 'paused' | 'failed';

export interface RecordingStatus {
  readonly state: RecordingState;
  readonly since: UnixMs | undefined;
  /** Trades whose transaction has completed, in this session. */
  readonly stored: number;
  readonly bytes: number;
  readonly quota: number;
  readonly persisted: boolean;
  readonly reason: string;
}

export interface StatusFrame {
  readonly exchangeId: string;
  /** Windows in minutes that are kept exactly, ascending. */
  readonly windows: readonly number[];
  readonly connection: ConnectionStatus;
  readonly recording: RecordingStatus;
  /** Counted since this worker started. */
  readonly received: number;
  readonly duplicates: number;
  /** Gaps that nothing has filled (gap-rows.ts), of trades and books: since the start; of a recording up to its clock. */
  readonly gaps: number;
  /** Those of `gaps` that are of trades; the others are of single books. */
  readonly tradeGaps: number;
  /** Times that numbers of a subscription were left out, whether or not all of it came again. */
  readonly sequenceGaps: number;
  readonly rejected: number;
  readonly messages: number;
  readonly activeTickers: number;
  /** True while stored trades are being read back in after a start. */
  readonly isRestoring: boolean;
  /** Frames that were received but not yet applied, and the cost of the last publish, ms. */
  readonly workMs: number;
  readonly messagesPerSecond: number;
  /** By how much the computer's clock is ahead of the exchange's, ms; below 0 where it is behind. Absent in a recording being played. */
  readonly aheadMs?: number | undefined;
  /** False when REST is switched off or fails; names then come from the tickers. */
  readonly hasRest: boolean;
  /** Row of the newest alert (rows.ts), 0 for none; absent where no rules run: a recording being played. */
  readonly newestAlert?: number | undefined;
  /** Where its clock stands, when this is a recording being played; else all is live. */
  readonly replay?: ReplayStatus | undefined;
}

/** What is known of a market besides its trades; from REST, else from the ticker's own spelling. */
export interface MarketLabel {
  readonly ticker: Ticker;
  /** Short: fits a tile or a tape row. */
  readonly name: string;
  /** Whole question; empty when unknown. */
  readonly title: string;
  readonly event: string;
  readonly eventTitle: string;
  /** "Unknown" when nobody has told. */
  readonly category: string;
  readonly openAt: UnixMs | undefined;
  readonly closeAt: UnixMs | undefined;
  /** The exchange's word, `active` for one; empty when unknown, `unknown` where it does not list the market any more. */
  readonly status: string;
  /** Once it is determined: `yes`, `no` or another word; empty before. */
  readonly result: string;
  readonly isCombo: boolean;
}

/** All markets together over the window. */
export interface PulseFrame {
  readonly tradesPerSecond: number;
  readonly trades: number;
  readonly volume: Quantity;
  /** YES price times quantity, summed: notional / volume is the VWAP. So everywhere in this file. */
  readonly notional: Money;
  readonly yesVolume: Quantity;
  readonly noVolume: Quantity;
  readonly activeTickers: number;
  /** Trades a second over the last 60 s, oldest first. */
  readonly speed: Float64Array<ArrayBuffer>;
  /** Volume taken in the last 10 s. */
  readonly recentYesVolume: Quantity;
  readonly recentNoVolume: Quantity;
  readonly tapeSpeed: TapeSpeed;
}

/** One row: one trade, or the prints of one taker's sweep merged (same market, same side, within 100 ms). */
export interface TapeRow {
  /** Ingest number of the newest print: stable, unique, ascending with time. */
  readonly key: number;
  readonly at: UnixMs;
  readonly ticker: Ticker;
  readonly name: string;
  /** Of its market: tells it from another one of the same name. */
  readonly closeAt: UnixMs | undefined;
  readonly taker: Outcome;
  /** YES price of the first and the last print: the sweep's path. */
  readonly firstYesPrice: Price;
  readonly yesPrice: Price;
  readonly quantity: Quantity;
  /** What the taker paid: the price of the side taken times quantity, summed. */
  readonly value: Money;
  readonly prints: number;
  readonly isBlock: boolean;
}

/** Newest first. */
export interface TapeFrame {
  readonly rows: readonly TapeRow[];
  /** Absent where all rows were asked for. */
  readonly filtered?: FilteredFrame | undefined;
}

/** The filter that these rows have passed, and how far it has come. */
export interface FilteredFrame {
  readonly filter: TapeFilter;
  /** False while older trades are still being looked through. */
  readonly isWhole: boolean;
  /** Rows that trades have brought since the filter was set; counted within one `epoch`. */
  readonly entered: number;
  /** Another one when the filter was let go and set anew. */
  readonly epoch: number;
}

export interface Sparkline {
  /** ms, ascending. */
  readonly at: Float64Array<ArrayBuffer>;
  /** 1e-4 dollar, YES; 0: a gap begins, nothing is known from here to the next row. */
  readonly yesPrice: Uint16Array<ArrayBuffer>;
}

/** One market over the window, for cards and tiles. */
export interface HotMarket {
  readonly label: MarketLabel;
  readonly yesPrice: Price;
  readonly lastAt: UnixMs;
  /** Last price minus the one with which `points` begin, 1e-4 dollar, signed. */
  readonly change: number;
  readonly volume: Quantity;
  readonly yesVolume: Quantity;
  readonly noVolume: Quantity;
  /** yesVolume - noVolume. */
  readonly netFlow: Quantity;
  readonly notional: Money;
  readonly trades: number;
  /** Traded in the last 10 s at several times its own pace over the window. */
  readonly isBurst: boolean;
  readonly points: Sparkline;
}

/** Ordered as asked for, ties by volume, then by ticker. */
export interface HotFrame {
  readonly by: HotSort;
  readonly category?: string | undefined;
  readonly markets: readonly HotMarket[];
}

/** One of the markets asked for by name. */
export interface PinnedMarket {
  readonly label: MarketLabel;
  /** `undefined` where it did not trade inside the window. */
  readonly market: HotMarket | undefined;
  /** Of the last trade; `undefined` where it has not traded in the last hour. */
  readonly yesPrice: Price | undefined;
  /** Of the last hour. */
  readonly volume: Quantity;
}

/** In the order asked for. */
export interface PinsFrame {
  readonly markets: readonly PinnedMarket[];
}

/** All markets of one category over the window: sums of those that traded, exact. */
export interface CategorySum {
  readonly category: string;
  /** How many traded. */
  readonly markets: number;
  readonly volume: Quantity;
  readonly yesVolume: Quantity;
  readonly noVolume: Quantity;
  /** yesVolume - noVolume. */
  readonly netFlow: Quantity;
  readonly notional: Money;
  readonly trades: number;
  /** The market whose price went furthest either way; `undefined` where none has changed. */
  readonly mover:
    { readonly label: MarketLabel; readonly yesPrice: Price; readonly change: number } | undefined;
}

/** Every category that traded, most volume first; together they are all markets of the pulse. */
export interface CategoriesFrame {
  readonly categories: readonly CategorySum[];
}

/** Tiles are the first `limit` by volume, of the category asked for; what is left out is summed up. */
export interface HeatFrame {
  readonly tiles: readonly HotMarket[];
  readonly othersCount: number;
  readonly othersVolume: Quantity;
}

/** Minutes of the last hour (60) and hours of the last day (24), both always held, and the sizes of trades in the window. */
export interface AnalyticsFrame {
  readonly hour: AnalyticsBuckets;
  readonly day: AnalyticsBuckets;
  readonly sizes: TradeSizes;
  /** Of the last day. */
  readonly gaps: readonly GapSpan[];
}

/** A stretch in which we may have missed trades. */
export interface GapSpan {
  readonly from: UnixMs;
  readonly to: UnixMs;
}

/** One market, for the drawer. */
export interface MarketFrame {
  readonly span: ChartSpan;
  readonly label: MarketLabel;
  /** `undefined` until the market trades inside the window. */
  readonly market: HotMarket | undefined;
  readonly from: UnixMs;
  readonly to: UnixMs;
  readonly bars: ChartBars;
  /** Before this nothing of this exchange was recorded; later than `from` means the start of the chart is unknown, not quiet. */
  readonly recordedFrom: UnixMs | undefined;
  /** Since when we have listened, our stamp; trades from before it were fetched. */
  readonly heardFrom: UnixMs;
  readonly gaps: readonly GapSpan[];
  /** Newest first, not merged. */
  readonly trades: readonly TapeRow[];
  readonly session: SessionBegin;
}

/** Where a market stood when the recording session began. */
export interface SessionBegin {
  readonly from: UnixMs;
  /** The price in force then; `undefined` where no trade of the hour before is known, or some of those after it may be missing. */
  readonly yesPrice: Price | undefined;
}

/** `waiting`: asked for, nothing there yet. `none`: the exchange sends no book for this market. */
export type BookFrameState = 'waiting' | 'exact' | 'stale' | 'none';

/** The order book of one market in YES prices: who bids for NO offers YES. */
export interface BookFrame {
  readonly ticker: Ticker;
  readonly state: BookFrameState;
  /** One sentence: why it is not exact; empty when it is. */
  readonly reason: string;
  /** In a recording that has a gap at this moment: since when. */
  readonly gapFrom?: UnixMs | undefined;
  /** Its changes are being kept; absent in a recording. */
  readonly isRecorded?: boolean | undefined;
  /** Number of the last frame applied, on its subscription. */
  readonly seq: number | undefined;
  /** Our stamp of that frame. */
  readonly updatedAt: UnixMs | undefined;
  /** Where orders may rest; empty while nobody has said. */
  readonly ranges: readonly PriceRange[];
  /** Best first. */
  readonly bids: LadderLevels;
  readonly asks: LadderLevels;
  readonly top: BookSummary;
  /** Contracts traded at each YES price over the last minutes, ascending price. */
  readonly traded: LadderLevels;
}

/** One market of an event: the top of its book and its trades over the window. */
export interface EventMarket {
  readonly label: MarketLabel;
  /** Of its book. Sizes and prices below are the last known ones while it is `stale`. */
  readonly state: BookFrameState;
  readonly bid: Price | undefined;
  readonly ask: Price | undefined;
  readonly bidSize: Quantity;
  readonly askSize: Quantity;
  /** The newest price that is known; `undefined` when it has not traded in the last hour. */
  readonly last: Price | undefined;
  /** Last price minus the first of `points`, 1e-4 dollar, signed; 0 without trades in the window. */
  readonly change: number;
  readonly volume: Quantity;
  /**
   * Begins where the window does with the last price from before, unless trades may be missing since; without trades in the
   * window the last one from before it, and the gaps since.
   */
  readonly points: Sparkline;
}

/** All markets of one event, by ticker. */
export interface EventFrame {
  readonly event: string;
  /** Empty when unknown. */
  readonly eventTitle: string;
  readonly category: string;
  /** The exchange says that at most one of them ends YES; `undefined` when it has not said. */
  readonly isExclusive: boolean | undefined;
  readonly markets: readonly EventMarket[];
  /** Of the window, ascending: the paths break there. */
  readonly gaps: readonly GapSpan[];
  /** False until REST has told all markets: there may be others than those that are shown. */
  readonly isComplete: boolean;
  /** Markets beyond the hundred that are shown. */
  readonly leftOut: number;
  /** The best YES asks of all markets together, 1e-4 dollar; `undefined` unless every market is here and has an exact one. */
  readonly askSum: number | undefined;
  readonly bidSum: number | undefined;
}
