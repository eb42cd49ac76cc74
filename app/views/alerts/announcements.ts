/** Gathers what happens until it may be said: at most one announcement in five seconds, of one thing or of how many. */

export const APART_MS = 5_000;

export interface AnnouncementClock {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

export class Announcements<T> {
  readonly #clock: AnnouncementClock;
  readonly #say: (items: readonly T[]) => void;
  #waiting: readonly T[] = [];
  #saidAt = -Infinity;
  #cancel: (() => void) | undefined;

  constructor(clock: AnnouncementClock, say: (items: readonly T[]) => void) {
    this.#clock = clock;
    this.#say = say;
  }

  /** Says `items` at once, or with what comes until five seconds have passed. */
  add(items: readonly T[]): void {
    if (items.length === 0) return;
    this.#waiting = [...this.#waiting, ...items];
    const waitMs = this.#saidAt + APART_MS - this.#clock.now();
    if (waitMs <= 0) this.#speak();
    else
      this.#cancel ??= this.#clock.after(waitMs, () => {
        this.#speak();
      });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #speak(): void {
    this.stop();
    this.#saidAt = this.#clock.now();
    const items = this.#waiting;
    this.#waiting = [];
    this.#say(items);
  }
}
