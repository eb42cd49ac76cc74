/** Rules and an alert engine for tests, over a market engine of its own. */
import { AlertEngine } from '#core/market/alerts/alert-engine.ts';
import type { AlertFiring } from '#core/market/alerts/firing.ts';
import { parseAlertRule } from '#core/market/alerts/parse-rule.ts';
import {
  DEFAULT_COOL_DOWN_MS,
  type AlertKind,
  type AlertParams,
  type AlertRule,
  type AlertSettings,
  type QuietHours,
  type RuleOf,
} from '#core/market/alerts/rule.ts';
import { MarketEngine } from '#core/market/engine.ts';
import type { Hole } from '#core/market/holes.ts';
import type { AlertRow } from '#contract/rows.ts';
import type { Money } from '#core/units/money.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade } from './trades.ts';

/** Midnight, so that minutes of the day are easy to read. */
export const MIDNIGHT = 1_800_057_600_000;

/** Returns a rule that is on, everywhere, with the usual cool-down, changed by `change`. */
export function aRule<K extends AlertKind>(
  kind: K,
  params: AlertParams[K],
  change: Partial<RuleOf<K>> = {},
): AlertRule {
  const rule = parseAlertRule({
    id: kind,
    kind,
    scope: { of: 'everywhere' },
    params,
    isOn: true,
    coolDownMs: DEFAULT_COOL_DOWN_MS,
    sound: true,
    notify: true,
    ...change,
  });
  if (!rule.ok)
    throw new Error(`${rule.reason.field}: found ${rule.reason.found}, expected ${rule.reason.expected}`);
  return rule.value;
}

/** Returns row `id` of a history: a large trade, `id` ms after midnight. */
export function anAlert(id: number): AlertRow {
  const at = (MIDNIGHT + id) as UnixMs;
  return {
    id,
    ruleId: 'large',
    kind: 'large-trade',
    ticker: 'KXA-1' as Ticker,
    atMs: at,
    firedAtMs: at,
    lateMs: 0,
    facts: {
      value: 500_000_000 as Money,
      quantity: 100_000 as Quantity,
      price: 5_000 as Price,
      isYes: true,
      median: 0 as Money,
    },
    isQuiet: false,
    sound: true,
    notify: false,
    rule: 'Whales',
    market: 'A market',
  };
}

/** A trade as these tests write it: prices in cents, whole contracts. */
export interface SaidTrade {
  readonly ticker?: string;
  readonly cents?: number;
  readonly contracts?: number;
  readonly taker?: 'yes' | 'no';
  /** How much later than the trade was made it is heard, ms. */
  readonly lateMs?: number;
}

/** Both engines on one clock that starts at midnight. */
export class AlertWorld {
  /** Where trades were missed. */
  readonly holes: Hole[] = [];
  readonly market = new MarketEngine({ windows: [1, 5, 10, 30], holes: () => this.holes });
  readonly alerts: AlertEngine;
  #rules: readonly AlertRule[] = [];
  #quiet: QuietHours | undefined;
  now = MIDNIGHT as UnixMs;
  lastHeardAt: UnixMs | undefined;

  constructor(...rules: readonly AlertRule[]) {
    this.alerts = new AlertEngine({
      past: this.market.past,
      minuteOfDay: (at) => Math.floor((at - MIDNIGHT) / 60_000) % 1_440,
    });
    this.setRules(...rules);
    this.market.advance(this.now);
  }

  setRules(...rules: readonly AlertRule[]): void {
    this.#rules = rules;
    this.#tell();
  }

  set quiet(quiet: QuietHours) {
    this.#quiet = quiet;
    this.#tell();
  }

  /** Lets `ms` pass; returns what fires by the clock alone. */
  pass(ms: number): readonly AlertFiring[] {
    this.now = (this.now + ms) as UnixMs;
    this.market.advance(this.now);
    return this.alerts.tick(this.now, this.lastHeardAt);
  }

  /** Lets `ms` pass in which nothing is heard. */
  miss(ms: number): void {
    const from = this.now;
    this.pass(ms);
    this.holes.push({ from, to: this.now });
  }

  /** A live trade; returns what fires. */
  trade({
    ticker = 'KXA-1',
    cents = 50,
    contracts = 1,
    taker = 'yes',
    lateMs = 0,
  }: SaidTrade): readonly AlertFiring[] {
    const trade = aTrade({
      ticker: ticker as Ticker,
      yesPrice: Math.round(cents * 100) as Price,
      quantity: (contracts * 100) as Quantity,
      taker,
      venueAt: (this.now - lateMs) as UnixMs,
    });
    this.market.apply(trade, this.now);
    return this.alerts.trade(trade, this.now, this.now);
  }

  /** A trade that was fetched or read back: the market engine knows it, the rules do not hear of it. */
  past({ ticker = 'KXA-1', cents = 50, contracts = 1, lateMs = 0 }: SaidTrade): void {
    const trade = aTrade({
      ticker: ticker as Ticker,
      yesPrice: (cents * 100) as Price,
      quantity: (contracts * 100) as Quantity,
      venueAt: (this.now - lateMs) as UnixMs,
    });
    this.market.restoreTrade(trade, this.now, true);
  }

  closes(ticker: string, inMinutes: number | undefined, event = ''): void {
    const closeAtMs = inMinutes === undefined ? undefined : ((this.now + inMinutes * 60_000) as UnixMs);
    this.alerts.market({ ticker: ticker as Ticker, event, closeAtMs }, this.now);
  }

  #tell(): void {
    const settings: AlertSettings = { rules: this.#rules, quiet: this.#quiet, isSoundOn: false };
    this.alerts.setRules(settings, this.now);
  }
}
