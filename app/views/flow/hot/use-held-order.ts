/**
 * Keeps a list's order while the reader points at it or is inside with the keyboard; values go on changing, and what comes
 * new goes to the end as long as there is room.
 */
import { useState } from 'react';

export type Holder = 'pointer' | 'focus';

export interface HeldOrder<T> {
  readonly items: readonly T[];
  /** Held, and the true order is another by now. */
  readonly isOutOfOrder: boolean;
  readonly hold: (holder: Holder) => void;
  readonly release: (holder: Holder) => void;
  readonly sortNow: () => void;
}

/** Who is inside, and the order of the moment the first of them came. */
export interface Hold<T> {
  readonly holders: readonly Holder[];
  readonly order: readonly T[];
}

export const NOT_HELD: Hold<never> = { holders: [], order: [] };

/** Returns `items` (at most `limit`) in the order of the moment `hold` was first called. */
export function useHeldOrder<T>(items: readonly T[], idOf: (item: T) => string, limit: number): HeldOrder<T> {
  const [held, setHeld] = useState<Hold<T>>(NOT_HELD);
  const current = items.slice(0, limit);
  // An empty list has nobody inside: it leaves the page, and nobody is told to leave it.
  if (items.length === 0 && held !== NOT_HELD) setHeld(NOT_HELD);
  const isHeld = held.holders.length > 0 && items.length > 0;
  const newcomers = isHeld ? newcomersTo(held.order, current, idOf, limit) : [];
  if (newcomers.length > 0) setHeld({ ...held, order: [...held.order, ...newcomers] });
  const shown = isHeld ? inOrderOf(held.order, items, idOf) : current;
  return {
    items: shown,
    isOutOfOrder: isHeld && shown.some((item, index) => idOf(item) !== idOf(current[index] ?? item)),
    hold: (holder) => setHeld((before) => heldBy(before, holder, current)),
    release: (holder) => setHeld((before) => releasedBy(before, holder)),
    sortNow: () => setHeld((before) => ({ ...before, order: current })),
  };
}

/** Returns `before` with `holder` inside; the first to come fixes the order. */
export function heldBy<T>(before: Hold<T>, holder: Holder, current: readonly T[]): Hold<T> {
  if (before.holders.includes(holder)) return before;
  const order = before.holders.length === 0 ? current : before.order;
  return { holders: [...before.holders, holder], order };
}

/** Returns `before` without `holder`; the last to leave lets the order go. */
export function releasedBy<T>(before: Hold<T>, holder: Holder): Hold<T> {
  const holders = before.holders.filter((each) => each !== holder);
  return holders.length === 0 ? NOT_HELD : { ...before, holders };
}

/** Returns `held` with each member's newest value; one that has left the list keeps its last. */
export function inOrderOf<T>(
  held: readonly T[],
  items: readonly T[],
  idOf: (item: T) => string,
): readonly T[] {
  const newest = new Map(items.map((item) => [idOf(item), item]));
  return held.map((item) => newest.get(idOf(item)) ?? item);
}

/** Returns those of `current` that `held` has not, as many as `limit` leaves room for. */
export function newcomersTo<T>(
  held: readonly T[],
  current: readonly T[],
  idOf: (item: T) => string,
  limit: number,
): readonly T[] {
  if (held.length >= limit) return [];
  const known = new Set(held.map(idOf));
  return current.filter((item) => !known.has(idOf(item))).slice(0, limit - held.length);
}
