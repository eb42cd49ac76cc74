/** Rollups anew where sealed trades went: those of every interval that held one of them, from the trades that are left in it. */
import type { StoreTables } from '#contract/database.ts';
import type { ChunkEntry, ChunkRow, WindowRow } from '#contract/rows.ts';
import { readTrades } from '#contract/stored-trades.ts';
import { pickTrades } from '#core/market/join.ts';
import { ROLLUP_INTERVALS, RollupBuilder } from '#core/market/rollup.ts';
import { floorTo, type DurationMs, type UnixMs } from '#core/units/time.ts';
import { windowRow } from './chunk.ts';

/** Of a chunk that changes: `row` stands in its place, or nothing. */
type Changes = ReadonlyMap<number, { readonly row: ChunkRow | undefined }>;

type WindowKey = readonly [intervalMs: number, startMs: number];

export interface RepairedRollups {
  readonly rows: readonly WindowRow[];
  /** Keys of those in which nothing is left. */
  readonly gone: readonly WindowKey[];
}

export class Rollups {
  readonly #touched = new Map<DurationMs, Set<UnixMs>>(
    ROLLUP_INTERVALS.map((intervalMs) => [intervalMs, new Set()]),
  );

  /** A trade of this interval goes. */
  touch(intervalMs: DurationMs, startMs: UnixMs): void {
    this.#touched.get(intervalMs)?.add(startMs);
  }

  /** Trades go of which only their first and last stamps are known. */
  touchSpan(startMs: number, endMs: number): void {
    for (const intervalMs of ROLLUP_INTERVALS)
      for (let at = floorTo(startMs as UnixMs, intervalMs); at <= endMs; at = (at + intervalMs) as UnixMs)
        this.touch(intervalMs, at);
  }

  /** Returns what is to stand instead. Those that are not stored, being too old, are not made again. */
  async rows(
    tables: StoreTables,
    directory: readonly ChunkEntry[],
    changes: Changes,
  ): Promise<RepairedRollups> {
    const stored = await this.#stored(tables);
    if (stored.size === 0) return { rows: [], gone: [] };
    const builder = new RollupBuilder();
    const isTouched = (venueAt: number): boolean =>
      [...this.#touched].some(([intervalMs, starts]) => starts.has(floorTo(venueAt as UnixMs, intervalMs)));
    for (const [seq, startMs, endMs] of directory) {
      const change = changes.get(seq);
      const isGone = change !== undefined && change.row === undefined;
      if (isGone || !this.#touches(startMs, endMs)) continue;
      const row = change?.row ?? (await tables.tapeChunks.get(seq));
      const columns = row === undefined ? undefined : await readTrades(row, true);
      if (columns !== undefined)
        builder.addColumns(pickTrades(columns, (at) => isTouched(columns.venueAt[at] ?? 0)));
    }
    const rows: WindowRow[] = [];
    for (const rollup of builder.take()) {
      if (!stored.delete(keyOf([rollup.intervalMs, rollup.startMs]))) continue;
      rows.push(await windowRow(rollup, undefined));
    }
    return { rows, gone: [...stored.values()] };
  }

  /** Returns the keys of the touched ones that are on disk. */
  async #stored(tables: StoreTables): Promise<Map<string, WindowKey>> {
    const found = new Map<string, WindowKey>();
    for (const [intervalMs, starts] of this.#touched) {
      if (starts.size === 0) continue;
      const sorted = [...starts].sort((a, b) => a - b);
      const keys: unknown = await tables.windows
        .where('[intervalMs+startMs]')
        .between([intervalMs, sorted[0]], [intervalMs, sorted.at(-1)], true, true)
        .primaryKeys();
      for (const key of keys as WindowKey[]) if (starts.has(key[1] as UnixMs)) found.set(keyOf(key), key);
    }
    return found;
  }

  #touches(startMs: number, endMs: number): boolean {
    for (const [intervalMs, starts] of this.#touched)
      for (const start of starts) if (start <= endMs && start + intervalMs > startMs) return true;
    return false;
  }
}

function keyOf([intervalMs, startMs]: WindowKey): string {
  return `${intervalMs} ${startMs}`;
}
