/** A SQLite file that we exported: checked, then read row by row in the order of recording. */
import type { Database, SqlJsStatic } from 'sql.js';
import type { UnixMs } from '#core/units/time.ts';
import type { Imported } from '#contract/query.ts';
import { columnsOf } from '../schema.ts';
import { checkFile, openFile, textOf } from './sqlite-check.ts';
import { BookRowsReader } from './book-rows-reader.ts';
import { BAD_TIME, TRADE_CONFLICT, type ImportJob } from './import-job.ts';
import { LeftOut } from './left-out.ts';
import { BadFile } from './lines.ts';
import { readGap, readMarketRow, readTradeRow, type Cells } from './read-cells.ts';
import type { Remarks } from './remarks.ts';

/** More of a file than this left out or contradicting itself, and nobody should take it for a recording. */
const MAX_LEFT_OUT = 0.01;
/** Rows between two looks at cancel and disk. */
const ROWS_AT_ONCE = 1_000;

const TRADES =
  'SELECT id, market_ticker, yes_price_dollars, taker_side, trade_id, count_fp, ts_ms, received_at_ms, is_block_trade, no_price_dollars, yes_price, no_price, count FROM trades NOT INDEXED ORDER BY id';
const SNAPSHOTS =
  'SELECT id, market_ticker, sequence_number, yes_bids, no_bids, received_at FROM orderbook_snapshots NOT INDEXED ORDER BY id';
const DELTAS =
  'SELECT id, market_ticker, timestamp, sequence_number, side, price_dollars, quantity, delta_fp, received_at FROM orderbook_deltas NOT INDEXED ORDER BY id';
const BREAKS =
  'SELECT id, market_ticker, kind, reason, received_at FROM orderbook_breaks NOT INDEXED ORDER BY id';
const TRADES_CHANNEL = 'trade';
const GAPS = 'SELECT from_ms, to_ms, channel, reason FROM gaps NOT INDEXED ORDER BY rowid';

/** Reads the whole of `file` into `job`. Rejects with `BadFile` where it is not one of ours, or damaged. */
export async function importSqlite(file: Blob, sql: SqlJsStatic, job: ImportJob): Promise<Imported> {
  const database = await openFile(file, sql);
  try {
    const { tables, version } = checkFile(database);
    const work = new RowWork(database, file.size, tables, job);
    await readTrades(work, job);
    if (tables.has('orderbook_deltas')) await readBooks(work, tables, job);
    const columns = columnsOf('markets', version).join();
    await work.each('markets', `SELECT ${columns} FROM markets NOT INDEXED ORDER BY ticker`, (cells, row) => {
      const read = readMarketRow(cells);
      if (typeof read === 'string') return read;
      const { market, problem } = read;
      if (problem !== undefined)
        job.remarks.note(
          'prices',
          `The prices at which a market may trade could not be read (first at row ${row} of markets, ${market.ticker}): ${problem}. It was taken without them.`,
        );
      return job.market(market) ? undefined : 'expected at most 100,000 markets, found more';
    });
    await work.each('gaps', GAPS, (cells) => {
      const gap = readGap(cells);
      if (typeof gap === 'string') return gap;
      if (!job.isSane(gap.fromMs) || !job.isSane(gap.toMs)) return BAD_TIME;
      job.gap(gap);
      return undefined;
    });
    checkShare(job.remarks, work.done);
    const imported = await job.finish(booksUntil(database, job));
    if (imported !== undefined) return imported;
    throw new BadFile(
      `No row of the file could be used: expected trades or books in it, found none. ${job.remarks.sentences().join(' ')}`,
    );
  } finally {
    database.close();
  }
}

async function readTrades(work: RowWork, job: ImportJob): Promise<void> {
  const leftOut = new LeftOut(TRADES_CHANNEL);
  let last: UnixMs | undefined;
  const take = (cells: Cells, row: number): string | undefined => {
    const read = readTradeRow(cells);
    if (typeof read === 'string') return read;
    const { trade, receivedAt } = read;
    if (!job.isSane(receivedAt) || !job.isSane(trade.venueAt)) return BAD_TIME;
    if (job.trade(trade, receivedAt, row) === 'conflict') return TRADE_CONFLICT;
    last = trade.venueAt;
    leftOut.over(TRADES_CHANNEL, last);
    return undefined;
  };
  await work.each('trades', TRADES, (cells, row) => {
    const reason = take(cells, row);
    if (reason !== undefined) leftOut.begin(TRADES_CHANNEL, last, reason);
    return reason;
  });
  if (last !== undefined) for (const gap of leftOut.finish(last)) job.gap(gap);
}

/** Throws `BadFile` where too much of the file was left out. */
function checkShare({ rejected, first }: Remarks, rows: number): void {
  if (rejected <= rows * MAX_LEFT_OUT) return;
  const share = Math.max(0.1, (100 * rejected) / rows).toFixed(1);
  throw new BadFile(
    `${rejected} of the ${rows} rows (${share} %) cannot be used or contradict others: expected at most ${100 * MAX_LEFT_OUT} %. The first is ${first}. Export the recording anew.`,
  );
}

/** The three tables of the books as one stream, by their common counter. */
async function readBooks(work: RowWork, tables: ReadonlySet<string>, job: ImportJob): Promise<void> {
  const reader = new BookRowsReader(job);
  const streams = [
    work.stream('orderbook_snapshots', SNAPSHOTS),
    work.stream('orderbook_deltas', DELTAS),
    ...(tables.has('orderbook_breaks') ? [work.stream('orderbook_breaks', BREAKS)] : []),
  ];
  let lastId = 0;
  for (;;) {
    let next = streams[0];
    for (const stream of streams) if (stream.id < (next?.id ?? Infinity)) next = stream;
    if (next === undefined || next.id === Infinity) break;
    if (next.id <= lastId)
      throw new BadFile(
        `Expected the ids of the order book tables to come from one counter, found id ${next.id} again in ${next.table}. The tables were changed after the export.`,
      );
    lastId = next.id;
    const reason = reader.take(next.table, next.cells);
    if (reason !== undefined) job.remarks.reject(`${next.table}: ${reason}`, next.id);
    next.step();
    await work.pass();
  }
  reader.finish();
}

interface RowStream {
  readonly table: string;
  /** Infinity at the end. */
  readonly id: number;
  readonly cells: Cells;
  step(): void;
}

/** Steps through tables and keeps count of how far it is. */
class RowWork {
  readonly #database: Database;
  readonly #size: number;
  readonly #total: number;
  readonly #job: ImportJob;
  #done = 0;

  constructor(database: Database, size: number, tables: ReadonlySet<string>, job: ImportJob) {
    this.#database = database;
    this.#size = size;
    this.#job = job;
    let total = 0;
    for (const table of tables) total += Number(textOf(database, `SELECT count(*) FROM ${table}`));
    this.#total = Math.max(1, total);
  }

  /** Rows read so far. */
  get done(): number {
    return this.#done;
  }

  /** Calls `take` with each row; what it returns is why the row was left out. */
  async each(
    table: string,
    query: string,
    take: (cells: Cells, row: number) => string | undefined,
  ): Promise<void> {
    const stream = this.stream(table, query);
    for (let row = 1; stream.id !== Infinity; row++) {
      const reason = take(stream.cells, row);
      if (reason !== undefined) this.#job.remarks.reject(`${table}: ${reason}`, row);
      stream.step();
      await this.pass();
    }
  }

  stream(table: string, query: string): RowStream {
    const statement = this.#database.prepare(query);
    const stream = { table, id: 0, cells: [] as Cells, step };
    function step(): void {
      stream.cells = statement.step() ? statement.get() : [];
      const [id] = stream.cells;
      stream.id = stream.cells.length === 0 ? Infinity : typeof id === 'number' ? id : 0;
    }
    step();
    return stream;
  }

  async pass(): Promise<void> {
    if (++this.#done % ROWS_AT_ONCE !== 0) return;
    this.#job.done = Math.floor((this.#done / this.#total) * this.#size);
    await this.#job.pass();
  }
}

/** Returns up to when the file's books are known, as it says itself. */
function booksUntil(database: Database, job: ImportJob): UnixMs | undefined {
  const text = textOf(database, "SELECT value FROM meta WHERE key = 'books_until'");
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  if (job.isSane(at)) return at as UnixMs;
  job.remarks.note('until', `books_until in meta was left out: ${BAD_TIME} (${text.slice(0, 40)}).`);
  return undefined;
}
