/** The time for words that count: ages, countdowns, running times. Of day, or of the recording while one is played. Ticks only while somebody looks. */
import { useSyncExternalStore } from 'react';

const TICK_MS = 500;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let replayed: () => number | undefined = () => undefined;
let now = Date.now();

/** Where the clock of a replay stands, if one runs: then that is the time for every word on the screen. */
export function followClock(clock: () => number | undefined): void {
  replayed = clock;
}

function read(): number {
  return replayed() ?? Date.now();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = read();
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
    if (timer === undefined) now = replayed() ?? Math.max(now, Date.now() - TICK_MS);
    return now;
  });
}
