/**
 * Questions in SQL from the page: keeps one query worker with its loaded rows for the next question, and ends it where a
 * question takes too long. SQLite cannot be stopped from inside its own thread; ending the thread is safe, for it only reads.
 */
import type { QueryApi, SqlOutcome, SqlPortMessage, SqlProgress, SqlRequest } from '#contract/query.ts';
import type { Caller } from './call.ts';

/** A question that takes longer is not what was meant. */
const LIMIT_MS = 30_000;

const LIMIT_SENTENCE = `The question took longer than ${LIMIT_MS / 1_000} seconds and was ended. Ask about a shorter range or fewer markets, or see whether it comes to an end at all.`;

export interface SqlOptions {
  readonly onProgress?: ((progress: SqlProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SqlRunnerDeps {
  /** Starts a query worker of our own. */
  spawn(): Caller<QueryApi>;
  after(ms: number, run: () => void): () => void;
}

export class SqlRunner {
  readonly #deps: SqlRunnerDeps;
  #worker: Caller<QueryApi> | undefined;

  constructor(deps: SqlRunnerDeps) {
    this.#deps = deps;
  }

  /** Asks one question. Resolves with an outcome in every case. */
  async run(request: SqlRequest, { onProgress, signal }: SqlOptions = {}): Promise<SqlOutcome> {
    if (signal?.aborted === true) return { kind: 'cancelled' };
    const worker = (this.#worker ??= this.#deps.spawn());
    const { port1: port, port2: theirs } = new MessageChannel();
    let isRunning = false;
    let cancelLimit = (): void => undefined;
    let settle = (_outcome: SqlOutcome): void => undefined;
    const ended = new Promise<SqlOutcome>((resolve) => {
      settle = resolve;
    });
    const end = (outcome: SqlOutcome): void => {
      // First the outcome: ending the worker rejects its call.
      settle(outcome);
      this.close();
    };
    port.onmessage = ({ data }: MessageEvent<SqlPortMessage>) => {
      if (data.kind !== 'progress') return;
      onProgress?.({ phase: data.phase, done: data.done, total: data.total });
      if (data.phase !== 'running' || isRunning) return;
      isRunning = true;
      cancelLimit = this.#deps.after(LIMIT_MS, () => {
        end({ kind: 'failed', reason: LIMIT_SENTENCE });
      });
    };
    const cancel = (): void => {
      const message: SqlPortMessage = { kind: 'cancel' };
      // A question that runs hears nothing.
      if (isRunning) end({ kind: 'cancelled' });
      else port.postMessage(message);
    };
    signal?.addEventListener('abort', cancel);
    try {
      return await Promise.race([ended, worker.callSlow('runSql', request, theirs)]);
    } catch (error) {
      this.close();
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      cancelLimit();
      signal?.removeEventListener('abort', cancel);
      port.close();
    }
  }

  /** Ends the worker and lets its rows go. The next question starts another. */
  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
