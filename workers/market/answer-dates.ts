/**
 * How far our clock is ahead of the exchange's at most, told by the dates of its answers by REST: none is here before it is made. What
 * the stream brings may all be late by the same, and then says so of no clock; an answer waits behind none of it. The least of the
 * last ten to twenty minutes: a date is a whole second, cut off, and some answers are quicker than others; the tighter ones count.
 * An answer that was kept somewhere on its way is only older, and moves nothing.
 */
import { MAX_AHEAD } from '#core/market/skew.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import type { Clock } from '../lib/clock.ts';

const STRETCH_MS = 10 * MINUTE;

export class AnswerDates {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Our monotonic clock less the exchange's, ms, the least: of the stretch that runs, and of the one before. */
  #least = Infinity;
  #leastBefore = Infinity;
  #since = -Infinity;

  constructor(clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#clock = clock;
  }

  /** Takes the date of an answer that has just come. One that is five minutes off our clock either way says nothing of clocks. */
  take(date: UnixMs): void {
    if (!(Math.abs(this.#clock.now() - date) <= MAX_AHEAD)) return;
    const at = this.#clock.monotonic();
    if (at - this.#since >= STRETCH_MS) {
      this.#leastBefore = at - this.#since < 2 * STRETCH_MS ? this.#least : Infinity;
      this.#since = at;
      this.#least = Infinity;
    }
    this.#least = Math.min(this.#least, at - date);
  }

  /** Returns by how much our monotonic clock is ahead of the exchange's at most, ms; `Infinity` where no answer tells. */
  get most(): number {
    const isOld = this.#clock.monotonic() - this.#since >= 2 * STRETCH_MS;
    return isOld ? Infinity : Math.min(this.#least, this.#leastBefore);
  }

  /** The same of our clock of the day as it is set now, whole ms. */
  get mostOfDay(): number {
    return Math.ceil(this.most + this.#clock.now() - this.#clock.monotonic());
  }
}
