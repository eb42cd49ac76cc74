/**
 * Books as they were when their recording last ended, for who looks at a market while there is no line: read from disk when first
 * asked for. Each is stale, as what it says was exact once.
 */
import type { StoreReader } from '#contract/database.ts';
import { forEachBookEvent } from '#core/market/book/book-columns.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
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
  #found = new Map<Ticker, Book | null | undefined>();
  /** Asked for and not being read yet: an event asks for a hundred at once, and one look at the disk serves them all. */
  #wanted: Ticker[] = [];
  #isReading = false;

  constructor(options: LastBooksOptions) {
    this.#options = options;
  }

  /** Returns the book; `null` where none was recorded in its last hour, `undefined` as long as that is not known. */
  find(ticker: Ticker): Book | null | undefined {
    const reader = this.#options.reader();
    if (reader === undefined || this.#found.has(ticker)) return this.#found.get(ticker);
    this.#found.set(ticker, undefined);
    this.#wanted.push(ticker);
    if (!this.#isReading) void this.#readWanted(reader);
    return undefined;
  }

  /** The line was there, and is gone again: what it brought has been recorded since. */
  forget(): void {
    this.#found = new Map();
    this.#wanted = [];
  }

  async #readWanted(reader: StoreReader): Promise<void> {
    this.#isReading = true;
    // Who is asked for with the first one comes along.
    await Promise.resolve();
    while (this.#wanted.length > 0) {
      const [tickers, answers] = [this.#wanted, this.#found];
      this.#wanted = [];
      const found = await this.#read(reader, tickers);
      for (const ticker of tickers) answers.set(ticker, found.get(ticker) ?? null);
    }
    this.#isReading = false;
  }

  /** Returns the books of those of `tickers` that have one. */
  async #read(reader: StoreReader, tickers: readonly Ticker[]): Promise<ReadonlyMap<Ticker, Book>> {
    const found = new Map<Ticker, Book>();
    try {
      const { bookToMs } = await reader.holdings();
      if (bookToMs === undefined) return found;
      for (const backMs of LOOK_BACK_MS) {
        const missing = tickers.filter((ticker) => !found.has(ticker));
        if (missing.length === 0) break;
        for (const book of await this.#lastOf(reader, missing, bookToMs - backMs))
          found.set(book.ticker, book);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.log(`The last recorded books could not be read: ${reason}`);
    }
    return found;
  }

  /** Returns the books as they ended, of those that were whole at or after `from`. */
  async #lastOf(reader: StoreReader, tickers: readonly Ticker[], from: number): Promise<readonly Book[]> {
    const books = new Books({ onDoubt: () => undefined, onEvent: () => undefined });
    const watched = tickers.map((ticker) => books.watch(ticker, this.#options.grid(ticker)));
    const isWanted = new Set(tickers);
    // One alone costs less: nothing of the others is made an event.
    const only = tickers.length === 1 ? tickers[0] : undefined;
    const take = (event: BookEvent): void => {
      if (!isWanted.has(event.ticker)) return;
      if (event.kind === 'snapshot') books.snapshot(event, event.seq, event.receivedAt);
      else if (event.kind === 'delta') books.delta(event, event.seq, event.receivedAt);
      else if (event.kind === 'stale') books.doubt(event.ticker, event.reason, event.receivedAt);
    };
    for await (const { columns } of reader.books({ from }, tickers)) forEachBookEvent(columns, take, only);
    const known = watched.filter(({ state }) => state !== 'waiting');
    for (const book of known) book.markStale(book.reason ?? 'disconnect');
    return known;
  }
}
