/** The market worker: socket, engine, windows. Verbs over Comlink; frames over a port (frames.ts); trades to the store over a port. */
import type { AlertSettings } from '#core/market/alerts/rule.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { MarketLabel } from './frames.ts';
import type { AlertRow } from './rows.ts';
import type { LogLine } from './store.ts';

export interface MarketOptions {
  readonly exchangeId: string;
  /** `ws://127.0.0.1:PORT/feed`. */
  readonly feedUrl: string;
  /** `http://127.0.0.1:PORT/api`. */
  readonly apiUrl: string;
  /** `undefined` while the page is not paired: nothing is connected, stored data is shown. */
  readonly token: string | undefined;
  readonly windowMinutes: number;
  readonly restEnabled: boolean;
  readonly recording: RecordingChoice;
  readonly alerts: AlertSettings;
  /** Another tab led until now: what is missing since then was a hand-over, not a page that was closed. */
  readonly takesOver?: boolean | undefined;
}

/** Whose books are recorded. Trades of all markets always are. */
export interface RecordingChoice {
  readonly tickers: readonly string[];
  /** So many of the most active markets besides; 0 for none. Markets that are over or have not traded for ten minutes are left out. */
  readonly mostActive: number;
}

/** A market whose book is recorded. */
export interface RecordedBook {
  readonly ticker: string;
  readonly name: string;
  readonly reason: 'chosen' | 'active';
  /** As in `BookFrame`. */
  readonly state: 'waiting' | 'exact' | 'stale' | 'none';
  /** How the market ended, where it has: its book is not kept any more. */
  readonly ended: 'closed' | 'determined' | 'settled' | 'gone' | undefined;
  /** Mean of the time it was watched; `undefined` until five seconds of it are known. */
  readonly changesPerMinute: number | undefined;
}

/** Plain JSON as `surfaces.md` has it: prices dollar strings, quantities decimal strings, money dollar strings. */
export interface TickerStateJson {
  readonly market_ticker: string;
  readonly last_yes_price: string;
  readonly last_ts: number;
  readonly volume_window: string;
  readonly yes_volume_window: string;
  readonly no_volume_window: string;
  readonly net_yes_volume_window: string;
  readonly trade_count_window: number;
  readonly price_points: readonly (readonly [ts: number, yesPrice: string])[];
}

export interface TradeJson {
  readonly market_ticker: string;
  readonly yes_price_dollars: string;
  readonly no_price_dollars: string;
  readonly count: string;
  readonly taker_side: 'yes' | 'no';
  readonly ts: number;
  readonly ts_ms: number;
  readonly received_at_ms: number;
  readonly trade_id: string | null;
  readonly is_block_trade: boolean;
}

export interface BucketJson {
  readonly startMs: number;
  readonly volume: string;
  readonly notional: string;
  readonly trades: number;
  readonly yesVolume: string;
  readonly noVolume: string;
}

export interface BucketsJson {
  readonly buckets: readonly BucketJson[];
  readonly current: BucketJson;
  readonly totals: Omit<BucketJson, 'startMs'>;
  readonly peak: BucketJson | null;
}

export interface StatsJson {
  readonly tradesReceived: number;
  readonly tradesStored: number;
  readonly duplicates: number;
  readonly gaps: number;
  readonly rejected: number;
  readonly messagesReceived: number;
  readonly activeTickers: number;
  readonly books: number;
  readonly connection: {
    readonly state: string;
    readonly attempts: number;
    readonly lastMessageAgeMs: number | null;
  };
  readonly storage: { readonly bytes: number; readonly quota: number; readonly persisted: boolean };
}

/** A level: price in dollars, contracts. */
export type LevelJson = readonly [price: string, quantity: string];

/** Best first. Prices of YES lists are YES prices, those of NO lists NO prices; `mid` to `imbalance` are of YES, null where a side is empty. */
export interface BookJson {
  readonly ticker: string;
  readonly sequence: number | null;
  readonly stale: boolean;
  readonly yesBids: readonly LevelJson[];
  readonly noBids: readonly LevelJson[];
  readonly yesAsks: readonly LevelJson[];
  readonly noAsks: readonly LevelJson[];
  /** Dollars; five decimals where it falls between two prices. */
  readonly mid: string | null;
  readonly spread: string | null;
  /** Dollars, rounded to six decimals. */
  readonly microprice: string | null;
  readonly imbalance: number | null;
}

export interface MarketDiagnostics {
  readonly rejects: Readonly<Record<string, number>>;
  /** The latest rejected frames, cut to 500 characters, as text. */
  readonly rejectSamples: readonly { readonly reason: string; readonly text: string }[];
  readonly unknownTypes: Readonly<Record<string, number>>;
  readonly subscriptions: readonly {
    readonly channel: string;
    readonly sid: number;
    readonly lastSeq: number | null;
  }[];
  readonly rest: {
    readonly enabled: boolean;
    readonly requests: number;
    readonly failures: number;
    readonly lastError: string;
  };
  readonly clock: {
    /** By how much ours is ahead of the exchange's, ms; below 0 where it is behind. */
    readonly aheadMs: number;
    /** What that can be at most, by the dates of REST; null where none came lately. */
    readonly mostAheadMs: number | null;
    /** By how much what is taken in lies behind the exchange, ms; 0 while we keep up. */
    readonly behindMs: number;
  };
  readonly backfill: { readonly runs: number; readonly recovered: number };
  /** Of order books: what came since the start, and what could not be applied. */
  readonly books: Readonly<Record<string, number>>;
  readonly log: readonly LogLine[];
}

/** A market that was looked for. */
export interface FoundMarket {
  readonly label: MarketLabel;
  /** Of the last trade; `undefined` where it has not traded in the last hour. */
  readonly yesPrice: Price | undefined;
  /** Of the last hour. */
  readonly volume: Quantity;
}

/** Verbs of the market worker. */
export interface MarketApi {
  /** Restores from disk, then connects. `appPort` speaks frames.ts, `storePort` speaks store.ts. */
  start(options: MarketOptions, appPort: MessagePort, storePort: MessagePort): Promise<void>;
  /** A further screen: `port` speaks frames.ts like the one of `start`. It is over when its other end is closed. */
  addScreen(port: MessagePort): Promise<void>;
  setRestEnabled(enabled: boolean): Promise<void>;
  /** Tries at once instead of waiting for the back-off; also the way on after a refused key. */
  retryNow(): Promise<void>;
  /** Makes a try that waits at once: relay or network are there again. A refused key stays refused. */
  hurry(): Promise<void>;
  /** Closes the socket and hands the last trades to the store. */
  stop(): Promise<void>;
  stats(): Promise<StatsJson>;
  hotMarkets(query: {
    windowMinutes?: number | undefined;
    limit?: number | undefined;
  }): Promise<readonly TickerStateJson[]>;
  recentTrades(query: { limit?: number | undefined }): Promise<readonly TradeJson[]>;
  trades(
    ticker: string,
    query: { windowMinutes?: number | undefined; limit?: number | undefined },
  ): Promise<readonly TradeJson[]>;
  /** Keeps the book until the page is closed; answers when it is exact, or after three seconds as it is. */
  watchBook(ticker: string): Promise<BookJson>;
  /** `undefined` where nobody watches the book. */
  book(ticker: string): Promise<BookJson | undefined>;
  /** Changes whose books are recorded, from now on. */
  setRecording(choice: RecordingChoice): Promise<void>;
  /** Whose books are recorded now, and how busy they are. */
  recordedBooks(): Promise<readonly RecordedBook[]>;
  /** Changes the rules of alerts, from now on. */
  setAlerts(settings: AlertSettings): Promise<void>;
  /** The history of alerts, oldest first. */
  alertHistory(): Promise<readonly AlertRow[]>;
  /** Answers with the history as soon as it holds an alert after row `afterId`, was read back or cleared. May take for ever. */
  nextAlerts(afterId: number): Promise<readonly AlertRow[]>;
  clearAlerts(): Promise<void>;
  /** Writes one market into the port (river.ts) until it is closed. */
  openRiver(ticker: string, port: MessagePort): Promise<void>;
  /** Returns at most `limit` markets whose names or tickers hold every word of `question`, the best first (market-finder.ts). */
  findMarkets(question: string, limit: number): Promise<readonly FoundMarket[]>;
  analytics(): Promise<{ readonly hour: BucketsJson; readonly day: BucketsJson }>;
  diagnostics(): Promise<MarketDiagnostics>;
}
