/** The history of alerts on disk: the newest thousand, inside a transaction of the writer's. */
import type { StoreTables } from '#contract/database.ts';
import type { AlertRow } from '#contract/rows.ts';

/** Rows that are kept: one rule that fires all day, or many for weeks. */
export const MAX_ALERTS = 1_000;

/** Deletes rows up to `clearedUpTo`, adds `rows`, and deletes the oldest beyond what is kept. */
export async function writeAlerts(
  { alerts }: StoreTables,
  rows: readonly AlertRow[],
  clearedUpTo: number,
): Promise<void> {
  if (clearedUpTo > 0) await alerts.where('id').belowOrEqual(clearedUpTo).delete();
  if (rows.length === 0) return;
  await alerts.bulkPut(rows);
  const extra = (await alerts.count()) - MAX_ALERTS;
  if (extra > 0) await alerts.orderBy('id').limit(extra).delete();
}
