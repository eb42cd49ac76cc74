/** A batch of trades or book changes on its way to a journal row. */
import type { StoreTables } from '#contract/database.ts';
import type { BookJournalRow, JournalRow } from '#contract/rows.ts';
import type { StoreMessage } from '#contract/store.ts';
import { eventsIn } from '#core/market/book/book-columns.ts';
import type { TradeColumns } from '#core/market/columns.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import { bookJournalRow, type BookTape } from './book-tape.ts';
import { journalRow } from './chunk.ts';
import { tradePart } from './parts.ts';
import type { Recorded, SessionTimes } from './run-session.ts';

export type TradesMessage = Extract<StoreMessage, { kind: 'trades' }>;
export type BooksMessage = Extract<StoreMessage, { kind: 'books' }>;
export type BatchMessage = TradesMessage | BooksMessage;

export type PackedBatch =
  | { readonly kind: 'trades'; readonly message: TradesMessage; readonly row: JournalRow }
  | { readonly kind: 'books'; readonly message: BooksMessage; readonly row: BookJournalRow };

/** Between a trade and our hearing of it, at most: clocks differ. */
const HEARD_WITHIN_MS = MINUTE;
const NEEDS_KEY = 'A batch of book changes needs a key batch before it.';

/**
 * Returns the batches that can be stored, with their rows. What cannot be packed, and a change of books that builds on
 * nothing, goes to `refuse` and harms no other but those built on it. A `cut` says that a batch of books was refused there.
 */
export function packBatches(
  batches: readonly (BatchMessage | 'cut')[],
  books: BookTape,
  refuse: (message: BatchMessage, reason: string) => void,
): PackedBatch[] {
  const packed: PackedBatch[] = [];
  for (const message of batches) {
    if (message === 'cut') books.cut();
    else if (message.kind === 'books' && !books.takes(message)) refuse(message, NEEDS_KEY);
    else
      try {
        packed.push(packBatch(message));
      } catch (error) {
        refuse(
          message,
          `The batch could not be packed: ${error instanceof Error ? error.message : 'unknown error'}`,
        );
        if (message.kind === 'books') books.cut();
      }
  }
  return packed;
}

function packBatch(message: BatchMessage): PackedBatch {
  return message.kind === 'trades'
    ? { kind: 'trades', message, row: journalRow(message.columns) }
    : { kind: 'books', message, row: bookJournalRow(message) };
}

/** The stretch that is missing when a batch is lost, on the stamps of its channel; `undefined` for one that holds nothing. */
export function stretchOf(
  message: BatchMessage,
): { readonly channel: string; readonly fromMs: UnixMs; readonly toMs: UnixMs } | undefined {
  if (message.kind === 'books') {
    const { from, until } = message.columns;
    return { channel: 'orderbook_delta', fromMs: from, toMs: until };
  }
  if (message.columns.count === 0) return undefined;
  const { from, to } = tradePart({ seq: 0, columns: message.columns });
  // The last one is in it: a gap ends before its `toMs`.
  return { channel: 'trade', fromMs: from as UnixMs, toMs: (to + 1) as UnixMs };
}

/**
 * Returns what the batches hold of a session. Trades fetched from before it are not its own. A stamp of ours from before the
 * session began says that the clock was set back since: such a trade is its own when it was heard as it happened.
 */
export function recordedOf(batches: readonly PackedBatch[], { startMs, beganAt }: SessionTimes): Recorded {
  const trades = batches.flatMap(({ message }) => (message.kind === 'trades' ? [message.columns] : []));
  const books = batches.flatMap(({ message }) => (message.kind === 'books' ? [message.columns] : []));
  const isOwn = (venueAt: number, receivedAt: number): boolean =>
    venueAt >= startMs || (receivedAt < beganAt && venueAt >= receivedAt - HEARD_WITHIN_MS);
  let fromMs = books.reduce((low, { from }) => Math.min(low, from), Infinity);
  let toMs = books.reduce((high, { until }) => Math.max(high, until), -Infinity);
  let [own, fetched, fetchedFromMs, leastLagMs] = [0, 0, Infinity, Infinity];
  for (const { count, venueAt, receivedAt } of trades)
    for (let row = 0; row < count; row++) {
      const at = receivedAt[row] ?? 0;
      const venue = venueAt[row] ?? 0;
      if (at < fromMs) fromMs = at;
      if (at > toMs) toMs = at;
      if (at - venue < leastLagMs) leastLagMs = at - venue;
      if (isOwn(venue, at)) own++;
      else {
        fetched++;
        fetchedFromMs = Math.min(fetchedFromMs, venue);
      }
    }
  const heard = heardBetween(trades, leastLagMs + HEARD_WITHIN_MS);
  return {
    trades: own,
    bookRows: books.reduce((sum, { count }) => sum + count, 0),
    bookChanges: books.reduce((sum, columns) => sum + eventsIn(columns), 0),
    tickers: books.flatMap(({ tickers }) => tickers),
    fetched,
    fetchedFromMs: fetchedFromMs as UnixMs,
    fromMs: fromMs as UnixMs,
    toMs: toMs as UnixMs,
    ...heard,
  };
}

/** Exchange's stamps of the trades with at most this lag: those heard as they happened, however wrong our clock is. */
function heardBetween(
  trades: readonly TradeColumns[],
  mostLagMs: number,
): Pick<Recorded, 'tradesFromMs' | 'tradesToMs'> {
  let [tradesFromMs, tradesToMs] = [Infinity, -Infinity];
  for (const { count, venueAt, receivedAt } of trades)
    for (let row = 0; row < count; row++) {
      const venue = venueAt[row] ?? 0;
      if ((receivedAt[row] ?? 0) - venue > mostLagMs) continue;
      if (venue < tradesFromMs) tradesFromMs = venue;
      if (venue > tradesToMs) tradesToMs = venue;
    }
  return { tradesFromMs, tradesToMs };
}

/** Adds the rows of `batches` inside a transaction over both journals; returns their keys in the same order. */
export async function addRows(
  tables: StoreTables,
  batches: readonly PackedBatch[],
): Promise<readonly number[]> {
  const trades = batches.flatMap((batch) => (batch.kind === 'trades' ? [batch.row] : []));
  const books = batches.flatMap((batch) => (batch.kind === 'books' ? [batch.row] : []));
  const tradeSeqs = await tables.journal.bulkAdd(trades, { allKeys: true });
  const bookSeqs = await tables.bookJournal.bulkAdd(books, { allKeys: true });
  let [trade, book] = [0, 0];
  return batches.map(({ kind }) => (kind === 'trades' ? tradeSeqs[trade++] : bookSeqs[book++]) ?? 0);
}
