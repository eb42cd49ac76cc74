/** The rows of an exchange's database, one interface a table; markets and gaps are in store.ts, since they also travel on a port. */
import type { AlertFiring } from '#core/market/alerts/firing.ts';
import type { PackedTrades } from '#core/market/packing.ts';
import type { UnixMs } from '#core/units/time.ts';

/** Sealed trades: `data` is packed and deflated. Times are the exchange's stamps, lowest and highest. */
export interface ChunkRow extends PackedTrades {
  readonly seq?: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly count: number;
  /** Of `data` and `ids`. */
  readonly bytes: number;
}

/** What is known of a chunk without loading it: the parts of the index `DIRECTORY`, in its order. */
export type ChunkEntry = readonly [seq: number, startMs: number, endMs: number, count: number, bytes: number];

/** An index over everything but the payload: 100 chunks are listed without touching their megabytes. */
export const DIRECTORY = '[seq+startMs+endMs+count+bytes]';

/** A batch that waits to be sealed: packed, not deflated. */
export type JournalRow = ChunkRow;

/**
 * Sealed book changes: `data` is packed and deflated. Begins with a key batch and ends before the next, so that it can be
 * read alone. Times are ours: from when to when everything is known. `count` is rows, levels included.
 */
export interface BookChunkRow {
  readonly seq?: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly count: number;
  /** Of `data`. */
  readonly bytes: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** A batch of book changes that waits to be sealed: packed, not deflated. */
export interface BookJournalRow extends BookChunkRow {
  /** It begins with a snapshot of every recorded book; before it every book counts as unknown. */
  readonly isKey: boolean;
}

/** One interval over all tickers: a packed and deflated rollup. */
export interface WindowRow {
  readonly intervalMs: number;
  readonly startMs: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Markets that a session names: its row is written ten times a second, for as long as the page is open. */
export const MAX_SESSION_TICKERS = 1_000;

/**
 * One stretch of recording: from the store's start, or from when it was named, to its last write. Times are ours. A store that
 * starts again soon goes on with it: the break in between is in `gaps`.
 */
export interface SessionRow {
  readonly id?: number;
  readonly startMs: UnixMs;
  readonly endMs: UnixMs;
  readonly trades: number;
  /** Of the writer that wrote it last. */
  readonly term: number;
  /** As people named it; empty until they do. */
  readonly name: string;
  /** What was recorded in it outlives retention. */
  readonly isPinned: boolean;
  /** Whose books were recorded, in order of their first batch; no more than `MAX_SESSION_TICKERS`. */
  readonly tickers: readonly string[];
  /** Book changes, levels of snapshots included. */
  readonly bookRows: number;
  /** Book changes as the SQLite file has them, a snapshot being one; absent in rows of before they were counted. */
  readonly bookChanges?: number | undefined;
  /** Exchange's stamps of the trades heard in it: where our clock is wrong they lie elsewhere than our own. Absent before the first. */
  readonly tradesFromMs?: number | undefined;
  readonly tradesToMs?: number | undefined;
  /** Trades from before it that were fetched while it ran, and the exchange's oldest stamp of them; absent where there are none. */
  readonly fetched?: number | undefined;
  readonly fetchedFromMs?: UnixMs | undefined;
}

/** An alert that fired. Told with the names of then: rules are deleted, and markets end. */
export type AlertRow = AlertFiring & {
  /** Rising, and at least `firedAtMs`. */
  readonly id: number;
  /** Of the rule, as people named it; empty where they did not. */
  readonly rule: string;
  /** Short name of the market; empty where it is about the feed. */
  readonly market: string;
};

/** What an imported recording is: the `settings` row `import` of its own database, written last. Without it nothing counts. */
export interface ImportInfo {
  /** For people: the file's name. */
  readonly name: string;
  /** When it was brought in. */
  readonly at: UnixMs;
  readonly trades: number;
  /** Of these: as of a session, whose `trades` are those besides. */
  readonly fetched?: number | undefined;
  readonly fetchedFromMs?: UnixMs | undefined;
  readonly bookRows: number;
  /** As of a session. */
  readonly bookChanges?: number | undefined;
  /** First and last moment of the recording. */
  readonly fromMs: UnixMs;
  readonly toMs: UnixMs;
  /** Whose books are in it. */
  readonly tickers: readonly string[];
  /** Lines, frames or rows of the file that were left out; absent in imports of before they were kept. */
  readonly rejected?: number | undefined;
}

export interface SettingRow {
  readonly name: string;
  readonly value: unknown;
}
