/** Event frames as the market worker makes them. */
import type { EventFrame, EventMarket } from '#contract/frames.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';

/** Returns a market with an exact book at 40 and 42 cents. */
export function anEventMarket(ticker: string, change: Partial<EventMarket> = {}, name = ticker): EventMarket {
  return {
    label: {
      ticker: ticker as Ticker,
      name,
      title: '',
      event: 'E',
      eventTitle: '',
      category: 'Other',
      openAt: undefined,
      closeAt: undefined,
      status: 'active',
      result: '',
      isCombo: false,
    },
    state: 'exact',
    bid: 4_000 as Price,
    ask: 4_200 as Price,
    bidSize: 100 as Quantity,
    askSize: 100 as Quantity,
    last: undefined,
    change: 0,
    volume: 0 as Quantity,
    points: { at: new Float64Array(0), yesPrice: new Uint16Array(0) },
    ...change,
  };
}

/** Returns a whole event of two such markets. */
export function anEvent(change: Partial<EventFrame> = {}): EventFrame {
  return {
    event: 'E',
    eventTitle: 'Event',
    category: 'Other',
    isExclusive: true,
    markets: [anEventMarket('A'), anEventMarket('B')],
    gaps: [],
    isComplete: true,
    leftOut: 0,
    askSum: 8_400,
    bidSum: 8_000,
    ...change,
  };
}
