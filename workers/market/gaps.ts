/**
 * Stretches in which trades may be missing: told to the store at once, so that a crash cannot hide one, and told again with
 * `-filled` behind the reason when REST has brought everything. A filled gap is no gap for the screen (gap-rows.ts).
 */
import type { GapSpan } from '#contract/frames.ts';
import { beginningOf, filledRow, gapsWithin, openGaps, TRADE_CHANNEL } from '#contract/gap-rows.ts';
import type { GapRow } from '#contract/store.ts';
import { holesOf, type Holes } from '#core/market/holes.ts';
import { DAY, type UnixMs } from '#core/units/time.ts';

/** Kept for the drawer and the count: a day, or all since the start; and no more rows than a screen can hatch. */
const MAX_ROWS = 2_000;

export class Gaps {
  readonly #send: (gap: GapRow) => void;
  #rows: readonly GapRow[] = [];
  /** As holes of trades, made when they are asked for; absent where they have changed since. */
  #holes: { readonly missingSince: UnixMs | undefined; readonly holes: Holes } | undefined;
  /** Those that have begun here, and not ended: row without length by its beginning. */
  readonly #running = new Map<string, GapRow>();

  constructor(send: (gap: GapRow) => void) {
    this.#send = send;
  }

  /** Takes over what was stored; a filled row takes out the one it fills. */
  restore(rows: readonly GapRow[]): void {
    this.#rows = openGaps([...this.#rows, ...rows]);
    this.#holes = undefined;
  }

  /** Tells of a gap. */
  open(gap: GapRow): void {
    const beginning = beginningOf(gap);
    if (gap.toMs > gap.fromMs) this.#running.delete(beginning);
    else this.#running.set(beginning, gap);
    this.#tell(gap);
  }

  /** Takes note of one that was told to the store already. */
  note(gap: GapRow): void {
    this.restore([gap]);
  }

  /** All of `gap` is here now. */
  fill(gap: GapRow): void {
    this.#running.delete(beginningOf(gap));
    this.#tell(filledRow(gap));
  }

  #tell(row: GapRow): void {
    this.note(row);
    this.#send(row);
  }

  /** Returns the gaps of trades that touch the stretch, ascending. */
  spans(from: UnixMs, to: UnixMs): readonly GapSpan[] {
    return this.#rows
      .filter(({ channel, fromMs, toMs }) => channel === TRADE_CHANNEL && toMs >= from && fromMs <= to)
      .map(({ fromMs, toMs }) => ({ from: fromMs, to: toMs }))
      .sort((a, b) => a.from - b.from);
  }

  /** Returns all gaps of trades, and the one without end since `missingSince` while none are heard. Asked at every trade. */
  holes(missingSince: UnixMs | undefined): Holes {
    if (this.#holes === undefined || this.#holes.missingSince !== missingSince) {
      const spans = this.spans(-Infinity as UnixMs, Infinity as UnixMs);
      const open = missingSince === undefined ? [] : [{ from: missingSince, to: Infinity }];
      const holes = holesOf([...spans, ...open].sort((a, b) => a.from - b.from));
      this.#holes = { missingSince, holes };
    }
    return this.#holes.holes;
  }

  /** Returns all that are open, of any channel, ascending by their beginning. */
  all(): readonly GapRow[] {
    return [...this.#rows].sort((a, b) => a.fromMs - b.fromMs);
  }

  /**
   * Returns those that are open, of any channel, of a recording from `from` to `to`, both of it; those that still run began before it,
   * and come first.
   */
  within(from: UnixMs, to: UnixMs): readonly GapRow[] {
    const earlier = [...this.#running.values()].filter(({ fromMs }) => fromMs < from);
    return [...earlier, ...gapsWithin(this.all(), from, to)];
  }

  /** Counts what `within` returns: all, and those of trades. */
  count(from: UnixMs, to: UnixMs): { readonly gaps: number; readonly tradeGaps: number } {
    const open = this.within(from, to);
    const ofTrades = open.filter(({ channel }) => channel === TRADE_CHANNEL);
    return { gaps: open.length, tradeGaps: ofTrades.length };
  }

  /** Forgets what is older than a day, but nothing that has ended since `start`. */
  expire(now: UnixMs, start: UnixMs): void {
    const since = Math.min(now - DAY, start);
    if (this.#rows.length === 0) return;
    this.#rows = this.#rows.filter(({ toMs }) => toMs > since).slice(-MAX_ROWS);
    this.#holes = undefined;
  }
}
