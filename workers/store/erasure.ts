/**
 * What goes when a day, or one kind of it, is erased: whole packed parts, by when they begin, as the table of days counts them.
 * What a pinned recording covers stays. What is left says that something is missing: a gap stands where parts went.
 */
import type { StoreTables } from '#contract/database.ts';
import type { ChunkEntry, SessionRow } from '#contract/rows.ts';
import type { ErasedStarts, Erasure, GapRow, Removed } from '#contract/store.ts';
import { BOOK_CHANNEL, TRADE_CHANNEL } from '#contract/gap-rows.ts';
import { leftOf, touchesAny, type TimeStretch } from '#core/units/stretch.ts';
import { bookParts, tradeParts } from './parts.ts';
import { joinedStretches, removedRow } from './removed-rows.ts';
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
  /** The exchange's time: rows of trades go by it. */
  readonly venueNow: number;
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
  { now, venueNow, running, unsealedBooksFrom }: AtErasure,
): Promise<PreparedErasure> {
  const free = prunable(directories, pins, now);
  const isUntilNow = erasure.trades !== undefined && erasure.trades.toMs >= Math.min(now, venueNow);
  // Up to now takes what the exchange has stamped by now, also where our clock is behind.
  const asked = isUntilNow ? { ...erasure, trades: widened(erasure.trades, venueNow) } : erasure;
  const entriesOf = (kind: keyof Directories): readonly ChunkEntry[] =>
    free.flatMap(({ table, entry }) => (table === kind && begins(entry, asked[kind]) ? [entry] : []));
  const trades = entriesOf('trades');
  const books = entriesOf('books');
  const [tradeSeqs, bookSeqs] = [seqsOf(trades), seqsOf(books)];
  const parts = await tradeParts(tables, directories.trades, now);
  const goneParts = parts.filter(({ seq }) => tradeSeqs.has(seq));
  const rollups = new Rollups();
  for (const { from, to, wild } of goneParts) {
    rollups.touchSpan(from, to);
    for (const stamp of wild) rollups.touchSpan(stamp, stamp);
  }
  const changes = new Map(trades.map(([seq]) => [seq, { row: undefined }]));
  const windows = await rollups.rows(tables, directories.trades, changes);
  const pinned = pins.map(({ startMs, endMs }) => ({ from: startMs, to: endMs }));
  const tradesFate: Fate = { gone: goneParts, left: parts.filter(({ seq }) => !tradeSeqs.has(seq)) };
  const waiting = unsealedBooksFrom === undefined ? [] : [{ from: unsealedBooksFrom, to: Infinity }];
  const keptBooks = new Set(directories.books.flatMap(([seq]) => (bookSeqs.has(seq) ? [] : seq)));
  const booksFate: Fate = {
    gone: bookParts(directories.books, bookSeqs, now),
    left: [...bookParts(directories.books, keptBooks, now), ...waiting],
  };
  const tradeGaps = gapsOver(tradesFate, pinned, isUntilNow ? venueNow : undefined);
  const gaps = [
    ...tradeGaps.map((stretch) => removedRow(stretch, TRADE_CHANNEL)),
    ...gapsOver(booksFate, pinned).map((stretch) => removedRow(stretch, BOOK_CHANNEL)),
  ];
  const sessions = (await tables.sessions.toArray())
    .filter((row) => !row.isPinned && row.id !== running)
    .map((row) => ({ row, left: withoutErased(row, tradesFate, booksFate) }));
  return {
    removed: {
      trades: rowsOf(trades),
      bookRows: rowsOf(books),
      bytes: bytesOf(trades) + bytesOf(books),
    },
    tradeSeqs,
    bookSeqs,
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

function widened(starts: ErasedStarts | undefined, toMs: number): ErasedStarts | undefined {
  return starts && { ...starts, toMs: Math.max(starts.toMs, toMs) };
}

function begins([, startMs]: ChunkEntry, starts: ErasedStarts | undefined): boolean {
  return starts !== undefined && startMs >= starts.fromMs && startMs <= starts.toMs;
}

/**
 * Returns the stretches of what goes, none of them over what is left. Where it goes on up to `until`, as that of today, the last one
 * ends there, or where something begins that is left: nothing that happened before is fetched again.
 */
function gapsOver(
  { gone, left }: Fate,
  pinned: readonly TimeStretch[],
  until?: number,
): readonly TimeStretch[] {
  const kept = [...left, ...pinned];
  const joined = joinedStretches(gone, kept);
  const last = joined.at(-1);
  if (last === undefined || until === undefined) return joined;
  const from = last.to + 1;
  const [first] = leftOf({ from, to: until - 1 }, kept);
  return first?.from === from ? [...joined.slice(0, -1), { from: last.from, to: first.to }] : joined;
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
  readonly gone: readonly TimeStretch[];
  readonly left: readonly TimeStretch[];
}

function isAllGone({ startMs, endMs }: SessionRow, { gone, left }: Fate): boolean {
  const session = { from: startMs, to: endMs };
  return touchesAny(gone, session) && !touchesAny(left, session);
}

function seqsOf(entries: readonly ChunkEntry[]): ReadonlySet<number> {
  return new Set(entries.map(([seq]) => seq));
}

function rowsOf(entries: readonly ChunkEntry[]): number {
  return entries.reduce((sum, [, , , count]) => sum + count, 0);
}

function bytesOf(entries: readonly ChunkEntry[]): number {
  return entries.reduce((sum, [, , , , bytes]) => sum + bytes, 0);
}
