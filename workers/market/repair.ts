/**
 * Holes in the stream, from the moment they are seen until REST has filled them: tells the store, fetches one after the
 * other, and keeps what could not be filled for the next chance (REST switched on, the next connection).
 */
import type { GapRow } from '#contract/store.ts';
import type { Trade } from '#core/wire/messages.ts';
import type { BackfillOutcome, BackfillRange } from './backfill.ts';
import type { Gaps } from './gaps.ts';

export interface RepairOptions {
  readonly gaps: Gaps;
  fetchTrades(range: BackfillRange, onTrades: (trades: readonly Trade[]) => void): Promise<BackfillOutcome>;
  /** Returns how many of them were not known yet. */
  apply(trades: readonly Trade[]): number;
  log(level: 'info' | 'warn', text: string): void;
}

/** Holes that wait; older ones stay recorded as gaps and are not fetched any more. */
const MAX_WAITING = 50;

export class Repair {
  readonly #options: RepairOptions;
  readonly #waiting: GapRow[] = [];
  #isRunning = false;
  #runs = 0;
  #recovered = 0;

  constructor(options: RepairOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get stats(): { readonly runs: number; readonly recovered: number } {
    return { runs: this.#runs, recovered: this.#recovered };
  }

  /** Records `gap`; fetches it when `canFetch` (trades without ids could not be told from those we have). */
  add(gap: GapRow, canFetch: boolean): void {
    this.#options.gaps.open(gap);
    if (!canFetch) return;
    this.#waiting.push(gap);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    this.retry();
  }

  /**
   * Fetches what was traded before the very first connection, so that a new board is not empty. Nothing was promised for
   * that time: it is no gap, and what cannot be had is simply not recorded.
   */
  async history(range: BackfillRange): Promise<void> {
    let fetched = 0;
    const outcome = await this.#options.fetchTrades(range, (trades) => {
      fetched += this.#options.apply(trades);
    });
    const end = outcome.kind === 'failed' ? `, then: ${outcome.reason}` : '';
    this.#options.log('info', `Fetched ${fetched} trades from before the first connection${end}.`);
  }

  /** Fetches what waits. */
  retry(): void {
    if (!this.#isRunning && this.#waiting.length > 0) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let gap = this.#waiting.shift(); gap !== undefined; gap = this.#waiting.shift()) {
      if (await this.#fill(gap)) continue;
      this.#waiting.unshift(gap);
      break;
    }
    this.#isRunning = false;
  }

  /** Returns false when it should be tried again. */
  async #fill(gap: GapRow): Promise<boolean> {
    const { gaps } = this.#options;
    this.#runs++;
    let recovered = 0;
    const outcome = await this.#options.fetchTrades({ from: gap.fromMs, to: gap.toMs }, (trades) => {
      recovered += this.#options.apply(trades);
    });
    this.#recovered += recovered;
    switch (outcome.kind) {
      case 'complete':
        gaps.fill(gap);
        this.#options.log('info', `Fetched ${recovered} missed trades (${gap.reason}).`);
        return true;
      case 'cut':
        gaps.fill(gap);
        gaps.open({ ...gap, toMs: outcome.reachedMs });
        this.#options.log(
          'warn',
          `Fetched ${recovered} missed trades (${gap.reason}); older ones were too many and stay a gap.`,
        );
        return true;
      case 'failed':
        this.#options.log('warn', `Missed trades could not be fetched (${gap.reason}): ${outcome.reason}.`);
        return false;
    }
  }
}
