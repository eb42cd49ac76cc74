/**
 * What is read on its way to the store worker: numbered batches, at most so many without an answer, so that a fast reader
 * does not fill the memory with what a slow disk has not taken. One batch that is not stored ends the import; so does `stop`,
 * also while the disk is waited for.
 */
import { bookBuffersOf, type BookColumns } from '#core/market/book/book-columns.ts';
import { buffersOf, type TradeColumns } from '#core/market/columns.ts';
import {
  STORE_PORT_VERSION,
  type GapRow,
  type MarketRow,
  type StoreAnswer,
  type StoreMessage,
} from '#contract/store.ts';
import type { TypedPort } from '../../lib/port.ts';

/** Batches of some 5,000 rows: about 5 MB. */
const MAX_UNANSWERED = 20;

/** The disk did not take a batch. */
export class NotStored extends Error {
  override readonly name = 'NotStored';
}

export class Outbox {
  readonly #port: TypedPort<StoreMessage, StoreAnswer>;
  readonly #unanswered = new Set<number>();
  #lastBatch = 0;
  #end: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(port: TypedPort<StoreMessage, StoreAnswer>) {
    this.#port = port;
    port.onMessage((answer) => {
      if (answer.kind === 'recording' || answer.kind === 'erased') return;
      if (answer.kind === 'not-stored') this.#end ??= new NotStored(answer.reason);
      this.#unanswered.delete(answer.batch);
      this.#wake();
    });
  }

  trades(columns: TradeColumns): void {
    const batch = this.#next();
    this.#port.send({ kind: 'trades', version: STORE_PORT_VERSION, batch, columns }, buffersOf(columns));
  }

  books(columns: BookColumns, isKey: boolean): void {
    const batch = this.#next();
    this.#port.send(
      { kind: 'books', version: STORE_PORT_VERSION, batch, columns, isKey },
      bookBuffersOf(columns),
    );
  }

  gap(gap: GapRow): void {
    this.#port.send({ kind: 'gap', version: STORE_PORT_VERSION, gap });
  }

  markets(rows: readonly MarketRow[]): void {
    if (rows.length > 0) this.#port.send({ kind: 'markets', version: STORE_PORT_VERSION, rows });
  }

  /** Rejects everything that waits or will wait with `why`. */
  stop(why: Error): void {
    this.#end ??= why;
    this.#wake();
  }

  /** Resolves when another batch may be sent. Rejects with `NotStored` where one was refused, or with what `stop` was told. */
  room(): Promise<void> {
    return this.#below(MAX_UNANSWERED);
  }

  /** Resolves when everything is on disk. Rejects like `room`. */
  settle(): Promise<void> {
    return this.#below(1);
  }

  async #below(limit: number): Promise<void> {
    while (this.#end === undefined && this.#unanswered.size >= limit)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    if (this.#end !== undefined) throw this.#end;
  }

  #next(): number {
    this.#unanswered.add(++this.#lastBatch);
    return this.#lastBatch;
  }
}
