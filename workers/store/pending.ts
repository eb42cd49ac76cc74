/** Rows that go along with the next batch: gaps and markets. Kept until a transaction that holds them has completed. */
import type { GapRow, MarketRow } from '#contract/store.ts';
import type { TradeColumns } from '#core/market/columns.ts';
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

  /** Owes a gap over the times of trades that were refused: one gap for all that is refused in a row. */
  addRefused({ count, venueAt }: TradeColumns): void {
    if (count === 0) return;
    const owed = this.#gaps.find((gap) => gap.reason === NOT_STORED);
    const gap: GapRow = {
      fromMs: venueAt.reduce((low, at) => Math.min(low, at), owed?.fromMs ?? Infinity) as UnixMs,
      toMs: venueAt.reduce((high, at) => Math.max(high, at), owed?.toMs ?? -Infinity) as UnixMs,
      channel: 'trade',
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
