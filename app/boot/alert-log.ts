/**
 * The history of alerts as this page knows it. A tab that leads is told by its worker at once, also while nobody looks: the
 * worker answers a standing question. One that follows asks when the status says that there is something newer.
 */
import type { MarketApi } from '#contract/market.ts';
import type { AlertRow } from '#contract/rows.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { FramePuller } from '../state/frames.ts';
import type { AlertHistory, ReadableStore } from './flowboard.ts';

/** The verbs of the market worker that are used here. */
export interface AlertSource {
  callSlow(verb: 'nextAlerts', afterId: number): ReturnType<MarketApi['nextAlerts']>;
}

export interface AlertLogDeps {
  readonly frames: Pick<FramePuller, 'subscribe' | 'getSnapshot'>;
  readonly now: () => UnixMs;
  /** Asks for the history, here or through the tab that leads. */
  readonly ask: () => Promise<readonly AlertRow[]>;
}

export class AlertLog implements ReadableStore<AlertHistory> {
  readonly #deps: AlertLogDeps;
  readonly #listeners = new Set<() => void>();
  #state: AlertHistory;
  #source: AlertSource | undefined;
  /** Of the status that was heard last. */
  #newest: number | undefined;

  constructor(deps: AlertLogDeps) {
    this.#deps = deps;
    this.#state = { rows: undefined, openedAt: deps.now() };
    deps.frames.subscribe(() => {
      this.#hearStatus();
    });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  getSnapshot = (): AlertHistory => this.#state;

  /** Alerts come from this worker from now on, as they happen; `undefined` where another tab leads. */
  listen(source: AlertSource | undefined): void {
    this.#source = source;
    this.#newest = undefined;
    if (source !== undefined) void this.#follow(source);
  }

  /** Asks for the history once. */
  async refresh(): Promise<void> {
    const rows = await this.#deps.ask().catch(() => undefined);
    if (rows !== undefined) this.#set(rows);
  }

  async #follow(source: AlertSource): Promise<void> {
    await this.refresh();
    // A history that was cleared has no newest row: what was heard of is not asked for again.
    let heard = 0;
    try {
      while (this.#source === source) {
        heard = Math.max(heard, this.#state.rows?.at(-1)?.id ?? 0);
        const rows = await source.callSlow('nextAlerts', heard);
        if (this.#source === source) this.#set(rows);
      }
    } catch {
      // The worker is gone: whoever has another one says so.
    }
  }

  #hearStatus(): void {
    if (this.#source !== undefined) return;
    const newest = this.#deps.frames.getSnapshot().status?.value.newestAlert;
    if (newest === undefined || newest === this.#newest) return;
    this.#newest = newest;
    void this.refresh();
  }

  #set(rows: readonly AlertRow[]): void {
    this.#state = { ...this.#state, rows };
    for (const listener of this.#listeners) listener();
  }
}
