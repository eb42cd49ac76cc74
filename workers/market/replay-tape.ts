/**
 * A recording as a replay plays it: trades block by block and book changes batch by batch, always a little ahead of the clock,
 * so that a day is never held in memory.
 */
import type { StoreReader } from '#contract/database.ts';
import type { BookBatch } from '#contract/stored-books.ts';
import { must } from '#core/lib/assert.ts';
import { BookCursor } from '#core/market/book/book-cursor.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import { aheadOf, FETCHED_MS, playedAt } from '#core/market/played.ts';
import { MAX_AHEAD } from '#core/market/skew.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { plus, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { BLOCK_MS, type ReplayTrades, type TradeBlock } from './replay-trades.ts';

/**
 * Yields the trades that are played from `from` on and before `to`, each stored batch once and in no order: costs what is stored,
 * however long the range.
 */
export async function* tradesStored(
  reader: StoreReader,
  from: number,
  to: number,
): AsyncGenerator<{ readonly ticker: Ticker; readonly quantity: number; readonly at: number }> {
  const margin = MAX_AHEAD + FETCHED_MS;
  const found = await reader.snapshot({ from: from - margin, to: to + margin });
  const batches = (async function* () {
    yield* found.sealed();
    yield* found.journal;
  })();
  for await (const columns of batches) {
    const ahead = aheadOf([columns]);
    for (let row = 0; row < columns.count; row++) {
      const at = playedAt((columns.venueAt[row] ?? 0) + ahead, columns.receivedAt[row] ?? 0);
      if (at < from || at >= to) continue;
      const ticker = must(columns.tickers[columns.ticker[row] ?? -1], 'ticker of the dictionary');
      yield { ticker, quantity: columns.quantity[row] ?? 0, at };
    }
  }
}

export interface TapeSink {
  onTrade(trade: Trade, at: UnixMs): void;
  onBook(event: BookEvent): void;
}

export class ReplayTape {
  readonly #trades: ReplayTrades;
  readonly #from: UnixMs;
  readonly #end: number;
  readonly #onRead: () => Promise<void>;
  readonly #cursor = new BookCursor();
  readonly #batches: AsyncGenerator<BookBatch>;
  #areBatchesOver = false;
  #blocks: TradeBlock[] = [];
  /** Place in the first block. */
  #place = 0;
  #loadedTo: UnixMs;
  #loading: Promise<void> | undefined;

  /** Begins at `from`; books are played from the last whole picture before it. `onRead`: more was read, and is not played yet. */
  constructor(
    reader: StoreReader,
    trades: ReplayTrades,
    from: UnixMs,
    end: UnixMs,
    onRead: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.#trades = trades;
    this.#from = from;
    this.#end = end;
    this.#onRead = onRead;
    this.#loadedTo = from;
    // Standing at the very end there is nothing to play, but books to look at.
    this.#batches = reader.books({ from: Math.min(from, end), to: end });
  }

  /** How far it can be played without reading on. */
  get covered(): number {
    const books = this.#areBatchesOver ? this.#end : Math.min(this.#end, this.#cursor.until);
    return Math.min(books, this.#loadedTo > this.#end ? this.#end : this.#loadedTo - 1);
  }

  /** Reads on, so that a block is always in hand. Rejects where the disk does. */
  async readAhead(): Promise<void> {
    if (this.#blocks.length < 2 || this.#cursor.until < this.#loadedTo) await this.ensure(this.covered + 1);
  }

  /** Reads until it can be played up to `at`. Rejects where the disk does. */
  async ensure(at: number): Promise<void> {
    while (this.covered < Math.min(at, this.#end)) {
      this.#loading ??= this.#load().finally(() => {
        this.#loading = undefined;
      });
      await this.#loading;
    }
  }

  /** Hands over everything up to `at`, books and trades in the order of our own stamps. */
  playUntil(at: number, sink: TapeSink): void {
    const onBook = (event: BookEvent): void => {
      sink.onBook(event);
    };
    for (;;) {
      const trade = this.#nextTrade();
      if (trade === undefined || trade.at > at) break;
      this.#cursor.playUntil(trade.at, onBook);
      this.#place++;
      sink.onTrade(trade.block.trade(trade.index), trade.at as UnixMs);
    }
    this.#cursor.playUntil(at, onBook);
  }

  /** Lets go of the disk. */
  async close(): Promise<void> {
    await this.#loading?.catch(() => undefined);
    await this.#batches.return(undefined);
  }

  #nextTrade() {
    for (let block = this.#blocks[0]; block !== undefined; block = this.#blocks[0]) {
      const index = this.#place;
      if (index < block.count) return { block, index, at: block.at(index) };
      this.#blocks.shift();
      this.#place = this.#blocks[0]?.firstFrom(this.#from) ?? 0;
    }
    return undefined;
  }

  async #load(): Promise<void> {
    if (!this.#areBatchesOver && this.#cursor.until < this.#loadedTo) {
      const next = await this.#batches.next();
      await this.#onRead();
      if (next.done === true) this.#areBatchesOver = true;
      else this.#cursor.push(next.value);
    } else {
      const block = await this.#trades.block(this.#loadedTo);
      await this.#onRead();
      if (this.#blocks.length === 0) this.#place = block.firstFrom(this.#from);
      this.#blocks.push(block);
      this.#loadedTo = plus(block.from, BLOCK_MS);
    }
  }
}
