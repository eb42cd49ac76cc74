/**
 * What may stay. Pure: says how many of the oldest chunks should go and what to do about the browser's quota; the writer
 * does it. Chunks go whole and oldest first, so that pruning is one deletion by key range (storage.md: milliseconds,
 * against minutes by index).
 */
import type { Retention } from '#contract/store.ts';
import type { ChunkEntry } from '#contract/database.ts';
import { DAY } from '#core/units/time.ts';

/** Minutes draw the last day; the second day is slack. Hours live as long as the trades. */
export const MINUTE_ROLLUPS_MS = 2 * DAY;

/** Shares of the browser's quota (failure F13). */
const WARN_AT = 0.7;
const PRUNE_AT = 0.8;
const PAUSE_AT = 0.9;
/** Pruning goes this far below its mark, so that it does not start again with the next chunk. */
const SLACK = 0.05;

/** Returns how many of the oldest chunks `retention` no longer covers. `directory` is oldest first. */
export function chunksToDrop(directory: readonly ChunkEntry[], retention: Retention, now: number): number {
  const cutoff = now - retention.days * DAY;
  let drop = 0;
  // Only a prefix may go: a chunk of late trades keeps its place and leaves with its neighbours.
  while (drop < directory.length && lastMs(directory[drop], now) < cutoff) drop++;
  if (retention.bytes <= 0) return drop;
  const bytes = directory.slice(drop).reduce((sum, entry) => sum + entry[4], 0);
  if (bytes <= retention.bytes) return drop;
  return drop + chunksToFree(directory.slice(drop), bytes - retention.bytes * (1 - SLACK));
}

/** One wild stamp of the exchange, years ahead, must not keep its chunk and all after it for ever: then the first one counts. */
function lastMs(entry: ChunkEntry | undefined, now: number): number {
  if (entry === undefined) return 0;
  const [, startMs, endMs] = entry;
  return endMs > now ? startMs : endMs;
}

/** Returns how many of the oldest chunks hold at least `bytes`; all of them when they hold less. */
export function chunksToFree(directory: readonly ChunkEntry[], bytes: number): number {
  let drop = 0;
  for (let freed = 0; drop < directory.length && freed < bytes; drop++) freed += directory[drop]?.[4] ?? 0;
  return drop;
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
