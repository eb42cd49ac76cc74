/**
 * Keeps count of what was not understood, for the diagnostics: rejected frames by reason with a few samples, ignored ones
 * by type. Bounded in every direction, whatever arrives and however long.
 */
import type { RejectReason } from './messages.ts';

/** Samples kept: the latest 100. */
const MAX_SAMPLES = 100;
/** UTF-16 units kept of a sample. */
const MAX_SAMPLE_LENGTH = 500;
/** Types counted by name; all further ones share one counter. */
const MAX_TYPES = 50;
/** UTF-16 units kept of a type's name. */
const MAX_TYPE_LENGTH = 64;

/** Counter of the types past the first 50. */
export const OTHER_TYPES = '(other)';

/** The beginning of a rejected frame. */
export interface RejectSample {
  readonly reason: RejectReason;
  readonly text: string;
}

export class Rejects {
  readonly #byReason = new Map<RejectReason, number>();
  readonly #byType = new Map<string, number>();
  readonly #samples: RejectSample[] = [];
  /** Index of the oldest sample once the ring is full. */
  #oldest = 0;
  #total = 0;

  get byReason(): ReadonlyMap<RejectReason, number> {
    return this.#byReason;
  }

  get byType(): ReadonlyMap<string, number> {
    return this.#byType;
  }

  /** Rejected frames, of all reasons. */
  get total(): number {
    return this.#total;
  }

  /** The samples, oldest first. */
  get samples(): readonly RejectSample[] {
    return [...this.#samples.slice(this.#oldest), ...this.#samples.slice(0, this.#oldest)];
  }

  reject(reason: RejectReason, text: string): void {
    this.#total++;
    this.#byReason.set(reason, (this.#byReason.get(reason) ?? 0) + 1);
    const sample = { reason, text: detach(text, MAX_SAMPLE_LENGTH) };
    if (this.#samples.length < MAX_SAMPLES) {
      this.#samples.push(sample);
    } else {
      this.#samples[this.#oldest] = sample;
      this.#oldest = (this.#oldest + 1) % MAX_SAMPLES;
    }
  }

  /** Returns the name under which the type was counted. */
  ignore(type: string): string {
    const name = detach(type, MAX_TYPE_LENGTH);
    const isKnown = this.#byType.has(name) || this.#byType.size < MAX_TYPES;
    const counter = isKnown ? name : OTHER_TYPES;
    this.#byType.set(counter, (this.#byType.get(counter) ?? 0) + 1);
    return name;
  }
}

/** Returns the beginning of `text` as a string of its own: engines let a slice keep the whole frame alive, here 8 MiB. */
function detach(text: string, maxLength: number): string {
  return ` ${text.slice(0, maxLength)}`.slice(1);
}
