/** From trades to rows: what a batch, a sealed chunk and its rollups look like on disk. No effects. */
import { deflate, inflate } from '#contract/compression.ts';
import type { ChunkRow, JournalRow, WindowRow } from '#contract/rows.ts';
import type { TradeColumns } from '#core/market/columns.ts';
import { joinColumns } from '#core/market/join.ts';
import { packRollup, packTrades, unpackRollup, type PackedTrades } from '#core/market/packing.ts';
import { mergeRollups, RollupBuilder, type Rollup } from '#core/market/rollup.ts';

/** Trades of a sealed chunk, at least: packed and deflated that is some 40 kB, and 15 bytes more for each id. */
export const CHUNK_TRADES = 10_000;
/** A quiet market fills rows before trades; a long journal makes a slow start. 2,000 rows are read in well below a second. */
export const CHUNK_JOURNAL_ROWS = 2_000;

/** A batch whose journal row is on disk. */
export interface OpenBatch {
  readonly seq: number;
  readonly columns: TradeColumns;
}

export interface SealedChunk {
  readonly row: ChunkRow;
  readonly rollups: readonly Rollup[];
  /** Journal rows that the chunk replaces: all from `fromSeq` to `toSeq`. */
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** Returns the row of one batch. Throws where a column holds no whole number. */
export function journalRow(columns: TradeColumns): JournalRow {
  return rowOf(columns, packTrades(columns));
}

/** Returns the row of a chunk. */
export async function chunkRow(columns: TradeColumns): Promise<ChunkRow> {
  const { data, ids } = packTrades(columns);
  return rowOf(columns, { data: await deflate(data), ids });
}

/** Returns `batches` as one chunk with its rollups. At least one batch. */
export async function sealChunk(batches: readonly OpenBatch[]): Promise<SealedChunk> {
  const columns = joinColumns(batches.map((batch) => batch.columns));
  const builder = new RollupBuilder();
  builder.addColumns(columns);
  const seqs = batches.map((batch) => batch.seq);
  return {
    row: await chunkRow(columns),
    rollups: builder.take(),
    fromSeq: Math.min(...seqs),
    toSeq: Math.max(...seqs),
  };
}

/** Returns the row of `rollup` merged into what `stored` holds of the same interval, if that can be read. */
export async function windowRow(rollup: Rollup, stored: WindowRow | undefined): Promise<WindowRow> {
  const data = stored === undefined ? undefined : await inflate(stored.data);
  const known = data === undefined ? undefined : unpackRollup(data);
  const merged = known?.ok === true ? mergeRollups(known.value, rollup) : rollup;
  return {
    intervalMs: rollup.intervalMs,
    startMs: rollup.startMs,
    data: await deflate(packRollup(merged)),
  };
}

function rowOf({ venueAt, count }: TradeColumns, packed: PackedTrades): ChunkRow {
  return {
    startMs: venueAt.reduce((low, at) => Math.min(low, at), Infinity),
    endMs: venueAt.reduce((high, at) => Math.max(high, at), -Infinity),
    count,
    bytes: packed.data.length + packed.ids.length,
    ...packed,
  };
}
