/**
 * Births and deaths of the workers. Store first, then market; the port between them and the frame port are made here and
 * transferred. A dead worker takes the other with it and both are born again from disk: one way to start, whatever happened.
 * Three deaths in a minute stop it.
 */
import type { MarketApi, MarketOptions } from '#contract/market.ts';
import type { Retention, StoreApi } from '#contract/store.ts';
import { Caller, type CallerOptions, type WorkerLike } from './call.ts';
import type { WorkerHealth } from './flowboard.ts';

/** `query`: for one export, import or row of questions; none of those that are born again. */
export type WorkerName = WorkerHealth['name'] | 'query';

export interface BirthOptions {
  readonly market: MarketOptions;
  readonly retention: Retention;
}

export interface BirthDeps {
  spawn(name: WorkerName): WorkerLike;
  /** Monotonic, ms. */
  now(): number;
  after(ms: number, run: () => void): () => void;
  /** A pair of workers runs: frames come from this port. */
  onFramePort(port: MessagePort): void;
  onHealth(health: readonly WorkerHealth[]): void;
  /** A sentence for people. */
  onNotice(text: string): void;
  /** Born too often: nothing runs any more. */
  onStopped(reason: string): void;
}

const MAX_DEATHS = 3;
const DEATH_WINDOW_MS = 60_000;
const REBIRTH_MS = 250;

/** Returns a real worker; each has a name of its own, so that its file can be told in the build. */
export function spawnWorker(name: WorkerName): Worker {
  switch (name) {
    case 'market':
      return new Worker(new URL('../../workers/market/market-worker.ts', import.meta.url), {
        type: 'module',
        name: 'market',
      });
    case 'store':
      return new Worker(new URL('../../workers/store/store-worker.ts', import.meta.url), {
        type: 'module',
        name: 'store',
      });
    case 'query':
      return new Worker(new URL('../../workers/query/query-worker.ts', import.meta.url), {
        type: 'module',
        name: 'query',
      });
  }
}

/** Returns a worker that plays one recording. */
export function spawnReplay(): Worker {
  return new Worker(new URL('../../workers/market/replay-worker.ts', import.meta.url), {
    type: 'module',
    name: 'replay',
  });
}

/** Returns a worker that draws one heatmap. */
export function spawnHeatmap(): Worker {
  return new Worker(new URL('../../workers/heatmap/heatmap-worker.ts', import.meta.url), {
    type: 'module',
    name: 'heatmap',
  });
}

export class Births {
  readonly #deps: BirthDeps;
  #options: BirthOptions;
  #market: Caller<MarketApi> | undefined;
  #store: Caller<StoreApi> | undefined;
  #deathTimes: number[] = [];
  #health: readonly WorkerHealth[] = (['market', 'store'] as const).map((name) => ({
    name,
    state: 'stopped',
    deaths: 0,
    lastFault: '',
  }));
  #cancelRebirth: () => void = () => undefined;
  #isOver = false;
  #end: Promise<void> | undefined;

  constructor(options: BirthOptions, deps: BirthDeps) {
    this.#options = options;
    this.#deps = deps;
  }

  /** The running market worker, or `undefined` between a death and a birth. */
  get market(): Caller<MarketApi> | undefined {
    return this.#market;
  }

  get store(): Caller<StoreApi> | undefined {
    return this.#store;
  }

  /** What the next birth begins with; settings that changed meanwhile must not be forgotten. */
  update(options: BirthOptions): void {
    this.#options = options;
  }

  start(): void {
    const { market, retention } = this.#options;
    this.#setState('starting');
    const store = new Caller<StoreApi>(this.#callerOptions('store'));
    const frames = new MessageChannel();
    const trades = new MessageChannel();
    this.#store = store;
    const worker = new Caller<MarketApi>(this.#callerOptions('market'));
    this.#market = worker;
    // The store may find its disk refused: it says so over the port, and the market runs all the same.
    store
      .callSlow('start', { exchangeId: market.exchangeId, retention }, trades.port2)
      .catch((error: unknown) => {
        if (this.#store === store) this.#deps.onNotice(messageOf(error));
      })
      .then(() => worker.callSlow('start', market, frames.port2, trades.port1))
      .then(
        () => {
          if (this.#market !== worker) return;
          this.#setState('running');
          this.#deps.onFramePort(frames.port1);
        },
        // The worker died meanwhile: its death is dealt with where it is told.
        () => undefined,
      );
  }

  /** Ends both for good; the last trades are handed to the store and written first. Whoever asks again waits for the same end. */
  stop(): Promise<void> {
    return (this.#end ??= this.#stop());
  }

  async #stop(): Promise<void> {
    this.#isOver = true;
    this.#cancelRebirth();
    const [market, store] = [this.#market, this.#store];
    this.#market = this.#store = undefined;
    await market?.call('stop').catch(() => undefined);
    await store?.call('stop').catch(() => undefined);
    market?.terminate();
    store?.terminate();
    this.#setState('stopped');
  }

  /** Ends both at once: another tab leads, and nothing of this one may be written any more. */
  abandon(): void {
    this.#isOver = true;
    this.#cancelRebirth();
    this.#market?.terminate();
    this.#store?.terminate();
    this.#market = this.#store = undefined;
    this.#setState('stopped');
  }

  #callerOptions(name: 'market' | 'store'): CallerOptions {
    return {
      name,
      worker: this.#deps.spawn(name),
      onDeath: (fault) => {
        this.#died(name, fault);
      },
    };
  }

  #died(name: 'market' | 'store', fault: string): void {
    if (this.#isOver) return;
    this.#market?.terminate();
    this.#store?.terminate();
    this.#market = this.#store = undefined;
    const now = this.#deps.now();
    this.#deathTimes = [...this.#deathTimes.filter((at) => now - at < DEATH_WINDOW_MS), now];
    const isTooOften = this.#deathTimes.length >= MAX_DEATHS;
    this.#health = this.#health.map((health) =>
      health.name === name ? { ...health, deaths: health.deaths + 1, lastFault: fault } : health,
    );
    this.#setState(isTooOften ? 'stopped' : 'restarting');
    if (isTooOften) {
      this.#isOver = true;
      this.#deps.onStopped(
        `The ${name} worker stopped three times within a minute (${fault}). What is recorded is safe: reload the page, and see Diagnostics if it happens again.`,
      );
      return;
    }
    this.#deps.onNotice(`The ${name} worker stopped (${fault}) and was started again.`);
    // What was missed meanwhile is our own.
    this.#options = { ...this.#options, market: { ...this.#options.market, takesOver: false } };
    this.#cancelRebirth = this.#deps.after(REBIRTH_MS, () => {
      this.start();
    });
  }

  #setState(state: WorkerHealth['state']): void {
    this.#health = this.#health.map((health) => ({ ...health, state }));
    this.#deps.onHealth(this.#health);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
