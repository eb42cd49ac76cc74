/** A recording without a disk: made trades and batches of books behind the store's reader. */
import type { BookBatch } from '#contract/stored-books.ts';
import type { StoreReader, TimeRange } from '#contract/database.ts';
import type { GapRow, MarketRow } from '#contract/store.ts';
import { TradeColumnsBuilder, type TradeColumns } from '#core/market/columns.ts';
import { RollupBuilder } from '#core/market/rollup.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';

export interface MadeRecording {
  readonly trades: readonly { readonly trade: Trade; readonly receivedAt: number }[];
  readonly batches?: readonly BookBatch[];
  readonly gaps?: readonly GapRow[];
  readonly markets?: readonly MarketRow[];
  /** Trades of one chunk. */
  readonly chunk?: number;
}

/** Returns a reader of `made`, in chunks as they were received. */
export function recordingReader(made: MadeRecording): StoreReader {
  const { trades, batches = [], gaps = [], markets = [], chunk = 100 } = made;
  const chunks: TradeColumns[] = [];
  for (let at = 0; at < trades.length; at += chunk) {
    const rows = new TradeColumnsBuilder();
    for (const { trade, receivedAt } of trades.slice(at, at + chunk))
      rows.append(trade, receivedAt as UnixMs);
    chunks.push(rows.take());
  }
  const touches = (low: number, high: number, { from = -Infinity, to = Infinity }: TimeRange) =>
    high >= from && low <= to;
  const rollups = chunks.map((columns) => {
    const builder = new RollupBuilder();
    builder.addColumns(columns);
    return builder.take();
  });
  return {
    holdings: () => {
      const stamps = trades.map(({ trade }) => trade.venueAt);
      return Promise.resolve({
        trades: trades.length,
        chunks: chunks.length,
        bytes: 0,
        oldestMs: stamps.length === 0 ? undefined : (Math.min(...stamps) as UnixMs),
        newestMs: stamps.length === 0 ? undefined : (Math.max(...stamps) as UnixMs),
        bookRows: 0,
        bookBytes: 0,
        bookFromMs: undefined,
        bookToMs: batches.at(-1)?.columns.until,
      });
    },
    inventory: () => Promise.resolve({ trades: [], books: [], others: [] }),
    chunks: () => Promise.resolve({ trades: [], books: [] }),
    snapshot: (range) =>
      Promise.resolve({
        total: trades.length,
        sealed: async function* () {
          for (const columns of chunks) {
            await Promise.resolve();
            if (touches(Math.min(...columns.venueAt), Math.max(...columns.venueAt), range)) yield columns;
          }
        },
        journal: [],
        rollups: [],
      }),
    rollups: (intervalMs, range) =>
      Promise.resolve(
        rollups
          .flat()
          .filter((each) => each.intervalMs === intervalMs && touches(each.startMs, each.startMs, range)),
      ),
    gaps: (range) => Promise.resolve(gaps.filter(({ fromMs, toMs }) => touches(fromMs, toMs, range))),
    books: async function* (range) {
      // As the store reads: in whole runs from a key to the next, and none that ended before the range begins.
      const from = range.from ?? -Infinity;
      let key = 0;
      for (const [index, batch] of batches.entries())
        if (batch.isKey && batch.columns.from <= from) key = index;
      const next = batches.findIndex((batch, index) => index > key && batch.isKey);
      const run = batches.slice(key, next < 0 ? undefined : next);
      const isOver = run.every((batch) => batch.columns.until < from);
      for (const batch of batches.slice(isOver ? key + run.length : key)) {
        await Promise.resolve();
        if (batch.columns.from <= (range.to ?? Infinity)) yield batch;
      }
    },
    markets: () => Promise.resolve(markets),
    sessions: () => Promise.resolve([]),
    alerts: () => Promise.resolve([]),
    damaged: () => 0,
    removed: () => 0,
    close: () => undefined,
  };
}
