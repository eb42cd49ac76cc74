/**
 * How busy each recorded book is: its changes over the time it was really watched. Time in which a book was doubtful, or
 * nothing was recorded, had no changes to count, and does not count either.
 */
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';

interface Cost {
  changes: number;
  /** Before `since` (ms). */
  watchedMs: number;
  /** Watched from here on; `undefined` while it is not. */
  since: UnixMs | undefined;
}

/** Changes of less time than this say nothing of a minute. */
const ENOUGH_MS = 5 * SECOND;

export class RecordingCosts {
  readonly #costs = new Map<Ticker, Cost>();

  /** Counts these and no others; those that are counted go on. */
  keep(tickers: ReadonlySet<Ticker>): void {
    for (const ticker of this.#costs.keys()) if (!tickers.has(ticker)) this.#costs.delete(ticker);
    for (const ticker of tickers)
      if (!this.#costs.has(ticker)) this.#costs.set(ticker, { changes: 0, watchedMs: 0, since: undefined });
  }

  /** The book is known from `at` on, if it was not before. */
  watched(ticker: Ticker, at: UnixMs): void {
    const cost = this.#costs.get(ticker);
    if (cost !== undefined) cost.since ??= at;
  }

  changed(ticker: Ticker): void {
    const cost = this.#costs.get(ticker);
    if (cost !== undefined) cost.changes++;
  }

  /** The book is not known from `at` on. */
  lost(ticker: Ticker, at: UnixMs): void {
    const cost = this.#costs.get(ticker);
    if (cost === undefined) return;
    cost.watchedMs = watchedMs(cost, at);
    cost.since = undefined;
  }

  /** No book is recorded from `at` on. */
  allLost(at: UnixMs): void {
    for (const ticker of this.#costs.keys()) this.lost(ticker, at);
  }

  /** Returns the mean number of changes a minute; `undefined` until enough was watched to know. */
  perMinute(ticker: Ticker, now: UnixMs): number | undefined {
    const cost = this.#costs.get(ticker);
    if (cost === undefined) return undefined;
    const ms = watchedMs(cost, now);
    return ms < ENOUGH_MS ? undefined : (cost.changes * MINUTE) / ms;
  }
}

function watchedMs({ watchedMs: before, since }: Cost, now: UnixMs): number {
  return before + (since === undefined ? 0 : Math.max(0, now - since));
}
