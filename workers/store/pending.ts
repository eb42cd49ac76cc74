/** Rows that go along with the next batch: gaps and markets. Kept until a transaction that holds them has completed. */
import type { GapRow, MarketRow } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';

const NOT_STORED = 'not-stored';

export interface PendingRows {
  readonly gaps: readonly GapRow[];
  readonly markets: readonly MarketRow[];
}

export class Pending {
  #gaps: readonly GapRow[] = [];
  #markets = new Map<string, MarketRow>();

  addGap(gap: GapRow): void {
    this.#gaps = [...this.#gaps, gap];
  }

  /** The newest row of a ticker stands. */
  addMarkets(rows: readonly MarketRow[]): void {
    for (const row of rows) this.#markets.set(row.ticker, row);
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
    return { gaps: this.#gaps, markets: [...this.#markets.values()] };
  }

  /** Forgets what was written; what came while the transaction ran stays. */
  forget({ gaps, markets }: PendingRows): void {
    this.#gaps = this.#gaps.filter((gap) => !gaps.includes(gap));
    for (const row of markets) if (this.#markets.get(row.ticker) === row) this.#markets.delete(row.ticker);
  }
}
