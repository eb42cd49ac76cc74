/**
 * Trades on their way to disk: gathered in columns, handed to the store worker every 100 ms, counted as stored only when
 * the store says that the transaction completed. When the store lags, trades gather here up to a bound and the status
 * says so; beyond the bound they are given up, counted, and the hole becomes a gap row: nothing is lost silently.
 * Batches of books (book-recorder.ts gathers them) go the same way, under the same numbers.
 */
import { bookBuffersOf, type BookColumns } from '#core/market/book/book-columns.ts';
import { buffersOf, TradeColumnsBuilder } from '#core/market/columns.ts';
import { plus, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import type { RecordingStatus } from '#contract/frames.ts';
import type { AlertRow } from '#contract/rows.ts';
import {
  STORE_PORT_VERSION,
  type GapRow,
  type MarketRow,
  type StoreAnswer,
  type StoreMessage,
} from '#contract/store.ts';
import { every, type Clock } from '../lib/clock.ts';
import type { TypedPort } from '../lib/port.ts';

/** What a crash may cost at most; the store writes one small row for each batch. */
const FLUSH_MS = 100;
/** Batches the store may owe us before we stop handing over and gather here: five seconds. */
const MAX_UNANSWERED = 50;
/** Who waits for the disk hears after so long that it is not there yet; a closing page waits no longer. */
const SETTLE_MS = 1_000;
/** The store is behind by this much: people are told. */
const LAG_BATCHES = 20;
/** Trades held back at most, about 60 bytes each: some 20 minutes of an ordinary stream. */
const MAX_HELD = 200_000;

export interface RecorderOptions {
  readonly clock: Clock;
  readonly port: TypedPort<StoreMessage, StoreAnswer>;
  /** A stretch that was received but is not on disk. */
  onNotStored(gap: GapRow): void;
  /** A batch of books is not on disk: what follows it cannot be read without a fresh beginning. */
  onBooksNotStored(): void;
  /** These stretches were erased. */
  onErased(gaps: readonly GapRow[], staysShown: boolean): void;
  /** For tests: lower bounds. */
  readonly maxHeld?: number | undefined;
}

interface Span {
  readonly from: UnixMs;
  readonly to: UnixMs;
}

/** Somebody who waits for the disk. */
interface Waiter {
  /** The last batch that it waits for; `undefined` while some of it is still in our hand. */
  last: number | undefined;
  readonly over: (isSettled: boolean) => void;
}

const BOOKS = 'books';

export class Recorder {
  readonly #options: RecorderOptions;
  readonly #columns = new TradeColumnsBuilder(1024);
  /** Batches without an answer; those of trades with the stretch of exchange time they cover. */
  readonly #unanswered = new Map<number, Span | typeof BOOKS>();
  #span: Span | undefined;
  #dropped: (Span & { readonly count: number }) | undefined;
  #nextBatch = 1;
  #stored = 0;
  #notStored = 0;
  #since: UnixMs | undefined;
  #isHeld = true;
  #cancel: () => void;
  readonly #waiters = new Set<Waiter>();
  #said: Extract<StoreAnswer, { kind: 'recording' }> = {
    kind: 'recording',
    state: 'starting',
    bytes: 0,
    quota: 0,
    persisted: false,
    reason: '',
  };

  constructor(options: RecorderOptions) {
    this.#options = options;
    options.port.onMessage((answer) => {
      this.#hear(answer);
    });
    this.#cancel = every(options.clock, FLUSH_MS, () => {
      this.flush();
    });
  }

  get status(): RecordingStatus {
    const { state, bytes, quota, persisted, reason } = this.#said;
    return {
      state,
      // A reload goes on with the session: its time is counted from its beginning.
      since: this.#since === undefined ? undefined : (this.#said.since ?? this.#since),
      stored: this.#stored,
      bytes,
      quota,
      persisted,
      reason: reason === '' ? this.#lagSentence() : reason,
    };
  }

  /** Begins to hand over: called when what was stored before has been read back, so that nothing is read twice. */
  release(): void {
    this.#isHeld = false;
  }

  append(trade: Trade, receivedAt: UnixMs): void {
    if (this.#columns.count >= (this.#options.maxHeld ?? MAX_HELD)) {
      this.#dropped = {
        ...widened(this.#dropped, trade.venueAt),
        count: (this.#dropped?.count ?? 0) + 1,
      };
      return;
    }
    this.#columns.append(trade, receivedAt);
    this.#span = widened(this.#span, trade.venueAt);
  }

  gap(gap: GapRow): void {
    this.#options.port.send({ kind: 'gap', version: STORE_PORT_VERSION, gap });
  }

  markets(rows: readonly MarketRow[]): void {
    if (rows.length > 0) this.#options.port.send({ kind: 'markets', version: STORE_PORT_VERSION, rows });
  }

  alerts(rows: readonly AlertRow[]): void {
    this.#options.port.send({ kind: 'alerts', version: STORE_PORT_VERSION, rows });
  }

  /** Deletes the history of alerts up to this row. */
  clearAlerts(upToId: number): void {
    this.#options.port.send({ kind: 'alerts-cleared', version: STORE_PORT_VERSION, upToId });
  }

  /** The store can be handed another batch: it does not owe too many answers. */
  get hasRoom(): boolean {
    return !this.#isHeld && this.#unanswered.size < MAX_UNANSWERED;
  }

  /** Hands over a batch of books; ask `hasRoom` first. `isKey`: it begins with a snapshot of every book. */
  books(columns: BookColumns, isKey: boolean): void {
    const batch = this.#nextBatch++;
    this.#unanswered.set(batch, BOOKS);
    this.#options.port.send(
      { kind: 'books', version: STORE_PORT_VERSION, batch, columns, isKey },
      bookBuffersOf(columns),
    );
  }

  /**
   * Resolves when everything appended so far is on disk, or told as lost; with `false` when it is not after a second: the store
   * owes answers, or so many that some of it is still in our hand.
   */
  async settled(): Promise<boolean> {
    this.flush();
    return new Promise<boolean>((resolve) => {
      const over = (isSettled: boolean): void => {
        giveUp();
        this.#waiters.delete(waiter);
        resolve(isSettled);
      };
      const waiter: Waiter = { last: this.#isInHand ? undefined : this.#nextBatch - 1, over };
      const giveUp = this.#options.clock.after(SETTLE_MS, () => {
        over(false);
      });
      this.#waiters.add(waiter);
      this.#endWaits();
    });
  }

  /** Hands over what is in hand, unless the store owes too many answers. */
  flush(): void {
    if (!this.hasRoom) return;
    const span = this.#span;
    if (span !== undefined) {
      const columns = this.#columns.take();
      const batch = this.#nextBatch++;
      this.#unanswered.set(batch, span);
      this.#span = undefined;
      this.#options.port.send(
        { kind: 'trades', version: STORE_PORT_VERSION, batch, columns },
        buffersOf(columns),
      );
    }
    const dropped = this.#dropped;
    if (dropped !== undefined) {
      this.#dropped = undefined;
      this.#giveUp(dropped, dropped.count);
    }
    for (const waiter of this.#waiters) waiter.last ??= this.#nextBatch - 1;
  }

  /** Hands over the rest and ends; resolves when the store has answered for all of it, at the latest after a second. */
  async stop(): Promise<void> {
    this.#cancel();
    this.#isHeld = false;
    await this.settled();
  }

  #hear(answer: StoreAnswer): void {
    this.#take(answer);
    if (this.#waiters.size === 0) return;
    // Whoever waits, also at the end, when no timer hands over any more, waits for what is in hand too.
    if (this.#isInHand) this.flush();
    this.#endWaits();
  }

  get #isInHand(): boolean {
    return this.#span !== undefined || this.#dropped !== undefined;
  }

  /** Batches are answered in any order: what is still owed may be older than what has come. */
  #endWaits(): void {
    const oldest = Math.min(...this.#unanswered.keys());
    for (const { last, over } of [...this.#waiters]) if (last !== undefined && last < oldest) over(true);
  }

  #take(answer: StoreAnswer): void {
    switch (answer.kind) {
      case 'stored': {
        const isBooks = this.#unanswered.get(answer.batch) === BOOKS;
        this.#unanswered.delete(answer.batch);
        if (isBooks) return;
        this.#stored += answer.count;
        this.#since ??= this.#options.clock.now();
        return;
      }
      case 'not-stored': {
        const span = this.#unanswered.get(answer.batch);
        this.#unanswered.delete(answer.batch);
        if (span === BOOKS) this.#options.onBooksNotStored();
        else if (span !== undefined) this.#giveUp(span, answer.count);
        return;
      }
      case 'recording':
        this.#said = answer;
        return;
      case 'erased':
        this.#options.onErased(answer.gaps, answer.staysShown);
        return;
    }
  }

  #giveUp(span: Span, count: number): void {
    this.#notStored += count;
    const gap: GapRow = {
      fromMs: span.from,
      toMs: plus(span.to, 1),
      channel: 'trade',
      reason: 'not-stored',
    };
    this.gap(gap);
    this.#options.onNotStored(gap);
  }

  #lagSentence(): string {
    if (this.#dropped !== undefined)
      return 'The disk has not kept up for long: newer trades are shown but not stored. The hole is recorded as a gap.';
    if (this.#unanswered.size > LAG_BATCHES)
      return `The disk is behind by ${this.#unanswered.size} batches: trades wait in memory.`;
    if (this.#notStored > 0)
      return `${this.#notStored} trades could not be stored: they are recorded as a gap.`;
    return '';
  }
}

function widened(span: Span | undefined, at: UnixMs): Span {
  if (span === undefined) return { from: at, to: at };
  return { from: at < span.from ? at : span.from, to: at > span.to ? at : span.to };
}
