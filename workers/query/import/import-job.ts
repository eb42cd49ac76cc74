/**
 * One import while it runs: collects what a reader makes of the file, hands it to the store in batches, reports progress and
 * hears `cancel`. Knows no format; at most a few batches are in memory.
 */
import type { BookEvent } from '#core/market/book/book-event.ts';
import { FETCHED_MS } from '#core/market/played.ts';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import { contentHash, Duplicates, textHash, type Repetition } from '#core/market/duplicates.ts';
import { parseUuid, UUID_WORDS } from '#core/market/trade-id.ts';
import { DAY, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import type { Imported, ImportPortMessage } from '#contract/query.ts';
import { gapsWithin } from '#contract/gap-rows.ts';
import type { GapRow, MarketRow, StoreAnswer, StoreMessage } from '#contract/store.ts';
import type { Clock } from '../../lib/clock.ts';
import { typedPort, type RawPort, type TypedPort } from '../../lib/port.ts';
import { Cancelled } from '../job.ts';
import { BookSink, type BookRefusal } from './book-sink.ts';
import { Outbox } from './outbox.ts';
import { Remarks } from './remarks.ts';

const BATCH_TRADES = 5_000;
/** Trade ids remembered at least, as many as the live board; 20 bytes each. */
const REMEMBERED_IDS = 2 ** 21;
/** Why a trade was left out whose id stands for another one. */
export const TRADE_CONFLICT = 'expected one trade of each id, found another of the same id';
/** Why something was left out whose time cannot be. */
export const BAD_TIME = "expected a time from 2018 to tomorrow by this computer's clock, found another";
/** The exchange did not exist before 2018; clocks differ by less than a day. */
const EARLIEST_MS = Date.UTC(2018, 0, 1);
/** Gap rows of one file; further ones widen the last. */
const MAX_GAPS = 10_000;
const MAX_MARKETS = 100_000;
const MARKETS_AT_ONCE = 1_000;
/** Browsers make a timer wait 4 ms: more often would cost more than the work. */
const PASS_EVERY_MS = 50;

export interface ImportJobOptions {
  readonly storePort: RawPort;
  readonly port: RawPort;
  readonly clock: Clock;
  /** Bytes of the file. */
  readonly size: number;
  /** What the file is made of, for remarks: "line". */
  readonly unit: string;
  /** As of `BookSink`. */
  readonly patience: number;
}

export class ImportJob {
  readonly remarks: Remarks;
  readonly books: BookSink;
  /** Bytes of the file read so far. */
  done = 0;
  readonly #options: ImportJobOptions;
  readonly #store: TypedPort<StoreMessage, StoreAnswer>;
  readonly #page: TypedPort<ImportPortMessage, ImportPortMessage>;
  readonly #outbox: Outbox;
  readonly #columns = new TradeColumnsBuilder(BATCH_TRADES);
  readonly #markets = new Map<string, MarketRow>();
  readonly #ids = new Duplicates(REMEMBERED_IDS);
  readonly #words = new Uint32Array(UUID_WORDS);
  #trades = 0;
  #fetched = 0;
  #fetchedFrom = Infinity;
  readonly #gaps: GapRow[] = [];
  #first: UnixMs | undefined;
  #last: UnixMs | undefined;
  #passedAt = -Infinity;

  constructor(options: ImportJobOptions) {
    this.#options = options;
    this.remarks = new Remarks(options.unit);
    this.#store = typedPort(options.storePort);
    this.#page = typedPort(options.port);
    this.#outbox = new Outbox(this.#store);
    this.books = new BookSink({
      patience: options.patience,
      onBatch: (columns, isKey) => {
        this.#outbox.books(columns, isKey);
      },
    });
    this.#page.onMessage((message) => {
      if (message.kind === 'cancel') this.#outbox.stop(new Cancelled('The import was cancelled.'));
    });
  }

  /** Whether something may have happened at `at`: what is far outside would make a recording of a million years. */
  isSane(at: number): boolean {
    return at >= EARLIEST_MS && at <= this.#options.clock.now() + DAY;
  }

  /** Takes a trade, unless its id was there before; `place` is where it stands in the file. */
  trade(trade: Trade, receivedAt: UnixMs, place: number): Repetition {
    const repetition = this.#repetitionOf(trade);
    if (repetition === 'same') this.remarks.repeat(place);
    if (repetition !== 'new') return repetition;
    this.#trades++;
    this.#columns.append(trade, receivedAt);
    this.#widen(receivedAt);
    this.#noteFetched(trade.venueAt, receivedAt);
    if (this.#columns.count >= BATCH_TRADES) this.#outbox.trades(this.#columns.take());
    return repetition;
  }

  /** From before the recording, and so much later than it happened that it was not heard. */
  #noteFetched(venueAt: UnixMs, receivedAt: UnixMs): void {
    if (receivedAt - venueAt <= FETCHED_MS || venueAt >= (this.#first ?? -Infinity)) return;
    this.#fetched++;
    this.#fetchedFrom = Math.min(this.#fetchedFrom, venueAt);
  }

  /** Trades of the oldest recordings have no id: then only the frames' numbers tell. */
  #repetitionOf({ tradeId, ticker, yesPrice, quantity, taker }: Trade): Repetition {
    if (tradeId === undefined) return 'new';
    const content = contentHash(textHash(ticker), yesPrice, quantity, taker === 'yes');
    return parseUuid(tradeId, this.#words)
      ? this.#ids.observeUuid(this.#words, content)
      : this.#ids.observeText(tradeId, content);
  }

  book(event: BookEvent): BookRefusal | undefined {
    const refusal = this.books.take(event);
    if (refusal === undefined) this.#widen(event.receivedAt);
    return refusal;
  }

  gap(gap: GapRow): void {
    const last = this.#gaps.at(-1);
    if (last === undefined || this.#gaps.length < MAX_GAPS) this.#gaps.push(gap);
    else this.#gaps[this.#gaps.length - 1] = { ...last, toMs: gap.toMs };
  }

  /** Returns what is known of a market so far. */
  marketOf(ticker: string): MarketRow | undefined {
    return this.#markets.get(ticker);
  }

  /** Keeps a market's row, the newest of each; false where there are too many. */
  market(row: MarketRow): boolean {
    if (!this.#markets.has(row.ticker) && this.#markets.size >= MAX_MARKETS) return false;
    this.#markets.set(row.ticker, row);
    return true;
  }

  /** Waits for the disk; every now and then reports progress and lets messages in. Throws `Cancelled` or `NotStored`. */
  async pass(): Promise<void> {
    const { clock, size } = this.#options;
    await this.#outbox.room();
    const now = clock.monotonic();
    if (now - this.#passedAt < PASS_EVERY_MS) return;
    this.#passedAt = now;
    this.#page.send({
      kind: 'progress',
      done: Math.min(size, this.done),
      total: size,
      trades: this.#trades,
      bookChanges: this.books.changeCount,
      rejected: this.remarks.rejected,
    });
    await new Promise<void>((resolve) => clock.after(0, resolve));
  }

  /** Hands over the rest; resolves when all is on disk. `undefined` where the file held no trade and no book. */
  async finish(until?: UnixMs): Promise<Imported | undefined> {
    const [fromMs, toMs] = [this.#first, this.#last];
    if (fromMs === undefined || toMs === undefined) return undefined;
    if (this.#columns.count > 0) this.#outbox.trades(this.#columns.take());
    this.books.finish(until);
    for (const gap of this.#gaps) this.#outbox.gap(gap);
    const rows = [...this.#markets.values()];
    for (let at = 0; at < rows.length; at += MARKETS_AT_ONCE)
      this.#outbox.markets(rows.slice(at, at + MARKETS_AT_ONCE));
    await this.#outbox.settle();
    const end = until !== undefined && until > toMs ? until : toMs;
    return {
      trades: this.#trades,
      ...(this.#fetched === 0 ? {} : { fetched: this.#fetched, fetchedFromMs: this.#fetchedFrom as UnixMs }),
      bookRows: this.books.rowCount,
      bookChanges: this.books.changeCount,
      gaps: gapsWithin(this.#gaps, fromMs, end).length,
      rejected: this.remarks.rejected,
      fromMs,
      toMs: end,
      tickers: [...this.books.tickers].sort(),
      remarks: this.remarks.sentences(),
    };
  }

  close(): void {
    this.#store.close();
    this.#page.close();
  }

  #widen(at: UnixMs): void {
    if (this.#first === undefined || at < this.#first) this.#first = at;
    if (this.#last === undefined || at > this.#last) this.#last = at;
  }
}
