/**
 * One trade as rules see it, and what it is seen against: looked up at most once a trade, however many rules ask. One object
 * for all trades, so that nothing is allocated.
 */
import { complement, type Price } from '../../units/price.ts';
import type { Money } from '../../units/money.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Ticker } from '../../units/ticker.ts';
import type { Trade } from '../../wire/messages.ts';
import type { MarketPast } from '../market-past.ts';
import { lowerMedian } from './median.ts';
import { ALERT_MINUTES, MEDIAN_TRADES, type AlertMinutes } from './rule.ts';

export class SeenTrade {
  ticker = '' as Ticker;
  yesPrice = 0 as Price;
  quantity = 0 as Quantity;
  isYes = false;
  /** What the taker paid. */
  value = 0 as Money;
  /** No trade of the market with a later stamp was seen before: it says what the price is now. */
  isNewest = true;
  readonly #past: MarketPast;
  #row: number | undefined;
  #isFound = false;
  readonly #values = new Float64Array(MEDIAN_TRADES);
  /** By place in ALERT_MINUTES: number of the trade they were counted for, the median, and of how many. */
  readonly #countedFor = new Float64Array(ALERT_MINUTES.length);
  readonly #medians = new Float64Array(ALERT_MINUTES.length);
  readonly #counts = new Float64Array(ALERT_MINUTES.length);
  #number = 0;

  constructor(past: MarketPast) {
    this.#past = past;
  }

  /** Takes the trade that was applied last. */
  take(trade: Trade, isNewest: boolean): void {
    const { ticker, yesPrice, quantity, taker } = trade;
    this.ticker = ticker;
    this.yesPrice = yesPrice;
    this.quantity = quantity;
    this.isYes = taker === 'yes';
    this.value = ((this.isYes ? yesPrice : complement(yesPrice)) * quantity) as Money;
    this.isNewest = isNewest;
    this.#isFound = false;
    this.#number++;
  }

  /** Returns the market's median trade value before this trade; `undefined` while fewer than `least` trades are known. */
  median(minutes: AlertMinutes, least: number): number | undefined {
    const row = this.#rowOf();
    if (row === undefined) return undefined;
    const place = ALERT_MINUTES.indexOf(minutes);
    if (this.#countedFor[place] !== this.#number) {
      const count = this.#past.valuesBefore(row, minutes, this.#values);
      this.#counts[place] = count;
      this.#medians[place] = count === 0 ? 0 : lowerMedian(this.#values, count);
      this.#countedFor[place] = this.#number;
    }
    return (this.#counts[place] ?? 0) < least ? undefined : this.#medians[place];
  }

  /** Returns the price that the market has moved from in the window. */
  priceBefore(minutes: AlertMinutes): Price | undefined {
    const row = this.#rowOf();
    return row === undefined ? undefined : this.#past.priceBefore(row, minutes);
  }

  isBurst(minutes: AlertMinutes): boolean {
    const row = this.#rowOf();
    return row !== undefined && this.#past.isBurst(row, minutes);
  }

  /** Returns the contracts of the last seconds. */
  recentVolume(): Quantity {
    const row = this.#rowOf();
    return row === undefined ? (0 as Quantity) : this.#past.recentVolume(row);
  }

  #rowOf(): number | undefined {
    if (!this.#isFound) {
      this.#row = this.#past.find(this.ticker);
      this.#isFound = true;
    }
    return this.#row;
  }
}
