/**
 * Reads back what an earlier page recorded: rollups for the analytics (minutes of the hour, hours of the day), the trades of
 * the last hour for windows and tape, and the journal, which no rollup holds yet, for both. Gives way to live frames after
 * every slice.
 */
import type { StoreReader } from '#contract/database.ts';
import type { AlertRow } from '#contract/rows.ts';
import type { GapRow, MarketRow } from '#contract/store.ts';
import { must } from '#core/lib/assert.ts';
import { tradeAt, type TradeColumns } from '#core/market/columns.ts';
import type { Rollup } from '#core/market/rollup.ts';
import { DAY, HOUR, MINUTE, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import type { Clock } from '../lib/clock.ts';

/** The engine's side of a restore. */
export interface RestoreTarget {
  restoreRollup(rollup: Rollup): void;
  restoreTrade(trade: Trade, receivedAt: UnixMs, inAnalytics: boolean): void;
}

export interface Restored {
  readonly trades: number;
  /** Exchange's stamps of the oldest and newest stored trade. */
  readonly oldestMs: UnixMs | undefined;
  readonly newestMs: UnixMs | undefined;
  readonly gaps: readonly GapRow[];
  readonly markets: readonly MarketRow[];
  /** Oldest first. */
  readonly alerts: readonly AlertRow[];
  /** Rows that could not be read. */
  readonly damaged: number;
}

export interface RestoreOptions {
  readonly reader: StoreReader;
  readonly clock: Clock;
  readonly target: RestoreTarget;
}

/** Trades between two pauses: about 5 ms of work. */
const SLICE = 5_000;

/** Fills `target` from disk. Rejects when storage cannot be read. */
export async function restore({ reader, clock, target }: RestoreOptions): Promise<Restored> {
  const now = clock.now();
  const pause = () =>
    new Promise<void>((resolve) => {
      clock.after(0, resolve);
    });
  const [holdings, gaps, markets, alerts] = await Promise.all([
    reader.holdings(),
    reader.gaps({ from: now - DAY }),
    reader.markets(),
    reader.alerts(),
  ]);
  const snapshot = await reader.snapshot({ from: now - HOUR }, [
    // One more than the hour shows: the usual pace counts whole minutes only.
    { intervalMs: MINUTE, from: now - HOUR - MINUTE },
    { intervalMs: HOUR, from: now - DAY },
  ]);
  for (const rollup of snapshot.rollups) target.restoreRollup(rollup);
  await pause();
  let trades = 0;
  const take = async (columns: TradeColumns, inAnalytics: boolean): Promise<void> => {
    for (let row = 0; row < columns.count; row++) {
      const receivedAt = must(columns.receivedAt[row], 'received time') as UnixMs;
      target.restoreTrade(tradeAt(columns, row), receivedAt, inAnalytics);
      if (++trades % SLICE === 0) await pause();
    }
  };
  for await (const columns of snapshot.sealed()) await take(columns, false);
  for (const columns of snapshot.journal) await take(columns, true);
  const { oldestMs, newestMs } = holdings;
  return { trades, oldestMs, newestMs, gaps, markets, alerts, damaged: reader.damaged() };
}
