/** Trades and rollups out of their rows; what is damaged is left out, and its absence tells. */
import type { TradeColumns } from '#core/market/columns.ts';
import { unpackRollup, unpackTrades, type PackedTrades } from '#core/market/packing.ts';
import type { Rollup } from '#core/market/rollup.ts';
import { inflate } from './compression.ts';
import type { WindowRow } from './rows.ts';

/** Rollups inflated side by side: one alone mostly waits. */
const INFLATE_AT_ONCE = 100;

/** Returns the trades of a chunk (deflated) or a journal row (not); `undefined` when it is damaged. */
export async function readTrades(row: PackedTrades, isDeflated: boolean): Promise<TradeColumns | undefined> {
  const data = isDeflated ? await inflate(row.data) : row.data;
  const unpacked = data === undefined ? undefined : unpackTrades({ data, ids: row.ids });
  return unpacked?.ok === true ? unpacked.value : undefined;
}

/** Returns the rollups of `rows`, in their order, without the damaged ones. */
export async function readRollups(rows: readonly WindowRow[]): Promise<readonly Rollup[]> {
  const rollups: Rollup[] = [];
  for (let at = 0; at < rows.length; at += INFLATE_AT_ONCE) {
    const batch = rows.slice(at, at + INFLATE_AT_ONCE);
    for (const data of await Promise.all(batch.map((row) => inflate(row.data)))) {
      const unpacked = data === undefined ? undefined : unpackRollup(data);
      if (unpacked?.ok === true) rollups.push(unpacked.value);
    }
  }
  return rollups;
}
