/**
 * What is on disk of the trades, as the writer knows it: the directory of sealed chunks and the batches that wait in the
 * journal. Owns sealing. Seals run one after another beside journalling, so that a slow strict write delays no batch.
 */
import { readDirectory } from '#contract/database.ts';
import { TRADE_CHANNEL } from '#contract/gap-rows.ts';
import type { ChunkEntry, WindowRow } from '#contract/rows.ts';
import { unpackTrades } from '#core/market/packing.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Log } from '../lib/log.ts';
import { CHUNK_JOURNAL_ROWS, CHUNK_TRADES, sealChunk, windowRow, type OpenBatch } from './chunk.ts';
import { faultOfWrite, type Fault } from './faults.ts';
import type { LostRow } from './lost.ts';
import { tradeParts } from './parts.ts';
import { keptStretches, tellRemoved } from './removed-rows.ts';
import { rangesOf, type Pin } from './retention.ts';
import type { Vault } from './vault.ts';
import { VenueClock } from './venue-clock.ts';

/** Chunks that may wait to be sealed before the next batch waits too. */
const MAX_SEALS = 2;

export class Tape {
  readonly #vault: Vault;
  readonly #log: Log;
  readonly #onFault: (fault: Fault) => void;
  #open: OpenBatch[] = [];
  #openTrades = 0;
  #directory: ChunkEntry[] = [];
  #seals: Promise<void> = Promise.resolve();
  #sealsWaiting = 0;
  #hasFailed = false;
  /** The exchange's time, as far as trades tell it. */
  readonly venueClock = new VenueClock();

  constructor(vault: Vault, log: Log, onFault: (fault: Fault) => void) {
    this.#vault = vault;
    this.#log = log;
    this.#onFault = onFault;
  }

  /** Sealed chunks, oldest first. */
  get directory(): readonly ChunkEntry[] {
    return this.#directory;
  }

  /** Batches on disk that no chunk holds yet; those being sealed are in neither list until they are. */
  get open(): readonly OpenBatch[] {
    return this.#open;
  }

  get isBehind(): boolean {
    return this.#sealsWaiting >= MAX_SEALS;
  }

  /** Reads what is there, after a start or an erasure. Returns the rows that cannot be used. */
  async load(): Promise<readonly LostRow[]> {
    const { tables } = this.#vault;
    const lost: LostRow[] = [];
    this.#directory = [...(await readDirectory(tables.tapeChunks))];
    this.#open = [];
    this.#openTrades = 0;
    for (const row of await tables.journal.toArray()) {
      const { seq = 0, startMs, endMs, count } = row;
      const unpacked = unpackTrades(row);
      if (unpacked.ok) {
        this.append({ seq, columns: unpacked.value });
        continue;
      }
      lost.push({ seq, fromMs: startMs as UnixMs, toMs: (endMs + 1) as UnixMs });
      this.#log.add('warn', `Journal row ${seq} is damaged (${unpacked.reason}); ${count} trades are lost.`);
    }
    return lost;
  }

  /** Notes a batch whose journal row is on disk. */
  append(batch: OpenBatch): void {
    this.#open.push(batch);
    this.venueClock.hear(batch.columns);
    this.#openTrades += batch.columns.count;
  }

  /** Begins to seal what is open once it is enough; `settled` tells when that is done. */
  sealIfDue(): void {
    if (this.#openTrades >= CHUNK_TRADES || this.#open.length >= CHUNK_JOURNAL_ROWS) this.sealOpen();
  }

  /** Begins to seal what is open, however little it is. */
  sealOpen(): void {
    if (this.#open.length === 0) return;
    // A chunk replaces its whole range of journal rows, so what failed must not reach across a seal that still waits.
    if (this.#hasFailed && this.#sealsWaiting > 0) return;
    this.#hasFailed = false;
    const batches = this.#open;
    this.#open = [];
    this.#openTrades = 0;
    this.#sealsWaiting++;
    this.#seals = this.#seals.then(() => this.#seal(batches));
  }

  /** Resolves when no chunk is being sealed. Never rejects. */
  settled(): Promise<void> {
    return this.#seals;
  }

  /** Deletes chunks, by ranges of keys, and tells that they are no more. */
  async drop(gone: ReadonlySet<number>, pins: readonly Pin[], now: number): Promise<void> {
    const ranges = rangesOf(this.#directory, gone);
    if (ranges.length === 0) return;
    const entries = this.#directory.filter(([seq]) => gone.has(seq));
    const parts = await tradeParts(this.#vault.tables, entries, now);
    const kept = keptStretches(this.#directory, gone, pins);
    await this.#vault.write('relaxed', ['tapeChunks', 'gaps'], async (tables) => {
      for (const { from, to } of ranges)
        await tables.tapeChunks.where(':id').between(from, to, true, true).delete();
      await tellRemoved(tables, TRADE_CHANNEL, parts, kept);
    });
    this.#directory = this.#directory.filter(([seq]) => !gone.has(seq));
    this.#log.add('info', `Deleted ${gone.size} old chunks of trades to keep within retention or quota.`);
  }

  /** Chunks and batches were written anew: `chunks` by their keys, `undefined` for one that is gone; `open` is all of the journal. */
  rewritten(chunks: ReadonlyMap<number, ChunkEntry | undefined>, open: readonly OpenBatch[]): void {
    this.#directory = this.#directory.flatMap((entry) => {
      const now = chunks.has(entry[0]) ? chunks.get(entry[0]) : entry;
      return now === undefined ? [] : [now];
    });
    this.#open = [...open];
    this.#openTrades = open.reduce((sum, { columns }) => sum + columns.count, 0);
  }

  /** Compresses first, then writes: a transaction would not wait for the compressor. */
  async #seal(batches: readonly OpenBatch[]): Promise<void> {
    try {
      const { row, rollups, fromSeq, toSeq } = await sealChunk(batches);
      const windows: WindowRow[] = [];
      for (const rollup of rollups) {
        const key: [number, number] = [rollup.intervalMs, rollup.startMs];
        windows.push(await windowRow(rollup, await this.#vault.tables.windows.get(key)));
      }
      const names = ['tapeChunks', 'journal', 'windows'] as const;
      const seq = await this.#vault.write('strict', names, async (tables) => {
        await tables.journal.where(':id').between(fromSeq, toSeq, true, true).delete();
        await tables.windows.bulkPut(windows);
        return tables.tapeChunks.add(row);
      });
      this.#directory.push([seq, row.startMs, row.endMs, row.count, row.bytes]);
    } catch (error) {
      // The trades are safe in the journal; they are sealed together with the next ones.
      this.#hasFailed = true;
      this.#open = [...batches, ...this.#open].sort((a, b) => a.seq - b.seq);
      this.#openTrades += batches.reduce((sum, batch) => sum + batch.columns.count, 0);
      this.#onFault(faultOfWrite(error));
    } finally {
      this.#sealsWaiting--;
    }
  }
}
