/** When the known markets close, and which of them are near: for the rules that warn before. Knows no clock. */
import type { Ticker } from '../../units/ticker.ts';
import { HOUR, MINUTE, type UnixMs } from '../../units/time.ts';
import type { RuleOf } from './rule.ts';

export interface Closing {
  readonly closeAtMs: UnixMs;
  /** Since when this is known here. */
  readonly knownAtMs: UnixMs;
}

/** One rule at work. */
export class ClosingWatch {
  readonly rule: RuleOf<'closing-soon'>;
  /** Since when it looks: nobody could be told before. */
  readonly sinceMs: UnixMs;
  /** Closings that were told, and when; each is told once, unless it is moved. */
  readonly #told = new Map<Ticker, { readonly closeAtMs: number; readonly firedAt: number }>();

  constructor(rule: RuleOf<'closing-soon'>, sinceMs: UnixMs, before?: ClosingWatch) {
    this.rule = rule;
    this.sinceMs = before?.sinceMs ?? sinceMs;
    if (before !== undefined) this.#told = before.#told;
  }

  /** Returns when the warning was due; `undefined` while it is not, where it was given, or while the rule is silent. */
  dueAt(ticker: Ticker, closing: Closing, now: number): UnixMs | undefined {
    const { params, mutedUntilMs, expiresAtMs, coolDownMs } = this.rule;
    const { closeAtMs, knownAtMs } = closing;
    const due = closeAtMs - params.minutes * MINUTE;
    if (now < due || now >= closeAtMs) return undefined;
    const told = this.#told.get(ticker);
    if (told !== undefined && (told.closeAtMs === closeAtMs || now < told.firedAt + coolDownMs))
      return undefined;
    if (mutedUntilMs !== undefined && now < mutedUntilMs) return undefined;
    if (expiresAtMs !== undefined && now >= expiresAtMs) return undefined;
    return Math.max(due, knownAtMs, this.sinceMs) as UnixMs;
  }

  fired(ticker: Ticker, closeAtMs: number, firedAt: number): void {
    this.#told.set(ticker, { closeAtMs, firedAt });
  }

  forget(ticker: Ticker): void {
    this.#told.delete(ticker);
  }
}

/** As many as there are rows of markets (alert-markets.ts). */
const MAX_CLOSINGS = 20_000;
/** No rule warns earlier than a day before. */
const FAR_MS = 25 * HOUR;

export class Closings {
  readonly #closings = new Map<Ticker, Closing>();

  /** A market closes then; `undefined`: nobody knows when. */
  set(ticker: Ticker, closeAtMs: UnixMs | undefined, now: UnixMs): void {
    const known = this.#closings.get(ticker);
    if (known?.closeAtMs === closeAtMs) return;
    this.#closings.delete(ticker);
    if (closeAtMs === undefined || closeAtMs <= now) return;
    // The first that came makes room.
    const [first] = this.#closings.keys();
    if (this.#closings.size >= MAX_CLOSINGS && first !== undefined) this.#closings.delete(first);
    this.#closings.set(ticker, { closeAtMs, knownAtMs: now });
  }

  /** Calls `see` with every closing of the next day, and `over` with those that are past, which are forgotten. */
  look(now: UnixMs, see: (ticker: Ticker, closing: Closing) => void, over: (ticker: Ticker) => void): void {
    for (const [ticker, closing] of this.#closings)
      if (closing.closeAtMs <= now) {
        this.#closings.delete(ticker);
        over(ticker);
      } else if (closing.closeAtMs - now < FAR_MS) see(ticker, closing);
  }
}
