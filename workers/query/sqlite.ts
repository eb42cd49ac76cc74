/** Makes the SQLite file: tables, rows in statements of many, indexes last. sql.js holds the file in memory until it is handed over. */
import type { Database, SqlJsStatic } from 'sql.js';
import { APP_VERSION } from '#core/lib/version.ts';
import type { ExportJob } from './job.ts';
import { gapCells, marketCells, type Cell } from './rows.ts';
import {
  BREAK_COLUMNS,
  DELTA_COLUMNS,
  GAP_COLUMNS,
  INDEXES,
  MARKET_COLUMNS,
  SCHEMA_VERSION,
  SNAPSHOT_COLUMNS,
  TABLES,
  TRADE_COLUMNS,
} from './schema.ts';

/** Rows of one statement: 50 to 200 cost the same, a single row half as much again (measured, sql.js 1.16). */
const ROWS_PER_STATEMENT = 100;

/** No journal: a file that fails half-way is thrown away whole. 16 MB of cache keep the index sort off the (memory) disk. */
const SPEED = `
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -16000;
PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** Returns the file's bytes. Rejects with `Cancelled`, or when memory runs out; nothing is left behind then. */
export async function makeSqlite(
  sql: SqlJsStatic,
  job: ExportJob,
  exportedAt: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const database = new sql.Database();
  try {
    await fill(database, job, exportedAt);
    await job.pass('writing');
    return new Uint8Array(database.export());
  } finally {
    database.close();
  }
}

/** Makes every table in the empty `database`, their rows of the job's range, and the indexes. */
export async function fill(database: Database, job: ExportJob, exportedAt: number): Promise<void> {
  database.run(SPEED + TABLES);
  database.run('BEGIN');
  const trades = inserter(database, 'trades', TRADE_COLUMNS);
  for await (const cells of job.tradeCells()) trades(cells);
  const snapshots = inserter(database, 'orderbook_snapshots', SNAPSHOT_COLUMNS);
  const deltas = inserter(database, 'orderbook_deltas', DELTA_COLUMNS);
  const breaks = inserter(database, 'orderbook_breaks', BREAK_COLUMNS);
  for await (const cells of job.bookCells()) {
    snapshots(cells.snapshots);
    deltas(cells.deltas);
    breaks(cells.breaks);
  }
  if (job.wants('markets'))
    inserter(database, 'markets', MARKET_COLUMNS)((await job.reader.markets()).flatMap(marketCells));
  if (job.wants('gaps'))
    inserter(database, 'gaps', GAP_COLUMNS)((await job.reader.gaps(job.request)).flatMap(gapCells));
  inserter(database, 'meta', ['key', 'value'])(metaOf(job, exportedAt));
  database.run('COMMIT');
  for (const index of INDEXES) {
    await job.pass('indexing');
    database.run(index);
  }
}

/** Returns a function that inserts rows, given as cells one after another, most of them in statements of many. Statements are freed with the database. */
function inserter(
  database: Database,
  table: string,
  columns: readonly string[],
): (cells: readonly Cell[]) => void {
  const places = `(${columns.map(() => '?').join()})`;
  const head = `INSERT INTO ${table}(${columns.join()}) VALUES `;
  const many = database.prepare(head + Array.from({ length: ROWS_PER_STATEMENT }, () => places).join());
  const one = database.prepare(head + places);
  const width = columns.length;
  return (cells) => {
    let at = 0;
    for (; at + ROWS_PER_STATEMENT * width <= cells.length; at += ROWS_PER_STATEMENT * width)
      many.run(cells.slice(at, at + ROWS_PER_STATEMENT * width));
    for (; at < cells.length; at += width) one.run(cells.slice(at, at + width));
  };
}

function metaOf(job: ExportJob, exportedAt: number): Cell[] {
  const iso = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString());
  return [
    ['exchange', job.request.exchangeId],
    ['from', iso(job.request.from ?? job.first)],
    ['to', iso(job.request.to ?? job.last)],
    ['schema', String(SCHEMA_VERSION)],
    ['exported_at', iso(exportedAt)],
    ['app_version', APP_VERSION],
    ['trades', String(job.trades)],
    ['book_rows', String(job.books?.count ?? 0)],
    ['books_until', iso(job.books?.until)],
    ['changes_left_out', String(job.books?.unplaced ?? 0)],
    ['damaged_rows', String(job.reader.damaged())],
  ].flat();
}
