/**
 * The alerts of one live session: rules over its trades, closing times and pulse, and the history of what fired. Late news is
 * no alert, and it is told by where it comes from: trades that were read from disk never pass here, and those that REST gave
 * afterwards come marked as not live. Rules wait until the past is read back, so that what was told before a reload is known.
 */
import type { AlertRow } from '#contract/rows.ts';
import type { MarketRow } from '#contract/store.ts';
import { AlertEngine } from '#core/market/alerts/alert-engine.ts';
import type { AlertFiring } from '#core/market/alerts/firing.ts';
import type { AlertSettings } from '#core/market/alerts/rule.ts';
import type { MarketPast } from '#core/market/market-past.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { every, type Clock } from '../lib/clock.ts';
import type { Recorder } from './recorder.ts';

export interface AlertDeskOptions {
  readonly clock: Clock;
  readonly past: MarketPast;
  readonly recorder: Pick<Recorder, 'alerts' | 'clearAlerts'>;
  readonly settings: AlertSettings;
  nameOf(ticker: Ticker): string;
  /** Last sign of life from the exchange; `undefined` where none is expected. */
  lastHeardAt(): UnixMs | undefined;
}

/** As many as the store keeps (alert-history.ts). */
const MAX_ROWS = 1_000;
/** Closings and silence are told within this. */
const LOOK_MS = 500;

export class AlertDesk {
  readonly #options: AlertDeskOptions;
  readonly #engine: AlertEngine;
  #settings: AlertSettings;
  #rows: readonly AlertRow[] = [];
  #newest = 0;
  #isReady = false;
  readonly #waiting = new Set<() => void>();

  constructor(options: AlertDeskOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#engine = new AlertEngine({ past: options.past, minuteOfDay });
  }

  /** Row of the newest alert in the history; 0 for none. */
  get newest(): number {
    return this.#rows.at(-1)?.id ?? 0;
  }

  /** Looks at clock and feed from time to time until the result is called. */
  start(): () => void {
    return every(this.#options.clock, LOOK_MS, () => {
      if (this.#isReady)
        this.#tell(this.#engine.tick(this.#options.clock.now(), this.#options.lastHeardAt()));
    });
  }

  /** The past is in, as far as it could be read: rules begin to look. */
  restored(rows: readonly AlertRow[], markets: readonly MarketRow[]): void {
    const kept = [...rows].sort((a, b) => a.id - b.id).slice(-MAX_ROWS);
    this.#rows = kept;
    this.#newest = kept.at(-1)?.id ?? 0;
    this.#isReady = true;
    this.#engine.setRules(this.#settings, this.#options.clock.now());
    this.#engine.remember(kept);
    this.markets(markets);
    this.#wake();
  }

  setRules(settings: AlertSettings): void {
    this.#settings = settings;
    if (this.#isReady) this.#engine.setRules(settings, this.#options.clock.now());
  }

  /** Takes what is known of markets. */
  markets(rows: readonly MarketRow[]): void {
    const now = this.#options.clock.now();
    for (const { ticker, event, closeAt, result } of rows) {
      const closeAtMs = result === '' ? (closeAt as UnixMs | undefined) : undefined;
      this.#engine.market({ ticker: ticker as Ticker, event, closeAtMs }, now);
    }
  }

  /** Takes a trade that was not known before. */
  trade(trade: Trade, receivedAt: UnixMs, isLive: boolean): void {
    if (!isLive || !this.#isReady) return;
    const firings = this.#engine.trade(trade, receivedAt, this.#options.clock.now());
    if (firings.length > 0) this.#tell(firings);
  }

  /** Returns the newest thousand, oldest first. */
  history(): readonly AlertRow[] {
    return this.#rows;
  }

  /** Resolves with the history when there is an alert after row `afterId`, when it was read back, or cleared. */
  async next(afterId: number): Promise<readonly AlertRow[]> {
    if (this.#newest <= afterId)
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    return this.#rows;
  }

  clear(): void {
    this.#rows = [];
    this.#options.recorder.clearAlerts(this.#newest);
    this.#wake();
  }

  #tell(firings: readonly AlertFiring[]): void {
    if (firings.length === 0) return;
    const { rules } = this.#settings;
    const rows = firings.map((firing): AlertRow => {
      const rule = rules.find(({ id }) => id === firing.ruleId)?.name ?? '';
      const market = firing.ticker === undefined ? '' : this.#options.nameOf(firing.ticker);
      // Never below the time, so that a history that was cleared does not begin again with numbers that were seen.
      this.#newest = Math.max(this.#newest + 1, firing.firedAtMs);
      return { ...firing, id: this.#newest, rule, market };
    });
    this.#rows = [...this.#rows, ...rows].slice(-MAX_ROWS);
    this.#options.recorder.alerts(rows);
    this.#wake();
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

/** Of the local day. */
function minuteOfDay(at: UnixMs): number {
  return Math.floor((at - new Date(at).getTimezoneOffset() * MINUTE) / MINUTE) % 1_440;
}
