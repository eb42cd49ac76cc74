/**
 * Books as they were when their recording last ended, for who looks at a market while there is no line: read from disk when first
 * asked for. Each is stale, as what it says was exact once.
 */
import type { StoreReader } from '#contract/database.ts';
import { forEachBookEvent } from '#core/market/book/book-columns.ts';
import type { Book } from '#core/market/book/book.ts';
import { Books } from '#core/market/book/books.ts';
import type { PriceGrid } from '#core/units/grid.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { HOUR, MINUTE } from '#core/units/time.ts';

/**
 * So long before the end of all recording a book is looked for, further back only where there is none: the line may have been gone
 * for a while by then, and which books are recorded by themselves changes. An hour of ten busy books is read in about a second.
 */
const LOOK_BACK_MS = [0, 10 * MINUTE, HOUR];

export interface LastBooksOptions {
  /** `undefined` until storage is open. */
  reader(): StoreReader | undefined;
  grid(ticker: Ticker): PriceGrid;
  log(text: string): void;
}

export class LastBooks {
  readonly #options: LastBooksOptions;
  /** `undefined` while it is read, `null` where there is none. */
  readonly #found = new Map<Ticker, Book | null | undefined>();

  constructor(options: LastBooksOptions) {
    this.#options = options;
  }

  /** Returns the book; `null` where none was recorded in its last hour, `undefined` as long as that is not known. */
  find(ticker: Ticker): Book | null | undefined {
    const reader = this.#options.reader();
    if (reader === undefined || this.#found.has(ticker)) return this.#found.get(ticker);
    this.#found.set(ticker, undefined);
    void this.#read(reader, ticker);
    return undefined;
  }

  /** The line was there, and is gone again: what it brought has been recorded since. */
  forget(): void {
    this.#found.clear();
  }

  async #read(reader: StoreReader, ticker: Ticker): Promise<void> {
    try {
      const { bookToMs } = await reader.holdings();
      let found: Book | null = null;
      if (bookToMs !== undefined)
        for (const backMs of LOOK_BACK_MS) found ??= await this.#lastOf(reader, ticker, bookToMs - backMs);
      if (this.#found.has(ticker)) this.#found.set(ticker, found);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.log(`The last recorded book of ${ticker} could not be read: ${reason}`);
      if (this.#found.has(ticker)) this.#found.set(ticker, null);
    }
  }

  /** Returns the book as it ended, where it was whole at or after `from`. */
  async #lastOf(reader: StoreReader, ticker: Ticker, from: number): Promise<Book | null> {
    const books = new Books({ onDoubt: () => undefined, onEvent: () => undefined });
    const book = books.watch(ticker, this.#options.grid(ticker));
    for await (const { columns } of reader.books({ from }, [ticker]))
      forEachBookEvent(
        columns,
        (event) => {
          if (event.kind === 'snapshot') books.snapshot(event, event.seq, event.receivedAt);
          else if (event.kind === 'delta') books.delta(event, event.seq, event.receivedAt);
          else if (event.kind === 'stale') books.doubt(ticker, event.reason, event.receivedAt);
        },
        ticker,
      );
    if (book.state === 'waiting') return null;
    book.markStale(book.reason ?? 'disconnect');
    return book;
  }
}
