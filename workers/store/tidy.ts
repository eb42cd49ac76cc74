/** What is deleted beside chunks, and what pins keep; each inside a transaction, or reading only. */
import { Dexie } from 'dexie';
import type { StoreTables } from '#contract/database.ts';
import type { SessionRow } from '#contract/rows.ts';
import type { GapRow } from '#contract/store.ts';
import { DAY, HOUR, MINUTE } from '#core/units/time.ts';
import { keepsTrades, type Pin } from './retention.ts';
import type { TableName } from './vault.ts';

/** All that was recorded: every table but the settings. */
export const EVERYTHING: readonly TableName[] = [
  'tapeChunks',
  'journal',
  'bookChunks',
  'bookJournal',
  'windows',
  'gaps',
  'markets',
  'sessions',
  'alerts',
];

/** Tables that `deleteOlder` needs. */
export const AGEING: readonly TableName[] = ['windows', 'gaps', 'sessions', 'markets'];

export interface Ages {
  readonly minutes: number;
  readonly rest: number;
}

/**
 * Deletes minute rollups that began, and hour rollups, gaps, sessions and markets that ended, before the given times. Pinned
 * sessions and the gaps in them stay, and so do all markets that closed since the oldest of them began.
 */
export async function deleteOlder(tables: StoreTables, before: Ages): Promise<void> {
  const intervals = [
    [MINUTE, before.minutes],
    [HOUR, before.rest],
  ] as const;
  for (const [intervalMs, end] of intervals)
    await tables.windows
      .where('[intervalMs+startMs]')
      .between([intervalMs, Dexie.minKey], [intervalMs, end], true, false)
      .delete();
  const pins = await readPins(tables);
  const isKept = ({ fromMs, toMs }: GapRow): boolean => pins.some((pin) => keepsTrades(pin, fromMs, toMs));
  await tables.gaps.filter((gap) => gap.toMs < before.rest && !isKept(gap)).delete();
  await tables.sessions.filter((row) => row.endMs < before.rest && !isPinned(row)).delete();
  // What is kept was traded before its market closed; the slack is for one that closed later than it was meant to.
  const oldestKept = Math.min(
    before.rest,
    ...pins.map(({ startMs, tradesFromMs = startMs }) => Math.min(startMs, tradesFromMs)),
  );
  await tables.markets
    .where('closeAt')
    .below(oldestKept - DAY)
    .delete();
}

/** Returns what pinned sessions cover. */
export function readPins(tables: StoreTables): Promise<readonly Pin[]> {
  return tables.sessions.filter(isPinned).toArray();
}

function isPinned(row: SessionRow): boolean {
  return row.isPinned;
}
