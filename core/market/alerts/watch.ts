/**
 * One rule at work: since when it is silent for each market, and whether it is armed there. By market row, in columns: two
 * hundred rules over five thousand markets are 9 MB and no object.
 */
import type { UnixMs } from '../../units/time.ts';
import type { AlertKind, RuleOf } from './rule.ts';

const FIRST_ROWS = 64;
const NEVER = -Infinity;

export class Watch<K extends AlertKind = AlertKind> {
  readonly rule: RuleOf<K>;
  #firedAt = new Float64Array(0);
  #state = new Uint8Array(0);

  constructor(rule: RuleOf<K>) {
    this.rule = rule;
  }

  /** Takes over what `before`, the same rule up to now, had seen. */
  inherit(before: Watch): void {
    this.#firedAt = before.#firedAt;
    this.#state = before.#state;
  }

  /** Returns whether the rule says nothing of this market now: muted, expired, or it has just fired. */
  isSilent(row: number, now: number): boolean {
    const { expiresAtMs, mutedUntilMs, coolDownMs } = this.rule;
    if (mutedUntilMs !== undefined && now < mutedUntilMs) return true;
    if (expiresAtMs !== undefined && now >= expiresAtMs) return true;
    const firedAt = this.#firedAt[row] ?? NEVER;
    // A clock that was set back is no reason to be silent for longer.
    return now >= firedAt && now < firedAt + coolDownMs;
  }

  /** Takes note that the rule fired. */
  fired(row: number, now: UnixMs): void {
    this.#fit(row);
    this.#firedAt[row] = now;
  }

  /** What the rule's own kind keeps of a market; 0 at first. */
  stateOf(row: number): number {
    return this.#state[row] ?? 0;
  }

  setState(row: number, state: number): void {
    if (row >= this.#state.length) {
      if (state === 0) return;
      this.#fit(row);
    }
    this.#state[row] = state;
  }

  /** The row is another market's from now on. */
  forget(row: number): void {
    if (row >= this.#state.length) return;
    this.#state[row] = 0;
    this.#firedAt[row] = NEVER;
  }

  #fit(row: number): void {
    const had = this.#state.length;
    if (row < had) return;
    const rows = Math.max(FIRST_ROWS, had * 2, row + 1);
    const firedAt = new Float64Array(rows).fill(NEVER);
    firedAt.set(this.#firedAt);
    const state = new Uint8Array(rows);
    state.set(this.#state);
    this.#firedAt = firedAt;
    this.#state = state;
  }
}
