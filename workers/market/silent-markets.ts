/** Markets for which the exchange sends no book, because it does not know them (any more). Left alone, and tried again later. */
import type { Ticker } from '#core/units/ticker.ts';
import type { Clock } from '../lib/clock.ts';

/** Asked in vain this often: there is no book. */
const MAX_ASKED = 3;
const TRY_AGAIN_MS = 60_000;

export class SilentMarkets {
  readonly #clock: Clock;
  readonly #onTryAgain: () => void;
  readonly #asked = new Map<Ticker, number>();
  #cancel: () => void = () => undefined;

  /** `onTryAgain`: all of them may be asked for again. */
  constructor(clock: Clock, onTryAgain: () => void) {
    this.#clock = clock;
    this.#onTryAgain = onTryAgain;
  }

  has(ticker: Ticker): boolean {
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
  }

  stop(): void {
    this.#cancel();
  }

  #set(ticker: Ticker, count: number): void {
    this.#asked.set(ticker, count);
    if (count !== MAX_ASKED) return;
    this.#cancel();
    this.#cancel = this.#clock.after(TRY_AGAIN_MS, () => {
      this.#asked.clear();
      this.#onTryAgain();
    });
  }
}
