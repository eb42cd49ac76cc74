/** Rows that go along with the next batch: gaps, markets, alerts. Kept until a transaction that holds them has completed. */
import type { AlertRow } from '#contract/rows.ts';
import type { GapRow, MarketRow } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';
import { MAX_ALERTS } from './alert-history.ts';

const NOT_STORED = 'not-stored';

export interface PendingRows {
  readonly gaps: readonly GapRow[];
  readonly markets: readonly MarketRow[];
  readonly alerts: readonly AlertRow[];
  /** Rows of alerts up to this are deleted first; 0 for none. */
  readonly clearedUpTo: number;
}

export class Pending {
  #gaps: readonly GapRow[] = [];
  #markets = new Map<string, MarketRow>();
  #alerts: readonly AlertRow[] = [];
  #clearedUpTo = 0;

  addGap(gap: GapRow): void {
    this.#gaps = [...this.#gaps, gap];
  }

  /** The newest row of a ticker stands. */
  addMarkets(rows: readonly MarketRow[]): void {
    for (const row of rows) this.#markets.set(row.ticker, row);
  }

  /** Of more than are kept the oldest go: a disk that is full for long must not fill the memory. */
  addAlerts(rows: readonly AlertRow[]): void {
    this.#alerts = [...this.#alerts, ...rows].slice(-MAX_ALERTS);
  }

  clearAlerts(upToId: number): void {
    this.#alerts = this.#alerts.filter(({ id }) => id > upToId);
    this.#clearedUpTo = Math.max(this.#clearedUpTo, upToId);
  }

  /** Owes a gap over what was refused: one gap for all that is refused in a row on a channel. */
  addRefused(channel: string, fromMs: UnixMs, toMs: UnixMs): void {
    const owed = this.#gaps.find((gap) => gap.reason === NOT_STORED && gap.channel === channel);
    const gap: GapRow = {
      fromMs: Math.min(fromMs, owed?.fromMs ?? Infinity) as UnixMs,
      toMs: Math.max(toMs, owed?.toMs ?? -Infinity) as UnixMs,
      channel,
      reason: NOT_STORED,
    };
    this.#gaps = [...this.#gaps.filter((other) => other !== owed), gap];
  }

  rows(): PendingRows {
    return {
      gaps: this.#gaps,
      markets: [...this.#markets.values()],
      alerts: this.#alerts,
      clearedUpTo: this.#clearedUpTo,
    };
  }

  /** Forgets what was written; what came while the transaction ran stays. */
  forget({ gaps, markets, alerts, clearedUpTo }: PendingRows): void {
    this.#gaps = this.#gaps.filter((gap) => !gaps.includes(gap));
    this.#alerts = this.#alerts.filter((row) => !alerts.includes(row));
    if (this.#clearedUpTo === clearedUpTo) this.#clearedUpTo = 0;
    for (const row of markets) if (this.#markets.get(row.ticker) === row) this.#markets.delete(row.ticker);
  }
}
