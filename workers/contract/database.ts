/**
 * What is on disk: one database per exchange, its tables (rows.ts has their rows), and the reader that every thread but
 * the store worker uses. Reading never writes; writing is the store worker's alone. Damaged rows are skipped and counted,
 * never fatal. One file, longer than most, because the reader is the tables seen from outside.
 */
import { Dexie, type Table } from 'dexie';
import type { PackedTrades } from '#core/market/packing.ts';
import type { TradeColumns } from '#core/market/columns.ts';
import type { Rollup } from '#core/market/rollup.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { DurationMs } from '#core/units/time.ts';
import { withoutBeginnings } from './gap-rows.ts';
import { entryOf, holdingsOf, isAsListed, type Holdings } from './holdings.ts';
import { othersOf, type Inventory } from './inventory.ts';
import {
  DIRECTORY,
  type AlertRow,
  type BookChunkRow,
  type BookJournalRow,
  type ChunkEntry,
  type ChunkRow,
  type ImportInfo,
  type JournalRow,
  type SessionRow,
  type SettingRow,
  type WindowRow,
} from './rows.ts';
import type { GapRow, MarketRow } from './store.ts';
import { journalRowsFor, readBooks, type BookBatch } from './stored-books.ts';
import { readRollups, readTrades } from './stored-trades.ts';

/** Raised with every change of tables or rows, together with a migration and a stored fixture. */
export const DATABASE_VERSION = 4;

/** Dexie keeps tenths of versions: what IndexedDB itself calls the version. */
export const NATIVE_VERSION = DATABASE_VERSION * 10;

export interface StoreTables {
  readonly tapeChunks: Table<ChunkRow, number>;
  readonly journal: Table<JournalRow, number>;
  readonly bookChunks: Table<BookChunkRow, number>;
  readonly bookJournal: Table<BookJournalRow, number>;
  readonly windows: Table<WindowRow, [number, number]>;
  readonly gaps: Table<GapRow & { readonly id?: number }, number>;
  readonly markets: Table<MarketRow, string>;
  readonly sessions: Table<SessionRow, number>;
  readonly settings: Table<SettingRow, string>;
  readonly alerts: Table<AlertRow, number>;
}

export type StoreDatabase = Dexie & StoreTables;

/** Returns the name of the exchange's database; nothing of two exchanges is ever mixed. */
export function databaseName(exchangeId: string): string {
  return `flowboard-${exchangeId}`;
}

/** Returns the exchange's database, not yet open. `strict` waits for the disk itself, `relaxed` for the system. */
export function createDatabase(exchangeId: string, durability: 'strict' | 'relaxed'): StoreDatabase {
  const database = new Dexie(databaseName(exchangeId), {
    chromeTransactionDurability: durability,
    cache: 'disabled',
  });
  database.version(1).stores({
    tapeChunks: `++seq, endMs, ${DIRECTORY}`,
    journal: '++seq',
    windows: '[intervalMs+startMs]',
    gaps: '++id',
    markets: 'ticker',
    sessions: '++id',
    settings: 'name',
  });
  // Books came, and with them names and pins of sessions.
  database
    .version(2)
    .stores({ bookChunks: `++seq, endMs, ${DIRECTORY}`, bookJournal: '++seq' })
    .upgrade((change) =>
      change
        .table<SessionRow>('sessions')
        .toCollection()
        .modify({ name: '', isPinned: false, tickers: [], bookRows: 0 }),
    );
  // The history of alerts came: a table of its own, nothing else is touched.
  database.version(3).stores({ alerts: 'id' });
  // Markets are found by when they close: those that closed long ago go, and are not read at the start.
  database.version(DATABASE_VERSION).stores({ markets: 'ticker, closeAt' });
  return database as StoreDatabase;
}

/** Returns the directory of all chunks of a table, oldest first. */
export async function readDirectory(
  chunks: Table<ChunkRow, number> | Table<BookChunkRow, number>,
): Promise<readonly ChunkEntry[]> {
  const keys: unknown = await chunks.orderBy(DIRECTORY).keys();
  return keys as readonly ChunkEntry[];
}

/** Sealed chunks, oldest first. */
export interface SealedChunks {
  readonly trades: readonly ChunkEntry[];
  readonly books: readonly ChunkEntry[];
}

/** Chunks and journals as directories. */
interface Listed {
  readonly trades: readonly ChunkEntry[];
  readonly waiting: readonly ChunkEntry[];
  /** Sealed and waiting. */
  readonly books: readonly ChunkEntry[];
}

/** Returns what chunks and journals hold, at one instant. */
async function readListed(database: StoreDatabase): Promise<Listed> {
  const { tapeChunks, journal, bookChunks, bookJournal } = database;
  return database.transaction('r', [tapeChunks, journal, bookChunks, bookJournal], async () => {
    const trades = await readDirectory(tapeChunks);
    const books = await readDirectory(bookChunks);
    const waiting: ChunkEntry[] = [];
    await journal.each((row) => waiting.push(entryOf(row)));
    const waitingBooks: ChunkEntry[] = [];
    await bookJournal.each((row) => waitingBooks.push(entryOf(row)));
    return { trades, waiting, books: [...books, ...waitingBooks] };
  });
}

/** Returns all that is stored, piece by piece. */
async function readInventory(database: StoreDatabase): Promise<Inventory> {
  const { windows, gaps, alerts, markets, sessions } = database;
  const { trades, waiting, books } = await readListed(database);
  return {
    trades: [...trades, ...waiting],
    books,
    others: othersOf({
      windows: await windows.toArray(),
      gaps: await gaps.toArray(),
      alerts: await alerts.toArray(),
      markets: await markets.toArray(),
      sessions: await sessions.toArray(),
    }),
  };
}

/** Bounds in ms, inclusive: on the exchange's stamp, for books on ours. */
export interface TimeRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface RollupsFrom {
  readonly intervalMs: DurationMs;
  readonly from: number;
}

/** The store as it was at one instant: no trade twice, none missing, whatever the writer does meanwhile. */
export interface Snapshot {
  /** Trades in what the two members below give, at most. */
  readonly total: number;
  /** Oldest first, each whole: some trades may lie outside the range asked for. Of chunks removed meanwhile only what is left is given, and `removed` counts them. */
  sealed(): AsyncGenerator<TradeColumns>;
  /** Batches that no chunk and no rollup holds yet, oldest first. */
  readonly journal: readonly TradeColumns[];
  /** Those asked for, of sealed trades only: what the journal holds is not in them. By interval as asked, ascending. */
  readonly rollups: readonly Rollup[];
}

/** Which markets of those stored. */
export interface SomeMarkets {
  /** Ms. */
  readonly closingFrom: number;
  /** Tickers. */
  readonly and: readonly string[];
}

export interface StoreReader {
  holdings(): Promise<Holdings>;
  /** Every part with its size: reads all but the trades and books themselves. */
  inventory(): Promise<Inventory>;
  /** The sealed chunks of now that touch the range. */
  chunks(range: TimeRange): Promise<SealedChunks>;
  /** `rollups` asks for the rollups of each interval named that start at its `from` or later. */
  snapshot(range: TimeRange, rollups?: readonly RollupsFrom[]): Promise<Snapshot>;
  /** Sealed rollups of one interval, by the time of their start, ascending. */
  rollups(intervalMs: DurationMs, range: TimeRange): Promise<readonly Rollup[]>;
  /** Gaps that touch the range. */
  gaps(range: TimeRange): Promise<readonly GapRow[]>;
  /**
   * Book changes stored by now that touch the range, on OUR stamps, oldest first and whole: from the last key at or before
   * `from`, so that the books at `from` are known. With `tickers`, rows of others are left out; a batch without rows still
   * says when.
   */
  books(range: TimeRange, tickers?: readonly Ticker[]): AsyncGenerator<BookBatch>;
  /** All, or those that close at `closingFrom` or later and those named; without a close time they are among all only. */
  markets(some?: SomeMarkets): Promise<readonly MarketRow[]>;
  /** Oldest first. */
  sessions(): Promise<readonly SessionRow[]>;
  /** Alerts that fired, oldest first. */
  alerts(): Promise<readonly AlertRow[]>;
  /** Rows that could not be read since this reader was opened. */
  damaged(): number;
  /** Chunks that were listed for a read, and deleted or cut before their turn: what was read then is not whole. */
  removed(): number;
  close(): void;
}

/** Returns a reader of the exchange's database; an exchange never recorded is empty. Rejects when storage is refused. */
export async function openReader(exchangeId: string): Promise<StoreReader> {
  const database = createDatabase(exchangeId, 'relaxed');
  // An import that is removed goes at once. Dexie itself would open it again, empty, and say that nothing was recorded.
  // Where another version raises the database Dexie lets go and reads on, as it is.
  database.on('versionchange', ({ newVersion }) => {
    if (newVersion !== null) return true;
    database.close();
    return false;
  });
  await database.open();
  let damaged = 0;
  let removed = 0;

  async function tradesOf(row: PackedTrades, isDeflated: boolean): Promise<TradeColumns | undefined> {
    const columns = await readTrades(row, isDeflated);
    if (columns === undefined) damaged++;
    return columns;
  }

  async function rollupsOf(rows: readonly WindowRow[]): Promise<readonly Rollup[]> {
    const read = await readRollups(rows);
    damaged += rows.length - read.length;
    return read;
  }

  const windowRows = (intervalMs: DurationMs, { from, to }: TimeRange): Promise<WindowRow[]> =>
    database.windows
      .where('[intervalMs+startMs]')
      .between([intervalMs, from ?? Dexie.minKey], [intervalMs, to ?? Dexie.maxKey], true, true)
      .toArray();

  return {
    holdings: async () => holdingsOf(await readListed(database)),
    inventory: () => readInventory(database),
    chunks: (range) => {
      const { tapeChunks, bookChunks } = database;
      const isIn = ([, startMs, endMs]: ChunkEntry): boolean => touches(startMs, endMs, range);
      return database.transaction('r', [tapeChunks, bookChunks], async () => ({
        trades: (await readDirectory(tapeChunks)).filter(isIn),
        books: (await readDirectory(bookChunks)).filter(isIn),
      }));
    },
    snapshot: async (range, rollups = []) => {
      const { tapeChunks, journal, windows } = database;
      const found = await database.transaction('r', [tapeChunks, journal, windows], async () => ({
        chunks: (await readDirectory(tapeChunks)).filter((entry) => touches(entry[1], entry[2], range)),
        journal: await journal.toArray(),
        windows: (await Promise.all(rollups.map((asked) => windowRows(asked.intervalMs, asked)))).flat(),
      }));
      const batches: TradeColumns[] = [];
      for (const row of found.journal) {
        // No rollup holds the journal: who asks for rollups needs it for the same stretch.
        const isAsked =
          touches(row.startMs, row.endMs, range) || rollups.some(({ from }) => row.endMs >= from);
        const columns = isAsked ? await tradesOf(row, false) : undefined;
        if (columns !== undefined) batches.push(columns);
      }
      return {
        total:
          found.chunks.reduce((sum, entry) => sum + entry[3], 0) +
          batches.reduce((sum, batch) => sum + batch.count, 0),
        sealed: async function* () {
          for (const entry of found.chunks) {
            const row = await tapeChunks.get(entry[0]);
            if (row === undefined || !isAsListed(row, entry)) removed++;
            const columns = row === undefined ? undefined : await tradesOf(row, true);
            if (columns !== undefined) yield columns;
          }
        },
        journal: batches,
        rollups: await rollupsOf(found.windows),
      };
    },
    rollups: async (intervalMs, range) => rollupsOf(await windowRows(intervalMs, range)),
    gaps: async (range) =>
      withoutBeginnings(
        (await database.gaps.toArray()).filter((gap) => touches(gap.fromMs, gap.toMs, range)),
      ),
    books: (range, tickers) => {
      const { bookChunks, bookJournal } = database;
      const finding = database.transaction('r', [bookChunks, bookJournal], async () => ({
        chunks: (await readDirectory(bookChunks)).filter((entry) => touches(entry[1], entry[2], range)),
        journal: journalRowsFor(await bookJournal.toArray(), range),
      }));
      // Heard by who reads on; nobody may.
      finding.catch(() => undefined);
      return (async function* () {
        const found = await finding;
        yield* readBooks(
          {
            chunks: found.chunks,
            journal: found.journal,
            chunk: (seq) => bookChunks.get(seq),
            onDamage: () => damaged++,
            onRemoved: () => removed++,
          },
          tickers === undefined ? undefined : new Set(tickers),
        );
      })();
    },
    markets: async (some) => {
      if (some === undefined) return database.markets.toArray();
      const named = await database.markets.bulkGet([...some.and]);
      const late = await database.markets.where('closeAt').aboveOrEqual(some.closingFrom).toArray();
      return [...named.flatMap((row) => row ?? []), ...late];
    },
    sessions: () => database.sessions.toArray(),
    alerts: () => database.alerts.toArray(),
    damaged: () => damaged,
    removed: () => removed,
    close: () => {
      database.close();
    },
  };
}

function touches(startMs: number, endMs: number, { from, to }: TimeRange): boolean {
  return (from === undefined || endMs >= from) && (to === undefined || startMs <= to);
}

/** An imported recording: `openReader` with its exchange id reads it. */
export interface ImportEntry extends ImportInfo {
  readonly id: string;
}

/** What comes before an import's id in the exchange id of its database. */
const IMPORT_PREFIX = 'import-';

/** Returns the exchange id under which an import is stored. */
export function importExchangeId(id: string): string {
  return `${IMPORT_PREFIX}${id}`;
}

/** A database that is free opens at once; one that is being deleted while a tab that sleeps holds it may never. */
const OPENS_WITHIN_MS = 2_000;

/**
 * Returns the imports that were finished, newest first. One that does not open in time is left out, and `onHeld` hears its id:
 * another tab holds it while it is to be deleted.
 */
export async function listImports(
  onHeld: (id: string) => void = () => undefined,
): Promise<readonly ImportEntry[]> {
  const prefix = databaseName(IMPORT_PREFIX);
  const names = (await Dexie.getDatabaseNames()).filter((name) => name.startsWith(prefix));
  const found = await Promise.all(
    names.map(async (name): Promise<readonly ImportEntry[]> => {
      const id = name.slice(prefix.length);
      const info = await readImportInfo(id);
      if (info === 'held') onHeld(id);
      return info === undefined || info === 'held' ? [] : [{ id, ...info }];
    }),
  );
  return found.flat().sort((a, b) => b.at - a.at);
}

/** Returns what an import says of itself; `undefined` for one that was never finished. */
async function readImportInfo(id: string): Promise<ImportInfo | undefined | 'held'> {
  const database = createDatabase(importExchangeId(id), 'relaxed');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isLate = new Promise<'held'>((resolve) => {
    timer = setTimeout(resolve, OPENS_WITHIN_MS, 'held');
  });
  try {
    const row = await Promise.race([database.settings.get('import'), isLate]);
    return row === 'held' ? row : (row?.value as ImportInfo | undefined);
  } finally {
    clearTimeout(timer);
    database.close();
  }
}

/** The page's own small memory: pairing, last exchange, settings. */
export interface Shell {
  /** The value as it was set, or `undefined`; the caller checks its shape. */
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
  close(): void;
}

/** Returns the page's own database. Rejects when storage is refused. */
export async function openShell(): Promise<Shell> {
  const database = new Dexie('flowboard', { cache: 'disabled' });
  database.version(1).stores({ settings: 'name' });
  await database.open();
  const settings = database.table<SettingRow, string>('settings');
  return {
    get: async (name) => (await settings.get(name))?.value,
    set: async (name, value) => {
      await settings.put({ name, value });
    },
    remove: (name) => settings.delete(name),
    close: () => {
      database.close();
    },
  };
}
