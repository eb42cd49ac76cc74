/**
 * From when to when a packed part holds something, as what is told of it must say. A directory knows the lowest and the highest
 * stamp, and one wild stamp of the exchange, years ahead, says nothing of the others: such a part is read.
 */
import type { StoreTables } from '#contract/database.ts';
import type { ChunkEntry } from '#contract/rows.ts';
import { readTrades } from '#contract/stored-trades.ts';
import { heardStamp } from '#core/market/skew.ts';
import type { TimeStretch } from '#core/units/stretch.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { OpenBatch } from './chunk.ts';

/** A part of trades: both ends in it, the exchange's stamps. */
export interface TradePart extends TimeStretch {
  readonly seq: number;
  /** Stamps of the trades that lie elsewhere, being wild. */
  readonly wild: readonly number[];
}

/** Returns the parts of trades that `entries` name, in their order. One that is wild and cannot be read ends where it begins. */
export async function tradeParts(
  tables: StoreTables,
  entries: readonly ChunkEntry[],
  now: number,
): Promise<readonly TradePart[]> {
  const parts: TradePart[] = [];
  for (const [seq, startMs, endMs] of entries) {
    const row = endMs <= now ? undefined : await tables.tapeChunks.get(seq);
    const columns = row === undefined ? undefined : await readTrades(row, true);
    if (columns !== undefined) parts.push(tradePart({ seq, columns }));
    else if (endMs <= now) parts.push({ seq, from: startMs, to: endMs, wild: [] });
    else parts.push({ seq, from: startMs, to: startMs, wild: [endMs] });
  }
  return parts;
}

/** Returns a part that is at hand. */
export function tradePart({ seq, columns: { count, venueAt, receivedAt } }: OpenBatch): TradePart {
  let [from, to] = [Infinity, -Infinity];
  const wild: number[] = [];
  for (let row = 0; row < count; row++) {
    const stamp = (venueAt[row] ?? 0) as UnixMs;
    const at = heardStamp(stamp, (receivedAt[row] ?? 0) as UnixMs);
    if (at !== stamp) wild.push(stamp);
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  return { seq, from, to, wild };
}

/**
 * Returns the parts of books that are `chosen` of `directory`, our stamps. Where our clock was ahead for a while a part ended no
 * later than now, and no later than the next one begins.
 */
export function bookParts(
  directory: readonly ChunkEntry[],
  chosen: ReadonlySet<number>,
  now: number,
): readonly TimeStretch[] {
  return directory.flatMap(([seq, startMs, endMs], index) => {
    if (!chosen.has(seq)) return [];
    const next = directory[index + 1]?.[1] ?? now;
    const from = Math.min(startMs, now);
    // A run is known until its last moment, and that is the first of the next.
    const to = endMs > now ? Math.min(now, Math.max(from, next)) : endMs;
    return [{ from, to: Math.max(from, to - 1) }];
  });
}
