/**
 * One market as it happens, for every worker that draws one (contract/river.ts). The live session and a replay both write
 * here; what was recorded before is on disk, and the reader of a river is told from when on it need not look there.
 */
import type { Book } from '#core/market/book/book.ts';
import { bookBuffersOf, BookColumnsBuilder } from '#core/market/book/book-columns.ts';
import type { BookEvent, StaleReason } from '#core/market/book/book-event.ts';
import { buffersOf, TradeColumnsBuilder } from '#core/market/columns.ts';
import type { StoredTrade } from '#core/market/views.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import type { RiverAnswer, RiverMessage } from '#contract/river.ts';
import { every, type Clock } from '../lib/clock.ts';
import type { TypedPort } from '../lib/port.ts';
import { levelsOf } from './book-recorder.ts';

export type RiverPort = TypedPort<RiverMessage, RiverAnswer>;

export interface RiverSource {
  /** Ours; for pacing. */
  readonly clock: Clock;
  readonly exchangeId: string;
  readonly isReplay: boolean;
  /** The time of what is shown. */
  now(): UnixMs;
  /** Up to here nothing is missing: of a silent line the rest may never have been. */
  knownUntil(): UnixMs;
  /** Up to here what is recorded is complete, and the book has not changed since: a river begins where the disk ends. */
  provenUntil(): UnixMs;
  /** ms of it in one of ours. */
  rate(): number;
  recordedFrom(): UnixMs | undefined;
  /** The book from now on, as long as the river runs. */
  look(ticker: Ticker): Book;
  leave(ticker: Ticker): void;
  /** Why a book that is not there yet is a gap all the same; `undefined` where nobody watched it. */
  missing(ticker: Ticker): StaleReason | undefined;
  /** Of the last hour, newest first. */
  trades(ticker: Ticker): readonly StoredTrade[];
  /** Resolves when everything up to `provenUntil` is on disk, or never will be; with `false` when that lasts. */
  settled(): Promise<boolean>;
}

interface River {
  readonly ticker: Ticker;
  readonly port: RiverPort;
  books: BookColumnsBuilder;
  trades: TradeColumnsBuilder;
  until: UnixMs;
  /** Times it was begun. */
  beginning: number;
}

const FLUSH_MS = 100;
const CLOCK_MS = 250;
/** A page draws one market, seldom two; more are left over from pages that forgot to close theirs. */
const MAX_RIVERS = 8;

export class Rivers {
  readonly #source: RiverSource;
  #rivers: River[] = [];
  readonly #stops: readonly (() => void)[];

  constructor(source: RiverSource) {
    this.#source = source;
    this.#stops = [
      every(source.clock, FLUSH_MS, () => {
        for (const river of this.#rivers) this.#flush(river);
      }),
      every(source.clock, CLOCK_MS, () => {
        this.tellTime();
      }),
    ];
  }

  /** Begins to write `ticker` into `port`, until it is closed. */
  open(ticker: Ticker, port: RiverPort): void {
    const [oldest] = this.#rivers;
    if (oldest !== undefined && this.#rivers.length >= MAX_RIVERS) this.#close(oldest);
    const river: River = {
      ticker,
      port,
      books: new BookColumnsBuilder(),
      trades: new TradeColumnsBuilder(),
      until: this.#source.now(),
      beginning: 0,
    };
    port.onMessage(() => {
      this.#close(river);
    });
    this.#rivers.push(river);
    this.#begin(river);
  }

  /** The clock has jumped: everything is said afresh. */
  restart(): void {
    for (const river of this.#rivers) this.#begin(river);
  }

  /** Takes what happened to any book. */
  take(event: BookEvent): void {
    for (const river of this.#rivers) if (river.ticker === event.ticker) river.books.add(event);
  }

  trade(trade: Trade, receivedAt: UnixMs): void {
    for (const river of this.#rivers)
      if (river.ticker === trade.ticker) river.trades.append(trade, receivedAt);
  }

  /** Says how late it is and how fast time goes; at once, where that has changed. */
  tellTime(): void {
    for (const { port } of this.#rivers)
      port.send({ kind: 'clock', now: this.#source.now(), rate: this.#source.rate() });
  }

  /** Hands over what is in hand, so that a reader is not behind the clock. */
  flush(): void {
    for (const river of this.#rivers) this.#flush(river);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    for (const river of [...this.#rivers]) this.#close(river);
  }

  #begin(river: River): void {
    const { exchangeId, isReplay } = this.#source;
    const { ticker, port } = river;
    const now = this.#source.now();
    const at = this.#source.provenUntil();
    const book = this.#source.look(ticker);
    river.books = new BookColumnsBuilder();
    river.trades = new TradeColumnsBuilder();
    river.until = at;
    const recordedFrom = this.#source.recordedFrom();
    port.send({ kind: 'begin', ticker, exchangeId, at, now, isReplay, recordedFrom });
    if (book.state === 'exact') {
      const [yes, no] = [levelsOf(book.yes), levelsOf(book.no)];
      river.books.add({ kind: 'snapshot', ticker, receivedAt: at, seq: book.seq, yes, no });
    } else {
      const reason = book.state === 'stale' ? (book.reason ?? 'disconnect') : this.#source.missing(ticker);
      if (reason !== undefined) river.books.add({ kind: 'stale', ticker, receivedAt: at, reason });
    }
    for (const trade of this.#source.trades(ticker).toReversed())
      river.trades.append(trade, trade.receivedAt);
    this.#flush(river);
    this.tellTime();
    river.beginning++;
    void this.#tellPast(river, at);
  }

  /** Says that the past is on disk when it is: what is read before would show as not recorded what is only late. */
  async #tellPast(river: River, until: UnixMs): Promise<void> {
    const { beginning } = river;
    const isOld = (): boolean => !this.#rivers.includes(river) || river.beginning !== beginning;
    while (!(await this.#source.settled())) {
      await new Promise<void>((resolve) => void this.#source.clock.after(FLUSH_MS, resolve));
      if (isOld()) return;
    }
    if (!isOld()) river.port.send({ kind: 'past', until });
  }

  #flush(river: River): void {
    const known = Math.max(river.until, this.#source.knownUntil()) as UnixMs;
    if (known > river.until || river.books.count > 0) {
      const columns = river.books.take(river.until, known);
      river.until = columns.until;
      river.port.send({ kind: 'books', columns }, bookBuffersOf(columns));
    }
    if (river.trades.count === 0) return;
    const columns = river.trades.take();
    river.port.send({ kind: 'trades', columns }, buffersOf(columns));
  }

  #close(river: River): void {
    if (!this.#rivers.includes(river)) return;
    this.#rivers = this.#rivers.filter((other) => other !== river);
    river.port.close();
    if (!this.#rivers.some(({ ticker }) => ticker === river.ticker)) this.#source.leave(river.ticker);
  }
}
