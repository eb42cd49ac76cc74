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
import { LeftOut } from './left-out.ts';
import { readBreakRow, readDeltaRow, readSnapshotRow, type Cells } from './read-cells.ts';

type Snapshot = Extract<BookEvent, { kind: 'snapshot' }>;

/** A row that does not say whose it is: any book may be the one, and shows it when a later row does not add up. */
const ANY_BOOK = '';
const NEGATIVE = 'expected a change that leaves something or nothing, found one that leaves less';
const CONTRADICTS = 'expected the quantity that the changes add up to, found another';

/** Half of what the live recorder leaves between two keys: nearer ones would only make small chunks. */
const KEY_ROWS = 10_000;
const KEY_MS = 150 * SECOND;

export class BookRowsReader {
  readonly #job: ImportJob;
  /** Snapshots of one moment that follow each other: together they may be a key. */
  #run: Snapshot[] = [];
  #at: UnixMs | undefined;
  readonly #leftOut = new LeftOut('orderbook_delta');
  /** The first row that did not say whose it is; empty where each did. */
  #unnamed = '';
  /** The row that is being read, for who asks why later ones are left out. */
  #place = '';

  constructor(job: ImportJob) {
    this.#job = job;
  }

  /** Takes a row of `table`; returns why it was left out. */
  take(table: string, cells: Cells): string | undefined {
    this.#place = `row ${String(cells[0])} of ${table}`;
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

  /** The rows have ended: the stretches in which books were left out become gaps. */
  finish(): void {
    this.#endRun();
    if (this.#at !== undefined) for (const gap of this.#leftOut.finish(this.#at)) this.#job.gap(gap);
  }

  #delta(event: Extract<BookEvent, { kind: 'delta' }>, left: number | undefined): string | undefined {
    const refusal = this.#put(event);
    if (refusal === 'early') return this.#whyEarly(event.ticker);
    if (refusal === 'negative') return this.#contradicted(event.ticker, NEGATIVE);
    const is = this.#job.books.lastLeft;
    if (left === (is === 0 ? undefined : contractsHalfUp(is))) return undefined;
    return this.#contradicted(event.ticker, CONTRADICTS);
  }

  /** A change of a book that is not known: most often because a row before it could not be used. */
  #whyEarly(ticker: Ticker): string {
    const cause = this.#leftOut.causeOf(ticker) ?? this.#unnamed;
    if (cause === '') return 'expected a snapshot before the first change of a book';
    return `the book is not known since ${cause}, until its next snapshot`;
  }

  #contradicted(ticker: Ticker, reason: string): string {
    this.#doubt(ticker, `${this.#place} contradicts the rows before it`);
    return reason;
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
    this.#leftOut.over(ANY_BOOK, event.receivedAt);
    if (event.kind === 'snapshot' || event.kind === 'end') this.#leftOut.over(event.ticker, event.receivedAt);
    return this.#job.book(event);
  }

  /** What the row said of its book is lost. */
  #refused(reason: string, cells: Cells): string {
    this.#endRun();
    const [, name] = cells;
    const ticker = typeof name === 'string' ? parseTicker(name) : undefined;
    const cause = `${this.#place} was left out`;
    if (ticker !== undefined) this.#doubt(ticker, cause);
    else {
      if (this.#unnamed === '') this.#unnamed = cause;
      this.#leftOut.begin(ANY_BOOK, this.#at, cause);
    }
    return reason;
  }

  #doubt(ticker: Ticker, cause: string): void {
    this.#leftOut.begin(ticker, this.#at, cause);
    if (this.#at !== undefined && this.#job.books.book(ticker)?.state === 'exact')
      this.#put({ kind: 'stale', ticker, receivedAt: this.#at, reason: 'sequence' });
  }
}
