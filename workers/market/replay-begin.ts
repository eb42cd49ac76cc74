/**
 * Where a replay begins: at the beginning of the recording; or, where nothing was recorded for a while from there on, at the
 * first trade or book after it. Whoever wants to see the emptiness can still go there.
 */
import type { StoreReader } from '#contract/database.ts';
import type { ReplaySource } from '#contract/replay.ts';
import { BookCursor } from '#core/market/book/book-cursor.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { plus, SECOND, type UnixMs } from '#core/units/time.ts';
import type { ReplayTrades } from './replay-trades.ts';

/** Less is played: it is over before anybody wonders. */
const WORTH_MS = 10 * SECOND;

/**
 * Returns where the clock of `source` begins. `firstKnown` looks through the whole recording, and is asked only where its first
 * seconds hold nothing. Rejects where the disk does.
 */
export async function beginOf(
  reader: StoreReader,
  trades: ReplayTrades,
  source: ReplaySource,
  firstKnown: () => Promise<UnixMs | undefined>,
): Promise<UnixMs> {
  const { from, to } = source;
  const soon = Math.min(to, plus(from, WORTH_MS)) as UnixMs;
  const first = await trades.between(from, plus(soon, 1)).next();
  if (first.done !== true || (await hasBook(reader, from, soon))) return from;
  return (await firstKnown()) ?? from;
}

/** Whether a book was known at `from`, or became so by `to`. */
async function hasBook(reader: StoreReader, from: number, to: number): Promise<boolean> {
  const cursor = new BookCursor();
  const known = new Set<Ticker>();
  for await (const batch of reader.books({ from, to })) cursor.push(batch);
  return [from, to].some((at) => {
    cursor.playUntil(at, ({ kind, ticker }) => {
      if (kind === 'snapshot') known.add(ticker);
      if (kind === 'end') known.delete(ticker);
    });
    return known.size > 0;
  });
}
