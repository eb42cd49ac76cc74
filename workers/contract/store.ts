/** The store worker: every write to IndexedDB. The market worker's trades come over a port, verbs over Comlink. */
import type { TradeColumns } from '#core/market/columns.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { RecordingState } from './frames.ts';

/** Raised when a message's shape changes; a port that sees another version reports it and takes nothing. */
export const STORE_PORT_VERSION = 1;

/** A hole in the stream: between these times trades may be missing. */
export interface GapRow {
  readonly fromMs: UnixMs;
  readonly toMs: UnixMs;
  readonly channel: string;
  /** 'sequence' | 'disconnect' | 'reload' | 'not-stored' | ... */
  readonly reason: string;
}

/** What REST said of a market, as stored and exported. Times in ms; empty text where unknown. */
export interface MarketRow {
  readonly ticker: string;
  readonly event: string;
  readonly eventTitle: string;
  readonly series: string;
  readonly title: string;
  readonly name: string;
  readonly category: string;
  readonly openAt: number | undefined;
  readonly closeAt: number | undefined;
  readonly status: string;
  readonly result: string;
}

/** Market worker to store worker. Buffers of `columns` are transferred. */
export type StoreMessage =
  | {
      readonly kind: 'trades';
      readonly version: typeof STORE_PORT_VERSION;
      /** Number of the batch, rising by one: the answer names it. */
      readonly batch: number;
      readonly columns: TradeColumns;
    }
  | { readonly kind: 'gap'; readonly version: typeof STORE_PORT_VERSION; readonly gap: GapRow }
  | {
      readonly kind: 'markets';
      readonly version: typeof STORE_PORT_VERSION;
      readonly rows: readonly MarketRow[];
    };

/** Store worker to market worker. A batch is acknowledged only when its transaction has completed. */
export type StoreAnswer =
  | { readonly kind: 'stored'; readonly batch: number; readonly count: number }
  | { readonly kind: 'not-stored'; readonly batch: number; readonly count: number; readonly reason: string }
  | {
      readonly kind: 'recording';
      readonly state: RecordingState;
      readonly bytes: number;
      readonly quota: number;
      readonly persisted: boolean;
      readonly reason: string;
    };

export interface StoreStatus {
  readonly state: RecordingState;
  readonly reason: string;
  readonly bytes: number;
  readonly quota: number;
  readonly persisted: boolean;
  readonly tradesOnDisk: number;
  readonly chunks: number;
  readonly oldestMs: UnixMs | undefined;
  readonly newestMs: UnixMs | undefined;
  readonly term: number;
}

export interface Retention {
  readonly days: number;
  /** Upper bound for this database; 0 for what the browser grants. */
  readonly bytes: number;
}

/** Verbs of the store worker. */
export interface StoreApi {
  /** Opens (or makes) the exchange's database, raises the term, starts writing. The port is the market worker's. */
  start(options: { exchangeId: string; retention: Retention }, marketPort: MessagePort): Promise<StoreStatus>;
  status(): Promise<StoreStatus>;
  setRetention(retention: Retention): Promise<StoreStatus>;
  /** Writes what is in hand, at once. */
  flush(): Promise<void>;
  /** Deletes everything recorded of this exchange. */
  erase(): Promise<void>;
  /** Flushes and closes. */
  stop(): Promise<void>;
  log(): Promise<readonly LogLine[]>;
}

/** A line of a worker's own log, newest last. */
export interface LogLine {
  readonly at: UnixMs;
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}
