/**
 * The rules of alerts over the live stream: trades, closing times, the feed's pulse and the clock in, firings out. It has no
 * clock, no time zone and no I/O. What it is given is news: whoever calls gives it the trades that the socket brought and none
 * that were fetched or read back, since late news is no alert. A trade costs one look-up and a few comparisons for each rule
 * that applies to its market; nothing is allocated unless something fires.
 */
import type { Ticker } from '../../units/ticker.ts';
import { HOUR, MINUTE, SECOND, type UnixMs } from '../../units/time.ts';
import type { Trade } from '../../wire/messages.ts';
import type { MarketPast } from '../market-past.ts';
import { heardStamp } from '../skew.ts';
import { AlertMarkets } from './alert-markets.ts';
import { Closings, ClosingWatch, type Closing } from './closings.ts';
import type { AlertFacts, AlertFiring } from './firing.ts';
import { isQuietAt, type AlertKind, type AlertRule, type AlertSettings, type QuietHours } from './rule.ts';
import { SeenTrade } from './seen-trade.ts';
import { tradeWatchOf, type TradeWatch } from './trade-watch.ts';
import { Watch } from './watch.ts';

export interface AlertEngineOptions {
  /** Of the market engine that has just applied the trade. */
  readonly past: MarketPast;
  /** Returns the minute of the local day, 0..1439; asked for when something fires. */
  minuteOfDay(at: UnixMs): number;
}

/** What the engine is told of a market. */
export interface AlertMarket {
  readonly ticker: Ticker;
  /** Empty where unknown. */
  readonly event: string;
  readonly closeAtMs: UnixMs | undefined;
}

const NOTHING: readonly AlertFiring[] = [];
const SWEEP_MS = MINUTE;
/** There is one feed: its rules keep their state in this row. */
const FEED = 0;
/** A feed rule's state: it was told, and nothing was heard since. */
const TOLD = 1;

export class AlertEngine {
  readonly #options: AlertEngineOptions;
  readonly #seen: SeenTrade;
  readonly #markets = new AlertMarkets();
  readonly #closings = new Closings();
  #trades: readonly TradeWatch[] = [];
  #closingWatches: readonly ClosingWatch[] = [];
  #feeds: readonly Watch<'feed-stale'>[] = [];
  #quiet: QuietHours | undefined;
  #sweptAt = -Infinity;
  #found: AlertFiring[] = [];

  constructor(options: AlertEngineOptions) {
    this.#options = options;
    this.#seen = new SeenTrade(options.past);
  }

  /**
   * These rules count from `now` on. One that only was muted, renamed or the like goes on where it was; one that looks for
   * something else begins anew.
   */
  setRules({ rules, quiet }: AlertSettings, now: UnixMs): void {
    this.#quiet = quiet;
    const running = rules.filter(({ isOn, expiresAtMs }) => isOn && (expiresAtMs ?? Infinity) > now);
    const before = new Map(
      [...this.#trades, ...this.#feeds].map((watch) => [sameness(watch.rule as AlertRule), watch]),
    );
    const closingBefore = new Map(this.#closingWatches.map((watch) => [sameness(watch.rule), watch]));
    this.#trades = running.flatMap((rule) => {
      const watch = tradeWatchOf(rule);
      const old = before.get(sameness(rule));
      if (watch !== undefined && old !== undefined) watch.inherit(old);
      return watch ?? [];
    });
    this.#feeds = running.flatMap((rule) => {
      if (rule.kind !== 'feed-stale') return [];
      const watch = new Watch(rule);
      const old = before.get(sameness(rule));
      if (old !== undefined) watch.inherit(old);
      return watch;
    });
    this.#closingWatches = running.flatMap((rule) =>
      rule.kind === 'closing-soon' ? new ClosingWatch(rule, now, closingBefore.get(sameness(rule))) : [],
    );
    this.#markets.setWatches(this.#trades);
  }

  /** Takes over firings of an earlier run: what they made silent stays so. Set the rules first. */
  remember(firings: readonly AlertFiring[]): void {
    for (const { ruleId, kind, ticker, firedAtMs, facts } of firings) {
      if (kind === 'feed-stale') {
        this.#feeds.find(({ rule }) => rule.id === ruleId)?.fired(FEED, firedAtMs);
      } else if (ticker === undefined) continue;
      else if (kind === 'closing-soon') {
        const watch = this.#closingWatches.find(({ rule }) => rule.id === ruleId);
        watch?.fired(ticker, facts.closeAtMs, firedAtMs);
      } else {
        const watch = this.#trades.find(({ rule }) => rule.id === ruleId);
        watch?.fired(this.#markets.rowOf(ticker, firedAtMs), firedAtMs);
      }
    }
  }

  /** Takes what is known of a market; said again when it changes. */
  market({ ticker, event, closeAtMs }: AlertMarket, now: UnixMs): void {
    this.#markets.setEvent(ticker, event);
    this.#closings.set(ticker, closeAtMs, now);
  }

  /**
   * Takes a live trade, right after the market engine has applied it as new. One that was an hour old when it was received is
   * left out: there is nothing left to see it against. A stamp that cannot be one counts as ours: it would call all that comes
   * after it old.
   */
  trade(trade: Trade, receivedAt: UnixMs, now: UnixMs): readonly AlertFiring[] {
    if (this.#markets.isIdle || receivedAt - trade.venueAt >= HOUR) return NOTHING;
    const at = heardStamp(trade.venueAt, receivedAt);
    const row = this.#markets.watchedRowOf(trade.ticker, now);
    if (row === undefined) return NOTHING;
    const watches = this.#markets.watchesOf(row);
    if (watches.length === 0) return NOTHING;
    this.#seen.take(trade, this.#markets.see(row, at, now));
    for (const watch of watches) {
      if (!watch.judge(this.#seen, row, watch.isSilent(row, now))) continue;
      watch.fired(row, now);
      this.#fire(watch.rule as AlertRule, trade.ticker, at, now, watch.facts(this.#seen, row));
    }
    return this.#take();
  }

  /**
   * Looks at what needs no trade: markets about to close, and the feed. Call about once a second. `lastHeardAt` is the last
   * sign of life from the exchange; `undefined` where none is expected.
   */
  tick(now: UnixMs, lastHeardAt: UnixMs | undefined): readonly AlertFiring[] {
    if (now - this.#sweptAt >= SWEEP_MS || now < this.#sweptAt) {
      this.#sweptAt = now;
      this.#markets.sweep(now);
    }
    this.#closings.look(
      now,
      (ticker, closing) => {
        this.#lookAtClosing(ticker, closing, now);
      },
      (ticker) => {
        for (const watch of this.#closingWatches) watch.forget(ticker);
      },
    );
    if (lastHeardAt !== undefined) for (const watch of this.#feeds) this.#lookAtFeed(watch, lastHeardAt, now);
    return this.#take();
  }

  #lookAtClosing(ticker: Ticker, closing: Closing, now: UnixMs): void {
    for (const watch of this.#closingWatches) {
      const dueAt = watch.dueAt(ticker, closing, now);
      if (dueAt === undefined || !this.#markets.isIn(watch.rule.scope, ticker)) continue;
      watch.fired(ticker, closing.closeAtMs, now);
      this.#fire(watch.rule, ticker, dueAt, now, { closeAtMs: closing.closeAtMs });
    }
  }

  #lookAtFeed(watch: Watch<'feed-stale'>, lastHeardAt: UnixMs, now: UnixMs): void {
    const spanMs = watch.rule.params.seconds * SECOND;
    const silentMs = now - lastHeardAt;
    // Between half the span and the whole nothing changes: a feed at the brink is told once.
    if (silentMs < spanMs) {
      if (silentMs <= spanMs / 2) watch.setState(FEED, 0);
      return;
    }
    if (watch.stateOf(FEED) === TOLD || watch.isSilent(FEED, now)) return;
    watch.setState(FEED, TOLD);
    watch.fired(FEED, now);
    this.#fire(watch.rule, undefined, (lastHeardAt + spanMs) as UnixMs, now, { lastHeardAtMs: lastHeardAt });
  }

  #fire(
    rule: AlertRule,
    ticker: Ticker | undefined,
    atMs: UnixMs,
    now: UnixMs,
    facts: AlertFacts[AlertKind],
  ): void {
    const isQuiet = isQuietAt(this.#options.minuteOfDay(now), this.#quiet);
    const firing = {
      ruleId: rule.id,
      kind: rule.kind,
      ...(ticker === undefined ? {} : { ticker }),
      atMs,
      firedAtMs: now,
      lateMs: Math.max(0, now - atMs),
      facts,
      isQuiet,
      sound: rule.sound && !isQuiet,
      notify: rule.notify && !isQuiet,
    };
    // The facts are of the rule's kind: its own watch has made them.
    this.#found.push(firing as AlertFiring);
  }

  #take(): readonly AlertFiring[] {
    if (this.#found.length === 0) return NOTHING;
    const found = this.#found;
    this.#found = [];
    return found;
  }
}

/** Two rules with the same text look for the same, each for itself. */
function sameness({ id, kind, scope, params }: AlertRule): string {
  return JSON.stringify([id, kind, scope, params]);
}
