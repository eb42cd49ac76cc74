/**
 * Up to which alert the reader has looked at the history, by exchange. In localStorage, so that all tabs agree; what is lost
 * with it is a number on a bell.
 */
import { createStore } from './store.ts';

const KEY = 'flowboard.alerts-seen';

/** Row of the newest alert that was looked at, by exchange. */
export type Seen = Readonly<Record<string, number>>;

const seen = createStore<Seen>(parseSeen(remembered()));

export const alertsSeen = seen;

/** The reader has looked at everything up to row `id`. */
export function markSeen(exchangeId: string, id: number): void {
  if ((seen.getSnapshot()[exchangeId] ?? 0) >= id) return;
  seen.update((current) => ({ ...current, [exchangeId]: id }));
  try {
    localStorage.setItem(KEY, JSON.stringify(seen.getSnapshot()));
  } catch {
    // Kept until the page closes.
  }
}

/** Follows what other tabs have seen; returns the stopper. */
export function followSeen(): () => void {
  const read = (event: StorageEvent): void => {
    if (event.key === KEY) seen.set(parseSeen(event.newValue));
  };
  window.addEventListener('storage', read);
  return () => window.removeEventListener('storage', read);
}

/** Returns the rows in `text`; what is no number of a row is left out. */
export function parseSeen(text: string | null): Seen {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter(([, id]) => typeof id === 'number' && Number.isSafeInteger(id)),
    );
  } catch {
    return {};
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
