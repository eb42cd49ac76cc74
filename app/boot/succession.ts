/**
 * Handing the lead over on request. The tab that leads writes what is in hand, ends its workers and names the tab that asked;
 * only that one then takes the lock, by force, past the line. A leader that does not answer (frozen, hung) loses it the same
 * way. An heir that does not come leaves the lead where it was.
 */
import type { TabId, TabMessage } from '#contract/tabs.ts';

/** A leader that lives says at once that it has heard. */
const ANSWER_MS = 3_000;
/** Two workers that end in order, each with a deadline of 5 s. */
const YIELD_MS = 12_000;
/** An heir that was told takes the lock at once, unless it is gone. */
const HEIR_MS = 3_000;

export interface SuccessionDeps {
  readonly tab: TabId;
  readonly post: (message: TabMessage) => void;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly isLeading: () => boolean;
  /** Takes the lock from whoever holds it. */
  readonly seize: () => void;
  /** Ends the workers; resolves when what they had in hand is written, or cannot be. */
  readonly handOver: () => Promise<void>;
  /** The heir did not come: this tab goes on. */
  readonly takeBack: () => void;
  onAsking(isAsking: boolean): void;
}

export class Succession {
  readonly #deps: SuccessionDeps;
  #isAsking = false;
  #isYielding = false;
  #leader: TabId | undefined;
  #cancelTimer: () => void = () => undefined;

  constructor(deps: SuccessionDeps) {
    this.#deps = deps;
  }

  /** Asks the leading tab for the lead, and takes it when that does not answer. */
  ask(): void {
    const { tab, isLeading, post } = this.#deps;
    if (this.#isAsking || isLeading()) return;
    this.#setAsking(true);
    this.#wait(ANSWER_MS, () => {
      this.#seize();
    });
    post({ kind: 'yield-please', tab });
  }

  hear(message: TabMessage): void {
    switch (message.kind) {
      case 'yield-please':
        void this.#yield(message.tab);
        return;
      case 'yielding':
      case 'yielded':
        if (this.#isAsking) this.#answered(message.kind, message.heir);
        return;
      case 'leader':
        // Somebody else was faster; the first one heard of is who was asked.
        if (this.#isAsking && this.#leader !== undefined && message.tab !== this.#leader) this.settled();
        this.#leader = message.tab;
        return;
      default:
    }
  }

  /** The lock was given or lost: whatever was under way is over. */
  settled(): void {
    this.#cancelTimer();
    this.#isYielding = false;
    if (this.#isAsking) this.#setAsking(false);
  }

  #answered(kind: 'yielding' | 'yielded', heir: TabId): void {
    if (heir !== this.#deps.tab) this.settled();
    else if (kind === 'yielded') this.#seize();
    else
      this.#wait(YIELD_MS, () => {
        this.#seize();
      });
  }

  async #yield(heir: TabId): Promise<void> {
    const { post, handOver, isLeading, takeBack } = this.#deps;
    if (!isLeading() || this.#isYielding) return;
    this.#isYielding = true;
    post({ kind: 'yielding', heir });
    await handOver();
    if (!this.#isYielding) return;
    this.#wait(HEIR_MS, () => {
      this.#isYielding = false;
      takeBack();
    });
    post({ kind: 'yielded', heir });
  }

  #seize(): void {
    this.#cancelTimer();
    this.#deps.seize();
  }

  #setAsking(isAsking: boolean): void {
    this.#isAsking = isAsking;
    this.#deps.onAsking(isAsking);
  }

  #wait(ms: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#deps.after(ms, run);
  }
}
