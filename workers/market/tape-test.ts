/** What a screen's filter means for the trades of the engine: words and category are those of the market, the size is a row's. */
import type { TapeTest } from '#core/market/filtered-tape.ts';
import { scoreOf, wordsOf } from '#core/market/find.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { MarketLabel, TapeFilter } from '#contract/frames.ts';
import { searchTextOf } from './search-text.ts';

/** What is known of markets. */
export interface Names {
  /** Returns the label as far as it is known, and asks nobody: who filters would ask for thousands. */
  readonly peek: (ticker: Ticker) => MarketLabel;
  /** Another number when a label may have changed. */
  readonly version: () => number;
}

/** Returns whether a row passes `filter`; a market does when every word stands somewhere in its names, ticker or category. */
export function tapeTestOf(
  filter: TapeFilter,
  merge: boolean,
  includeCombos: boolean,
  names: Names,
): TapeTest {
  const words = wordsOf(filter.text);
  const { category, minQuantity } = filter;
  return {
    key: JSON.stringify([words, category, minQuantity, merge, includeCombos]),
    merge,
    includeCombos,
    minQuantity,
    names: names.version(),
    passes: (ticker) => {
      const label = names.peek(ticker);
      if (category !== undefined && label.category !== category) return false;
      return words.length === 0 || scoreOf(words, searchTextOf(label)) > 0;
    },
  };
}
