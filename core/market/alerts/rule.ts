/**
 * What a rule says: a plain JSON value, kept with the settings. All amounts are core's integers: 1e-4 dollar, 1e-6 dollar, ms.
 * What comes from outside becomes a rule in parse-rule.ts alone.
 */
import type { Money } from '../../units/money.ts';
import type { Price } from '../../units/price.ts';
import type { Ticker } from '../../units/ticker.ts';
import { HOUR, MINUTE, SECOND, type UnixMs } from '../../units/time.ts';

/** Windows that rules may look back on, minutes: those that the market engine always keeps. */
export const ALERT_MINUTES = [1, 5, 10, 30, 60] as const;
export type AlertMinutes = (typeof ALERT_MINUTES)[number];

/** A market's median is that of so many of its newest trades, at most. */
export const MEDIAN_TRADES = 100;

export const DEFAULT_COOL_DOWN_MS = 5 * MINUTE;
export const MIN_COOL_DOWN_MS = SECOND;
/** A market is remembered for two hours: a longer silence could be forgotten before it is over. */
export const MAX_COOL_DOWN_MS = HOUR;

/** Everywhere: every market but combos. */
export type AlertScope =
  | { readonly of: 'everywhere' }
  | { readonly of: 'event'; readonly event: string }
  | { readonly of: 'tickers'; readonly tickers: readonly Ticker[] };

export type AlertDirection = 'up' | 'down' | 'either';

/** A trade is worth what its taker paid: the price of the side taken times the quantity. */
export type LargeTradeParams =
  | { readonly by: 'value'; readonly atLeast: Money }
  /** At least `times` the median of the market's trades before it, once there are `minTrades` of them in the window. */
  | {
      readonly by: 'median';
      readonly times: number;
      readonly minutes: AlertMinutes;
      readonly minTrades: number;
    };

export interface MoveParams {
  /** `amount` is 1e-4 dollar (100 is one point), or 1/100 percent of the price at the beginning. */
  readonly by: 'points' | 'percent';
  readonly amount: number;
  /** The price is compared with the last one before so many minutes, else (none, or trades missing since) with the first one in them. */
  readonly minutes: AlertMinutes;
  readonly direction: AlertDirection;
}

export interface AlertParams {
  readonly 'large-trade': LargeTradeParams;
  /** Fires when the YES price comes to the level or past it from the other side. */
  readonly 'price-cross': { readonly level: Price; readonly direction: AlertDirection };
  readonly move: MoveParams;
  /** Several times the pace of the window, as core/market/burst.ts has it. */
  readonly burst: { readonly minutes: AlertMinutes };
  readonly 'closing-soon': { readonly minutes: number };
  readonly 'feed-stale': { readonly seconds: number };
}

export type AlertKind = keyof AlertParams;

export const ALERT_KINDS = [
  'large-trade',
  'price-cross',
  'move',
  'burst',
  'closing-soon',
  'feed-stale',
] as const satisfies readonly AlertKind[];

export interface RuleOf<K extends AlertKind> {
  readonly id: string;
  /** As people named it; absent where they did not. */
  readonly name?: string | undefined;
  readonly kind: K;
  /** Of `feed-stale` always everywhere: there is one feed. */
  readonly scope: AlertScope;
  readonly params: AlertParams[K];
  readonly isOn: boolean;
  /** After a firing the rule is silent for this market so long. */
  readonly coolDownMs: number;
  readonly expiresAtMs?: UnixMs | undefined;
  readonly mutedUntilMs?: UnixMs | undefined;
  readonly sound: boolean;
  readonly notify: boolean;
}

export type AlertRule = { [K in AlertKind]: RuleOf<K> }[AlertKind];

/** Minutes of the local day; from the first up to the second, over midnight where that is the smaller one. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** All that is kept of alerts with the settings. */
export interface AlertSettings {
  readonly rules: readonly AlertRule[];
  readonly quiet: QuietHours | undefined;
  /** Nothing makes a sound while this is off. */
  readonly isSoundOn: boolean;
}

export const NO_ALERTS: AlertSettings = { rules: [], quiet: undefined, isSoundOn: false };

/** More would make every trade slow (docs/performance.md). */
export const MAX_RULES = 200;

/** Returns whether `minute` (0..1439, local) lies in the quiet hours. A range that ends where it begins is the whole day. */
export function isQuietAt(minute: number, quiet: QuietHours | undefined): boolean {
  if (quiet === undefined) return false;
  const { fromMinute, toMinute } = quiet;
  return fromMinute < toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute;
}
