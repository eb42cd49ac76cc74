/** The table's order: by one column, ties by ticker. Frozen by the caller, so that rows do not move under the pointer. */
import type { HotMarket } from '#contract/frames.ts';
import type { Outcome } from '#core/units/outcome.ts';
import type { Ticker } from '#core/units/ticker.ts';

export type HeatColumn = 'name' | 'category' | 'price' | 'change' | 'volume' | 'share' | 'flow' | 'trades';

export interface HeatSort {
  readonly column: HeatColumn;
  readonly isAscending: boolean;
}

/** Returns the tickers of `markets` in the order of `sort`; price and change are those of `outcome`. */
export function orderOf(
  markets: readonly HotMarket[],
  { column, isAscending }: HeatSort,
  outcome: Outcome,
): readonly Ticker[] {
  const isMirrored = outcome === 'no' && (column === 'price' || column === 'change');
  const sign = isAscending === isMirrored ? -1 : 1;
  return [...markets]
    .sort((a, b) => sign * compare(a, b, column) || compareText(a.label.ticker, b.label.ticker))
    .map((market) => market.label.ticker);
}

/** Returns the sort after a click on `column`: the other way round, or this column with its natural first way. */
export function sortBy(sort: HeatSort, column: HeatColumn): HeatSort {
  if (sort.column === column) return { column, isAscending: !sort.isAscending };
  return { column, isAscending: column === 'name' || column === 'category' };
}

function compare(a: HotMarket, b: HotMarket, column: HeatColumn): number {
  switch (column) {
    case 'name':
      return compareText(a.label.name, b.label.name);
    case 'category':
      return compareText(a.label.category, b.label.category);
    case 'price':
      return a.yesPrice - b.yesPrice;
    case 'change':
      return a.change - b.change;
    case 'volume':
      return a.volume - b.volume;
    // Cross-multiplied: exact, and a market without volume does not divide by zero.
    case 'share':
      return a.yesVolume * b.volume - b.yesVolume * a.volume;
    case 'flow':
      return a.netFlow - b.netFlow;
    case 'trades':
      return a.trades - b.trades;
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
