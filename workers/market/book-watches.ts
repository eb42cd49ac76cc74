/**
 * Who looks at which book. A screen asks for a book with every frame it draws, so its wish runs out by itself when it stops
 * asking; a script's wish stays until the page is closed.
 */
import type { Ticker } from '#core/units/ticker.ts';
import type { Clock } from '../lib/clock.ts';
import type { BookFeed } from './book-feed.ts';

/** A hidden tab asks once a second at most; the book of a closed drawer is kept a little, for who opens it again. */
const KEEP_MS = 5_000;
const SCREEN = 'screen';
const SCRIPT = 'script';

export class BookWatches {
  readonly #feed: Pick<BookFeed, 'want' | 'unwant'>;
  readonly #clock: Clock;
  /** Monotonic time of the last look. */
  readonly #looks = new Map<Ticker, number>();

  constructor(feed: Pick<BookFeed, 'want' | 'unwant'>, clock: Clock) {
    this.#feed = feed;
    this.#clock = clock;
  }

  /** A screen draws this book now. */
  look(ticker: Ticker): void {
    if (!this.#looks.has(ticker)) this.#feed.want(ticker, SCREEN);
    this.#looks.set(ticker, this.#clock.monotonic());
  }

  /** A script wants to read this book from time to time. */
  keep(ticker: Ticker): void {
    this.#feed.want(ticker, SCRIPT);
  }

  /** Lets go of what no screen has looked at lately. */
  expire(): void {
    for (const [ticker, at] of this.#looks) {
      if (this.#clock.monotonic() - at < KEEP_MS) continue;
      this.#looks.delete(ticker);
      this.#feed.unwant(ticker, SCREEN);
    }
  }
}
