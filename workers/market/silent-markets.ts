/**
 * Markets for which the exchange sends no book, because it does not know them (any more). Left alone, and tried again later;
 * one that is being tried again is silent until it has a book.
 */
import type { Ticker } from '#core/units/ticker.ts';
import type { Clock } from '../lib/clock.ts';

/** Asked in vain this often: there is no book. */
const MAX_ASKED = 3;
const TRY_AGAIN_MS = 60_000;

export interface SilentMarketsOptions {
  readonly clock: Clock;
  /** The market was asked for in vain often enough: it is left alone for a while. */
  onSilent(ticker: Ticker): void;
  /** All of them may be asked for again. */
  onTryAgain(): void;
}

export class SilentMarkets {
  readonly #options: SilentMarketsOptions;
  readonly #asked = new Map<Ticker, number>();
  readonly #silent = new Set<Ticker>();
  #cancel: (() => void) | undefined;

  constructor(options: SilentMarketsOptions) {
    this.#options = options;
  }

  has(ticker: Ticker): boolean {
    return this.#silent.has(ticker);
  }

  /** It was asked for in vain at least once. */
  wasAsked(ticker: Ticker): boolean {
    return this.#asked.has(ticker);
  }

  /** Asking for it now would be in vain. */
  isResting(ticker: Ticker): boolean {
    return (this.#asked.get(ticker) ?? 0) >= MAX_ASKED;
  }

  /** Takes note that `ticker` was asked for in vain. */
  count(ticker: Ticker): void {
    this.#set(ticker, (this.#asked.get(ticker) ?? 0) + 1);
  }

  /** The exchange said no: asking again at once would not help. */
  add(ticker: Ticker): void {
    this.#set(ticker, MAX_ASKED);
  }

  /** It has a book, or nobody wants it any more. */
  delete(ticker: Ticker): void {
    this.#asked.delete(ticker);
    this.#silent.delete(ticker);
  }

  stop(): void {
    this.#cancel?.();
  }

  #set(ticker: Ticker, count: number): void {
    this.#asked.set(ticker, count);
    if (count !== MAX_ASKED) return;
    this.#silent.add(ticker);
    // A timer that runs is left to run: new ones all the time would put it off for ever.
    this.#cancel ??= this.#options.clock.after(TRY_AGAIN_MS, () => {
      this.#cancel = undefined;
      this.#asked.clear();
      this.#options.onTryAgain();
    });
    this.#options.onSilent(ticker);
  }
}
