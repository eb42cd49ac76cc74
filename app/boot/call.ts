/**
 * Calls into a worker that always end: Comlink's own never reject when the worker dies or was not ready (comlink #601,
 * #665, #692). Calls wait for `ready`, have a deadline, and are all rejected when the worker dies.
 */
import { transfer, wrap, type Endpoint } from 'comlink';
import type { WorkerNotice } from '#contract/worker.ts';

/** A verb answers within this after the worker is ready. */
const DEADLINE_MS = 5_000;
/** A worker that has not said `ready` by then will not: its script did not load. */
const BIRTH_MS = 20_000;

/** What of Worker is used. */
export interface WorkerLike extends Endpoint {
  addEventListener(type: string, listener: EventListenerOrEventListenerObject): void;
  terminate(): void;
}

/** The verbs of a worker: every one returns a promise. */
type Verbs<Api> = { [K in keyof Api]: (...args: never[]) => Promise<unknown> };

export interface CallerOptions {
  /** For messages: "market". */
  readonly name: string;
  readonly worker: WorkerLike;
  /** Called once, when the worker is no more. `terminate` is not a death. */
  onDeath(fault: string): void;
}

export class Caller<Api extends Verbs<Api>> {
  readonly #options: CallerOptions;
  readonly #remote: Record<string, (...args: unknown[]) => Promise<unknown>>;
  readonly #pending = new Set<(error: Error) => void>();
  readonly #ready: Promise<void>;
  readonly #died: Promise<never>;
  #markReady: () => void = () => undefined;
  #markDied: (error: Error) => void = () => undefined;
  #isOver = false;

  constructor(options: CallerOptions) {
    this.#options = options;
    const { worker } = options;
    this.#ready = new Promise((resolve) => {
      this.#markReady = resolve;
    });
    this.#died = new Promise((_resolve, reject) => {
      this.#markDied = reject;
    });
    // Most callers never look.
    this.#died.catch(() => undefined);
    const birth = setTimeout(() => {
      this.#die('it did not start');
    }, BIRTH_MS);
    worker.addEventListener('message', (event) => {
      const notice = noticeOf(event);
      if (notice?.kind === 'ready') {
        clearTimeout(birth);
        this.#markReady();
      } else if (notice?.kind === 'fault') {
        clearTimeout(birth);
        this.#die(notice.message);
      }
    });
    worker.addEventListener('error', (event) => {
      clearTimeout(birth);
      this.#die(
        'message' in event && typeof event.message === 'string' ? event.message : 'it failed to load',
      );
    });
    worker.addEventListener('messageerror', () => {
      clearTimeout(birth);
      this.#die('a message could not be read');
    });
    this.#remote = wrap<Record<string, (...args: unknown[]) => Promise<unknown>>>(worker);
  }

  /** Resolves when the worker can be called. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Never resolves; rejects when the worker is no more, however it ended. */
  get died(): Promise<never> {
    return this.#died;
  }

  /** Calls `verb`; rejects after 5 s or at the worker's death. Ports among the arguments are transferred. */
  call<K extends keyof Api & string>(verb: K, ...args: Parameters<Api[K]>): ReturnType<Api[K]> {
    return this.#call(verb, args, DEADLINE_MS) as ReturnType<Api[K]>;
  }

  /** As `call`, without a deadline: for verbs that work as long as it takes. */
  callSlow<K extends keyof Api & string>(verb: K, ...args: Parameters<Api[K]>): ReturnType<Api[K]> {
    return this.#call(verb, args, undefined) as ReturnType<Api[K]>;
  }

  /** Ends the worker; calls that wait are rejected. */
  terminate(): void {
    this.#end(`The ${this.#options.name} worker was stopped.`);
  }

  async #call(verb: string, args: readonly unknown[], deadlineMs: number | undefined): Promise<unknown> {
    const { name } = this.#options;
    if (this.#isOver) throw new Error(`The ${name} worker is not running.`);
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const settle = (): void => {
        clearTimeout(timer);
        this.#pending.delete(fail);
      };
      const fail = (error: Error): void => {
        settle();
        reject(error);
      };
      this.#pending.add(fail);
      void this.#ready.then(() => {
        if (!this.#pending.has(fail)) return;
        if (deadlineMs !== undefined)
          timer = setTimeout(() => {
            fail(new Error(`The ${name} worker did not answer "${verb}" within ${deadlineMs / 1000} s.`));
          }, deadlineMs);
        const run = this.#remote[verb];
        if (run === undefined) return;
        run(...args.map(transferable)).then((value) => {
          settle();
          resolve(value);
        }, fail);
      });
    });
  }

  #die(fault: string): void {
    if (this.#isOver) return;
    this.#end(`The ${this.#options.name} worker stopped: ${fault}`);
    this.#options.onDeath(fault);
  }

  #end(message: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.worker.terminate();
    this.#markDied(new Error(message));
    for (const fail of [...this.#pending]) fail(new Error(message));
  }
}

function transferable(argument: unknown): unknown {
  return argument instanceof MessagePort ? transfer(argument, [argument]) : argument;
}

function noticeOf(event: Event): WorkerNotice | undefined {
  const data: unknown = 'data' in event ? event.data : undefined;
  if (typeof data !== 'object' || data === null || !('kind' in data)) return undefined;
  return data.kind === 'ready' || data.kind === 'fault' ? (data as WorkerNotice) : undefined;
}
