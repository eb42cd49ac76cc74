/**
 * The query worker: reads what is recorded, makes files of it, answers questions in SQL, and reads files that come in. It never
 * writes to IndexedDB: an import goes to the store worker's import writer, batch by batch.
 */
import type { UnixMs } from '#core/units/time.ts';

export type ExportTable = 'trades' | 'orderbook_snapshots' | 'orderbook_deltas' | 'markets' | 'gaps';

export interface ExportRequest {
  /** Whose database: an exchange's, or `import-<id>`. */
  readonly exchangeId: string;
  /** Inclusive bounds, ms, on the exchange's stamp of trades and on our stamp of books; absent means from the first or to the last. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Tables to fill; every table is there in every file. All by default. */
  readonly tables?: readonly ExportTable[] | undefined;
}

export interface ExportProgress {
  /** Stored rows read, of those there are: trades, then rows of books. */
  readonly done: number;
  readonly total: number;
  readonly phase: 'reading' | 'indexing' | 'writing';
}

export type ExportOutcome =
  | { readonly kind: 'done'; readonly blob: Blob; readonly rows: number; readonly fileName: string }
  | { readonly kind: 'cancelled' }
  /** A sentence: what happened and what to do. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface ImportRequest {
  readonly file: Blob;
  /** For people; the file's name. */
  readonly name: string;
}

export interface ImportProgress {
  /** Bytes of the file read, of those it has. */
  readonly done: number;
  readonly total: number;
  readonly trades: number;
  /** As of `Imported`. */
  readonly bookChanges: number;
  /** Lines, frames or rows left out so far. */
  readonly rejected: number;
}

/** What came in. Stamps are ours, of receiving. */
export interface Imported {
  readonly trades: number;
  /** Of these: from before the recording, fetched while it ran, and the exchange's oldest stamp of them; absent where there are none. */
  readonly fetched?: number | undefined;
  readonly fetchedFromMs?: UnixMs | undefined;
  /** Rows of book columns: a snapshot's levels count. */
  readonly bookRows: number;
  /** As the rows of the three book tables that an export makes of it: a snapshot is one. */
  readonly bookChanges: number;
  /** Those that nothing has filled. */
  readonly gaps: number;
  /** Lines, frames or rows that were left out. */
  readonly rejected: number;
  readonly fromMs: UnixMs;
  readonly toMs: UnixMs;
  /** Whose books are in it, sorted. */
  readonly tickers: readonly string[];
  /** Sentences: what was left out and where, what had to be assumed. Plain text, at most 20. */
  readonly remarks: readonly string[];
}

export type ImportOutcome =
  | ({ readonly kind: 'done' } & Imported)
  | { readonly kind: 'cancelled' }
  /** A sentence that names line or page; nothing of the file may be kept: the caller abandons the import. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface SqlRequest {
  /** Whose database: an exchange's, or `import-<id>`. */
  readonly exchangeId: string;
  /** As of an export. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** One statement that only reads. */
  readonly sql: string;
  /** 10,000 where absent; 100,000 at most. */
  readonly maxRows?: number | undefined;
}

export interface SqlProgress {
  /** `running`: the rows are loaded and the question is asked; no message is heard from here on, only `terminate` ends it. */
  readonly phase: 'loading' | 'running';
  readonly done: number;
  readonly total: number;
}

export type SqlOutcome =
  | {
      readonly kind: 'done';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly SqlCell[])[];
      /** Of the question alone, without loading. */
      readonly elapsedMs: number;
      /** There are more rows than were asked for. */
      readonly isCut: boolean;
      /** When the rows that were asked about were loaded. */
      readonly asOf: UnixMs;
    }
  | { readonly kind: 'cancelled' }
  /** SQLite's own words, or ours; `at` is where in the text, from 0, where SQLite says it. */
  | { readonly kind: 'failed'; readonly reason: string; readonly at?: number | undefined };

/** Blobs are given as `x'…'` text; integers beyond 2^53 lose their last digits. */
export type SqlCell = string | number | null;

/** The verbs that make a file. */
export type ExportVerb = 'exportSqlite' | 'exportCsv';

/** Verbs of the query worker. Progress and cancel go over the port given with the request. Safe to terminate at any time. */
export interface QueryApi {
  exportSqlite(request: ExportRequest, port: MessagePort): Promise<ExportOutcome>;
  exportCsv(request: ExportRequest, port: MessagePort): Promise<ExportOutcome>;
  /** `storePort` is the other end of the port given to `StoreApi.beginImport`: StoreMessages go out, StoreAnswers come in. */
  importRecording(request: ImportRequest, storePort: MessagePort, port: MessagePort): Promise<ImportOutcome>;
  /** Loads the range, keeps it for the next question about the same range, and asks. */
  runSql(request: SqlRequest, port: MessagePort): Promise<SqlOutcome>;
}

/** On an export's port: progress from the worker, `cancel` to it. */
export type ExportPortMessage =
  ({ readonly kind: 'progress' } & ExportProgress) | { readonly kind: 'cancel' };

export type ImportPortMessage =
  ({ readonly kind: 'progress' } & ImportProgress) | { readonly kind: 'cancel' };

export type SqlPortMessage = ({ readonly kind: 'progress' } & SqlProgress) | { readonly kind: 'cancel' };
