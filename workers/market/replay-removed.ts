/**
 * What goes from a recording while it is replayed: old chunks are deleted for room, which is seen by what is not there any more,
 * and a recording may be removed, which may rewrite a chunk or touch the journals alone: the store tells it as a gap. So a hole
 * is told as one and never looks like a quiet time.
 */
import type { StoreReader } from '#contract/database.ts';
import type { ReplaySource } from '#contract/replay.ts';
import type { ChunkEntry } from '#contract/rows.ts';
import type { GapRow } from '#contract/store.ts';
import { isInside, isWithin, type TimeStretch } from '#core/units/stretch.ts';
import { HOUR, type UnixMs } from '#core/units/time.ts';

export class ReplayRemoved {
  readonly #reader: StoreReader;
  readonly #source: ReplaySource;
  /** Chunks that were there when it was looked last, by table and key. */
  #known = new Map<string, ChunkEntry>();
  /** Removals that the store had told when it was looked last. */
  readonly #told = new Set<string>();
  #gone: readonly TimeStretch[] = [];

  constructor(reader: StoreReader, source: ReplaySource) {
    this.#reader = reader;
    this.#source = source;
  }

  /** Takes note of what is there. */
  async start(): Promise<void> {
    // The removals first: one that comes in between is news at the next look.
    await this.#newlyTold();
    this.#known = await this.#read();
  }

  /** Whether something of the time `at` has been removed since. */
  has(at: number): boolean {
    return isWithin(this.#gone, at);
  }

  /** Returns the gaps that have come since the last look: of chunks that are gone, and those that the store tells. Rejects where the disk does. */
  async look(): Promise<readonly GapRow[]> {
    const now = await this.#read();
    const gone = [...this.#known].flatMap(([key, entry]) => (now.has(key) ? [] : [entry]));
    this.#known = now;
    const told = await this.#newlyTold();
    const found = [
      ...gone.map(([, startMs, endMs]) => ({ from: startMs, to: endMs })),
      ...told.map(({ fromMs, toMs }) => ({ from: fromMs, to: toMs })),
    ];
    const before = this.#gone;
    this.#gone = merged([...before, ...found]);
    return merged(found)
      .filter((stretch) => !isInside(before, stretch))
      .map(gapOver);
  }

  /** Returns the removals that were not told at the last call. */
  async #newlyTold(): Promise<readonly GapRow[]> {
    const { from, to } = this.#source;
    const told = (await this.#reader.gaps({ from: from - HOUR, to })).filter(
      (gap) => isRemoval(gap) && !this.#told.has(keyOf(gap)),
    );
    for (const gap of told) this.#told.add(keyOf(gap));
    return told;
  }

  async #read(): Promise<Map<string, ChunkEntry>> {
    const { from, to } = this.#source;
    const { trades, books } = await this.#reader.chunks({ from: from - HOUR, to });
    return new Map([
      ...trades.map((entry): [string, ChunkEntry] => [`trades ${entry[0]}`, entry]),
      ...books.map((entry): [string, ChunkEntry] => [`books ${entry[0]}`, entry]),
    ]);
  }
}

const REMOVED = 'removed';

function isRemoval({ reason }: GapRow): boolean {
  return reason === REMOVED;
}

function keyOf({ fromMs, toMs }: GapRow): string {
  return `${fromMs} ${toMs}`;
}

function gapOver({ from, to }: TimeStretch): GapRow {
  return {
    fromMs: from as UnixMs,
    toMs: Math.max(from + 1, to) as UnixMs,
    channel: 'trade',
    reason: REMOVED,
  };
}

/** Chunks follow each other without a break: what touches is one stretch. */
function merged(stretches: readonly TimeStretch[]): readonly TimeStretch[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last === undefined || from > last.to + 1) all.push({ from, to });
    else last.to = Math.max(last.to, to);
  }
  return all;
}
