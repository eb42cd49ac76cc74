/**
 * The trades of a recording as a replay reads them: blocks of five minutes, in the order of their play. What was read stays in
 * hand, up to a bound: a step or a jump back looks at the hour before its goal again. Trades come in the order in which they
 * were received; one that was fetched later stands where the exchange says it happened.
 */
import type { StoreReader } from '#contract/database.ts';
import { must } from '#core/lib/assert.ts';
import { tradeAt, type TradeColumns } from '#core/market/columns.ts';
import { aheadOf, FETCHED_MS, playedAt } from '#core/market/played.ts';
import { MAX_AHEAD } from '#core/market/skew.ts';
import { floorTo, HOUR, MINUTE, plus, type DurationMs, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';

/** Five minutes at 1,000 trades a second are 18 MB. */
export const BLOCK_MS = (5 * MINUTE) as DurationMs;
/** Blocks that are missing side by side are read in one go, unless the disk holds more trades there than this. */
const RUN_MS = HOUR;
const RUN_TRADES = 500_000;
/** Trades kept in hand; about 60 MB. */
const KEPT_TRADES = 1_000_000;
/** What is younger may still be on its way to the disk: it is read anew each time. */
const SETTLED_MS = MINUTE;

export interface PlayedTrade {
  readonly trade: Trade;
  /** When it is played, ms. */
  readonly at: UnixMs;
}

/** The trades of one block, in the order of their play. */
export class TradeBlock {
  /** Of its start; it ends five minutes later. */
  readonly from: UnixMs;
  readonly count: number;
  readonly #parts: readonly TradeColumns[];
  /** Part and row of each trade, and when it is played. */
  readonly #part: Uint32Array;
  readonly #row: Uint32Array;
  readonly #at: Float64Array;

  constructor(from: UnixMs, parts: readonly TradeColumns[], places: readonly Place[]) {
    // Sorting is stable: trades of one time keep the order of their arrival.
    const sorted = [...places].sort((a, b) => a.at - b.at);
    this.from = from;
    this.count = sorted.length;
    this.#parts = parts;
    this.#part = Uint32Array.from(sorted, ({ part }) => part);
    this.#row = Uint32Array.from(sorted, ({ row }) => row);
    this.#at = Float64Array.from(sorted, ({ at }) => at);
  }

  /** Returns when trade `index` is played; Infinity behind the last. */
  at(index: number): number {
    return this.#at[index] ?? Infinity;
  }

  /** Throws where there is no trade `index`. */
  trade(index: number): Trade {
    const columns = must(this.#parts[this.#part[index] ?? -1], `trade ${index} of the block`);
    return tradeAt(columns, this.#row[index] ?? -1);
  }

  /** Returns the index of the first trade that is played at `time` or later. */
  firstFrom(time: number): number {
    const index = this.#at.findIndex((at) => at >= time);
    return index < 0 ? this.count : index;
  }
}

interface Place {
  readonly part: number;
  readonly row: number;
  readonly at: number;
}

export class ReplayTrades {
  readonly #reader: StoreReader;
  readonly #now: () => number;
  /** By their start, least lately used first. */
  readonly #kept = new Map<number, TradeBlock>();
  #trades = 0;

  /** `now`: the machine's clock, ms. */
  constructor(reader: StoreReader, now: () => number) {
    this.#reader = reader;
    this.#now = now;
  }

  /** Lets go of all that is in hand: the disk holds something else now. */
  forget(): void {
    this.#kept.clear();
    this.#trades = 0;
  }

  /** Returns the block that holds `at`. Rejects where the disk does. */
  async block(at: UnixMs): Promise<TradeBlock> {
    const from = floorTo(at, BLOCK_MS);
    const kept = this.#inHand(from);
    return kept ?? must((await this.#read(from, plus(from, BLOCK_MS)))[0], 'the block that was read');
  }

  /** Yields the trades that are played from `from` on and before `to`, in order. */
  async *between(from: UnixMs, to: UnixMs): AsyncGenerator<PlayedTrade> {
    for (let start = floorTo(from, BLOCK_MS); start < to;) {
      const kept = this.#inHand(start);
      for (const block of kept === undefined ? await this.#read(start, this.#runEnd(start, to)) : [kept]) {
        for (let index = block.firstFrom(from); block.at(index) < to; index++)
          yield { trade: block.trade(index), at: block.at(index) as UnixMs };
        start = plus(block.from, BLOCK_MS);
      }
    }
  }

  #inHand(from: number): TradeBlock | undefined {
    const block = this.#kept.get(from);
    if (block === undefined) return undefined;
    this.#kept.delete(from);
    this.#kept.set(from, block);
    return block;
  }

  /** Returns where the blocks that are missing from `start` on end, by `to` at the latest. */
  #runEnd(start: UnixMs, to: number): UnixMs {
    let end = plus(start, BLOCK_MS);
    while (end < to && end - start < RUN_MS && !this.#kept.has(end)) end = plus(end, BLOCK_MS);
    return end;
  }

  /** Reads the blocks from `from` to `to`; one alone where the disk holds very many trades there. */
  async #read(from: UnixMs, to: UnixMs): Promise<readonly TradeBlock[]> {
    const isOne = to - from <= BLOCK_MS;
    // Chunks are found by the exchange's stamps: where our clock was off, or seems to have heard nothing, more is read.
    let parts = await this.#stored(from - FETCHED_MS, to + FETCHED_MS, isOne);
    if (parts !== undefined && (aheadOf(parts) !== 0 || parts.every(({ count }) => count === 0)))
      parts = await this.#stored(from - MAX_AHEAD - FETCHED_MS, to + MAX_AHEAD + FETCHED_MS, isOne);
    if (parts === undefined) return this.#read(from, plus(from, BLOCK_MS));
    const places = Array.from({ length: (to - from) / BLOCK_MS }, (): Place[] => []);
    const ahead = aheadOf(parts);
    for (const [part, columns] of parts.entries())
      for (let row = 0; row < columns.count; row++) {
        const at = playedAt((columns.venueAt[row] ?? 0) + ahead, columns.receivedAt[row] ?? 0);
        places[Math.floor((at - from) / BLOCK_MS)]?.push({ part, row, at });
      }
    const blocks = places.map((found, index) => new TradeBlock(plus(from, index * BLOCK_MS), parts, found));
    for (const block of blocks) this.#keep(block);
    return blocks;
  }

  /** Returns what is stored there; `undefined` where that is very much and `isAll` does not ask for it all the same. */
  async #stored(from: number, to: number, isAll: boolean): Promise<readonly TradeColumns[] | undefined> {
    const found = await this.#reader.snapshot({ from, to });
    if (!isAll && found.total > RUN_TRADES) return undefined;
    const parts: TradeColumns[] = [];
    for await (const columns of found.sealed()) parts.push(columns);
    return [...parts, ...found.journal];
  }

  #keep(block: TradeBlock): void {
    if (block.from + BLOCK_MS + SETTLED_MS > this.#now()) return;
    const before = this.#kept.get(block.from);
    this.#kept.delete(block.from);
    this.#kept.set(block.from, block);
    this.#trades += block.count - (before?.count ?? 0);
    for (const [from, { count }] of this.#kept) {
      if (this.#trades <= KEPT_TRADES) return;
      this.#kept.delete(from);
      this.#trades -= count;
    }
  }
}
