/**
 * Where a replay begins: at the first moment of the recording at which there is something to see. A recording that was just
 * begun has no book for its first seconds, and whoever opened it there would be told that none was recorded.
 */
import type { StoreReader } from '#contract/database.ts';
import type { ReplaySource } from '#contract/replay.ts';
import { BookCursor } from '#core/market/book/book-cursor.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, SECOND } from '#core/units/time.ts';
import { tradesStored } from './replay-tape.ts';

/** Books that are recorded from the same moment come one after another, within this time. */
const TOGETHER_MS = 3 * SECOND;
/** The first book is waited for so long after the first trade, and the other way round: more would be skipped. */
const WORTH_MS = MINUTE;

/** Returns the time at which the first trade and the first books are known: of the earlier, where the other comes much later. */
export async function beginOf(reader: StoreReader, source: ReplaySource): Promise<number> {
  const { from, to } = source;
  const [trade, books] = [await firstTrade(reader, source), await firstBooks(reader, source)];
  if (trade === undefined || books === undefined) return Math.min(to, trade ?? books ?? from);
  return Math.abs(trade - books) <= WORTH_MS ? Math.max(trade, books) : Math.min(trade, books);
}

async function firstTrade(reader: StoreReader, { from, to }: ReplaySource): Promise<number | undefined> {
  for await (const { at } of tradesStored(reader, from, to + 1)) return at;
  return undefined;
}

/** Returns when the books that come first are all there; `undefined` where no book was recorded. */
async function firstBooks(reader: StoreReader, { from, to }: ReplaySource): Promise<number | undefined> {
  const cursor = new BookCursor();
  const known = new Set<Ticker>();
  let first = Infinity;
  let last: number | undefined;
  let hasBegun = false;
  const note = ({ kind, ticker, receivedAt }: BookEvent): void => {
    if (kind === 'end') known.delete(ticker);
    if (kind !== 'snapshot' || known.has(ticker)) return;
    known.add(ticker);
    if (receivedAt < from || receivedAt > Math.min(to, first + TOGETHER_MS)) return;
    first = Math.min(first, receivedAt);
    last = receivedAt;
  };
  for await (const batch of reader.books({ from, to })) {
    cursor.push(batch);
    cursor.playUntil(Math.min(from, cursor.until), note);
    if (!hasBegun && cursor.until >= from) {
      hasBegun = true;
      // What was known before is known at the beginning.
      if (known.size > 0) first = from;
    }
    cursor.playUntil(cursor.until, note);
    if (cursor.until > first + TOGETHER_MS) break;
  }
  return last ?? (first === from ? from : undefined);
}
