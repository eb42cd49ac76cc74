/**
 * A book read as bids and asks of one outcome. The exchange keeps only bids: who bids 40 cents for NO offers YES at 60, so the
 * asks of one outcome are the bids on the other, seen from above. Pure; nothing here changes a book.
 */
import type { Money } from '../../units/money.ts';
import { opposite, type Outcome } from '../../units/outcome.ts';
import { ONE_DOLLAR, type Price } from '../../units/price.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { BookSide } from './book-side.ts';
import type { Book } from './book.ts';

/** Best first. Plain columns: they go to other threads as they are. */
export interface LadderLevels {
  /** 1e-4 dollar. */
  readonly price: Uint16Array<ArrayBuffer>;
  /** 1e-2 contract. */
  readonly quantity: Float64Array<ArrayBuffer>;
}

export interface Ladder {
  readonly bids: LadderLevels;
  readonly asks: LadderLevels;
}

/** The top of the book and its weights. `undefined` where a side it needs is empty. */
export interface BookSummary {
  readonly bid: Price | undefined;
  readonly ask: Price | undefined;
  readonly bidSize: Quantity;
  readonly askSize: Quantity;
  /** 1e-4 dollar; negative while the book is crossed. */
  readonly spread: number | undefined;
  /** 1e-4 dollar, halves included. */
  readonly mid: number | undefined;
  /** Mid weighted by the opposite sizes, 1e-4 dollar, a fraction: it leans to where less stands in the way. */
  readonly microprice: number | undefined;
  /** (bid size − ask size) / (bid size + ask size) at the best prices, −1..1. */
  readonly imbalance: number | undefined;
  /** All that rests on the side. */
  readonly bidTotal: Quantity;
  readonly askTotal: Quantity;
}

/** What taking `quantity` at once would cost, were the book to stand still. */
export interface Fill {
  /** Less than asked for where the book is too thin. */
  readonly filled: Quantity;
  readonly cost: Money;
  /** The last price reached; `undefined` where nothing can be taken. */
  readonly worst: Price | undefined;
  /** cost / filled, 1e-4 dollar, a fraction. */
  readonly vwap: number | undefined;
}

/** Returns the `limit` best levels of each side, in prices of `outcome`. */
export function ladder(book: Book, outcome: Outcome, limit = Infinity): Ladder {
  return {
    bids: levels(book.side(outcome), limit, false),
    asks: levels(book.side(opposite(outcome)), limit, true),
  };
}

function levels(side: BookSide, limit: number, isOpposite: boolean): LadderLevels {
  const count = Math.min(limit, side.size);
  const price = new Uint16Array(count);
  const quantity = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const index = side.size - 1 - i;
    price[i] = isOpposite ? ONE_DOLLAR - side.priceAt(index) : side.priceAt(index);
    quantity[i] = side.quantityAt(index);
  }
  return { price, quantity };
}

/** Returns the top of the book as seen by `outcome`. */
export function summary(book: Book, outcome: Outcome): BookSummary {
  const own = book.side(outcome);
  const other = book.side(opposite(outcome));
  const bid = own.best;
  const ask = other.best === undefined ? undefined : ((ONE_DOLLAR - other.best) as Price);
  const bidSize = (own.size === 0 ? 0 : own.quantityAt(own.size - 1)) as Quantity;
  const askSize = (other.size === 0 ? 0 : other.quantityAt(other.size - 1)) as Quantity;
  const sizes = { bid, ask, bidSize, askSize, bidTotal: own.total, askTotal: other.total };
  if (bid === undefined || ask === undefined)
    return { ...sizes, spread: undefined, mid: undefined, microprice: undefined, imbalance: undefined };
  const both = bidSize + askSize;
  return {
    ...sizes,
    spread: ask - bid,
    mid: (bid + ask) / 2,
    microprice: (bid * askSize + ask * bidSize) / both,
    imbalance: (bidSize - askSize) / both,
  };
}

/** Returns what rests within `distance` (1e-4 dollar) of the best price of `levels`, the best price included. */
export function depthWithin({ price, quantity }: LadderLevels, distance: number): Quantity {
  const best = price[0] ?? 0;
  let sum = 0;
  for (let i = 0; i < price.length && Math.abs((price[i] ?? 0) - best) <= distance; i++)
    sum += quantity[i] ?? 0;
  return sum as Quantity;
}

/** Returns what it takes to trade `wanted` against `levels`: the asks to buy, the bids to sell. Fees are not in it. */
export function fillAgainst({ price, quantity }: LadderLevels, wanted: Quantity): Fill {
  let [filled, cost] = [0, 0];
  let worst: Price | undefined;
  for (let i = 0; i < price.length && filled < wanted; i++) {
    const part = Math.min(wanted - filled, quantity[i] ?? 0);
    worst = (price[i] ?? 0) as Price;
    filled += part;
    cost += part * worst;
  }
  return {
    filled: filled as Quantity,
    cost: cost as Money,
    worst,
    vwap: filled === 0 ? undefined : cost / filled,
  };
}

/**
 * Returns `levels` added up in steps of `step` (1e-4 dollar), best first: bids count down to the step, asks up to it, so that
 * no group looks better than what rests in it.
 */
export function grouped({ price, quantity }: LadderLevels, step: number, side: 'bid' | 'ask'): LadderLevels {
  const prices: number[] = [];
  const quantities: number[] = [];
  for (let i = 0; i < price.length; i++) {
    const exact = (price[i] ?? 0) / step;
    const group = (side === 'bid' ? Math.floor(exact) : Math.ceil(exact)) * step;
    const last = prices.length - 1;
    if (prices[last] === group) quantities[last] = (quantities[last] ?? 0) + (quantity[i] ?? 0);
    else {
      prices.push(group);
      quantities.push(quantity[i] ?? 0);
    }
  }
  return { price: Uint16Array.from(prices), quantity: Float64Array.from(quantities) };
}
