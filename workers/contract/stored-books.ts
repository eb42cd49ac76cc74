/**
 * Book changes out of their rows: sealed chunks one at a time, then what waits in the journal. What is damaged is skipped and
 * counted, and with it what was built on it: a batch that is no key counts only after the batch before it.
 */
import type { BookColumns } from '#core/market/book/book-columns.ts';
import { pickBooks } from '#core/market/book/book-join.ts';
import { unpackBooks } from '#core/market/book/book-packing.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { inflate } from './compression.ts';
import { isAsListed } from './holdings.ts';
import type { BookChunkRow, BookJournalRow, ChunkEntry } from './rows.ts';

/** A chunk's or a journal row's book changes. */
export interface BookBatch {
  readonly columns: BookColumns;
  /** It begins with a snapshot of every recorded book; before it every book counts as unknown. */
  readonly isKey: boolean;
}

export interface StoredBooks {
  /** Oldest first. */
  readonly chunks: readonly ChunkEntry[];
  readonly journal: readonly BookJournalRow[];
  readonly chunk: (seq: number) => Promise<BookChunkRow | undefined>;
  /** A row could not be read. */
  readonly onDamage: () => void;
  /** A chunk was removed since it was listed, or part of it. */
  readonly onRemoved: () => void;
}

/** Yields the batches, oldest first. Of a chunk that was removed meanwhile only what is left is given. */
export async function* readBooks(
  { chunks, journal, chunk, onDamage, onRemoved }: StoredBooks,
  wanted: ReadonlySet<Ticker> | undefined,
): AsyncGenerator<BookBatch> {
  const batchOf = (data: Uint8Array<ArrayBuffer> | undefined, isKey: boolean): BookBatch | undefined => {
    const unpacked = data === undefined ? undefined : unpackBooks(data);
    if (unpacked?.ok === true) {
      const columns = wanted === undefined ? unpacked.value : pickBooks(unpacked.value, wanted);
      return { columns, isKey };
    }
    onDamage();
    return undefined;
  };
  for (const entry of chunks) {
    const row = await chunk(entry[0]);
    if (row === undefined || !isAsListed(row, entry)) onRemoved();
    const batch = row === undefined ? undefined : batchOf(await inflate(row.data), true);
    if (batch !== undefined) yield batch;
  }
  let isBroken = true;
  for (const { data, isKey } of journal) {
    if (isBroken && !isKey) continue;
    const batch = batchOf(data, isKey);
    isBroken = batch === undefined;
    if (batch !== undefined) yield batch;
  }
}

/** Returns the rows needed to know the books from `from` to `to`: from the key before, in whole runs. */
export function journalRowsFor(
  rows: readonly BookJournalRow[],
  {
    from = -Infinity,
    to = Infinity,
  }: { readonly from?: number | undefined; readonly to?: number | undefined },
): readonly BookJournalRow[] {
  const needed: BookJournalRow[] = [];
  let run: BookJournalRow[] = [];
  const endRun = (): void => {
    if (run.some((row) => row.endMs >= from)) needed.push(...run.filter((row) => row.startMs <= to));
    run = [];
  };
  for (const row of rows) {
    if (row.isKey) endRun();
    run.push(row);
  }
  endRun();
  return needed;
}
