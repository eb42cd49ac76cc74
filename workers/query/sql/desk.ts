/**
 * Questions in SQL about a stretch of a recording: loads it into a SQLite database in memory, the same tables as an export,
 * and keeps that for the next question about the same stretch. A question that does not end is ended from outside, with the
 * worker: nothing here needs closing.
 */
import type { Database, SqlJsStatic } from 'sql.js';
import { HOUR, type UnixMs } from '#core/units/time.ts';
import type { SqlOutcome, SqlPortMessage, SqlRequest } from '#contract/query.ts';
import type { Clock } from '../../lib/clock.ts';
import type { RawPort } from '../../lib/port.ts';
import { Cancelled, ExportJob, Removed } from '../job.ts';
import { fill } from '../sqlite.ts';
import { ask } from './ask.ts';

const DEFAULT_ROWS = 10_000;
const MAX_ROWS = 100_000;
/** Some 200 bytes each: 600 MB of memory. */
const MAX_LOADED_ROWS = 3_000_000;

/** Nothing is written any more, whatever is asked; what SQLite sorts stays in memory. */
const READ_ONLY = `
PRAGMA query_only = ON;
PRAGMA trusted_schema = OFF;
PRAGMA temp_store = MEMORY;
`;

interface Loaded {
  readonly key: string;
  readonly database: Database;
  readonly asOf: UnixMs;
}

export interface DeskOptions {
  readonly clock: Clock;
  readonly engine: () => Promise<SqlJsStatic>;
  /** For tests: a lower bound. */
  readonly maxLoadedRows?: number | undefined;
}

class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

export class SqlDesk {
  readonly #options: DeskOptions;
  #loaded: Loaded | undefined;
  /** Questions are answered one after another. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** Answers one question; an outcome in every case but the worker's end. */
  run(request: SqlRequest, port: RawPort): Promise<SqlOutcome> {
    const outcome = this.#last.then(() => this.#answer(request, port));
    this.#last = outcome;
    return outcome;
  }

  async #answer(request: SqlRequest, port: RawPort): Promise<SqlOutcome> {
    const { clock } = this.#options;
    try {
      const { database, asOf } = await this.#load(request, port);
      tell(port, { kind: 'progress', phase: 'running', done: 0, total: 0 });
      // The message leaves before the question takes the thread.
      await new Promise<void>((resolve) => clock.after(0, resolve));
      const began = clock.monotonic();
      const wanted = Math.floor(request.maxRows ?? DEFAULT_ROWS);
      const answer = ask(database, request.sql, Math.min(MAX_ROWS, Math.max(1, wanted)));
      if ('reason' in answer) return { kind: 'failed', ...answer };
      return { kind: 'done', ...answer, elapsedMs: clock.monotonic() - began, asOf };
    } catch (error) {
      if (error instanceof Cancelled) return { kind: 'cancelled' };
      return { kind: 'failed', reason: this.#sentenceOf(error, request) };
    } finally {
      port.close();
    }
  }

  async #load(request: SqlRequest, port: RawPort): Promise<Loaded> {
    const { clock, engine } = this.#options;
    const key = JSON.stringify([request.exchangeId, request.from ?? null, request.to ?? null]);
    if (this.#loaded?.key === key) return this.#loaded;
    // One database at a time: the next may need all the memory.
    this.#loaded?.database.close();
    this.#loaded = undefined;
    const sql = await engine();
    const { exchangeId, from, to } = request;
    const job = await ExportJob.open({ exchangeId, from, to }, loadingPort(port, this.#guard), clock);
    const database = new sql.Database();
    try {
      this.#guard(job.storedTrades);
      await fill(database, job, clock.now());
      database.run(READ_ONLY);
    } catch (error) {
      database.close();
      throw error;
    } finally {
      job.close();
    }
    this.#loaded = { key, database, asOf: clock.now() };
    return this.#loaded;
  }

  readonly #guard = (rows: number): void => {
    if (rows > (this.#options.maxLoadedRows ?? MAX_LOADED_ROWS)) throw new TooMuch(String(rows));
  };

  #sentenceOf(error: unknown, { from, to }: SqlRequest): string {
    const message = error instanceof Error ? error.message : String(error);
    const most = (this.#options.maxLoadedRows ?? MAX_LOADED_ROWS).toLocaleString('en-US');
    if (error instanceof Removed) return message;
    if (error instanceof TooMuch) {
      const hours =
        from === undefined || to === undefined ? '' : ` (it has ${((to - from) / HOUR).toFixed(1)} hours)`;
      return `The range${hours} holds more than ${most} rows, which is more than can be asked about at once. Choose a shorter range.`;
    }
    if (error instanceof RangeError || /memory|allocation/i.test(message))
      return 'The browser ran out of memory. Choose a shorter range, or ask for less at once.';
    return `The question could not be answered: ${message}`;
  }
}

function tell(port: RawPort, message: SqlPortMessage): void {
  port.postMessage(message, []);
}

/** The export's progress as the question's; closing is for who asks. Each report is also a look at how much there is. */
function loadingPort(port: RawPort, guard: (rows: number) => void): RawPort {
  return {
    postMessage: (message) => {
      const { done, total } = message as { done: number; total: number };
      guard(done);
      tell(port, { kind: 'progress', phase: 'loading', done, total });
    },
    close: () => undefined,
    get onmessage() {
      return port.onmessage;
    },
    set onmessage(listener) {
      port.onmessage = listener;
    },
  };
}
