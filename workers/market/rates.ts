/** How much comes and how much of it is readable, over the last ten seconds. */

const SAMPLES = 10;
/** More than one message in a hundred unreadable, and not just one unlucky one: what is shown may be incomplete (failure F18). */
const GARBLED_SHARE = 0.01;
const GARBLED_MIN = 10;

export class Rates {
  readonly #samples: { readonly messages: number; readonly rejected: number }[] = [];

  /** Takes the counters as they stand; called once a second. */
  tick(messages: number, rejected: number): void {
    this.#samples.push({ messages, rejected });
    if (this.#samples.length > SAMPLES + 1) this.#samples.shift();
  }

  get messagesPerSecond(): number {
    const { messages, seconds } = this.#grown();
    return seconds === 0 ? 0 : messages / seconds;
  }

  get isGarbled(): boolean {
    const { messages, rejected } = this.#grown();
    return rejected >= GARBLED_MIN && rejected > messages * GARBLED_SHARE;
  }

  #grown(): { readonly messages: number; readonly rejected: number; readonly seconds: number } {
    const first = this.#samples.at(0);
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined) return { messages: 0, rejected: 0, seconds: 0 };
    return {
      messages: last.messages - first.messages,
      rejected: last.rejected - first.rejected,
      seconds: this.#samples.length - 1,
    };
  }
}
