/**
 * A recording as a replay reads it: trades in blocks of five minutes and book changes batch by batch, always a little ahead of
 * the clock, so that a day is never held in memory. Trades come in the order in which they were received; one that was
 * fetched later stands where the exchange says it happened.
 */
import type { StoreReader } from '#contract/database.ts';
import type { BookBatch } from '#contract/stored-books.ts';
import { must } from '#core/lib/assert.ts';
import { BookCursor } from '#core/market/book/book-cursor.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import { tradeAt, TradeColumnsBuilder, type TradeColumns } from '#core/market/columns.ts';
import { aheadOf, FETCHED_MS, playedAt } from '#core/market/played.ts';
import { MAX_AHEAD } from '#core/market/skew.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';

/** Five minutes at 1,000 trades a second are 18 MB. */
const BLOCK_MS = 5 * MINUTE;
/** Trades from `from` on and before `to`, in the order of their play. */
interface Block {
  readonly to: number;
  readonly columns: TradeColumns;
  /** Rows in order, and the time of each. */
  readonly order: Uint32Array;
  readonly at: Float64Array;
}

async function read(reader: StoreReader, from: number, to: number): Promise<TradeColumns[]> {
  const found = await reader.snapshot({ from, to });
  const parts: TradeColumns[] = [];
  for await (const columns of found.sealed()) parts.push(columns);
  return [...parts, ...found.journal];
}

/** Returns the trades that are played from `from` on and before `to`, by our clock and in order. */
async function loadBlock(reader: StoreReader, from: number, to: number): Promise<Block> {
  // Chunks are found by the exchange's stamps: where our clock was off, or seems to have heard nothing, more is read.
  let parts = await read(reader, from - FETCHED_MS, to + FETCHED_MS);
  if (aheadOf(parts) !== 0 || parts.every(({ count }) => count === 0))
    parts = await read(reader, from - MAX_AHEAD - FETCHED_MS, to + MAX_AHEAD + FETCHED_MS);
  const ahead = aheadOf(parts);
  const rows = new TradeColumnsBuilder(4_096);
  const times: number[] = [];
  for (const columns of parts)
    for (let row = 0; row < columns.count; row++) {
      const receivedAt = (columns.receivedAt[row] ?? 0) as UnixMs;
      const at = playedAt((columns.venueAt[row] ?? 0) + ahead, receivedAt);
      if (at < from || at >= to) continue;
      rows.append(tradeAt(columns, row), receivedAt);
      times.push(at);
    }
  const at = Float64Array.from(times);
  // Sorting is stable: trades of one time keep the order of their arrival.
  const order = Uint32Array.from(times, (_, row) => row).sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0));
  return { to, columns: rows.take(), order, at };
}

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

/** Yields the trades that are played from `from` on and before `to`, in order. */
export async function* tradesBetween(
  reader: StoreReader,
  from: UnixMs,
  to: UnixMs,
): AsyncGenerator<{ readonly trade: Trade; readonly at: UnixMs }> {
  for (let start: number = from; start < to; start += BLOCK_MS) {
    const { columns, order, at } = await loadBlock(reader, start, Math.min(to, start + BLOCK_MS));
    for (const row of order) yield { trade: tradeAt(columns, row), at: (at[row] ?? 0) as UnixMs };
  }
}

export interface TapeSink {
  onTrade(trade: Trade, at: UnixMs): void;
  onBook(event: BookEvent): void;
}

export class ReplayTape {
  readonly #reader: StoreReader;
  readonly #end: number;
  readonly #onRead: () => Promise<void>;
  readonly #cursor = new BookCursor();
  readonly #batches: AsyncGenerator<BookBatch>;
  #areBatchesOver = false;
  #blocks: Block[] = [];
  /** Place in the first block. */
  #place = 0;
  #loadedTo: number;
  #loading: Promise<void> | undefined;

  /** Begins at `from`; books are played from the last whole picture before it. `onRead`: more was read, and is not played yet. */
  constructor(
    reader: StoreReader,
    from: UnixMs,
    end: UnixMs,
    onRead: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.#reader = reader;
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
      sink.onTrade(tradeAt(trade.columns, trade.row), trade.at as UnixMs);
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
      const row = block.order[this.#place];
      if (row !== undefined) return { columns: block.columns, row, at: block.at[row] ?? 0 };
      this.#blocks.shift();
      this.#place = 0;
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
      const to = this.#loadedTo + BLOCK_MS;
      const block = await loadBlock(this.#reader, this.#loadedTo, to);
      await this.#onRead();
      this.#blocks.push(block);
      this.#loadedTo = to;
    }
  }
}
