/**
 * One export while it runs: reads the store chunk by chunk, reports progress, hears `cancel`. At no time are more than one
 * chunk's rows in memory, however long the range.
 */
import type { BookBatch } from '#contract/stored-books.ts';
import { openReader, type Snapshot, type StoreReader } from '#contract/database.ts';
import type { ExportPortMessage, ExportProgress, ExportRequest, ExportTable } from '#contract/query.ts';
import type { TradeColumns } from '#core/market/columns.ts';
import { typedPort, type RawPort, type TypedPort } from '../lib/port.ts';
import type { Clock } from '../lib/clock.ts';
import { BookRows, type BookCells } from './book-rows.ts';
import { tradeCells, type Cell } from './rows.ts';
import { TRADE_COLUMNS } from './schema.ts';

/** Thrown where the work stops after the user's `cancel`; caught where the export began. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Thrown where the store deleted what was being read; the message is a sentence for people. */
export class Removed extends Error {
  override readonly name = 'Removed';
}

export class ExportJob {
  readonly request: ExportRequest;
  readonly reader: StoreReader;
  trades = 0;
  /** Once books were asked for. */
  books: BookRows | undefined;
  readonly #snapshot: Snapshot;
  readonly #stored: AsyncGenerator<BookBatch>;
  readonly #clock: Clock;
  readonly #port: TypedPort<ExportPortMessage, ExportPortMessage>;
  #isCancelled = false;
  /** Bounds of the trades written so far, on the exchange's stamp. */
  #firstTrade: number | undefined;
  #lastTrade: number | undefined;
  #done = 0;
  #total: number;

  private constructor(
    request: ExportRequest,
    reader: StoreReader,
    snapshot: Snapshot,
    stored: AsyncGenerator<BookBatch>,
    port: RawPort,
    clock: Clock,
  ) {
    this.request = request;
    this.reader = reader;
    this.#snapshot = snapshot;
    this.#stored = stored;
    this.#total = this.wants('trades') ? snapshot.total : 0;
    this.#clock = clock;
    this.#port = typedPort(port);
    this.#port.onMessage((message) => {
      if (message.kind === 'cancel') this.#isCancelled = true;
    });
  }

  /** Rejects when the browser refuses its storage. */
  static async open(request: ExportRequest, port: RawPort, clock: Clock): Promise<ExportJob> {
    const reader = await openReader(request.exchangeId);
    // Both now, before the first is read: what comes meanwhile is in neither.
    const stored = reader.books(request);
    return new ExportJob(request, reader, await reader.snapshot(request), stored, port, clock);
  }

  /** Rows written so far, of trades and books. */
  get rows(): number {
    return this.trades + (this.books?.count ?? 0);
  }

  /** When what was written so far begins, ms; `undefined` before the first row. */
  get first(): number | undefined {
    return least(this.#firstTrade, this.books?.first);
  }

  get last(): number | undefined {
    const { last } = this.books ?? {};
    return this.#lastTrade === undefined || (last ?? -Infinity) > this.#lastTrade ? last : this.#lastTrade;
  }

  /** Stored trades that the range touches, at most. */
  get storedTrades(): number {
    return this.#snapshot.total;
  }

  /** Returns true where `table` was asked for. */
  wants(table: ExportTable): boolean {
    return this.request.tables?.includes(table) ?? true;
  }

  /** Gives the cells of the trades in the range, row after row, a chunk's at a time, in the order of recording. */
  async *tradeCells(): AsyncGenerator<Cell[]> {
    await this.pass('reading');
    if (!this.wants('trades')) return;
    for await (const columns of this.#batches()) {
      const cells = tradeCells(columns, this.request.from ?? -Infinity, this.request.to ?? Infinity);
      for (let i = AT_MS; i < cells.length; i += TRADE_COLUMNS.length) this.#note(cells[i]);
      this.trades += cells.length / TRADE_COLUMNS.length;
      this.#done += columns.count;
      yield cells;
      await this.pass('reading');
    }
    this.#checkWhole();
  }

  /** Gives the rows of the books in the range, a batch's at a time, in the order of recording; of tables asked for. */
  async *bookCells(): AsyncGenerator<BookCells> {
    const hasSnapshots = this.wants('orderbook_snapshots');
    const hasDeltas = this.wants('orderbook_deltas');
    if (!hasSnapshots && !hasDeltas) return;
    const { from = -Infinity, to = Infinity } = this.request;
    for (const session of await this.reader.sessions())
      if (session.endMs >= from && session.startMs <= to) this.#total += session.bookRows;
    const rows = (this.books = new BookRows(from, to));
    const asked = ({ snapshots, deltas, breaks }: BookCells): BookCells => ({
      snapshots: hasSnapshots ? snapshots : [],
      deltas: hasDeltas ? deltas : [],
      breaks,
    });
    for await (const batch of this.#stored) {
      yield asked(rows.add(batch));
      this.#done += batch.columns.count;
      await this.pass('reading');
    }
    this.#checkWhole();
    yield asked(rows.finish());
  }

  /** Reports where the work is and lets messages in. Throws `Cancelled` when the user has called it off. */
  async pass(phase: ExportProgress['phase']): Promise<void> {
    // Of sessions only part may lie in the range, and the last one is still being written.
    if (phase !== 'reading' || this.#done > this.#total) this.#total = this.#done;
    this.#port.send({ kind: 'progress', phase, done: this.#done, total: this.#total });
    await new Promise<void>((resolve) => this.#clock.after(0, resolve));
    if (this.#isCancelled) throw new Cancelled('The export was cancelled.');
  }

  close(): void {
    this.reader.close();
    this.#port.close();
  }

  async *#batches(): AsyncGenerator<TradeColumns> {
    yield* this.#snapshot.sealed();
    yield* this.#snapshot.journal;
  }

  /** A file with a hole that nothing in it tells of is worse than none. */
  #checkWhole(): void {
    if (this.reader.removed() > 0)
      throw new Removed(
        'Recordings were removed while this range was read. Try again: what is left is read anew.',
      );
  }

  #note(at: Cell | undefined): void {
    if (typeof at !== 'number') return;
    this.#firstTrade = least(at, this.#firstTrade);
    if (this.#lastTrade === undefined || at > this.#lastTrade) this.#lastTrade = at;
  }
}

/** Place of `ts_ms` in a row of trades. */
const AT_MS = TRADE_COLUMNS.indexOf('ts_ms');

function least(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}
