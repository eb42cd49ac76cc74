/**
 * The smallest store that React can read: one value, replaced as a whole, and who wants to know.
 * For facts that change at most a few times a second (settings, selection, status); frames have their own (frames.ts).
 */
import { useSyncExternalStore } from 'react';

/** What `useStore` needs; Flowboard's own stores have the same shape. */
export interface Source<T> {
  /** Returns the stopper. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Returns the same value until something has changed. */
  readonly getSnapshot: () => T;
}

export interface Store<T> extends Source<T> {
  /** Replaces the value; an equal value (Object.is) tells nobody. */
  readonly set: (next: T) => void;
  /** Replaces the value by what `change` makes of it. */
  readonly update: (change: (current: T) => T) => void;
}

/** Returns a store that holds `initial`. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T): void => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    getSnapshot: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Returns the store's value; the component draws again whenever it changes. */
export function useStore<T>(store: Source<T>): T {
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}

/** Returns what `select` takes of the store's value; it must return the same object while nothing it reads has changed. */
export function useSelected<T, S>(store: Source<T>, select: (value: T) => S): S {
  return useSyncExternalStore(store.subscribe, () => select(store.getSnapshot()));
}
