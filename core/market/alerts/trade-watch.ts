/**
 * What each kind of rule looks for in a trade. `judge` takes note of the trade and says whether the rule's condition is met;
 * `facts` says why, once the rule does fire. Comparisons are of integers, multiplied out instead of divided.
 */
import type { Money } from '../../units/money.ts';
import { complement, ONE_CENT, ONE_DOLLAR, type Price } from '../../units/price.ts';
import type { AlertFacts } from './firing.ts';
import type { AlertKind, AlertRule, MoveParams } from './rule.ts';
import type { SeenTrade } from './seen-trade.ts';
import { Watch } from './watch.ts';

export type TradeKind = Extract<AlertKind, 'large-trade' | 'price-cross' | 'move' | 'burst'>;

export abstract class TradeWatch<K extends TradeKind = TradeKind> extends Watch<K> {
  /** Returns whether the rule should fire; asked at every trade. Where it is silent, it does not, and `isSilent` says so. */
  abstract judge(seen: SeenTrade, row: number, isSilent: boolean): boolean;
  abstract facts(seen: SeenTrade, row: number): AlertFacts[K];
}

/** Returns the rule at work; `undefined` where it does not look at trades. */
export function tradeWatchOf(rule: AlertRule): TradeWatch | undefined {
  switch (rule.kind) {
    case 'large-trade':
      return new LargeTrade(rule);
    case 'price-cross':
      return new PriceCross(rule);
    case 'move':
      return new Move(rule);
    case 'burst':
      return new Burst(rule);
    case 'closing-soon':
    case 'feed-stale':
      return undefined;
  }
}

class LargeTrade extends TradeWatch<'large-trade'> {
  judge(seen: SeenTrade, _row: number, isSilent: boolean): boolean {
    if (isSilent) return false;
    const { params } = this.rule;
    if (params.by === 'value') return seen.value >= params.atLeast;
    const median = seen.median(params.minutes, params.minTrades);
    return median !== undefined && seen.value >= params.times * median;
  }

  facts(seen: SeenTrade): AlertFacts['large-trade'] {
    const { params } = this.rule;
    const { value, quantity, yesPrice, isYes } = seen;
    const median = params.by === 'median' ? (seen.median(params.minutes, params.minTrades) ?? 0) : 0;
    const price = isYes ? yesPrice : complement(yesPrice);
    return { value, quantity, price, isYes, median: median as Money };
  }
}

/** Bits of a market's state: the price has been far enough on this side to cross again. */
const SEEN = 1;
const BELOW = 2;
const ABOVE = 4;

class PriceCross extends TradeWatch<'price-cross'> {
  #isUp = false;

  /** A crossing counts as seen also while the rule is silent: it is not told later. */
  judge(seen: SeenTrade, row: number, isSilent: boolean): boolean {
    // A trade that came behind a later one says what the price was.
    if (!seen.isNewest) return false;
    const { level, direction } = this.rule.params;
    const { yesPrice: price } = seen;
    const before = this.stateOf(row);
    if (before === 0) {
      this.setState(row, SEEN | (price < level ? BELOW : 0) | (price > level ? ABOVE : 0));
      return false;
    }
    const goesUp = (before & BELOW) !== 0 && price >= level;
    const goesDown = (before & ABOVE) !== 0 && price <= level;
    let next = before;
    if (goesUp) next &= ~BELOW;
    if (goesDown) next &= ~ABOVE;
    const margin = marginOf(level);
    if (price <= level - margin) next |= BELOW;
    if (price >= level + margin) next |= ABOVE;
    if (next !== before) this.setState(row, next);
    if (isSilent) return false;
    this.#isUp = goesUp;
    return (goesUp && direction !== 'down') || (goesDown && direction !== 'up');
  }

  facts({ yesPrice }: SeenTrade): AlertFacts['price-cross'] {
    return { yesPrice, level: this.rule.params.level, isUp: this.#isUp };
  }
}

/** After a crossing the price has to come back by so much to cross again: a cent, less near 0 and 1 dollar. */
function marginOf(level: Price): number {
  const room = Math.min(level, ONE_DOLLAR - level);
  return Math.max(1, Math.min(ONE_CENT, room >> 1));
}

/** A market's state: the direction it was last told to have moved in, until that move is half undone. */
const ARMED = 0;
const TOLD_UP = 1;
const TOLD_DOWN = 2;

class Move extends TradeWatch<'move'> {
  #from = 0 as Price;

  /** While the rule is silent a move stays untold: it fires afterwards, if the price is still there. */
  judge(seen: SeenTrade, row: number, isSilent: boolean): boolean {
    if (!seen.isNewest) return false;
    const { params } = this.rule;
    const from = seen.priceBefore(params.minutes);
    if (from === undefined) return false;
    const change = seen.yesPrice - from;
    const told = this.stateOf(row);
    if (told !== ARMED) {
      const isHalfUndone = !reaches(2 * (told === TOLD_UP ? change : -change), from, params);
      if (isHalfUndone) this.setState(row, ARMED);
    }
    if (isSilent || !reaches(Math.abs(change), from, params)) return false;
    const direction = change > 0 ? TOLD_UP : TOLD_DOWN;
    if (params.direction !== 'either' && params.direction !== (change > 0 ? 'up' : 'down')) return false;
    if (this.stateOf(row) === direction) return false;
    this.setState(row, direction);
    this.#from = from;
    return true;
  }

  facts({ yesPrice }: SeenTrade): AlertFacts['move'] {
    return { yesPrice, fromPrice: this.#from, minutes: this.rule.params.minutes };
  }
}

/** 1/100 percent. */
const WHOLE = 10_000;

/** Returns whether `change` (1e-4 dollar) from `from` is as much as the rule asks for. */
function reaches(change: number, from: number, { by, amount }: MoveParams): boolean {
  return by === 'points' ? change >= amount : change * WHOLE >= amount * from;
}

class Burst extends TradeWatch<'burst'> {
  judge(seen: SeenTrade, _row: number, isSilent: boolean): boolean {
    return !isSilent && seen.isBurst(this.rule.params.minutes);
  }

  facts(seen: SeenTrade): AlertFacts['burst'] {
    const { yesPrice } = seen;
    return { yesPrice, volume: seen.recentVolume(), minutes: this.rule.params.minutes };
  }
}
