/**
 * One export while it runs: reads the store chunk by chunk, reports progress, hears `cancel`. At no time are more than one
 * chunk's rows in memory, however long the range.
 */
import { openReader, type Snapshot, type StoreReader } from '#contract/database.ts';
import type { ExportPortMessage, ExportProgress, ExportRequest } from '#contract/query.ts';
import type { TradeColumns } from '#core/market/columns.ts';
import { typedPort, type RawPort, type TypedPort } from '../lib/port.ts';
import type { Clock } from '../lib/clock.ts';
import { tradeCells, type Cell } from './rows.ts';
import { TRADE_COLUMNS } from './schema.ts';

/** Thrown where the work stops after the user's `cancel`; caught where the export began. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export class ExportJob {
  readonly request: ExportRequest;
  readonly reader: StoreReader;
  /** Bounds of the trades written so far, ms; `undefined` before the first. */
  first: number | undefined;
  last: number | undefined;
  rows = 0;
  readonly #snapshot: Snapshot;
  readonly #clock: Clock;
  readonly #port: TypedPort<ExportPortMessage, ExportPortMessage>;
  #isCancelled = false;
  #done = 0;

  private constructor(
    request: ExportRequest,
    reader: StoreReader,
    snapshot: Snapshot,
    port: RawPort,
    clock: Clock,
  ) {
    this.request = request;
    this.reader = reader;
    this.#snapshot = snapshot;
    this.#clock = clock;
    this.#port = typedPort(port);
    this.#port.onMessage((message) => {
      if (message.kind === 'cancel') this.#isCancelled = true;
    });
  }

  /** Rejects when the browser refuses its storage. */
  static async open(request: ExportRequest, port: RawPort, clock: Clock): Promise<ExportJob> {
    const reader = await openReader(request.exchangeId);
    return new ExportJob(request, reader, await reader.snapshot(request), port, clock);
  }

  /** Returns true where `table` was asked for. */
  wants(table: 'trades' | 'markets' | 'gaps'): boolean {
    return this.request.tables?.includes(table) ?? true;
  }

  /** Gives the cells of the trades in the range, row after row, a chunk's at a time, in the order of recording. */
  async *tradeCells(): AsyncGenerator<Cell[]> {
    await this.pass('reading');
    if (!this.wants('trades')) return;
    for await (const columns of this.#batches()) {
      const cells = tradeCells(columns, this.request.from ?? -Infinity, this.request.to ?? Infinity);
      for (let i = AT_MS; i < cells.length; i += TRADE_COLUMNS.length) this.#note(cells[i]);
      this.rows += cells.length / TRADE_COLUMNS.length;
      this.#done += columns.count;
      yield cells;
      await this.pass('reading');
    }
  }

  /** Reports where the work is and lets messages in. Throws `Cancelled` when the user has called it off. */
  async pass(phase: ExportProgress['phase']): Promise<void> {
    this.#port.send({ kind: 'progress', phase, done: this.#done, total: this.#snapshot.total });
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

  #note(at: Cell | undefined): void {
    if (typeof at !== 'number') return;
    if (this.first === undefined || at < this.first) this.first = at;
    if (this.last === undefined || at > this.last) this.last = at;
  }
}

/** Place of `ts_ms` in a row of trades. */
const AT_MS = TRADE_COLUMNS.indexOf('ts_ms');
