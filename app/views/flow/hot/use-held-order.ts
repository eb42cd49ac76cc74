/** Keeps a list's order while the reader points at it or is inside with the keyboard; values go on changing. */
import { useState } from 'react';

export interface HeldOrder<T> {
  readonly items: readonly T[];
  /** Held, and the true order is another by now. */
  readonly isOutOfOrder: boolean;
  readonly hold: () => void;
  readonly release: () => void;
  readonly sortNow: () => void;
}

/** Returns `items` (at most `limit`) in the order of the moment `hold` was called. */
export function useHeldOrder<T>(items: readonly T[], idOf: (item: T) => string, limit: number): HeldOrder<T> {
  const [held, setHeld] = useState<readonly T[] | undefined>(undefined);
  const current = items.slice(0, limit);
  const shown = held === undefined ? current : inOrderOf(held, items, idOf);
  return {
    items: shown,
    isOutOfOrder:
      held !== undefined && shown.some((item, index) => idOf(item) !== idOf(current[index] ?? item)),
    hold: () => setHeld((before) => before ?? current),
    release: () => setHeld(undefined),
    sortNow: () => setHeld(current),
  };
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
