/** Time as workers take it: given from outside, so that a test can turn it by hand. */
import type { UnixMs } from '#core/units/time.ts';

export interface Clock {
  /** The wall: stamps and anything shown. It may jump. */
  now(): UnixMs;
  /** Milliseconds that only ever grow: for durations. May stand still while the machine sleeps. */
  monotonic(): number;
  /** Calls `run` once, `ms` from now; the result calls it off. */
  after(ms: number, run: () => void): () => void;
}

/** Returns the machine's own clock. */
export function systemClock(): Clock {
  return {
    now: () => Date.now() as UnixMs,
    monotonic: () => performance.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

/** Calls `run` every `ms` until the result is called. One call is never started before the last has returned. */
export function every(clock: Clock, ms: number, run: () => void): () => void {
  let cancel = clock.after(ms, tick);
  let isOver = false;
  function tick(): void {
    run();
    if (!isOver) cancel = clock.after(ms, tick);
  }
  return () => {
    isOver = true;
    cancel();
  };
}
