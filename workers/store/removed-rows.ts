/**
 * Chunks that are deleted as gaps: whoever reads that time later, a recording in the list or a replay, must not take it for a
 * quiet one. Told in the transaction that deletes them. What is older than all that is kept goes with its gaps.
 */
import type { StoreTables } from '#contract/database.ts';
import type { ChunkEntry } from '#contract/rows.ts';
import type { GapRow } from '#contract/store.ts';
import { touchesAny, type TimeStretch } from '#core/units/stretch.ts';
import { HOUR, type UnixMs } from '#core/units/time.ts';
import type { Pin } from './retention.ts';

export const REMOVED = 'removed';
/** Chunks go bit by bit from the old end: what ended so shortly before goes on, where nothing that is kept lies between. */
const GOES_ON_WITHIN_MS = HOUR;

/**
 * Returns the stretches of parts that go, ascending. Those that follow each other are one, but never over what is `kept`: that is
 * still there.
 */
export function joinedStretches(
  gone: readonly TimeStretch[],
  kept: readonly TimeStretch[],
): readonly TimeStretch[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of [...gone].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && goesOn(last.to, from, kept)) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** Returns what stays of `directory`: the chunks that are not `gone`, and what pins cover, whether something was stored of it or not. */
export function keptStretches(
  directory: readonly ChunkEntry[],
  gone: ReadonlySet<number>,
  pins: readonly Pin[],
): readonly TimeStretch[] {
  const chunks = directory.filter(([seq]) => !gone.has(seq));
  return [
    ...chunks.map(([, from, to]) => ({ from, to })),
    ...pins.map(({ startMs, endMs }) => ({ from: startMs, to: endMs })),
  ];
}

/** Returns the row that says that all of a stretch, both ends in it, is gone. */
export function removedRow({ from, to }: TimeStretch, channel: string): GapRow {
  return { fromMs: from as UnixMs, toMs: (to + 1) as UnixMs, channel, reason: REMOVED };
}

/** Tells that the parts `gone` are no more, `kept` being what stays; call inside a transaction over `gaps`. */
export async function tellRemoved(
  tables: StoreTables,
  channel: string,
  gone: readonly TimeStretch[],
  kept: readonly TimeStretch[],
): Promise<void> {
  const told = await tables.gaps.filter((gap) => gap.reason === REMOVED && gap.channel === channel).toArray();
  for (const stretch of joinedStretches(gone, kept)) {
    let { from, to } = stretch;
    for (const old of told.splice(0)) {
      if (old.fromMs > to + 1 || !goesOn(old.toMs - 1, from, kept)) {
        told.push(old);
        continue;
      }
      from = Math.min(from, old.fromMs);
      to = Math.max(to, old.toMs - 1);
      if (old.id !== undefined) await tables.gaps.delete(old.id);
    }
    const row = removedRow({ from, to }, channel);
    told.push({ ...row, id: await tables.gaps.add(row) });
  }
}

/** Whether what begins at `from` goes on what ended at `to`. */
function goesOn(to: number, from: number, kept: readonly TimeStretch[]): boolean {
  if (from <= to + 1) return true;
  return from - to <= GOES_ON_WITHIN_MS && !touchesAny(kept, { from: to + 1, to: from - 1 });
}
