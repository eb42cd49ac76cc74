/**
 * What is on disk of the books, as the writer knows it: the directory of sealed chunks and the runs that wait in the journal.
 * A run begins with a key batch and ends before the next; a run that has ended becomes one chunk. Owns sealing, and says
 * which batches have something to build on: a change of a book that is not known is worth nothing. It is not one with tape.ts:
 * there a chunk is as many trades as are enough, in any order, and carries rollups; here it is one run, and the next waits
 * for it. What they share is the dropping of chunks, four lines that name a table each.
 */
import { deflate } from '#contract/compression.ts';
import { readDirectory } from '#contract/database.ts';
import { BOOK_CHANNEL } from '#contract/gap-rows.ts';
import type { BookChunkRow, BookJournalRow, ChunkEntry } from '#contract/rows.ts';
import { RUN_BREAK_MS, type BookColumns } from '#core/market/book/book-columns.ts';
import { joinBooks } from '#core/market/book/book-join.ts';
import { packBooks, unpackBooks } from '#core/market/book/book-packing.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Log } from '../lib/log.ts';
import { faultOfWrite, type Fault } from './faults.ts';
import type { LostRow } from './lost.ts';
import { bookParts } from './parts.ts';
import { keptStretches, tellRemoved } from './removed-rows.ts';
import { rangesOf, type Pin } from './retention.ts';
import type { Vault } from './vault.ts';

/** Runs that may wait to be sealed before the next batch waits too. */
const MAX_ENDED = 2;

interface Batch {
  readonly columns: BookColumns;
  readonly isKey: boolean;
}

/** The run that grows: batches on disk that no chunk holds yet. */
export interface OpenRun {
  readonly batches: readonly BookColumns[];
  readonly bytes: number;
  /** Of its last journal row; all rows before it are of this run too. */
  readonly toSeq: number;
}

/** As `OpenRun`, while it grows. */
interface Run {
  readonly batches: BookColumns[];
  bytes: number;
  toSeq: number;
}

/** Returns the row of one batch. Throws where its columns are not sound. */
export function bookJournalRow({ columns, isKey }: Batch): BookJournalRow {
  return { ...rowOf(columns, packBooks(columns)), isKey };
}

/** Returns the row of a chunk. */
export async function bookChunkRow(columns: BookColumns): Promise<BookChunkRow> {
  return rowOf(columns, await deflate(packBooks(columns)));
}

export class BookTape {
  readonly #vault: Vault;
  readonly #log: Log;
  readonly #onFault: (fault: Fault) => void;
  #directory: ChunkEntry[] = [];
  /** Oldest first. */
  #ended: Run[] = [];
  #open: Run | undefined;
  /** Where the last batch ended; `undefined` where there is nothing to build on. */
  #until: number | undefined;
  #isSealing = false;
  #seals: Promise<void> = Promise.resolve();

  constructor(vault: Vault, log: Log, onFault: (fault: Fault) => void) {
    this.#vault = vault;
    this.#log = log;
    this.#onFault = onFault;
  }

  /** Sealed chunks, oldest first. */
  get directory(): readonly ChunkEntry[] {
    return this.#directory;
  }

  /** What is on disk, sealed or not. */
  get totals(): { readonly rows: number; readonly bytes: number } {
    const runs = this.#open === undefined ? this.#ended : [...this.#ended, this.#open];
    const open = runs.flatMap(({ batches }) => batches).reduce((sum, { count }) => sum + count, 0);
    return {
      rows: this.#directory.reduce((sum, entry) => sum + entry[3], open),
      bytes: this.#directory.reduce(
        (sum, entry) => sum + entry[4],
        runs.reduce((sum, { bytes }) => sum + bytes, 0),
      ),
    };
  }

  /** `undefined` where nothing waits, or what waits is about to be sealed. */
  get openRun(): OpenRun | undefined {
    return this.#open;
  }

  get isBehind(): boolean {
    return this.#ended.length > MAX_ENDED;
  }

  /**
   * Reads what is there, after a start or an erasure; what an earlier writer left is a run that has ended. Returns the
   * rows that cannot be used: a damaged one, and what was built on it.
   */
  async load(): Promise<readonly LostRow[]> {
    const { tables } = this.#vault;
    const lost: LostRow[] = [];
    this.#directory = [...(await readDirectory(tables.bookChunks))];
    this.#ended = [];
    this.#open = undefined;
    this.#until = undefined;
    for (const { seq = 0, data, isKey, startMs, endMs, count, bytes } of await tables.bookJournal.toArray()) {
      const unpacked = unpackBooks(data);
      if (unpacked.ok && this.takes({ columns: unpacked.value, isKey })) {
        this.append(seq, { columns: unpacked.value, isKey }, bytes);
        continue;
      }
      this.cut();
      lost.push({ seq, fromMs: startMs as UnixMs, toMs: endMs as UnixMs });
      const why = unpacked.ok ? 'what it builds on is lost' : `damaged: ${unpacked.reason}`;
      this.#log.add('warn', `Book journal row ${seq} cannot be used (${why}); ${count} book rows are lost.`);
    }
    this.endRun();
    return lost;
  }

  /** Whether the batch has something to build on: behind a break only a key has. Says so in the order of the batches: the next one builds on this. */
  takes({ columns, isKey }: Batch): boolean {
    const isTaken = isKey || (this.#until !== undefined && columns.from <= this.#until + RUN_BREAK_MS);
    this.#until = isTaken ? columns.until : undefined;
    return isTaken;
  }

  /** A batch was lost: what follows has nothing to build on until the next key. */
  cut(): void {
    this.#until = undefined;
  }

  /** Notes a batch whose journal row is on disk. */
  append(seq: number, { columns, isKey }: Batch, bytes: number): void {
    if (isKey) this.#end();
    this.#open ??= { batches: [], bytes: 0, toSeq: seq };
    this.#open.batches.push(columns);
    this.#open.bytes += bytes;
    this.#open.toSeq = seq;
  }

  /** Ends the run that grows: nothing builds on it any more. */
  endRun(): void {
    this.cut();
    this.#end();
  }

  /** Begins to seal the runs that have ended; `settled` tells when that is done. */
  sealEnded(): void {
    if (this.#isSealing || this.#ended.length === 0) return;
    this.#isSealing = true;
    this.#seals = this.#sealAll();
  }

  /** Resolves when no run is being sealed. Never rejects. */
  settled(): Promise<void> {
    return this.#seals;
  }

  /** Deletes chunks, by ranges of keys, and tells that they are no more. */
  async drop(gone: ReadonlySet<number>, pins: readonly Pin[], now: number): Promise<void> {
    const ranges = rangesOf(this.#directory, gone);
    if (ranges.length === 0) return;
    const parts = bookParts(this.#directory, gone, now);
    const kept = keptStretches(this.#directory, gone, pins);
    await this.#vault.write('relaxed', ['bookChunks', 'gaps'], async (tables) => {
      for (const { from, to } of ranges)
        await tables.bookChunks.where(':id').between(from, to, true, true).delete();
      await tellRemoved(tables, BOOK_CHANNEL, parts, kept);
    });
    this.#directory = this.#directory.filter(([seq]) => !gone.has(seq));
    this.#log.add('info', `Deleted ${gone.size} old chunks of books to keep within retention or quota.`);
  }

  /** As of tape.ts; `run` is all that is left of the run that grows. Without any what follows has nothing to build on. */
  rewritten(chunks: ReadonlyMap<number, ChunkEntry | undefined>, run: OpenRun | undefined): void {
    this.#directory = this.#directory.flatMap((entry) => {
      const now = chunks.has(entry[0]) ? chunks.get(entry[0]) : entry;
      return now === undefined ? [] : [now];
    });
    if (run === undefined && this.#open !== undefined) this.cut();
    this.#open = run === undefined ? undefined : { ...run, batches: [...run.batches] };
  }

  #end(): void {
    if (this.#open !== undefined) this.#ended.push(this.#open);
    this.#open = undefined;
  }

  /** Oldest first, and none before the one before it: chunks stand in the order of their time. */
  async #sealAll(): Promise<void> {
    try {
      for (let run = this.#ended[0]; run !== undefined; run = this.#ended[0]) {
        await this.#seal(run);
        this.#ended.shift();
      }
    } catch (error) {
      // The changes are safe in the journal; they are sealed when the disk takes writes again.
      this.#onFault(faultOfWrite(error));
    } finally {
      this.#isSealing = false;
    }
  }

  /** Compresses first, then writes: a transaction would not wait for the compressor. */
  async #seal({ batches, toSeq }: Run): Promise<void> {
    const columns = joinBooks(batches);
    const row = await bookChunkRow(columns);
    const seq = await this.#vault.write('strict', ['bookChunks', 'bookJournal'], async (tables) => {
      // All that is older is in earlier chunks, or could not be used.
      await tables.bookJournal.where(':id').belowOrEqual(toSeq).delete();
      return tables.bookChunks.add(row);
    });
    this.#directory.push([seq, row.startMs, row.endMs, row.count, row.bytes]);
  }
}

function rowOf({ from, until, count }: BookColumns, data: Uint8Array<ArrayBuffer>): BookChunkRow {
  return { startMs: from, endMs: until, count, bytes: data.length, data };
}
