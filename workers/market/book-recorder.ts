/**
 * Changes of the recorded books on their way to disk. Every five minutes, and sooner on a busy feed, a batch begins with a
 * snapshot of every book, so that what is stored from there on can be read alone. A quiet second is stored too, as a batch
 * without rows: it says that nothing happened, where its absence would say that nobody watched. It waits until that is proven,
 * by the next number: the last change may have been lost, and the doubt then begins where the proof ends. Recorded time never
 * falls: a clock that is set back is waited for. After a sleep, or where rows were given up, recording begins afresh and says so.
 */
import type { Book } from '#core/market/book/book.ts';
import { BookColumnsBuilder, RUN_BREAK_MS } from '#core/market/book/book-columns.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { BookSide } from '#core/market/book/book-side.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import type { Level } from '#core/wire/messages.ts';
import { every, type Clock } from '../lib/clock.ts';
import type { Recorder } from './recorder.ts';
import { RecordingCosts } from './recording-costs.ts';

export interface BookRecorderOptions {
  readonly clock: Clock;
  readonly recorder: Pick<Recorder, 'books' | 'hasRoom'>;
  book(ticker: Ticker): Book | undefined;
  /** For how long nothing has proven the books right (ms): what is not known to be so is not recorded. */
  unprovenMs(): number;
  /** What happened to a recorded book, and how it was found at each key: for the gaps. A doubt comes with its own beginning. */
  onRecorded(event: BookEvent): void;
  /** From here on nothing is recorded; told again where it goes wrong again before `onResumed`. */
  onHole(from: UnixMs, reason: string): void;
  /** What began with `onHole` is over since `at`. Told once this has lasted, also where there was no hole. */
  onResumed(at: UnixMs): void;
}

const FLUSH_MS = 100;
/** A quiet batch at least so often, if that much is proven. */
const STILL_MS = SECOND;
/** A chunk is read whole: it holds at most so long, or some 80 kB; more where the key alone has that. */
const KEY_EVERY_MS = 5 * MINUTE;
const KEY_EVERY_ROWS = 20_000;
/** A clock that is further back was wrong before: what follows stands in its new time, as a run of its own. */
const MAX_STEP_BACK_MS = MINUTE;
/** A store that refuses goes on refusing: recording has resumed when it lasted so long. */
const SETTLED_MS = 2 * SECOND;
/** Rows held back while the store lags; beyond them recording begins afresh, and the hole shows as not recorded. */
const MAX_HELD = 200_000;
const FIRST_ROWS = 1_024;

export class BookRecorder {
  readonly #options: BookRecorderOptions;
  #rows = new BookColumnsBuilder(FIRST_ROWS);
  #tickers: ReadonlySet<Ticker> = new Set();
  /** Our stamp up to which everything was handed over; `undefined` while nothing is recorded. */
  #until: UnixMs | undefined;
  /** Our clock as it is recorded: waits where the wall's is set back. */
  #at: UnixMs;
  /** The wall's clock at the last look. */
  #lookedAt: UnixMs;
  /** When recording was last given up: it goes on with what is proven since. */
  #brokeAt = -Infinity;
  #keyAt = 0;
  #keyRows = 0;
  /** Without the key's own. */
  #rowsSinceKey = 0;
  /** When recording began afresh, as long as that is not told. */
  #resumedAt: UnixMs | undefined;
  #isKey = false;
  readonly #costs = new RecordingCosts();
  readonly #cancel: () => void;

  constructor(options: BookRecorderOptions) {
    this.#options = options;
    this.#at = options.clock.now();
    this.#lookedAt = this.#at;
    this.#cancel = every(options.clock, FLUSH_MS, () => {
      this.flush();
    });
  }

  /** The markets whose books are recorded. */
  get tickers(): ReadonlySet<Ticker> {
    return this.#tickers;
  }

  /** Returns the mean number of changes a minute while the book was recorded; `undefined` until that is known. */
  changesPerMinute(ticker: Ticker): number | undefined {
    return this.#costs.perMinute(ticker, this.#options.clock.now());
  }

  /** Records these and no others from now on. */
  record(tickers: ReadonlySet<Ticker>): void {
    const before = this.#tickers;
    this.#tickers = new Set(tickers);
    const receivedAt = this.#provenUntil();
    this.#costs.keep(this.#tickers);
    for (const ticker of before) if (!tickers.has(ticker)) this.#end(ticker, receivedAt);
    if (this.#until === undefined) return;
    for (const ticker of tickers) if (!before.has(ticker)) this.#begin(ticker, receivedAt);
  }

  /** Takes what happened to any book; others than the recorded ones are left out. */
  take(event: BookEvent): void {
    if (!this.#tickers.has(event.ticker)) return;
    const provenUntil = this.#provenUntil();
    if (this.#until === undefined) return;
    // A doubt of our own making begins where the proof ends. One that reaches back behind what is handed over already (a book
    // that was crossed, or that REST found wrong while others changed) is told by the gap alone: rows do not change.
    const receivedAt = Math.max(this.#until, Math.min(event.receivedAt, provenUntil)) as UnixMs;
    const stamped = receivedAt === event.receivedAt ? event : { ...event, receivedAt };
    this.#rows.add(stamped);
    this.#count(stamped);
    this.#options.onRecorded(event.kind === 'stale' && event.receivedAt < receivedAt ? event : stamped);
  }

  /** The store did not take a batch, or we were not there: what follows begins afresh. */
  startOver(reason = 'not-stored'): void {
    if (this.#until !== undefined) {
      this.#options.onHole(this.#until, reason);
      this.#costs.allLost(this.#until);
    }
    this.#until = undefined;
    this.#resumedAt = undefined;
    this.#brokeAt = this.#at;
    this.#rows = new BookColumnsBuilder(FIRST_ROWS);
  }

  /** Hands over what is in hand, if the store has room for it. */
  flush(): void {
    const now = this.#provenUntil();
    if (!this.#options.recorder.hasRoom) {
      if (this.#rows.count > MAX_HELD) this.startOver();
      return;
    }
    if (this.#until === undefined) {
      if (this.#tickers.size === 0) this.#options.onResumed(now);
      else if (now >= this.#brokeAt) this.#resume(now);
      return;
    }
    const rowsSinceKey = this.#rowsSinceKey + this.#rows.count;
    const isKeyDue =
      now - this.#keyAt >= KEY_EVERY_MS || rowsSinceKey >= Math.max(KEY_EVERY_ROWS, 2 * this.#keyRows);
    // A key begins where the batch before it ended, or it would be the beginning of another run.
    const isSendDue = this.#rows.count > 0 || now - this.#until >= (isKeyDue ? 1 : STILL_MS);
    if (isSendDue) this.#send(this.#until, now);
    if (this.#resumedAt !== undefined && now - this.#resumedAt >= SETTLED_MS) this.#tellResumed();
    if (this.#tickers.size === 0) this.#until = undefined;
    else if (isKeyDue) this.#key(now);
  }

  /** Resolves when all that is proven so far is handed over, or never will be. */
  async handedOver(): Promise<void> {
    this.flush();
    const at = this.#provenUntil();
    while (this.#until !== undefined && at - this.#until >= RUN_BREAK_MS)
      await new Promise<void>((resolve) => void this.#options.clock.after(FLUSH_MS, resolve));
  }

  stop(): void {
    this.#cancel();
    const now = this.#provenUntil();
    for (const ticker of this.#tickers) this.#end(ticker, now);
    if (this.#until === undefined) return;
    this.#tellResumed();
    if (this.#options.recorder.hasRoom) this.#send(this.#until, now);
    else this.startOver();
    this.#until = undefined;
  }

  /**
   * Returns up to when, in our time, the books are known to be what they are. Begins afresh where the clock says that we were
   * not there (asleep, stopped, or too busy to look), or that it was wrong.
   */
  #provenUntil(): UnixMs {
    const now = this.#options.clock.now();
    const wasAway = now - this.#lookedAt > RUN_BREAK_MS;
    const wasWrong = now < this.#at - MAX_STEP_BACK_MS;
    this.#lookedAt = now;
    this.#at = wasWrong ? now : (Math.max(this.#at, now) as UnixMs);
    if (wasAway || wasWrong) this.startOver('sleep');
    return Math.max(this.#until ?? -Infinity, this.#at - this.#options.unprovenMs()) as UnixMs;
  }

  #resume(now: UnixMs): void {
    this.#key(now);
    this.#resumedAt = now;
  }

  #tellResumed(): void {
    if (this.#resumedAt !== undefined) this.#options.onResumed(this.#resumedAt);
    this.#resumedAt = undefined;
  }

  /** Begins a batch that can be read alone. Nothing else is in hand. */
  #key(now: UnixMs): void {
    this.#until = now;
    this.#keyAt = now;
    this.#isKey = true;
    for (const ticker of this.#tickers) this.#begin(ticker, now);
    this.#keyRows = this.#rows.count;
    this.#rowsSinceKey = -this.#keyRows;
  }

  /** What is known of a book now; a book that was never there has nothing to say yet. */
  #begin(ticker: Ticker, receivedAt: UnixMs): void {
    const book = this.#options.book(ticker);
    if (book === undefined || book.state === 'waiting') return;
    const event: BookEvent =
      book.state === 'exact'
        ? {
            kind: 'snapshot',
            ticker,
            receivedAt,
            seq: book.seq,
            yes: levelsOf(book.yes),
            no: levelsOf(book.no),
          }
        : { kind: 'stale', ticker, receivedAt, reason: book.reason ?? 'disconnect' };
    this.#rows.add(event);
    if (event.kind === 'snapshot') this.#costs.watched(ticker, receivedAt);
    this.#options.onRecorded(event);
  }

  #count({ kind, ticker, receivedAt }: BookEvent): void {
    if (kind === 'stale') this.#costs.lost(ticker, receivedAt);
    else if (kind === 'snapshot') this.#costs.watched(ticker, receivedAt);
    else if (kind === 'delta') this.#costs.changed(ticker);
  }

  #end(ticker: Ticker, receivedAt: UnixMs): void {
    const event: BookEvent = { kind: 'end', ticker, receivedAt };
    if (this.#until !== undefined) this.#rows.add(event);
    this.#options.onRecorded(event);
  }

  #send(from: UnixMs, now: UnixMs): void {
    const columns = this.#rows.take(from, now);
    this.#rowsSinceKey += columns.count;
    this.#until = columns.until;
    const isKey = this.#isKey;
    this.#isKey = false;
    this.#options.recorder.books(columns, isKey);
  }
}

/** Returns the levels of a side, prices ascending. */
export function levelsOf(side: BookSide): Level[] {
  return Array.from({ length: side.size }, (_, index): Level => [
    side.priceAt(index),
    side.quantityAt(index),
  ]);
}
