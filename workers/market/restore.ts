/**
 * Reads back what an earlier page recorded: rollups for the analytics (minutes of the hour, hours of the day), the trades of
 * the last hour for windows and tape, and the journal, which no rollup holds yet, for both. The hour and the day end with the
 * newest stored trade: who comes back later without a line sees what was known then. Gives way to live frames after every slice.
 */
import type { StoreReader } from '#contract/database.ts';
import type { AlertRow } from '#contract/rows.ts';
import type { GapRow, MarketRow } from '#contract/store.ts';
import { must } from '#core/lib/assert.ts';
import { tradeAt, type TradeColumns } from '#core/market/columns.ts';
import type { Rollup } from '#core/market/rollup.ts';
import { heardStamp, MAX_AHEAD } from '#core/market/skew.ts';
import { DAY, HOUR, MINUTE, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import type { Clock } from '../lib/clock.ts';

/** The engine's side of a restore. */
export interface RestoreTarget {
  /** What comes next is of the time up to here. Called once, before anything else. */
  advance(until: UnixMs): void;
  restoreRollup(rollup: Rollup): void;
  restoreTrade(trade: Trade, receivedAt: UnixMs, inAnalytics: boolean): void;
}

export interface Restored {
  readonly trades: number;
  /** Exchange's stamps of the oldest and newest stored trade; nonsense left out of the newest. */
  readonly oldestMs: UnixMs | undefined;
  readonly newestMs: UnixMs | undefined;
  /** Our stamp up to which books were recorded. */
  readonly bookToMs: UnixMs | undefined;
  /** Our stamp of the first session; `undefined` where there is none. */
  readonly heardFrom: UnixMs | undefined;
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
  /** Markets of which what is stored is wanted, however long ago they closed. */
  readonly chosen: readonly string[];
}

/** Of markets that closed longer ago REST is asked where somebody still looks. */
const MARKETS_MS = 7 * DAY;
/** Trades between two pauses: about 5 ms of work. */
const SLICE = 5_000;

/** Fills `target` from disk. Rejects when storage cannot be read. */
export async function restore({ reader, clock, target, chosen }: RestoreOptions): Promise<Restored> {
  const now = clock.now();
  const pause = () =>
    new Promise<void>((resolve) => {
      clock.after(0, resolve);
    });
  const holdings = await reader.holdings();
  // A stamp from the future says nothing of when that was.
  const isWild = (holdings.newestMs ?? 0) > now + MAX_AHEAD;
  const until = isWild ? now : (Math.min(now, holdings.newestMs ?? now) as UnixMs);
  target.advance(until);
  const [gaps, markets, alerts, sessions] = await Promise.all([
    reader.gaps({ from: until - DAY }),
    reader.markets({ closingFrom: until - MARKETS_MS, and: chosen }),
    reader.alerts(),
    reader.sessions(),
  ]);
  const snapshot = await reader.snapshot({ from: until - HOUR }, [
    { intervalMs: MINUTE, from: until - HOUR },
    { intervalMs: HOUR, from: until - DAY },
  ]);
  for (const rollup of snapshot.rollups) target.restoreRollup(rollup);
  await pause();
  let trades = 0;
  let heardMs: UnixMs | undefined;
  const take = async (columns: TradeColumns, inAnalytics: boolean): Promise<void> => {
    for (let row = 0; row < columns.count; row++) {
      const receivedAt = must(columns.receivedAt[row], 'received time') as UnixMs;
      const trade = tradeAt(columns, row);
      target.restoreTrade(trade, receivedAt, inAnalytics);
      heardMs = Math.max(heardMs ?? 0, heardStamp(trade.venueAt, receivedAt)) as UnixMs;
      if (++trades % SLICE === 0) await pause();
    }
  };
  for await (const columns of snapshot.sealed()) await take(columns, false);
  for (const columns of snapshot.journal) await take(columns, true);
  const { oldestMs, bookToMs } = holdings;
  // A stamp from the future stands in rows that were read, so their own newest is known.
  const newestMs = isWild ? heardMs : holdings.newestMs;
  const starts = sessions.map(({ startMs }) => startMs);
  const heardFrom = starts.length === 0 ? undefined : (Math.min(...starts) as UnixMs);
  return {
    trades,
    oldestMs,
    newestMs,
    bookToMs,
    heardFrom,
    gaps,
    markets,
    alerts,
    damaged: reader.damaged(),
  };
}
