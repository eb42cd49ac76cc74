/**
 * What readers of the screen are told without asking: at most one announcement in five seconds, whoever speaks. Each speaker
 * gathers what happens until it may say it, of one thing or of how many. The tape says nothing here.
 */

export const APART_MS = 5_000;

export interface AnnouncementClock {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

/** When something was said last, ms; one for all who are heard by the same ears. */
export interface Voice {
  saidAt: number;
}

/** The page's own: its connection and its alerts are heard one after the other. */
export const pageVoice: Voice = { saidAt: -Infinity };

export const pageClock: AnnouncementClock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export class Announcements<T> {
  readonly #clock: AnnouncementClock;
  readonly #voice: Voice;
  readonly #say: (items: readonly T[]) => void;
  #waiting: readonly T[] = [];
  #cancel: (() => void) | undefined;

  /** `say` gets all that waited, oldest first. */
  constructor(
    clock: AnnouncementClock,
    say: (items: readonly T[]) => void,
    voice: Voice = { saidAt: -Infinity },
  ) {
    this.#clock = clock;
    this.#say = say;
    this.#voice = voice;
  }

  /** Says `items` at once, or with what comes until five seconds have passed since anything was said. */
  add(items: readonly T[]): void {
    if (items.length === 0) return;
    this.#waiting = [...this.#waiting, ...items];
    if (this.#cancel === undefined) this.#speakWhenDue();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #speakWhenDue(): void {
    this.#cancel = undefined;
    const waitMs = this.#voice.saidAt + APART_MS - this.#clock.now();
    if (waitMs > 0) {
      // Another speaker may be first then.
      this.#cancel = this.#clock.after(waitMs, () => {
        this.#speakWhenDue();
      });
      return;
    }
    this.#voice.saidAt = this.#clock.now();
    const items = this.#waiting;
    this.#waiting = [];
    this.#say(items);
  }
}
