/**
 * What goes with a session, and what stays: of its time what no other session holds, trades and changes of books alike. Chunks
 * that lie across an edge are written anew without what goes. Reads what is sealed bit by bit beside the recording (a sealed
 * chunk never changes); the rest is looked at in the writer's own turn, and everything changes in one transaction or not at all.
 * One file, a little longer than most, because what is looked at and what is changed must be the same.
 */
import { inflate } from '#contract/compression.ts';
import type { StoreTables } from '#contract/database.ts';
import { TRADE_CHANNEL } from '#contract/gap-rows.ts';
import type { BookChunkRow, BookJournalRow, ChunkEntry, ChunkRow, SessionRow } from '#contract/rows.ts';
import type { GapRow, Removed } from '#contract/store.ts';
import { readTrades } from '#contract/stored-trades.ts';
import { withoutStretches } from '#core/market/book/book-cut.ts';
import { joinBooks } from '#core/market/book/book-join.ts';
import { unpackBooks } from '#core/market/book/book-packing.ts';
import type { TradeColumns } from '#core/market/columns.ts';
import { pickTrades } from '#core/market/join.ts';
import { aheadOf, FETCHED_MS, playedAt } from '#core/market/played.ts';
import { ROLLUP_INTERVALS } from '#core/market/rollup.ts';
import { heardStamp, MAX_AHEAD } from '#core/market/skew.ts';
import { isInside, isWithin, leftOf, touchesAny, type TimeStretch } from '#core/units/stretch.ts';
import { floorTo, HOUR, type UnixMs } from '#core/units/time.ts';
import { bookChunkRow, bookJournalRow, type OpenRun } from './book-tape.ts';
import { chunkRow, journalRow, type OpenBatch } from './chunk.ts';
import { GoneStamps } from './gone-stamps.ts';
import { removedRow } from './removed-rows.ts';
import type { Directories } from './retention.ts';
import { Rollups } from './rollup-repair.ts';
import type { TableName } from './vault.ts';

/** How far beyond a session the exchange's stamps of its trades may lie. */
const MARGIN_MS = MAX_AHEAD + FETCHED_MS;
/** What is fetched before the very first connection. Later sessions say themselves how far back they have fetched. */
const FETCHED_BEFORE_MS = HOUR;

export const REMOVAL_TABLES: readonly TableName[] = [
  'tapeChunks',
  'journal',
  'bookChunks',
  'bookJournal',
  'windows',
  'gaps',
  'sessions',
];

/** What becomes of a row: `row` stands in its place, or nothing where it goes whole. */
interface Change<Row> {
  readonly row: Row | undefined;
  readonly rows: number;
  readonly bytes: number;
}

export interface RemovalEvents {
  onProgress(done: number, total: number): void;
  /** Rejects the reading with this where it returns one. */
  cancelled(): Error | undefined;
}

/** The parts of the journals that are on disk and in no chunk yet. */
export interface Unsealed {
  readonly trades: readonly OpenBatch[];
  readonly books: OpenRun | undefined;
}

type StoredGap = GapRow & { readonly id?: number };

/** What the writer knows besides. */
export interface AtRemoval {
  /** All that are stored. */
  readonly gaps: readonly StoredGap[];
  readonly now: UnixMs;
  /** The exchange's time. */
  readonly venueNow: UnixMs;
  /** Since when the session that runs records; absent while none does. */
  readonly runningFrom: UnixMs | undefined;
}

/** Everything that is to change, read and made: nothing of it is written yet. */
export interface Prepared {
  readonly removed: Removed;
  /** What stands in its place. */
  readonly gaps: readonly GapRow[];
  /** What the writer is to know of the chunks when it is written; `undefined` for one that is gone. */
  readonly tradeChunks: ReadonlyMap<number, ChunkEntry | undefined>;
  readonly bookChunks: ReadonlyMap<number, ChunkEntry | undefined>;
  readonly unsealed: Unsealed;
  /** Inside a transaction over `REMOVAL_TABLES`. */
  write(tables: StoreTables): Promise<void>;
}

export class Removal {
  readonly id: number;
  /** Of the session's time, what no other session holds; ascending. */
  readonly gone: readonly TimeStretch[];
  readonly #tables: StoreTables;
  readonly #others: readonly TimeStretch[];
  /** Before this no trade was fetched while it ran. */
  readonly #fetchedFrom: number;
  /** By the key of the chunk; `undefined` for one of which nothing goes. */
  readonly #trades = new Map<number, Change<ChunkRow> | undefined>();
  readonly #books = new Map<number, Change<BookChunkRow> | undefined>();
  readonly #rollups = new Rollups();
  readonly #stamps = new GoneStamps();

  constructor(
    tables: StoreTables,
    session: SessionRow & { readonly id: number },
    all: readonly SessionRow[],
  ) {
    const others = all.filter(({ id }) => id !== session.id).map(stretchOf);
    this.id = session.id;
    this.gone = leftOf(stretchOf(session), others);
    this.#tables = tables;
    this.#others = others;
    this.#fetchedFrom = session.fetchedFromMs ?? session.startMs - FETCHED_BEFORE_MS;
  }

  /** Whether what was read is still what goes: another session may have grown into its time. */
  isAs(other: Removal): boolean {
    return this.id === other.id && JSON.stringify(this.gone) === JSON.stringify(other.gone);
  }

  /** Reads the sealed chunks that it has not looked at yet. */
  async read({ trades, books }: Directories, events: RemovalEvents): Promise<void> {
    const tradesLeft = trades.filter((entry) => this.#mayHoldTrades(entry) && !this.#trades.has(entry[0]));
    const booksLeft = books.filter((entry) => this.#holdsBooks(entry) && !this.#books.has(entry[0]));
    const total = tradesLeft.length + booksLeft.length;
    let done = 0;
    const step = (): void => {
      const end = events.cancelled();
      if (end !== undefined) throw end;
      events.onProgress(done++, total);
    };
    for (const entry of tradesLeft) {
      step();
      this.#trades.set(entry[0], await this.#tradesChange(entry));
    }
    for (const entry of booksLeft) {
      step();
      this.#books.set(entry[0], await this.#booksChange(entry));
    }
    events.onProgress(total, total);
  }

  /** Returns what goes at `now`, of the chunks that are still there and of the journals. */
  async prepare(
    directories: Directories,
    unsealed: Unsealed,
    { gaps, now, venueNow, runningFrom }: AtRemoval,
  ): Promise<Prepared> {
    const trades = changesOf(directories.trades, this.#trades);
    const books = changesOf(directories.books, this.#books);
    const open = unsealed.trades.map((batch) => ({ batch, change: this.#openChange(batch) }));
    const run = unsealed.books === undefined ? undefined : this.#runChange(unsealed.books);
    const tradeChanges = [...trades.values(), ...open.flatMap(({ change }) => change ?? [])];
    const bookChanges = [...books.values(), ...(run === undefined ? [] : [run])];
    const windows = await this.#rollups.rows(this.#tables, directories.trades, trades);
    const clipped = gaps.flatMap((gap) => this.#clipped(gap) ?? []);
    const told = this.#told(Math.min(runningFrom ?? now, now), now, venueNow);
    const all = [...tradeChanges, ...bookChanges];
    return {
      removed: {
        trades: sumOf(tradeChanges),
        bookRows: Math.max(0, sumOf(bookChanges)),
        bytes: Math.max(
          0,
          all.reduce((sum, { bytes }) => sum + bytes, 0),
        ),
      },
      gaps: told,
      tradeChunks: entriesOf(trades),
      bookChunks: entriesOf(books),
      unsealed: {
        trades: open.flatMap(({ batch, change }) => (change === undefined ? batch : (change.batch ?? []))),
        books: run === undefined ? unsealed.books : run.run,
      },
      write: async (tables) => {
        await writeChunks(tables.tapeChunks, trades);
        await writeChunks(tables.bookChunks, books);
        for (const { batch, change } of open) {
          if (change === undefined) continue;
          if (change.row === undefined) await tables.journal.delete(batch.seq);
          else await tables.journal.put({ ...change.row, seq: batch.seq });
        }
        if (run !== undefined && unsealed.books !== undefined) {
          await tables.bookJournal.where(':id').belowOrEqual(unsealed.books.toSeq).delete();
          if (run.row !== undefined) await tables.bookJournal.put({ ...run.row, seq: unsealed.books.toSeq });
        }
        await tables.windows.bulkDelete(windows.gone.map((key) => [...key]));
        await tables.windows.bulkPut([...windows.rows]);
        await tables.gaps.bulkDelete(clipped.map(({ id }) => id));
        await tables.gaps.bulkAdd(clipped.flatMap(({ left }) => left));
        // Between what stays nothing happened that anybody could know of: charts must not draw it as quiet.
        await tables.gaps.bulkAdd([...told]);
        await tables.sessions.delete(this.id);
      },
    };
  }

  /**
   * Returns what is told as removed, by the exchange's stamps: the session's time, all back to the oldest trade that was fetched for
   * it, and every trade that goes. A session whose clock was ahead for a while reaches beyond now, and into the one that runs: what is
   * recorded then is no hole.
   */
  #told(runningFrom: number, now: UnixMs, venueNow: UnixMs): readonly GapRow[] {
    const [first, last] = [this.gone[0], this.gone.at(-1)];
    if (first === undefined || last === undefined) return [];
    const { ahead, from, to, fetchedFrom } = this.#stamps;
    const whole = {
      from: Math.min(first.from, from + ahead, fetchedFrom + ahead),
      to: Math.max(last.to, to + ahead),
    };
    const until = Math.max(venueNow, to > now + MAX_AHEAD ? -Infinity : to + 1);
    return leftOf(whole, [...this.#others, { from: runningFrom, to: Infinity }])
      .map((stretch) => removedRow(shifted(stretch, ahead), TRADE_CHANNEL))
      .map((row) => ({ ...row, toMs: Math.min(row.toMs, until) as UnixMs }))
      .filter(({ fromMs, toMs }) => toMs > fromMs);
  }

  #mayHoldTrades([, startMs, endMs]: ChunkEntry): boolean {
    const [first, last] = [this.gone[0], this.gone.at(-1)];
    if (first === undefined || last === undefined) return false;
    const from = Math.min(first.from, this.#fetchedFrom) - MARGIN_MS;
    // A stamp of the exchange may be years ahead: then the chunk's end says nothing.
    return endMs >= from && startMs <= last.to + MARGIN_MS;
  }

  #holdsBooks([, startMs, endMs]: ChunkEntry): boolean {
    return touchesAny(this.gone, { from: startMs, to: endMs });
  }

  /** What was fetched belongs to the session in whose time it happened; where that was in none, to the one that fetched it. */
  #keeps({ venueAt, receivedAt }: TradeColumns, ahead: number): (row: number) => boolean {
    return (row) => {
      const heardAt = (receivedAt[row] ?? 0) as UnixMs;
      const stamp = (venueAt[row] ?? 0) as UnixMs;
      const at = playedAt(stamp + ahead, heardAt);
      if (isWithin(this.gone, at)) {
        this.#stamps.take(heardStamp(stamp, heardAt), at === heardAt ? ahead : undefined);
        return false;
      }
      if (isWithin(this.#others, at) || !isWithin(this.gone, heardAt)) return true;
      this.#stamps.takeFetched(stamp);
      return false;
    };
  }

  async #tradesChange([seq, startMs, endMs, count, bytes]: ChunkEntry): Promise<
    Change<ChunkRow> | undefined
  > {
    const stored = await this.#tables.tapeChunks.get(seq);
    const columns = stored === undefined ? undefined : await readTrades(stored, true);
    if (columns === undefined) {
      // Nobody can read it: it goes where all of it is of the session.
      if (!isInside(this.gone, { from: startMs, to: endMs })) return undefined;
      this.#rollups.touchSpan(startMs, endMs);
      return { row: undefined, rows: count, bytes };
    }
    const keeps = this.#keeps(columns, aheadOf([columns]));
    let gone = 0;
    for (let row = 0; row < columns.count; row++) {
      if (keeps(row)) continue;
      gone++;
      for (const intervalMs of ROLLUP_INTERVALS)
        this.#rollups.touch(intervalMs, floorTo((columns.venueAt[row] ?? 0) as UnixMs, intervalMs));
    }
    if (gone === 0) return undefined;
    const row = gone === count ? undefined : await chunkRow(pickTrades(columns, keeps));
    return { row, rows: gone, bytes: bytes - (row?.bytes ?? 0) };
  }

  async #booksChange([seq, startMs, endMs, count, bytes]: ChunkEntry): Promise<
    Change<BookChunkRow> | undefined
  > {
    const whole = { row: undefined, rows: count, bytes };
    if (isInside(this.gone, { from: startMs, to: endMs })) return whole;
    const stored = await this.#tables.bookChunks.get(seq);
    const data = stored === undefined ? undefined : await inflate(stored.data);
    const unpacked = data === undefined ? undefined : unpackBooks(data);
    // What cannot be read is told as damage to everybody who tries.
    if (unpacked?.ok !== true) return undefined;
    const kept = withoutStretches(unpacked.value, this.gone);
    if (kept === undefined) return whole;
    const row = await bookChunkRow(kept);
    return { row, rows: count - kept.count, bytes: bytes - row.bytes };
  }

  #openChange({ seq, columns }: OpenBatch) {
    const kept = pickTrades(columns, this.#keeps(columns, aheadOf([columns])));
    if (kept.count === columns.count) return undefined;
    const row = kept.count === 0 ? undefined : journalRow(kept);
    const batch = row === undefined ? undefined : { seq, columns: kept };
    const bytes = journalRow(columns).bytes - (row?.bytes ?? 0);
    return { row, batch, rows: columns.count - kept.count, bytes };
  }

  /** The run that grows becomes one batch, which begins with all that is known where the session ends. */
  #runChange({ batches, bytes, toSeq }: OpenRun) {
    const whole = joinBooks(batches);
    if (!touchesAny(this.gone, { from: whole.from, to: whole.until })) return undefined;
    const kept = withoutStretches(whole, this.gone);
    const row: BookJournalRow | undefined =
      kept === undefined ? undefined : bookJournalRow({ columns: kept, isKey: true });
    const run: OpenRun | undefined =
      kept === undefined || row === undefined ? undefined : { batches: [kept], bytes: row.bytes, toSeq };
    return { row, run, rows: whole.count - (kept?.count ?? 0), bytes: bytes - (row?.bytes ?? 0) };
  }

  /** Returns what is left of a gap beside the session, which has its own truth; `undefined` where it stays as it is. */
  #clipped(gap: StoredGap): { readonly id: number; readonly left: readonly GapRow[] } | undefined {
    const { id, fromMs, toMs, channel, reason } = gap;
    const isOfTrades = channel === TRADE_CHANNEL;
    const gone = isOfTrades ? this.gone.map((stretch) => shifted(stretch, this.#stamps.ahead)) : this.gone;
    // A gap ends before its `toMs`; one without length says only that it has begun.
    const whole = { from: fromMs, to: Math.max(fromMs, toMs - 1) };
    if (id === undefined || !touchesAny(gone, whole)) return undefined;
    const left = leftOf(whole, gone).map(({ from, to }) => ({
      fromMs: from as UnixMs,
      toMs: (to + 1) as UnixMs,
      channel,
      reason,
    }));
    return { id, left };
  }
}

function shifted({ from, to }: TimeStretch, ahead: number): TimeStretch {
  return { from: from - ahead, to: to - ahead };
}

function stretchOf({ startMs, endMs }: SessionRow): TimeStretch {
  return { from: startMs, to: endMs };
}

/** Of the chunks that are there, those that change. */
function changesOf<Row>(
  directory: readonly ChunkEntry[],
  changes: ReadonlyMap<number, Change<Row> | undefined>,
): ReadonlyMap<number, Change<Row>> {
  const found = new Map<number, Change<Row>>();
  for (const [seq] of directory) {
    const change = changes.get(seq);
    if (change !== undefined) found.set(seq, change);
  }
  return found;
}

function entriesOf(
  changes: ReadonlyMap<number, Change<ChunkRow | BookChunkRow>>,
): ReadonlyMap<number, ChunkEntry | undefined> {
  return new Map(
    [...changes].map(([seq, { row }]) => [
      seq,
      row === undefined ? undefined : [seq, row.startMs, row.endMs, row.count, row.bytes],
    ]),
  );
}

async function writeChunks<Row extends { readonly seq?: number }>(
  table: { put(row: Row): PromiseLike<number>; bulkDelete(seqs: number[]): PromiseLike<void> },
  changes: ReadonlyMap<number, Change<Row>>,
): Promise<void> {
  await table.bulkDelete([...changes].flatMap(([seq, { row }]) => (row === undefined ? seq : [])));
  for (const [seq, { row }] of changes) if (row !== undefined) await table.put({ ...row, seq });
}

function sumOf(changes: readonly { readonly rows: number }[]): number {
  return changes.reduce((sum, { rows }) => sum + rows, 0);
}
