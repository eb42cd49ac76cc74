/** The rows of an exchange's database, one interface a table; markets and gaps are in store.ts, since they also travel on a port. */
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

/** A batch that waits to be sealed: packed, not deflated. */
export type JournalRow = ChunkRow;

/** One interval over all tickers: a packed and deflated rollup. */
export interface WindowRow {
  readonly intervalMs: number;
  readonly startMs: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** One stretch of recording: from the store's start to its last write. Times are ours. */
export interface SessionRow {
  readonly id?: number;
  readonly startMs: UnixMs;
  readonly endMs: UnixMs;
  readonly trades: number;
  readonly term: number;
}

export interface SettingRow {
  readonly name: string;
  readonly value: unknown;
}
