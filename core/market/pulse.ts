/** How fast the market trades: counts by second over the last quarter of an hour. */
import type { Money } from '../units/money.ts';
import type { Quantity } from '../units/quantity.ts';
import { SECOND } from '../units/time.ts';
import { RollingBuckets } from './analytics.ts';
import { TAPE_SPEED_SECONDS, tapeSpeed, type IsHeard } from './tape-speed.ts';
import type { PulseView, TapeSpeedView } from './views.ts';
import { NO, NOTIONAL, STRIDE, TRADES, YES, type TradeWindow } from './window.ts';

const SPEED_SECONDS = 60;
/** "Now" is the mean of this many complete seconds, as in tape-speed.ts: one speed on the whole screen. */
const NOW_SECONDS = 10;

/** Without combos and only combos; both together are everything. */
const GROUPS = [0, 1] as const;

export class PulseMeter {
  readonly #seconds = GROUPS.map(() => new RollingBuckets(SECOND, TAPE_SPEED_SECONDS));

  advance(now: number): void {
    for (const buckets of this.#seconds) buckets.advance(now);
  }

  addToSecond(at: number, group: number): void {
    this.#seconds[group]?.add(at, 0, 0, 0, 1);
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
}

function count(groups: readonly RollingBuckets[], number: number, includeCombos: boolean): number {
  return (groups[0]?.tradesOf(number) ?? 0) + (includeCombos ? (groups[1]?.tradesOf(number) ?? 0) : 0);
}
