/**
 * Stretches in which trades may be missing, by the exchange's stamps, and what is known in spite of them: a price holds until the
 * next trade, but not over a hole; a pace is that of the time outside of them. Asked at every trade: no object is made.
 */
import { DAY } from '../units/time.ts';

export interface Hole {
  /** ms */
  readonly from: number;
  /** ms; without end while it goes on. */
  readonly to: number;
}

/** Ascending; none touches the next. Those that lie after the clock of a replay change nothing. */
export type Holes = readonly Hole[];

export const NO_HOLES: Holes = [];

/** Returns `spans`, which ascend by their beginning, as holes. */
export function holesOf(spans: readonly Hole[]): Holes {
  const holes: { from: number; to: number }[] = [];
  for (const { from, to } of spans) {
    const last = holes.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else holes.push({ from, to });
  }
  return holes;
}

/** Returns how much of the time from `from` to `to` lies in no hole, ms. */
export function knownMs(holes: Holes, from: number, to: number): number {
  let known = Math.max(0, to - from);
  for (let i = holes.length - 1; i >= 0; i--) {
    const hole = holes[i];
    if (hole === undefined || hole.to <= from) break;
    known -= Math.max(0, Math.min(to, hole.to) - Math.max(from, hole.from));
  }
  return known;
}

/** Holes that ended longer ago are not kept. */
const KEPT_MS = DAY;

/** Returns whether the price of a trade at `at` is known to be in force at `from`: no trade in between can be missing. */
export function isHeld(holes: Holes, at: number, from: number): boolean {
  if (at < from - KEPT_MS) return false;
  for (let i = holes.length - 1; i >= 0; i--) {
    const hole = holes[i];
    if (hole === undefined || hole.to <= at) return true;
    if (hole.from < from) return false;
  }
  return true;
}

/** Returns whether trades may be missing before and after `at`. */
export function isInHole(holes: Holes, at: number): boolean {
  return holes.some(({ from, to }) => from < at && at < to);
}
