/**
 * Looks for markets by what somebody types, among all whose trades of the last hour or whose names are known here: names come
 * from REST and from lifecycle frames. What the exchange has beyond them is not asked for.
 */
import { scoreOf, wordsOf } from '#core/market/find.ts';
import type { MarketEngine } from '#core/market/engine.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { isCombo, type Ticker } from '#core/units/ticker.ts';
import type { FoundMarket } from '#contract/market.ts';
import type { Directory } from './directory.ts';
import { searchTextOf } from './search-text.ts';

export interface FinderOptions {
  readonly engine: Pick<MarketEngine, 'volumes' | 'market'>;
  /** It is peeked at: whoever types would ask REST for thousands. */
  readonly directory: Pick<Directory, 'named' | 'peek'>;
}

const HOUR_MINUTES = 60;
/** Most answers to one question. */
const MAX_FOUND = 200;
const NOTHING = 0 as Quantity;

export class MarketFinder {
  readonly #options: FinderOptions;

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  /**
   * Returns at most `limit` markets (200 at most) that hold every word of `question`: the best first, of equal ones the one
   * with more volume in the last hour. Without a question the most traded ones that are no combos.
   */
  find(question: string, limit: number): readonly FoundMarket[] {
    const { engine, directory } = this.#options;
    const words = wordsOf(question);
    const volumes = engine.volumes(HOUR_MINUTES);
    const found: { readonly ticker: Ticker; readonly score: number; readonly volume: Quantity }[] = [];
    for (const ticker of new Set([...volumes.keys(), ...directory.named()])) {
      const score =
        words.length === 0 ? Number(!isCombo(ticker)) : scoreOf(words, searchTextOf(directory.peek(ticker)));
      if (score > 0) found.push({ ticker, score, volume: volumes.get(ticker) ?? NOTHING });
    }
    found.sort((a, b) => b.score - a.score || b.volume - a.volume || (a.ticker < b.ticker ? -1 : 1));
    return found.slice(0, Math.min(limit, MAX_FOUND)).map(({ ticker, volume }) => ({
      label: directory.peek(ticker),
      yesPrice: engine.market(ticker, HOUR_MINUTES)?.yesPrice,
      volume,
    }));
  }
}
