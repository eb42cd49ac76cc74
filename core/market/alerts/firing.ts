/** That a rule has fired: when, for which market, how late, and why, in integers; the words are the screen's. */
import type { Money } from '../../units/money.ts';
import type { Price } from '../../units/price.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Ticker } from '../../units/ticker.ts';
import type { UnixMs } from '../../units/time.ts';
import type { AlertKind } from './rule.ts';

export interface AlertFacts {
  readonly 'large-trade': {
    /** What the taker paid. */
    readonly value: Money;
    readonly quantity: Quantity;
    /** Of the side taken. */
    readonly price: Price;
    readonly isYes: boolean;
    /** Of the market's trades before; 0 where the rule did not ask. */
    readonly median: Money;
  };
  readonly 'price-cross': { readonly yesPrice: Price; readonly level: Price; readonly isUp: boolean };
  readonly move: {
    readonly yesPrice: Price;
    /** What it was compared with. */
    readonly fromPrice: Price;
    readonly minutes: number;
  };
  /** `volume`: contracts of the last seconds (core/market/burst.ts). */
  readonly burst: { readonly yesPrice: Price; readonly volume: Quantity; readonly minutes: number };
  readonly 'closing-soon': { readonly closeAtMs: UnixMs };
  readonly 'feed-stale': { readonly lastHeardAtMs: UnixMs };
}

export interface FiringOf<K extends AlertKind> {
  readonly ruleId: string;
  readonly kind: K;
  /** Absent where it is about the feed. */
  readonly ticker?: Ticker | undefined;
  /** When what caused it happened, by the exchange's stamp where that is a trade. */
  readonly atMs: UnixMs;
  readonly firedAtMs: UnixMs;
  /** From the one to the other; 0 where the exchange's clock is ahead of ours. */
  readonly lateMs: number;
  readonly facts: AlertFacts[K];
  /** In quiet hours: neither `sound` nor `notify`. */
  readonly isQuiet: boolean;
  /** Whether the rule asks for them now. */
  readonly sound: boolean;
  readonly notify: boolean;
}

export type AlertFiring = { [K in AlertKind]: FiringOf<K> }[AlertKind];
