/** Minutes of the hour and hours of the day, over every trade and over all but combos, held at once; filled live and from rollups. */
import { isCombo } from '../units/ticker.ts';
import { DAY, HOUR, MINUTE } from '../units/time.ts';
import type { Trade } from '../wire/messages.ts';
import { RollingBuckets } from './analytics.ts';
import type { Rollup } from './rollup.ts';
import type { AnalyticsBucketsView } from './views.ts';

export class MarketAnalytics {
  readonly #all = new Spans();
  readonly #plain = new Spans();

  advance(now: number): void {
    this.#all.advance(now);
    this.#plain.advance(now);
  }

  /** Counts a trade at the time that orders it; `group` is 1 for combos. */
  add(trade: Trade, at: number, group: number): void {
    const yes = trade.taker === 'yes' ? trade.quantity : 0;
    const notional = trade.quantity * trade.yesPrice;
    this.#all.add(at, yes, trade.quantity - yes, notional, 1);
    if (group !== 1) this.#plain.add(at, yes, trade.quantity - yes, notional, 1);
  }

  /** Counts a stored interval: minutes fill the hour, hours fill the day; both say the same trades. */
  restore(rollup: Rollup): void {
    const isMinute = rollup.intervalMs === MINUTE;
    for (const [row, ticker] of rollup.tickers.entries()) {
      const yes = rollup.yesVolume[row] ?? 0;
      const no = rollup.noVolume[row] ?? 0;
      const notional = rollup.notional[row] ?? 0;
      const trades = rollup.trades[row] ?? 0;
      for (const spans of isCombo(ticker) ? [this.#all] : [this.#all, this.#plain])
        (isMinute ? spans.minutes : spans.hours).add(rollup.startMs, yes, no, notional, trades);
    }
  }

  view(includeCombos: boolean): { readonly hour: AnalyticsBucketsView; readonly day: AnalyticsBucketsView } {
    return (includeCombos ? this.#all : this.#plain).view();
  }
}

/** The two spans of one set of markets. */
class Spans {
  readonly minutes = new RollingBuckets(MINUTE, HOUR / MINUTE);
  readonly hours = new RollingBuckets(HOUR, DAY / HOUR);

  advance(now: number): void {
    this.minutes.advance(now);
    this.hours.advance(now);
  }

  add(at: number, yes: number, no: number, notional: number, trades: number): void {
    this.minutes.add(at, yes, no, notional, trades);
    this.hours.add(at, yes, no, notional, trades);
  }

  view(): { readonly hour: AnalyticsBucketsView; readonly day: AnalyticsBucketsView } {
    return { hour: this.minutes.view(), day: this.hours.view() };
  }
}
