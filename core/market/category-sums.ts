/**
 * What each category of markets traded over a window: exact sums over its markets, and which of them moved most. Read from the
 * window's own sums when somebody asks; a trade costs nothing for it.
 */
import type { Money } from '../units/money.ts';
import type { Price } from '../units/price.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import type { CategoryView } from './views.ts';

/** One market's part in it. */
export interface MarketFigures {
  readonly ticker: Ticker;
  readonly yesVolume: number;
  readonly noVolume: number;
  readonly notional: number;
  readonly trades: number;
  readonly yesPrice: number;
  /** As in MarketView. */
  readonly change: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Returns the categories of `markets` by falling volume, ties by name. The mover is the market whose price went furthest
 * either way, of equal ones the one with more volume, then the first by ticker; there is none where no price has changed.
 */
export function sumCategories(
  markets: Iterable<MarketFigures>,
  categoryOf: (ticker: Ticker) => string,
): readonly CategoryView[] {
  const sums = new Map<string, Mutable<CategoryView>>();
  const movers = new Map<string, MarketFigures>();
  for (const market of markets) {
    const category = categoryOf(market.ticker);
    let sum = sums.get(category);
    if (sum === undefined) sums.set(category, (sum = nothing(category)));
    sum.markets++;
    sum.yesVolume = (sum.yesVolume + market.yesVolume) as Quantity;
    sum.noVolume = (sum.noVolume + market.noVolume) as Quantity;
    sum.notional = (sum.notional + market.notional) as Money;
    sum.trades += market.trades;
    const mover = movers.get(category);
    if (market.change !== 0 && (mover === undefined || movesMore(market, mover)))
      movers.set(category, market);
  }
  for (const [category, sum] of sums) {
    sum.volume = (sum.yesVolume + sum.noVolume) as Quantity;
    sum.netFlow = (sum.yesVolume - sum.noVolume) as Quantity;
    const mover = movers.get(category);
    if (mover !== undefined)
      sum.mover = { ticker: mover.ticker, yesPrice: mover.yesPrice as Price, change: mover.change };
  }
  return [...sums.values()].sort((a, b) => b.volume - a.volume || (a.category < b.category ? -1 : 1));
}

function movesMore(a: MarketFigures, b: MarketFigures): boolean {
  const further = Math.abs(a.change) - Math.abs(b.change);
  if (further !== 0) return further > 0;
  const larger = a.yesVolume + a.noVolume - b.yesVolume - b.noVolume;
  return larger === 0 ? a.ticker < b.ticker : larger > 0;
}

function nothing(category: string): Mutable<CategoryView> {
  const none = 0 as Quantity;
  return {
    category,
    markets: 0,
    trades: 0,
    notional: 0 as Money,
    mover: undefined,
    volume: none,
    yesVolume: none,
    noVolume: none,
    netFlow: none,
  };
}
