/**
 * The price in force in each market when a recording session began: that of its last trade up to then, whatever the order in which
 * trades come. A price older than an hour is none that holds. Once the session runs nothing is added.
 */
import type { Price } from '../units/price.ts';
import type { Ticker } from '../units/ticker.ts';
import { HOUR, type UnixMs } from '../units/time.ts';
import type { Trade } from '../wire/messages.ts';

export interface PriceInForce {
  /** Exchange's stamp of its trade. */
  readonly at: UnixMs;
  readonly yesPrice: Price;
}

export class SessionPrices {
  /** When the session began. */
  readonly from: UnixMs;
  readonly #prices = new Map<Ticker, PriceInForce>();

  constructor(from: UnixMs) {
    this.from = from;
  }

  /** Takes any trade: those of the session itself change nothing. Of two of one stamp the later to come counts. */
  take({ ticker, venueAt, yesPrice }: Pick<Trade, 'ticker' | 'venueAt' | 'yesPrice'>): void {
    if (venueAt > this.from || venueAt <= this.from - HOUR) return;
    const held = this.#prices.get(ticker);
    if (held === undefined || venueAt >= held.at) this.#prices.set(ticker, { at: venueAt, yesPrice });
  }

  /** Returns the price in force when the session began; `undefined` where no trade of the hour before is known. */
  of(ticker: Ticker): PriceInForce | undefined {
    return this.#prices.get(ticker);
  }
}
