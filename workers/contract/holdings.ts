/** What a database holds at all, put together from the directories of its chunks and journals. */
import type { UnixMs } from '#core/units/time.ts';
import type { BookChunkRow, ChunkEntry, ChunkRow } from './rows.ts';

/** Times are `undefined` when nothing is stored; those of trades are the exchange's stamps, those of books ours. */
export interface Holdings {
  readonly trades: number;
  /** Of trades. */
  readonly chunks: number;
  /** Of all trades, sealed and not. */
  readonly bytes: number;
  readonly oldestMs: UnixMs | undefined;
  readonly newestMs: UnixMs | undefined;
  /** Book changes, levels of snapshots included. */
  readonly bookRows: number;
  readonly bookBytes: number;
  readonly bookFromMs: UnixMs | undefined;
  readonly bookToMs: UnixMs | undefined;
}

/** Returns what the entries say: of trades sealed and waiting, of books both in one. */
export function holdingsOf(entries: {
  readonly trades: readonly ChunkEntry[];
  readonly waiting: readonly ChunkEntry[];
  readonly books: readonly ChunkEntry[];
}): Holdings {
  const trades = summed([...entries.trades, ...entries.waiting]);
  const books = summed(entries.books);
  return {
    trades: trades.count,
    chunks: entries.trades.length,
    bytes: trades.bytes,
    oldestMs: trades.fromMs,
    newestMs: trades.toMs,
    bookRows: books.count,
    bookBytes: books.bytes,
    bookFromMs: books.fromMs,
    bookToMs: books.toMs,
  };
}

/** Returns a row of a journal as its directory would have it. */
export function entryOf({ seq, startMs, endMs, count, bytes }: ChunkRow | BookChunkRow): ChunkEntry {
  return [seq ?? 0, startMs, endMs, count, bytes];
}

/** Whether a chunk is still what its directory said: a removal writes what stays of it anew, under the same key. */
export function isAsListed(row: ChunkRow | BookChunkRow, entry: ChunkEntry): boolean {
  return entryOf(row).every((part, index) => part === entry[index]);
}

function summed(entries: readonly ChunkEntry[]) {
  let [count, bytes, from, to] = [0, 0, Infinity, -Infinity];
  for (const [, startMs, endMs, rows, size] of entries) {
    count += rows;
    bytes += size;
    from = Math.min(from, startMs);
    to = Math.max(to, endMs);
  }
  const isEmpty = entries.length === 0;
  return {
    count,
    bytes,
    fromMs: isEmpty ? undefined : (from as UnixMs),
    toMs: isEmpty ? undefined : (to as UnixMs),
  };
}
