/**
 * Stretches of which rows were left out: of each book since when and why, until it is known again. What overlaps is one stretch:
 * together they are the gaps of what came in.
 */
import type { GapRow } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';

/** Why such a stretch is a gap. */
const REASON = 'left-out';

interface Open {
  /** The last that is known before it; `undefined` where nothing is. */
  readonly from: UnixMs | undefined;
  /** The row it began with, and what is wrong with it. */
  readonly cause: string;
}

interface Span {
  readonly from: UnixMs;
  readonly to: UnixMs;
}

export class LeftOut {
  readonly #channel: string;
  readonly #open = new Map<string, Open>();
  readonly #spans: Span[] = [];

  constructor(channel: string) {
    this.#channel = channel;
  }

  /** Rows of `of` are left out from here on; where that has begun before, nothing changes. */
  begin(of: string, from: UnixMs | undefined, cause: string): void {
    if (!this.#open.has(of)) this.#open.set(of, { from, cause });
  }

  /** Returns what it began with; `undefined` where nothing of `of` is left out now. */
  causeOf(of: string): string | undefined {
    return this.#open.get(of)?.cause;
  }

  /** From here on `of` is known again. */
  over(of: string, at: UnixMs): void {
    const open = this.#open.get(of);
    if (open === undefined) return;
    this.#open.delete(of);
    const from = open.from ?? at;
    this.#spans.push({ from: Math.min(from, at) as UnixMs, to: Math.max(from + 1, at) as UnixMs });
  }

  /** Returns the gaps, ascending; what is open ends at `at`. */
  finish(at: UnixMs): readonly GapRow[] {
    for (const of of [...this.#open.keys()]) this.over(of, at);
    const merged: { from: UnixMs; to: UnixMs }[] = [];
    for (const { from, to } of this.#spans.sort((a, b) => a.from - b.from)) {
      const last = merged.at(-1);
      if (last === undefined || from > last.to) merged.push({ from, to });
      else if (to > last.to) last.to = to;
    }
    return merged.map(({ from, to }) => ({ fromMs: from, toMs: to, channel: this.#channel, reason: REASON }));
  }
}
