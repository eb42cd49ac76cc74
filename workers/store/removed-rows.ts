/**
 * Chunks that are deleted for age or room, as gaps: whoever reads that time later, a recording in the list or a replay, must not
 * take it for a quiet one. Told in the transaction that deletes them. What is older than all that is kept goes with its gaps.
 */
import type { StoreTables } from '#contract/database.ts';
import type { ChunkEntry } from '#contract/rows.ts';
import type { TimeStretch } from '#core/units/stretch.ts';
import { HOUR, type UnixMs } from '#core/units/time.ts';
import { rangesOf } from './retention.ts';

const REMOVED = 'removed';
/** Chunks go bit by bit from the old end: a row that ended so shortly before goes on. */
const GOES_ON_WITHIN_MS = HOUR;

/** Tells that the chunks `gone` of `directory` are no more; call inside a transaction over `gaps`. */
export async function tellRemoved(
  tables: StoreTables,
  channel: string,
  directory: readonly ChunkEntry[],
  gone: ReadonlySet<number>,
  now: number,
): Promise<void> {
  const told = await tables.gaps.filter((gap) => gap.reason === REMOVED && gap.channel === channel).toArray();
  for (const range of rangesOf(directory, gone)) {
    let { from, to } = stretchOf(
      directory.filter(([seq]) => seq >= range.from && seq <= range.to),
      now,
    );
    for (const old of told.splice(0)) {
      if (old.fromMs > to || old.toMs + GOES_ON_WITHIN_MS < from) {
        told.push(old);
        continue;
      }
      from = Math.min(from, old.fromMs);
      to = Math.max(to, old.toMs);
      if (old.id !== undefined) await tables.gaps.delete(old.id);
    }
    const row = { fromMs: from as UnixMs, toMs: to as UnixMs, channel, reason: REMOVED };
    told.push({ ...row, id: await tables.gaps.add(row) });
  }
}

/** One wild stamp of the exchange must not tell of the time to come. */
function stretchOf(chunks: readonly ChunkEntry[], now: number): TimeStretch {
  const ends = chunks.map(([, startMs, endMs]) => (endMs > now ? startMs : endMs));
  return { from: Math.min(...chunks.map(([, startMs]) => startMs)), to: Math.max(...ends) + 1 };
}
