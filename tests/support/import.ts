/** An import run in Node against a store that only listens: what was sent, and how the page would have heard of it. */
import { MessageChannel } from 'node:worker_threads';
import initSqlJs from 'sql.js';
import { forEachBookEvent, type BookColumns } from '#core/market/book/book-columns.ts';
import { packBooks } from '#core/market/book/book-packing.ts';
import { packTrades } from '#core/market/packing.ts';
import { createDatabase } from '#contract/database.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { Trade } from '#core/wire/messages.ts';
import type { ImportOutcome, ImportPortMessage, ImportProgress } from '#contract/query.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { systemClock } from '../../workers/lib/clock.ts';
import { createQuery, type QueryScope } from '../../workers/query/service.ts';
import { DAY, type UnixMs } from '#core/units/time.ts';
import { NOON, rawPort, tradesOf } from './store.ts';

export interface ImportRun {
  readonly outcome: ImportOutcome;
  readonly messages: readonly StoreMessage[];
  readonly progress: readonly ImportProgress[];
}

export interface ImportWishes extends Partial<QueryScope> {
  /** Answers to a batch; `stored` by default, `undefined` for none. */
  readonly answer?: (message: Extract<StoreMessage, { batch: number }>) => StoreAnswer | undefined;
  readonly onProgress?: (progress: ImportProgress, cancel: () => void) => void;
}

/** Imports `file` and collects what the store would have been told. */
export async function runImport(file: Blob, wishes: ImportWishes = {}): Promise<ImportRun> {
  const store = new MessageChannel();
  const page = new MessageChannel();
  const messages: StoreMessage[] = [];
  const progress: ImportProgress[] = [];
  const stored = (message: Extract<StoreMessage, { batch: number }>): StoreAnswer => ({
    kind: 'stored',
    batch: message.batch,
    count: message.columns.count,
  });
  store.port1.on('message', (message: StoreMessage) => {
    messages.push(message);
    if (!('batch' in message)) return;
    const answer = (wishes.answer ?? stored)(message);
    if (answer !== undefined) store.port1.postMessage(answer);
  });
  page.port1.on('message', (message: ImportPortMessage) => {
    if (message.kind !== 'progress') return;
    progress.push(message);
    wishes.onProgress?.(message, () => page.port1.postMessage({ kind: 'cancel' }));
  });
  // Made recordings are of a fixed day: the clock stands behind it on every machine.
  const clock = { ...systemClock(), now: () => (NOON + DAY) as UnixMs };
  const query = createQuery({ clock, loadSql: () => initSqlJs(), ...wishes });
  const outcome = await query.importRecording(
    { file, name: 'test' },
    rawPort(store.port2),
    rawPort(page.port2),
  );
  store.port1.close();
  page.port1.close();
  return { outcome, messages, progress };
}

export function importedTrades(messages: readonly StoreMessage[]): Trade[] {
  return messages.flatMap((message) => (message.kind === 'trades' ? tradesOf(message.columns) : []));
}

export function importedBooks(messages: readonly StoreMessage[]): { columns: BookColumns; isKey: boolean }[] {
  return messages.flatMap((message) => (message.kind === 'books' ? [message] : []));
}

export function importedEvents(messages: readonly StoreMessage[]): BookEvent[] {
  const events: BookEvent[] = [];
  for (const { columns } of importedBooks(messages))
    forEachBookEvent(columns, (event) => {
      events.push(event);
    });
  return events;
}

/** Writes what an import sent as the store would, all of it unsealed: for reading it back where no store runs. */
export async function keepImport(exchangeId: string, messages: readonly StoreMessage[]): Promise<void> {
  const database = createDatabase(exchangeId, 'relaxed');
  await database.open();
  for (const message of messages)
    switch (message.kind) {
      case 'trades': {
        const { columns } = message;
        const [startMs, endMs] = [Math.min(...columns.venueAt), Math.max(...columns.venueAt)];
        await database.journal.add({
          startMs,
          endMs,
          count: columns.count,
          bytes: 0,
          ...packTrades(columns),
        });
        break;
      }
      case 'books': {
        const { columns, isKey } = message;
        const { from: startMs, until: endMs, count } = columns;
        await database.bookJournal.add({ startMs, endMs, count, bytes: 0, data: packBooks(columns), isKey });
        break;
      }
      case 'gap':
        await database.gaps.add(message.gap);
        break;
      case 'markets':
        await database.markets.bulkPut([...message.rows]);
        break;
      case 'alerts':
      case 'alerts-cleared':
        throw new Error('expected no alerts in an import');
    }
  database.close();
}
