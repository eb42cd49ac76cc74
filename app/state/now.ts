/** The time of day for words that count: ages, countdowns, running times. Ticks only while somebody looks. */
import { useSyncExternalStore } from 'react';

const TICK_MS = 500;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of [...listeners]) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Returns the time, ms, renewed twice a second; all readers of one moment get the same. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => {
    // The first reader after a pause must not see the time of before it.
    if (timer === undefined) now = Math.max(now, Date.now() - TICK_MS);
    return now;
  });
}
