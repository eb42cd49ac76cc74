/** The store worker: every write to IndexedDB. Trades and book changes come over a port, verbs over Comlink. */
import type { BookColumns } from '#core/market/book/book-columns.ts';
import type { TradeColumns } from '#core/market/columns.ts';
import type { PriceRange } from '#core/units/grid.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { RecordingState } from './frames.ts';
import type { AlertRow, ImportInfo } from './rows.ts';

/** Raised when a message's shape changes; a port that sees another version reports it and takes nothing. */
export const STORE_PORT_VERSION = 3;

/** A hole in the stream: between these times something of the channel may be missing. */
export interface GapRow {
  readonly fromMs: UnixMs;
  readonly toMs: UnixMs;
  /** As the exchange names it: 'trade', 'orderbook_delta'. */
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
  /** Where orders may rest; absent where nobody has said. */
  readonly priceRanges?: readonly PriceRange[] | undefined;
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
  /**
   * Changes of the books that are recorded. The first batch of a run, the first after a refused one, and one now and then is
   * a key: it begins with a snapshot of every recorded book. What is no key and has nothing to build on is refused.
   */
  | {
      readonly kind: 'books';
      readonly version: typeof STORE_PORT_VERSION;
      /** Same counter as that of trades. */
      readonly batch: number;
      readonly columns: BookColumns;
      readonly isKey: boolean;
    }
  | { readonly kind: 'gap'; readonly version: typeof STORE_PORT_VERSION; readonly gap: GapRow }
  | {
      readonly kind: 'markets';
      readonly version: typeof STORE_PORT_VERSION;
      readonly rows: readonly MarketRow[];
    }
  | {
      readonly kind: 'alerts';
      readonly version: typeof STORE_PORT_VERSION;
      readonly rows: readonly AlertRow[];
    }
  /** The history of alerts is deleted, up to this row and with it. */
  | { readonly kind: 'alerts-cleared'; readonly version: typeof STORE_PORT_VERSION; readonly upToId: number };

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
      /** When the session that runs began, a reload in between or not; absent while none does. */
      readonly since?: UnixMs | undefined;
    }
  /**
   * Trades were erased: what happened in these gaps is not to be fetched again. `staysShown`: what the page has of them is no view of
   * the disk, and stays until it is reloaded; so the gaps are not drawn over it.
   */
  | { readonly kind: 'erased'; readonly gaps: readonly GapRow[]; readonly staysShown: boolean };

export interface StoreStatus {
  readonly state: RecordingState;
  readonly reason: string;
  readonly bytes: number;
  readonly quota: number;
  readonly persisted: boolean;
  readonly tradesOnDisk: number;
  readonly chunks: number;
  /** Book changes on disk, levels of snapshots included, and their bytes. */
  readonly bookRows: number;
  readonly bookBytes: number;
  readonly oldestMs: UnixMs | undefined;
  readonly newestMs: UnixMs | undefined;
  readonly term: number;
  /** Number of the session that runs; `undefined` while none does. */
  readonly sessionId: number | undefined;
  /** When that session began, on our clock. */
  readonly sessionFromMs?: UnixMs | undefined;
}

export interface Retention {
  readonly days: number;
  /** Upper bound for this database; 0 for what the browser grants. */
  readonly bytes: number;
}

/** What goes, or went, with a session. */
export interface Removed {
  readonly trades: number;
  /** Book changes, levels of snapshots included. */
  readonly bookRows: number;
  /** Packed, as on the disk. */
  readonly bytes: number;
}

/** What is to be erased: of a kind the parts that BEGIN from `fromMs` to `toMs`, both inclusive; a kind that is absent stays. */
export interface Erasure {
  readonly trades?: ErasedStarts | undefined;
  readonly books?: ErasedStarts | undefined;
}

export interface ErasedStarts {
  readonly fromMs: number;
  readonly toMs: number;
}

/** On a removal's port: chunks read of those that are to be read, from the worker; `cancel` to it, heard until all are read. */
export type RemovalPortMessage =
  { readonly kind: 'progress'; readonly done: number; readonly total: number } | { readonly kind: 'cancel' };

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
  /** Deletes a day, or one kind of it, and returns what went. What a pinned session covers stays. */
  eraseStored(erasure: Erasure): Promise<Removed>;
  /** Ends the session that runs and begins another of that name; returns its id. */
  newSession(name: string): Promise<number>;
  renameSession(id: number, name: string): Promise<void>;
  /** What a pinned session covers is never pruned. */
  pinSession(id: number, isPinned: boolean): Promise<void>;
  /** Returns what would go with a session: reads its chunks. Rejects with a sentence as `removeSession` does. */
  sessionHoldings(id: number): Promise<Removed>;
  /**
   * Deletes a session and what no other session holds of its time, all or nothing; `undefined` where it was cancelled. Rejects
   * with a sentence for the one that runs and for a pinned one.
   */
  removeSession(id: number, port: MessagePort): Promise<Removed | undefined>;
  /** Makes an empty database for an import and records into it what the port says, answering each batch. */
  beginImport(id: string, port: MessagePort): Promise<void>;
  /** Makes the import count, in one step. Rejects, with everything as it was before, when a batch of it was not stored. */
  finishImport(id: string, info: ImportInfo): Promise<void>;
  /** Deletes what was begun. */
  abandonImport(id: string): Promise<void>;
  /** Deletes an import that was finished. */
  removeImport(id: string): Promise<void>;
  /** Flushes and closes; an import that was not finished is abandoned. */
  stop(): Promise<void>;
  log(): Promise<readonly LogLine[]>;
}

/** A line of a worker's own log, newest last. */
export interface LogLine {
  readonly at: UnixMs;
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}
