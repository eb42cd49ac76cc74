/**
 * What goes when a day, or one kind of it, is erased: whole packed parts, by when they begin, as the table of days counts them.
 * What a pinned recording covers stays. What is left says that something is missing: a gap stands where parts went.
 */
import type { StoreTables } from '#contract/database.ts';
import type { ChunkEntry, SessionRow } from '#contract/rows.ts';
import type { ErasedStarts, Erasure, GapRow, Removed } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';
import { prunable, type Directories, type Pin } from './retention.ts';
import { Rollups } from './rollup-repair.ts';
import type { TableName } from './vault.ts';

export const ERASURE_TABLES: readonly TableName[] = [
  'tapeChunks',
  'bookChunks',
  'windows',
  'gaps',
  'sessions',
];

const CHANNELS = { trades: 'trade', books: 'orderbook_delta' } as const;

/** Everything that is to go: nothing of it is written yet. */
export interface PreparedErasure {
  readonly removed: Removed;
  /** Keys of the parts that go. */
  readonly tradeSeqs: ReadonlySet<number>;
  readonly bookSeqs: ReadonlySet<number>;
  /** What stands in their place. */
  readonly gaps: readonly GapRow[];
  /** Inside a transaction over `ERASURE_TABLES`. */
  write(tables: StoreTables): Promise<void>;
}

/** What the writer knows besides. */
export interface AtErasure {
  readonly now: number;
  /** The session that is being recorded. */
  readonly running: number | undefined;
  /** Since when book changes wait to be packed; absent where none do. */
  readonly unsealedBooksFrom: number | undefined;
}

/** Returns what goes. All trades are packed by then. */
export async function prepareErasure(
  tables: StoreTables,
  directories: Directories,
  pins: readonly Pin[],
  erasure: Erasure,
  { now, running, unsealedBooksFrom }: AtErasure,
): Promise<PreparedErasure> {
  const free = prunable(directories, pins, now);
  const entriesOf = (kind: keyof Directories): readonly ChunkEntry[] =>
    free.flatMap(({ table, entry }) => (table === kind && begins(entry, erasure[kind]) ? [entry] : []));
  const trades = entriesOf('trades');
  const books = entriesOf('books');
  const rollups = new Rollups();
  for (const [, startMs, endMs] of trades) rollups.touchSpan(startMs, Math.min(endMs, now));
  const changes = new Map(trades.map(([seq]) => [seq, { row: undefined }]));
  const windows = await rollups.rows(tables, directories.trades, changes);
  const gaps = [...gapsOver('trades', trades, now, erasure.trades), ...gapsOver('books', books, now)];
  const tradesFate = fateOf(directories.trades, trades, []);
  const waiting: readonly Span[] = unsealedBooksFrom === undefined ? [] : [[unsealedBooksFrom, Infinity]];
  const booksFate = fateOf(directories.books, books, waiting);
  const sessions = (await tables.sessions.toArray())
    .filter((row) => !row.isPinned && row.id !== running)
    .map((row) => ({ row, left: withoutErased(row, tradesFate, booksFate) }));
  return {
    removed: {
      trades: rowsOf(trades),
      bookRows: rowsOf(books),
      bytes: bytesOf(trades) + bytesOf(books),
    },
    tradeSeqs: new Set(trades.map(([seq]) => seq)),
    bookSeqs: new Set(books.map(([seq]) => seq)),
    gaps,
    write: async (written) => {
      await written.tapeChunks.bulkDelete(trades.map(([seq]) => seq));
      await written.bookChunks.bulkDelete(books.map(([seq]) => seq));
      await written.windows.bulkDelete(windows.gone.map((key) => [...key]));
      await written.windows.bulkPut([...windows.rows]);
      await written.gaps.bulkAdd([...gaps]);
      for (const { row, left } of sessions) {
        if (left === row) continue;
        if (left === undefined) await written.sessions.delete(row.id ?? 0);
        else await written.sessions.put(left);
      }
    },
  };
}

function begins([, startMs]: ChunkEntry, starts: ErasedStarts | undefined): boolean {
  return starts !== undefined && startMs >= starts.fromMs && startMs <= starts.toMs;
}

/**
 * Between what stays nothing happened that anybody could know of. Neighbours are one gap. Where the stretch runs on, as that of
 * today, the last gap ends now: nothing that happened before is fetched again.
 */
function gapsOver(
  kind: keyof typeof CHANNELS,
  gone: readonly ChunkEntry[],
  now: number,
  starts?: ErasedStarts,
): readonly GapRow[] {
  const gaps: { fromMs: UnixMs; toMs: UnixMs }[] = [];
  let before: ChunkEntry | undefined;
  for (const entry of gone) {
    const [seq, startMs, endMs] = entry;
    const open = gaps.at(-1);
    const toMs = Math.min(endMs, now) as UnixMs;
    if (open !== undefined && before?.[0] === seq - 1) open.toMs = Math.max(open.toMs, toMs) as UnixMs;
    else gaps.push({ fromMs: Math.min(startMs, now) as UnixMs, toMs });
    before = entry;
  }
  const last = gaps.at(-1);
  if (last !== undefined && starts !== undefined && starts.toMs >= now) last.toMs = now as UnixMs;
  return gaps.map((gap) => ({ ...gap, channel: CHANNELS[kind], reason: 'removed' }));
}

/** Returns a session as its list should have it: the same where something of it is left, nothing where all of it went. */
function withoutErased(session: SessionRow, trades: Fate, books: Fate): SessionRow | undefined {
  const losesTrades = session.trades > 0 && isAllGone(session, trades);
  const losesBooks = session.bookRows > 0 && isAllGone(session, books);
  if (!losesTrades && !losesBooks) return session;
  if ((losesTrades || session.trades === 0) && (losesBooks || session.bookRows === 0)) return undefined;
  return {
    ...session,
    ...(losesTrades ? { trades: 0, fetched: undefined, fetchedFromMs: undefined } : {}),
    ...(losesBooks ? { bookRows: 0, bookChanges: 0, tickers: [] } : {}),
  };
}

/** The parts of one kind that go, and those that are left. */
interface Fate {
  readonly gone: readonly Span[];
  readonly left: readonly Span[];
}

type Span = readonly [fromMs: number, toMs: number];

function fateOf(all: readonly ChunkEntry[], gone: readonly ChunkEntry[], unsealed: readonly Span[]): Fate {
  const seqs = new Set(gone.map(([seq]) => seq));
  const spans = (entries: readonly ChunkEntry[]): readonly Span[] =>
    entries.map(([, startMs, endMs]) => [startMs, endMs]);
  return { gone: spans(gone), left: [...spans(all.filter(([seq]) => !seqs.has(seq))), ...unsealed] };
}

function isAllGone({ startMs, endMs }: SessionRow, { gone, left }: Fate): boolean {
  const isIn = ([fromMs, toMs]: Span): boolean => toMs >= startMs && fromMs <= endMs;
  return gone.some(isIn) && !left.some(isIn);
}

function rowsOf(entries: readonly ChunkEntry[]): number {
  return entries.reduce((sum, [, , , count]) => sum + count, 0);
}

function bytesOf(entries: readonly ChunkEntry[]): number {
  return entries.reduce((sum, [, , , , bytes]) => sum + bytes, 0);
}
