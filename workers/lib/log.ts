/** A worker's own log: a ring of the newest lines, read by diagnostics. Nothing is printed. */
import type { LogLine } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';

/** Lines kept: enough for an afternoon of reconnects. */
const CAPACITY = 200;
/** Longer lines are cut: text may come from outside. */
const MAX_LENGTH = 500;

export class Log {
  readonly #now: () => UnixMs;
  readonly #lines: LogLine[] = [];

  constructor(now: () => UnixMs) {
    this.#now = now;
  }

  add(level: LogLine['level'], text: string): void {
    this.#lines.push({ at: this.#now(), level, text: text.slice(0, MAX_LENGTH) });
    if (this.#lines.length > CAPACITY) this.#lines.shift();
  }

  /** Returns the lines, newest last. */
  lines(): readonly LogLine[] {
    return this.#lines.slice();
  }
}
