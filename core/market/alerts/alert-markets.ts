/**
 * The markets that rules look at: a row for each that trades, and the rules that apply to it. Markets without a rule of their
 * own share one list. A market that was silent for two hours gives its row to another; one that no rule looks at has none:
 * combos come by the thousand.
 */
import { eventOf, isCombo, type Ticker } from '../../units/ticker.ts';
import { HOUR } from '../../units/time.ts';
import type { AlertScope } from './rule.ts';
import type { TradeWatch } from './trade-watch.ts';

const FORGET_AFTER_MS = 2 * HOUR;
/** Beyond this the market that was silent for longest makes room. */
const MAX_ROWS = 20_000;

export class AlertMarkets {
  /** By when a trade was seen: silent for longest first. */
  readonly #rowOf = new Map<Ticker, number>();
  readonly #watches: (readonly TradeWatch[])[] = [];
  readonly #free: number[] = [];
  #rows = 0;
  /** Exchange's stamp of the newest trade, and when one was seen. */
  readonly #newestAt: number[] = [];
  readonly #seenAt: number[] = [];
  /** As the exchange names it, where it has said so; else the ticker's own spelling tells. */
  readonly #events = new Map<Ticker, string>();
  #all: readonly TradeWatch[] = [];
  #everywhere: readonly TradeWatch[] = [];

  /** Returns whether no rule looks at trades. */
  get isIdle(): boolean {
    return this.#all.length === 0;
  }

  /** These rules apply from now on. */
  setWatches(watches: readonly TradeWatch[]): void {
    this.#all = watches;
    this.#everywhere = watches.filter(({ rule }) => rule.scope.of === 'everywhere');
    for (const [ticker, row] of this.#rowOf) this.#watches[row] = this.#watchesFor(ticker);
  }

  /** Returns the market's row, and gives it one where it has none. */
  rowOf(ticker: Ticker, now: number): number {
    return this.#rowOf.get(ticker) ?? this.#add(ticker, now);
  }

  /** Returns the market's row, now the last that would make room; `undefined` where no rule looks at it. */
  watchedRowOf(ticker: Ticker, now: number): number | undefined {
    const row = this.#rowOf.get(ticker);
    if (row === undefined) return this.#watchesFor(ticker).length === 0 ? undefined : this.#add(ticker, now);
    this.#rowOf.delete(ticker);
    this.#rowOf.set(ticker, row);
    return row;
  }

  /** Takes note of a trade; returns false when one with a later stamp was seen before. */
  see(row: number, atMs: number, now: number): boolean {
    this.#seenAt[row] = now;
    if (atMs < (this.#newestAt[row] ?? -Infinity)) return false;
    this.#newestAt[row] = atMs;
    return true;
  }

  watchesOf(row: number): readonly TradeWatch[] {
    return this.#watches[row] ?? [];
  }

  /** The exchange has said which event a market belongs to. */
  setEvent(ticker: Ticker, event: string): void {
    if (event === '' || event === this.eventOf(ticker)) return;
    if (this.#events.size >= MAX_ROWS) this.#events.clear();
    this.#events.set(ticker, event);
    const row = this.#rowOf.get(ticker);
    if (row !== undefined) this.#watches[row] = this.#watchesFor(ticker);
  }

  eventOf(ticker: Ticker): string {
    return this.#events.get(ticker) ?? eventOf(ticker);
  }

  /** Returns whether a rule of this scope looks at the market. */
  isIn(scope: AlertScope, ticker: Ticker): boolean {
    switch (scope.of) {
      case 'everywhere':
        return !isCombo(ticker);
      case 'event':
        return this.eventOf(ticker) === scope.event;
      case 'tickers':
        return scope.tickers.includes(ticker);
    }
  }

  /** Forgets markets that were silent for long. */
  sweep(now: number): void {
    for (const [ticker, row] of this.#rowOf)
      if ((this.#seenAt[row] ?? 0) <= now - FORGET_AFTER_MS) this.#release(ticker, row);
  }

  #watchesFor(ticker: Ticker): readonly TradeWatch[] {
    const shared = isCombo(ticker) ? NONE : this.#everywhere;
    const isOwn = ({ rule }: TradeWatch): boolean =>
      rule.scope.of !== 'everywhere' && this.isIn(rule.scope, ticker);
    return this.#all.some(isOwn) ? [...shared, ...this.#all.filter(isOwn)] : shared;
  }

  #add(ticker: Ticker, now: number): number {
    if (this.#rowOf.size >= MAX_ROWS) {
      const [silent] = this.#rowOf;
      if (silent !== undefined) this.#release(...silent);
    }
    const row = this.#free.pop() ?? this.#rows++;
    this.#rowOf.set(ticker, row);
    this.#seenAt[row] = now;
    this.#newestAt[row] = -Infinity;
    this.#watches[row] = this.#watchesFor(ticker);
    return row;
  }

  #release(ticker: Ticker, row: number): void {
    for (const watch of this.#all) watch.forget(row);
    this.#rowOf.delete(ticker);
    this.#watches[row] = NONE;
    this.#free.push(row);
  }
}

const NONE: readonly TradeWatch[] = [];
