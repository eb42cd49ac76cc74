/**
 * What was recorded before: read from disk where the view has a hole, one stretch at a time, and put into the logs. Times the
 * river has not said to be on disk yet are left alone.
 */
import { holeAt } from '#core/market/book/book-hole.ts';
import { fillerOf, type BookLog, type Stretch } from '#core/market/liquidity/book-log.ts';
import type { TradeLog } from '#core/market/liquidity/trade-log.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { bookHoles } from '#contract/book-holes.ts';
import { openReader, type StoreReader } from '#contract/database.ts';
import { BOOK_CHANNEL } from '#contract/gap-rows.ts';
import { Doubts, isOfOneBook, lateHoles, type LateHole } from '#contract/late-holes.ts';
import type { GapRow } from '#contract/store.ts';

/** Read a little further than is shown, so that panning does not read at every step. */
const MARGIN = 0.5;
/** After a read that failed. */
const RETRY_MS = 5_000;

export interface PastOptions {
  readonly exchangeId: string;
  readonly log: BookLog;
  readonly trades: TradeLog;
  /** The river began here; its books are complete from here on. */
  readonly riverFrom: UnixMs;
  /** It brings the trades from here on. */
  readonly riverTradesFrom: UnixMs;
  /** Nothing before belongs to what is shown. */
  readonly recordedFrom: UnixMs | undefined;
  /** Monotonic, ms. */
  readonly now: () => number;
  /** A stretch is known now: with books, with trades, or as not recorded. */
  readonly onRead: (stretch: Stretch) => void;
  readonly open?: (exchangeId: string) => Promise<StoreReader>;
}

export class Past {
  readonly #options: PastOptions;
  #reader: Promise<StoreReader> | undefined;
  #isReading = false;
  #retryAt = -Infinity;
  #isFailing = false;
  #isOver = false;
  /** Trades before this were read or will be by the river; falls as the reader pans. */
  #tradesFrom: number;

  constructor(options: PastOptions) {
    this.#options = options;
    this.#tradesFrom = options.riverTradesFrom;
  }

  /** The last read failed: what is not there may have been recorded all the same. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Reads what `view` needs and the logs do not hold; calls while it reads are forgotten, the next frame asks again. */
  want(view: Stretch): void {
    if (this.#isReading || this.#isOver || this.#options.now() < this.#retryAt) return;
    const { log, riverFrom } = this.#options;
    const to = Math.min(view.to, riverFrom);
    const hole = log.holes({ from: view.from, to: Math.max(view.from, to) }).at(-1);
    if (hole === undefined) return;
    this.#isReading = true;
    const margin = (view.to - view.from) * MARGIN;
    const wide = log
      .holes({ from: view.from - margin, to: hole.to })
      .findLast((wider) => wider.to === hole.to);
    const stretch = wide ?? hole;
    this.#read(stretch)
      .then(() => {
        this.#isFailing = false;
      })
      .catch(() => {
        this.#isFailing = true;
        this.#retryAt = this.#options.now() + RETRY_MS;
        this.#closeReader();
      })
      .finally(() => {
        this.#isReading = false;
      });
  }

  close(): void {
    this.#isOver = true;
    this.#closeReader();
  }

  /** The next read opens another: a connection that failed may be dead. */
  #closeReader(): void {
    void this.#reader?.then((reader) => {
      reader.close();
    }, String);
    this.#reader = undefined;
  }

  async #read(stretch: Stretch): Promise<void> {
    const { log, exchangeId, recordedFrom, open = openReader } = this.#options;
    if (recordedFrom !== undefined && stretch.to <= recordedFrom) {
      this.#take(stretch, fillerOf(log, stretch));
      return;
    }
    this.#reader ??= open(exchangeId);
    const reader = await this.#reader;
    const from = Math.max(stretch.from, recordedFrom ?? -Infinity);
    const gaps = await reader.gaps({ from, to: stretch.to });
    const holes = bookHoles(gaps);
    const filler = fillerOf(log, stretch, holes, await lateHolesIn(reader, log.ticker, gaps));
    // In a hole the book was known before it, or it is none of this book's.
    const known = Math.min(from, holeAt(holes, from)?.from ?? from);
    for await (const { columns, isKey } of reader.books({ from: known, to: stretch.to }, [log.ticker]))
      filler.writer.add(columns, isKey);
    await this.#readTrades(reader, from);
    if (!this.#isOver) this.#take(stretch, filler);
  }

  #take(stretch: Stretch, { writer, chunks }: ReturnType<typeof fillerOf>): void {
    writer.finish();
    this.#options.log.insert(chunks);
    this.#options.onRead(stretch);
  }

  async #readTrades(reader: StoreReader, from: number): Promise<void> {
    const to = this.#tradesFrom;
    if (from >= to || this.#isOver) return;
    const { trades, log } = this.#options;
    const snapshot = await reader.snapshot({ from: from - 1_000, to });
    const found = [...snapshot.journal];
    // All of them or none: a read that fails half-way is tried again.
    for await (const columns of snapshot.sealed()) found.push(columns);
    this.#tradesFrom = from;
    for (const columns of found) trades.add(columns, log.ticker, from, to);
  }
}

/** Returns where `ticker` was found wrong later than it was; only books in whose time a gap says so are read for it. */
async function lateHolesIn(
  reader: StoreReader,
  ticker: Ticker,
  gaps: readonly GapRow[],
): Promise<readonly LateHole[]> {
  const suspect = gaps.filter(({ channel, reason }) => channel === BOOK_CHANNEL && isOfOneBook(reason));
  if (suspect.length === 0) return [];
  const from = Math.min(...suspect.map(({ fromMs }) => fromMs));
  const to = Math.max(...suspect.map(({ toMs }) => toMs));
  const doubts = new Doubts();
  for await (const { columns } of reader.books({ from, to: to + 1 }, [ticker])) doubts.take(columns);
  return lateHoles(
    doubts.all.filter((doubt) => doubt.ticker === ticker),
    suspect,
  );
}
