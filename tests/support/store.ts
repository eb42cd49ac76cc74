/**
 * A store on an in-memory IndexedDB, its clock turned by hand: what the store tests share. Trades are made from a seed, so
 * that a failure can be repeated.
 */
import 'fake-indexeddb/auto';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import {
  STORE_PORT_VERSION,
  type Retention,
  type StoreAnswer,
  type StoreMessage,
  type StoreStatus,
} from '#contract/store.ts';
import {
  bookBuffersOf,
  BookColumnsBuilder,
  forEachBookEvent,
  type BookColumns,
} from '#core/market/book/book-columns.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import { buffersOf, TradeColumnsBuilder, tradeAt, type TradeColumns } from '#core/market/columns.ts';
import { createRng, type Rng } from '#core/lib/rng.ts';
import { openReader, type TimeRange } from '#contract/database.ts';
import type { ImportInfo } from '#contract/rows.ts';
import type { Outcome } from '#core/units/outcome.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Level, Seq, Trade } from '#core/wire/messages.ts';
import type { Clock } from '../../workers/lib/clock.ts';
import type { RawPort } from '../../workers/lib/port.ts';
import type { StorageGauge } from '../../workers/store/keeper.ts';
import { createStore, type Store } from '../../workers/store/service.ts';

/** 2026-11-20T12:00Z. */
export const NOON = 1_795_176_000_000 as UnixMs;

export const KEEP_ALL: Retention = { days: 3650, bytes: 0 };

/** A clock that stands still until it is set; timers never fire by themselves. */
export class StillClock implements Clock {
  at: UnixMs = NOON;
  now = (): UnixMs => this.at;
  monotonic = (): number => this.at;
  after: Clock['after'] = () => () => undefined;
}

export interface TradeOptions {
  readonly tickers?: number;
  /** Mean step of the stamps, ms. */
  readonly stepMs?: number;
  readonly hasIds?: boolean;
  readonly startMs?: number;
}

/** Returns `count` trades of plausible shape: cents and sub-cents, whole and split contracts, stamps slightly out of order. */
export function madeTrades(seed: number, count: number, options: TradeOptions = {}): Trade[] {
  const { tickers = 20, stepMs = 10, hasIds = true, startMs = NOON } = options;
  const rng = createRng(seed);
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => rng.integer(16).toString(16)).join('');
  let at = startMs;
  return Array.from({ length: count }, (): Trade => {
    at += rng.integer(2 * stepMs + 1);
    return {
      ticker: `KXMADE-26NOV20-T${rng.integer(tickers)}` as Ticker,
      tradeId: hasIds ? `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}` : undefined,
      yesPrice: (rng.integer(4) === 0 ? 1 + rng.integer(9_999) : 100 * (1 + rng.integer(99))) as Price,
      quantity: (rng.integer(4) === 0 ? 1 + rng.integer(50_000) : 100 * (1 + rng.integer(500))) as Quantity,
      taker: rng.choice<Outcome>(['yes', 'no']),
      isBlock: rng.integer(200) === 0,
      venueAt: (at - rng.integer(stepMs + 1)) as UnixMs,
    };
  });
}

export function columnsOf(trades: readonly Trade[]): TradeColumns {
  const builder = new TradeColumnsBuilder();
  for (const trade of trades) builder.append(trade, (trade.venueAt + 40) as UnixMs);
  return builder.take();
}

export function tradesOf(columns: TradeColumns): Trade[] {
  return Array.from({ length: columns.count }, (_, row) => tradeAt(columns, row));
}

/** Returns every trade on disk, sealed first, in the order of recording. */
export async function storedTrades(exchangeId: string): Promise<Trade[]> {
  const reader = await openReader(exchangeId);
  const snapshot = await reader.snapshot({});
  const trades: Trade[] = [];
  for await (const columns of snapshot.sealed()) trades.push(...tradesOf(columns));
  for (const columns of snapshot.journal) trades.push(...tradesOf(columns));
  reader.close();
  return trades;
}

/** A batch of book changes as the market worker would hand it over. */
export interface MadeBooks {
  readonly columns: BookColumns;
  readonly isKey: boolean;
}

export interface BookOptions {
  /** Of one batch. */
  readonly changes?: number;
  readonly keyEvery?: number;
  readonly startMs?: number;
  readonly stepMs?: number;
}

/**
 * Returns `batches` batches of `changes` each, one every `stepMs`, in one unbroken time from `startMs`. Every `keyEvery`-th is
 * a key: a snapshot of both books before its changes.
 */
export function madeBooks(seed: number, batches: number, options: BookOptions = {}): MadeBooks[] {
  const { changes = 20, keyEvery = 10, startMs = NOON, stepMs = 250 } = options;
  const rng = createRng(seed);
  const books = ['KXBOOK-A', 'KXBOOK-B'] as Ticker[];
  let seq = 0;
  const levels = (): Level[] =>
    Array.from({ length: 5 }, (_, i) => [(1_000 * (i + 1) + rng.integer(1_000)) as Price, quantity(rng)]);
  return Array.from({ length: batches }, (_, index): MadeBooks => {
    const builder = new BookColumnsBuilder();
    const from = startMs + index * stepMs;
    const isKey = index % keyEvery === 0;
    if (isKey)
      for (const ticker of books)
        builder.add({
          kind: 'snapshot',
          ticker,
          receivedAt: from as UnixMs,
          seq: ++seq as Seq,
          yes: levels(),
          no: levels(),
        });
    for (let change = 0; change < changes; change++) {
      const at = (from + Math.floor((change * stepMs) / changes)) as UnixMs;
      builder.add({
        kind: 'delta',
        ticker: rng.choice(books),
        receivedAt: at,
        seq: ++seq as Seq,
        venueAt: (at - 40) as UnixMs,
        side: rng.choice<Outcome>(['yes', 'no']),
        price: (100 * (1 + rng.integer(99))) as Price,
        change: quantity(rng),
      });
    }
    return { columns: builder.take(from as UnixMs, (from + stepMs) as UnixMs), isKey };
  });
}

function quantity(rng: Rng): Quantity {
  return (100 * (1 + rng.integer(500))) as Quantity;
}

export function eventsOf(columns: BookColumns): BookEvent[] {
  const events: BookEvent[] = [];
  forEachBookEvent(columns, (event) => events.push(event));
  return events;
}

/** Returns what a reader gives: its batches, oldest first, and how many rows it could not read. */
export async function storedBooks(
  exchangeId: string,
  range: TimeRange = {},
  tickers?: readonly Ticker[],
): Promise<{ readonly batches: readonly MadeBooks[]; readonly damaged: number }> {
  const reader = await openReader(exchangeId);
  const batches: MadeBooks[] = [];
  for await (const batch of reader.books(range, tickers)) batches.push(batch);
  const damaged = reader.damaged();
  reader.close();
  return { batches, damaged };
}

export function allEvents(batches: readonly MadeBooks[]): BookEvent[] {
  return batches.flatMap(({ columns }) => eventsOf(columns));
}

/** What a browser's storage says of itself; set by the test. */
export class MadeGauge implements StorageGauge {
  usage = 0;
  quota = 0;
  estimate = (): Promise<{ usage: number; quota: number }> =>
    Promise.resolve({ usage: this.usage, quota: this.quota });
  persisted = (): Promise<boolean> => Promise.resolve(false);
}

/** Returns Node's port as a browser's: delivery starts with the listener. */
export function rawPort(port: MessagePort): RawPort {
  const raw: RawPort = {
    onmessage: null,
    postMessage: (message) => {
      port.postMessage(message);
    },
    close: () => {
      port.close();
    },
  };
  return Object.defineProperty(raw, 'onmessage', {
    set: (listener: (event: { data: unknown }) => void) => {
      port.on('message', (data: unknown) => {
        listener({ data });
      });
    },
  });
}

/** A started store and the market worker's end of its port. */
export class StoreHarness {
  readonly clock = new StillClock();
  readonly gauge = new MadeGauge();
  readonly exchangeId: string;
  readonly answers: StoreAnswer[] = [];
  status: StoreStatus | undefined;
  readonly #store: Store;
  readonly #ports: MessageChannel[] = [];
  #port: MessageChannel['port1'] | undefined;
  #batch = 0;
  readonly #waiters = new Map<number, (answer: StoreAnswer) => void>();

  constructor(exchangeId: string) {
    this.exchangeId = exchangeId;
    this.#store = createStore({ clock: this.clock, gauge: this.gauge });
  }

  get store(): Store {
    return this.#store;
  }

  async start(retention: Retention = KEEP_ALL): Promise<StoreStatus> {
    const channel = new MessageChannel();
    this.#ports.push(channel);
    this.#port = channel.port1;
    channel.port1.on('message', (answer: StoreAnswer) => {
      this.answers.push(answer);
      if ('batch' in answer) this.#waiters.get(answer.batch)?.(answer);
    });
    this.status = await this.#store.start({ exchangeId: this.exchangeId, retention }, rawPort(channel.port2));
    return this.status;
  }

  post(message: StoreMessage): void {
    this.#port?.postMessage(message, transferOf(message));
  }

  /** Sends one batch and returns its answer. */
  send(trades: readonly Trade[]): Promise<StoreAnswer> {
    return this.sendColumns(columnsOf(trades));
  }

  sendColumns(columns: TradeColumns): Promise<StoreAnswer> {
    const batch = ++this.#batch;
    return new Promise((resolve) => {
      this.#waiters.set(batch, resolve);
      this.post({ kind: 'trades', version: STORE_PORT_VERSION, batch, columns });
    });
  }

  /** Sends one batch of book changes and returns its answer. The columns stay whole: a copy travels. */
  sendBooks({ columns, isKey }: MadeBooks): Promise<StoreAnswer> {
    const batch = ++this.#batch;
    return new Promise((resolve) => {
      this.#waiters.set(batch, resolve);
      this.post({
        kind: 'books',
        version: STORE_PORT_VERSION,
        batch,
        columns: structuredClone(columns),
        isKey,
      });
    });
  }

  /** Begins an import; what it returns sends batches to it. */
  async beginImport(id: string): Promise<ImportSender> {
    const channel = new MessageChannel();
    this.#ports.push(channel);
    await this.#store.beginImport(id, rawPort(channel.port2));
    return new ImportSender(channel.port1);
  }

  /** Ends without a word, as a killed browser would: nothing is flushed or closed properly. */
  crash(): void {
    for (const channel of this.#ports) channel.port1.close();
  }

  async stop(): Promise<void> {
    await this.#store.stop();
    this.crash();
  }
}

/** The importer's end of a port. */
export class ImportSender {
  readonly #port: MessageChannel['port1'];
  readonly #waiters = new Map<number, (answer: StoreAnswer) => void>();
  #batch = 0;

  constructor(port: MessageChannel['port1']) {
    this.#port = port;
    port.on('message', (answer: StoreAnswer) => {
      if ('batch' in answer) this.#waiters.get(answer.batch)?.(answer);
    });
  }

  trades(trades: readonly Trade[]): Promise<StoreAnswer> {
    const columns = columnsOf(trades);
    return this.#send((batch) => ({ kind: 'trades', version: STORE_PORT_VERSION, batch, columns }));
  }

  books({ columns, isKey }: MadeBooks): Promise<StoreAnswer> {
    const copy = structuredClone(columns);
    return this.#send((batch) => ({
      kind: 'books',
      version: STORE_PORT_VERSION,
      batch,
      columns: copy,
      isKey,
    }));
  }

  #send(message: (batch: number) => StoreMessage): Promise<StoreAnswer> {
    const batch = ++this.#batch;
    return new Promise((resolve) => {
      this.#waiters.set(batch, resolve);
      const made = message(batch);
      this.#port.postMessage(made, transferOf(made));
    });
  }
}

export function importInfo(change: Partial<ImportInfo> = {}): ImportInfo {
  const ends = { fromMs: NOON, toMs: (NOON + 60_000) as UnixMs };
  return { name: 'a file', at: NOON, trades: 0, bookRows: 0, ...ends, tickers: [], ...change };
}

function transferOf(message: StoreMessage): ArrayBuffer[] {
  if (message.kind === 'trades') return buffersOf(message.columns);
  return message.kind === 'books' ? bookBuffersOf(message.columns) : [];
}

/** Records `trades` and leaves them as a page that was closed would: chunks, and a journal with the rest. */
export async function recordAll(exchangeId: string, trades: readonly Trade[], step = 10_000): Promise<void> {
  const harness = new StoreHarness(exchangeId);
  await harness.start();
  for (let i = 0; i < trades.length; i += step) await harness.send(trades.slice(i, i + step));
  await harness.stop();
}
