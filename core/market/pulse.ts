/** How fast the market trades, now and usually: counts by second over the last quarter of an hour, by minute over the last hour. */
import type { Money } from '../units/money.ts';
import type { Quantity } from '../units/quantity.ts';
import { MINUTE, SECOND } from '../units/time.ts';
import { RollingBuckets } from './analytics.ts';
import { TAPE_SPEED_SECONDS, tapeSpeed, type IsHeard } from './tape-speed.ts';
import type { PulseView, TapeSpeedView } from './views.ts';
import { NO, NOTIONAL, STRIDE, TRADES, YES, type TradeWindow } from './window.ts';

const SPEED_SECONDS = 60;
/** "Now" is the mean of this many complete seconds: short enough to follow, long enough not to flicker. */
const NOW_SECONDS = 5;
const USUAL_MINUTES = 60;
/** Fewer recorded minutes than this say nothing about what is usual. */
const MIN_KNOWN_MINUTES = 5;

/** Without combos and only combos; both together are everything. */
const GROUPS = [0, 1] as const;

export class PulseMeter {
  readonly #seconds = GROUPS.map(() => new RollingBuckets(SECOND, TAPE_SPEED_SECONDS));
  readonly #minutes = GROUPS.map(() => new RollingBuckets(MINUTE, USUAL_MINUTES));

  advance(now: number): void {
    for (const buckets of this.#seconds) buckets.advance(now);
    for (const buckets of this.#minutes) buckets.advance(now);
  }

  addToSecond(at: number, group: number): void {
    this.#seconds[group]?.add(at, 0, 0, 0, 1);
  }

  addToMinute(at: number, group: number, trades: number): void {
    this.#minutes[group]?.add(at, 0, 0, 0, trades);
  }

  view(window: TradeWindow, recent: TradeWindow, includeCombos: boolean): PulseView {
    const sum = (from: TradeWindow, column: number): number =>
      (from.totals[column] ?? 0) + (includeCombos ? (from.totals[STRIDE + column] ?? 0) : 0);
    const speed = new Float64Array(SPEED_SECONDS);
    const current = this.#seconds[0]?.current ?? 0;
    for (let i = 0; i < SPEED_SECONDS; i++)
      speed[i] = count(this.#seconds, current - SPEED_SECONDS + i, includeCombos);
    const lately = speed.subarray(SPEED_SECONDS - NOW_SECONDS).reduce((total, value) => total + value, 0);
    const yesVolume = sum(window, YES);
    const noVolume = sum(window, NO);
    return {
      tradesPerSecond: lately / NOW_SECONDS,
      usualTradesPerSecond: this.#usual(includeCombos),
      trades: sum(window, TRADES),
      volume: (yesVolume + noVolume) as Quantity,
      notional: sum(window, NOTIONAL) as Money,
      yesVolume: yesVolume as Quantity,
      noVolume: noVolume as Quantity,
      activeTickers: (window.active[0] ?? 0) + (includeCombos ? (window.active[1] ?? 0) : 0),
      speed,
      recentYesVolume: sum(recent, YES) as Quantity,
      recentNoVolume: sum(recent, NO) as Quantity,
      isExact: window.isExact,
    };
  }

  tapeSpeed(includeCombos: boolean, isHeard: IsHeard): TapeSpeedView {
    const tradesOf = (second: number): number => count(this.#seconds, second, includeCombos);
    return tapeSpeed(this.#seconds[0]?.current ?? 0, tradesOf, isHeard);
  }

  /** A complete minute without a single trade on the whole exchange is taken as not recorded: over all markets, silence that long is ours. */
  #usual(includeCombos: boolean): number | undefined {
    const current = this.#minutes[0]?.current ?? 0;
    let known = 0;
    let trades = 0;
    for (let number = current - USUAL_MINUTES; number < current; number++) {
      if (count(this.#minutes, number, true) === 0) continue;
      known++;
      trades += count(this.#minutes, number, includeCombos);
    }
    return known < MIN_KNOWN_MINUTES ? undefined : (trades * SECOND) / (known * MINUTE);
  }
}

function count(groups: readonly RollingBuckets[], number: number, includeCombos: boolean): number {
  return (groups[0]?.tradesOf(number) ?? 0) + (includeCombos ? (groups[1]?.tradesOf(number) ?? 0) : 0);
}
