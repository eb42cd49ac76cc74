/**
 * The pause after a drawing. A page rests twice as long as it has taken to draw, the wait for its turn included, before it asks
 * for more: on a slow machine most of its time is left for scrolling, typing and what moves by itself. A quick one, whose
 * drawings take a third of their period or less, never notices.
 */

/** No rest is longer, ms; a drawing whose paint is never heard of ends by itself after twice as long. */
const MOST_REST_MS = 500;

export interface PaintClock {
  /** Only grows, ms. */
  now(): number;
  /** Calls `run` once what the page holds now has been painted, later while the tab is hidden; the result calls it off. */
  afterPaint(run: () => void): () => void;
}

export class DrawRest {
  readonly #clock: PaintClock;
  readonly #onPainted: () => void;
  #until = -Infinity;
  #cancel: () => void = () => undefined;

  constructor(clock: PaintClock, onPainted: () => void) {
    this.#clock = clock;
    this.#onPainted = onPainted;
  }

  /** ms until the page may draw again; 0 or less when it may now. */
  left(now: number): number {
    return this.#until - now;
  }

  /** Something was given to the page to draw. */
  begin(): void {
    const from = this.#clock.now();
    this.#cancel();
    this.#until = from + 2 * MOST_REST_MS;
    this.#cancel = this.#clock.afterPaint(() => {
      const now = this.#clock.now();
      this.#until = now + Math.min(2 * (now - from), MOST_REST_MS);
      this.#onPainted();
    });
  }

  /** Ends the rest: somebody has just asked for something else, or nobody asks any more. Nothing is called. */
  stop(): void {
    this.#cancel();
    this.#until = -Infinity;
  }
}
