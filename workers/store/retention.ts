/**
 * What may stay. Pure: says which of the oldest chunks should go, of trades and books together, and what to do about the
 * browser's quota; the writer does it. Chunks go whole and oldest first, so that pruning is a deletion by key range
 * (milliseconds, against minutes by index). What a pinned session covers stays.
 */
import type { Retention } from '#contract/store.ts';
import type { ChunkEntry } from '#contract/rows.ts';
import { DAY, MINUTE } from '#core/units/time.ts';

/** Minutes draw the last day; the second day is slack. Hours live as long as the trades. */
export const MINUTE_ROLLUPS_MS = 2 * DAY;

/** Shares of the browser's quota (failure F13). */
const WARN_AT = 0.7;
const PRUNE_AT = 0.8;
const PAUSE_AT = 0.9;
/** Pruning goes this far below its mark, so that it does not start again with the next chunk. */
const SLACK = 0.05;
/** Sessions have our stamps, trades the exchange's: clocks differ, and trades that were missed come later. */
const PIN_SLACK_MS = MINUTE;

/** Sealed chunks of each table, oldest first. */
export interface Directories {
  readonly trades: readonly ChunkEntry[];
  readonly books: readonly ChunkEntry[];
}

/** A stretch that is kept whatever its age; our stamps, and the exchange's of its trades where there are any. */
export interface Pin {
  readonly startMs: number;
  readonly endMs: number;
  readonly tradesFromMs?: number | undefined;
  readonly tradesToMs?: number | undefined;
}

/** A chunk that may go. */
export interface Prunable {
  readonly table: keyof Directories;
  readonly entry: ChunkEntry;
}

/** Returns the chunks that no pin touches, oldest first over both tables; those of one table keep its order. */
export function prunable(
  { trades, books }: Directories,
  pins: readonly Pin[],
  now: number,
): readonly Prunable[] {
  const left = trades.filter(([, startMs, endMs]) => !pins.some((pin) => keepsTrades(pin, startMs, endMs)));
  const right = books.filter(
    ([, startMs, endMs]) => !pins.some((pin) => startMs <= pin.endMs && endMs >= pin.startMs),
  );
  const merged: Prunable[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [trade, book] = [left[i], right[j]];
    if (trade !== undefined && (book === undefined || lastMs(trade, now) <= lastMs(book, now))) {
      merged.push({ table: 'trades', entry: trade });
      i++;
    } else if (book !== undefined) {
      merged.push({ table: 'books', entry: book });
      j++;
    } else return merged;
  }
}

/** Returns how many of `chunks`, which are oldest first, `retention` no longer covers; `bytes` is what all chunks hold, pinned ones too. */
export function chunksToDrop(
  chunks: readonly Prunable[],
  bytes: number,
  retention: Retention,
  now: number,
): number {
  const cutoff = now - retention.days * DAY;
  let drop = 0;
  let freed = 0;
  // Only a prefix may go: a chunk of late trades keeps its place and leaves with its neighbours.
  for (; drop < chunks.length; drop++) {
    const entry = chunks[drop]?.entry;
    if (entry === undefined || lastMs(entry, now) >= cutoff) break;
    freed += entry[4];
  }
  if (retention.bytes <= 0 || bytes - freed <= retention.bytes) return drop;
  return drop + chunksToFree(chunks.slice(drop), bytes - freed - retention.bytes * (1 - SLACK));
}

/** Returns the bytes of `chunks`. */
export function sumOf(chunks: readonly Prunable[]): number {
  return chunks.reduce((sum, { entry }) => sum + entry[4], 0);
}

/** Returns how many of the oldest chunks hold at least `bytes`; all of them when they hold less. */
export function chunksToFree(chunks: readonly Prunable[], bytes: number): number {
  let drop = 0;
  for (let freed = 0; drop < chunks.length && freed < bytes; drop++) freed += chunks[drop]?.entry[4] ?? 0;
  return drop;
}

/** Keys from `from` to `to`, both inclusive. */
export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** Returns `gone` as few ranges: neighbours in `directory` are one. Without pins that is one range at the old end. */
export function rangesOf(directory: readonly ChunkEntry[], gone: ReadonlySet<number>): readonly SeqRange[] {
  const ranges: { from: number; to: number }[] = [];
  let open: { from: number; to: number } | undefined;
  for (const [seq] of directory) {
    if (!gone.has(seq)) open = undefined;
    else if (open === undefined) ranges.push((open = { from: seq, to: seq }));
    else open.to = seq;
  }
  return ranges;
}

export type QuotaVerdict = 'fine' | 'warn' | 'prune' | 'pause';

/** Returns what a use of `usage` bytes out of `quota` asks for; an unknown quota asks for nothing. */
export function judgeQuota(usage: number, quota: number): QuotaVerdict {
  if (quota <= 0) return 'fine';
  const share = usage / quota;
  if (share >= PAUSE_AT) return 'pause';
  if (share >= PRUNE_AT) return 'prune';
  return share >= WARN_AT ? 'warn' : 'fine';
}

/** Returns how many bytes should go so that use falls below the mark for pruning, with slack. */
export function bytesOverQuota(usage: number, quota: number): number {
  return Math.max(0, usage - quota * (PRUNE_AT - SLACK));
}

/** Returns what all chunks of both tables hold. */
export function bytesOf({ trades, books }: Directories): number {
  return [...trades, ...books].reduce((sum, entry) => sum + entry[4], 0);
}

/** One wild stamp of the exchange, years ahead, must not keep its chunk and all after it for ever: then the first one counts. */
function lastMs([, startMs, endMs]: ChunkEntry, now: number): number {
  return endMs > now ? startMs : endMs;
}

/** Returns true where trades of this stretch, on the exchange's stamps, are the pin's: by our clock, or where that is wrong by theirs. */
export function keepsTrades(pin: Pin, fromMs: number, toMs: number): boolean {
  const { startMs, endMs, tradesFromMs = Infinity, tradesToMs = -Infinity } = pin;
  if (fromMs <= endMs + PIN_SLACK_MS && toMs >= startMs - PIN_SLACK_MS) return true;
  return fromMs <= tradesToMs && toMs >= tradesFromMs;
}
