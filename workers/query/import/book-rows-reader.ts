/**
 * Rows of the three book tables, in the order of their ids, back to events. A row that cannot be used makes its book doubtful
 * until its next snapshot, as does a level that does not add up: the file may have been changed. Where the exported recording
 * had a key batch, the import gets one at the same place, so that exporting it again gives the same rows.
 */
import type { BookEvent } from '#core/market/book/book-event.ts';
import { contractsHalfUp } from '#core/units/quantity.ts';
import { parseTicker, type Ticker } from '#core/units/ticker.ts';
import { SECOND, type UnixMs } from '#core/units/time.ts';
import { BAD_TIME, type ImportJob } from './import-job.ts';
import { readBreakRow, readDeltaRow, readSnapshotRow, type Cells } from './read-cells.ts';

type Snapshot = Extract<BookEvent, { kind: 'snapshot' }>;

/** Half of what the live recorder leaves between two keys: nearer ones would only make small chunks. */
const KEY_ROWS = 10_000;
const KEY_MS = 150 * SECOND;

export class BookRowsReader {
  readonly #job: ImportJob;
  /** Snapshots of one moment that follow each other: together they may be a key. */
  #run: Snapshot[] = [];
  #at = 0 as UnixMs;

  constructor(job: ImportJob) {
    this.#job = job;
  }

  /** Takes a row of `table`; returns why it was left out. */
  take(table: string, cells: Cells): string | undefined {
    if (table === 'orderbook_snapshots') {
      const event = readSnapshotRow(cells);
      if (typeof event === 'string') return this.#refused(event, cells);
      if (!this.#job.isSane(event.receivedAt)) return this.#refused(BAD_TIME, cells);
      if (event.kind === 'snapshot') this.#snapshot(event);
      return undefined;
    }
    this.#endRun();
    if (table === 'orderbook_breaks') {
      const event = readBreakRow(cells);
      if (typeof event === 'string') return this.#refused(event, cells);
      if (!this.#job.isSane(event.receivedAt)) return this.#refused(BAD_TIME, cells);
      this.#put(event);
      return undefined;
    }
    const row = readDeltaRow(cells);
    if (typeof row === 'string') return this.#refused(row, cells);
    const { receivedAt, venueAt } = row.event;
    if (!this.#job.isSane(receivedAt) || (venueAt !== undefined && !this.#job.isSane(venueAt)))
      return this.#refused(BAD_TIME, cells);
    return this.#delta(row.event, row.left);
  }

  finish(): void {
    this.#endRun();
  }

  #delta(event: Extract<BookEvent, { kind: 'delta' }>, left: number | undefined): string | undefined {
    const refusal = this.#put(event);
    if (refusal === 'early') return 'expected a snapshot before the first change of a book';
    if (refusal === 'negative')
      return 'expected a change that leaves something or nothing, found one that leaves less';
    const is = this.#job.books.lastLeft;
    if (left === (is === 0 ? undefined : contractsHalfUp(is))) return undefined;
    this.#doubt(event.ticker);
    return 'expected the quantity that the changes add up to, found another';
  }

  #snapshot(event: Snapshot): void {
    const [first] = this.#run;
    const isSame = first?.receivedAt === event.receivedAt;
    if (!isSame || this.#run.some(({ ticker }) => ticker === event.ticker)) this.#endRun();
    this.#run.push(event);
  }

  /** A run of snapshots that leaves out no book that is known is a key; but not each of a single book's snapshots. */
  #endRun(): void {
    const run = this.#run;
    const [first] = run;
    if (first === undefined) return;
    this.#run = [];
    const { books } = this.#job;
    const isDue = books.rowsSinceKey >= KEY_ROWS || first.receivedAt - books.keyAt >= KEY_MS;
    const told = new Set<Ticker>(run.map(({ ticker }) => ticker));
    if (isDue && books.exact().every((ticker) => told.has(ticker))) books.key(first.receivedAt, told);
    for (const event of run) this.#put(event);
  }

  #put(event: BookEvent): ReturnType<ImportJob['book']> {
    this.#at = event.receivedAt;
    return this.#job.book(event);
  }

  /** What the row said of its book is lost. */
  #refused(reason: string, cells: Cells): string {
    this.#endRun();
    const [, name] = cells;
    const ticker = typeof name === 'string' ? parseTicker(name) : undefined;
    if (ticker !== undefined) this.#doubt(ticker);
    return reason;
  }

  #doubt(ticker: Ticker): void {
    if (this.#job.books.book(ticker)?.state === 'exact')
      this.#put({ kind: 'stale', ticker, receivedAt: this.#at, reason: 'sequence' });
  }
}
