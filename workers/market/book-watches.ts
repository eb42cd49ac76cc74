/**
 * Who looks at which book. A screen asks for a book with every frame it draws, so its wish runs out by itself when it stops
 * asking; a script's wish stays until the page is closed.
 */
import type { Books } from '#core/market/book/books.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { Clock } from '../lib/clock.ts';
import type { BookFeed } from './book-feed.ts';

/** A hidden tab asks once a second at most; the book of a closed drawer is kept a little, for who opens it again. */
const KEEP_MS = 5_000;
/** Between two looks whether a book is there. */
const LOOK_MS = 5;
const SCREEN = 'screen';
const SCRIPT = 'script';

type WatchedFeed = Pick<BookFeed, 'want' | 'unwant'> & { readonly books: Pick<Books, 'get'> };

export class BookWatches {
  readonly #feed: WatchedFeed;
  readonly #clock: Clock;
  /** Monotonic time of the last look. */
  readonly #looks = new Map<Ticker, number>();

  constructor(feed: WatchedFeed, clock: Clock) {
    this.#feed = feed;
    this.#clock = clock;
  }

  /** A screen draws this book now; true where none did before. */
  look(ticker: Ticker): boolean {
    const isNew = !this.#looks.has(ticker);
    if (isNew) this.#feed.want(ticker, SCREEN);
    this.#looks.set(ticker, this.#clock.monotonic());
    return isNew;
  }

  /** A screen has drawn this book lately. */
  isOnScreen(ticker: Ticker): boolean {
    return this.#looks.has(ticker);
  }

  /** A script wants to read this book from time to time. */
  keep(ticker: Ticker): void {
    this.#feed.want(ticker, SCRIPT);
  }

  /** Resolves when the book is exact, or after `ms`. */
  async whenExact(ticker: Ticker, ms: number): Promise<void> {
    const until = this.#clock.monotonic() + ms;
    while (this.#feed.books.get(ticker)?.state !== 'exact' && this.#clock.monotonic() < until)
      await new Promise<void>((resolve) => {
        this.#clock.after(LOOK_MS, resolve);
      });
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
