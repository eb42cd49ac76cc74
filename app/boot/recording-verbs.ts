/** What the Data dialog shows and does: the words between `recordings.ts` and the screen. */
import type { ImportOutcome, ImportProgress, SqlOutcome, SqlRequest } from '#contract/query.ts';
import type { Inventory } from '#contract/inventory.ts';
import type { Erasure, Removed } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { SqlOptions } from './sql-runner.ts';

/** One stretch of recording, or one file that was brought in. */
export interface RecordingEntry {
  readonly kind: 'session' | 'import';
  /** Of a session its number, of an import its id. */
  readonly id: string;
  /** Whose database holds it. */
  readonly exchangeId: string;
  /** As people named it; may be empty. */
  readonly name: string;
  readonly from: UnixMs;
  readonly to: UnixMs;
  readonly trades: number;
  /** Markets whose books were recorded. */
  readonly tickers: readonly string[];
  /** Rows on the disk, levels of snapshots included. */
  readonly bookRows: number;
  /** As the three book tables in SQL count them; `undefined` for what was recorded before they were counted. */
  readonly bookChanges: number | undefined;
  readonly gaps: number;
  readonly isPinned: boolean;
  /** It is the one that is being recorded: more is added to it. */
  readonly isRunning: boolean;
  /** Trades that were fetched from before `from`, not heard, and since when; `undefined` where there are none. */
  readonly fetched: { readonly trades: number; readonly from: UnixMs } | undefined;
  /** Until when rows of it were deleted since, for room or by hand: the counts are those of what was recorded. `undefined` where none were. */
  readonly removedUpTo: UnixMs | undefined;
  /** Lines, frames or rows of the imported file that were left out. */
  readonly leftOut: number;
}

/** What became of an import. */
export interface ImportResult {
  /** Of its entry in the list, where it is done. */
  readonly id: string;
  readonly outcome: ImportOutcome;
}

export interface ImportOptions {
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RemoveOptions {
  /** Parts read, of those that are to be read before anything is changed. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Heard until all is read. */
  readonly signal?: AbortSignal | undefined;
}

/** What the Data dialog does. Verbs that write fail with a sentence in a tab that does not lead. */
export interface RecordingVerbs {
  /** Newest first. */
  list(): Promise<readonly RecordingEntry[]>;
  rename(entry: RecordingEntry, name: string): Promise<void>;
  pin(entry: RecordingEntry, isPinned: boolean): Promise<void>;
  /** Ends the session that runs and begins another of that name. */
  startSession(name: string): Promise<void>;
  /** What goes when it is removed. Rejects with a sentence where it cannot be. */
  holdings(entry: RecordingEntry): Promise<Removed>;
  /** Deletes it for good; false where it was cancelled before anything was changed. */
  remove(entry: RecordingEntry, options?: RemoveOptions): Promise<boolean>;
  /** What is stored of the exchange shown, piece by piece; `undefined` while none is known. */
  inventory(): Promise<Inventory | undefined>;
  /** Deletes a day, or one kind of it, and says what went; what a pinned recording covers stays. */
  eraseStored(erasure: Erasure): Promise<Removed>;
  importRecording(file: Blob, name: string, options?: ImportOptions): Promise<ImportResult>;
  sql(request: SqlRequest, options?: SqlOptions): Promise<SqlOutcome>;
  /** Lets the rows of the last question go. */
  closeSql(): void;
}
