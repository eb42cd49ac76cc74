/**
 * A recording on this tab's screen: owns the replay worker from opening to closing. The live workers go on beside it and
 * notice nothing. Works in every tab, since it only reads.
 */
import type { FoundMarket } from '#contract/market.ts';
import type { ReplayOverview, ReplaySource, ReplayStep } from '#contract/replay.ts';
import type { ReplayApi } from '#contract/replay-api.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { Caller, type WorkerLike } from './call.ts';
import type { ReplayVerbs } from './flowboard.ts';
import type { Screens } from './screens.ts';
import type { SessionStore } from './session-store.ts';

export interface ReplayDeskDeps {
  readonly spawn: () => WorkerLike;
  readonly screens: Screens;
  readonly session: SessionStore;
}

export class ReplayDesk implements ReplayVerbs {
  readonly #deps: ReplayDeskDeps;
  #worker: Caller<ReplayApi> | undefined;

  constructor(deps: ReplayDeskDeps) {
    this.#deps = deps;
  }

  get isOpen(): boolean {
    return this.#worker !== undefined;
  }

  async open(source: ReplaySource): Promise<void> {
    this.#end();
    const { session, screens } = this.#deps;
    const worker = new Caller<ReplayApi>({
      name: 'replay',
      worker: this.#deps.spawn(),
      onDeath: (fault) => {
        if (this.#worker !== worker) return;
        this.#end();
        session.notice(`The replay stopped (${fault}). The recording is as it was; open it again.`);
      },
    });
    this.#worker = worker;
    session.set({ replay: source });
    const { port1, port2 } = new MessageChannel();
    screens.replay(port1);
    const { windowMinutes } = session.getSnapshot().settings;
    try {
      await worker.callSlow('start', { source, windowMinutes }, port2);
    } catch (error) {
      if (this.#worker !== worker) return;
      this.#end();
      throw error;
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    await worker?.call('stop').catch(() => undefined);
    if (this.#worker === worker) this.#end();
  }

  async play(): Promise<void> {
    await this.#worker?.callSlow('play');
  }

  async pause(): Promise<void> {
    await this.#worker?.call('pause');
  }

  async setSpeed(speed: number): Promise<void> {
    await this.#worker?.call('setSpeed', speed);
  }

  async seek(at: number): Promise<void> {
    await this.#worker?.callSlow('seek', at);
  }

  async step(what: ReplayStep, direction: 1 | -1, ticker?: Ticker): Promise<boolean> {
    return (await this.#worker?.callSlow('step', what, direction, ticker)) ?? false;
  }

  async overview(): Promise<ReplayOverview | undefined> {
    return this.#worker?.callSlow('overview');
  }

  async findMarkets(question: string, limit: number): Promise<readonly FoundMarket[]> {
    return (await this.#worker?.callSlow('findMarkets', question, limit)) ?? [];
  }

  openRiver(ticker: Ticker, port: MessagePort): void {
    // A worker that died meanwhile has taken the replay with it.
    this.#worker?.callSlow('openRiver', ticker, port).catch(() => undefined);
  }

  #end(): void {
    if (this.#worker === undefined) return;
    this.#worker.terminate();
    this.#worker = undefined;
    this.#deps.screens.replay(undefined);
    this.#deps.session.set({ replay: undefined });
  }
}
