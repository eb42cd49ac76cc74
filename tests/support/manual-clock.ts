/** A clock that a test turns by hand: timers run in the order of their time, the wall and the monotonic clock together. */
import type { UnixMs } from '#core/units/time.ts';
import type { Clock } from '../../workers/lib/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

export class ManualClock implements Clock {
  #wall: number;
  #monotonic = 0;
  #order = 0;
  #timers: Timer[] = [];

  constructor(startMs = 1_800_000_000_000) {
    this.#wall = startMs;
  }

  now(): UnixMs {
    return this.#wall as UnixMs;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(ms: number, run: () => void): () => void {
    const timer: Timer = { at: this.#monotonic + ms, order: this.#order++, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Moves time by `ms` and runs what falls due on the way. */
  advance(ms: number): void {
    const target = this.#monotonic + ms;
    for (;;) {
      const [next] = this.#timers
        .filter(({ at }) => at <= target)
        .sort((a, b) => a.at - b.at || a.order - b.order);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#move(Math.max(0, next.at - this.#monotonic));
      next.run();
    }
    this.#move(target - this.#monotonic);
  }

  /** As `advance`, and lets promises settle between the steps of one millisecond to `stepMs`. */
  async run(ms: number, stepMs = 50): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      this.advance(Math.min(stepMs, left));
      await settle();
    }
  }

  /** The machine sleeps: the wall goes on, timers and the monotonic clock do not. */
  sleep(ms: number): void {
    this.#wall += ms;
  }

  /** The thread is busy: both clocks go on, timers do not; those that fell due run at the next `advance`. */
  block(ms: number): void {
    this.#move(ms);
  }

  #move(ms: number): void {
    this.#monotonic += ms;
    this.#wall += ms;
  }
}

/** Resolves when promises that are ready have run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
