/**
 * Books and grids as plain as can be: one cell for each of the 9,999 prices of a side. Too big and too slow for a product, and
 * too simple to be wrong: what the real ones are compared with.
 */
import type { Book } from '#core/market/book/book.ts';
import type { PriceRange } from '#core/units/grid.ts';
import type { Outcome } from '#core/units/outcome.ts';
import { ONE_DOLLAR, type Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Level } from '#core/wire/messages.ts';

const OUTCOMES: readonly Outcome[] = ['yes', 'no'];

export class DenseBook {
  /** By price in 1e-4 dollar, each on its own side's scale; 1e-2 contract. */
  readonly yes = new Float64Array(ONE_DOLLAR);
  readonly no = new Float64Array(ONE_DOLLAR);

  at(outcome: Outcome, price: number): number {
    return this[outcome][price] ?? 0;
  }

  add(outcome: Outcome, price: number, change: number): void {
    this[outcome][price] = this.at(outcome, price) + change;
  }

  /** The highest price at which somebody bids; 0 on an empty side. */
  best(outcome: Outcome): number {
    return Math.max(
      0,
      this[outcome].findLastIndex((quantity) => quantity > 0),
    );
  }

  /** Returns all levels, prices ascending. */
  levels(outcome: Outcome): Level[] {
    const levels: Level[] = [];
    for (let price = 1; price < ONE_DOLLAR; price++)
      if (this.at(outcome, price) !== 0) levels.push([price as Price, this.at(outcome, price) as Quantity]);
    return levels;
  }

  /** Returns the first price at which `book` holds something else, or too many levels; `undefined` where they are the same. */
  differsFrom(book: Book): string | undefined {
    for (const outcome of OUTCOMES) {
      const side = book.side(outcome);
      let level = 0;
      for (let price = 1; price < ONE_DOLLAR; price++) {
        const held = side.priceAt(level) === price && level < side.size ? side.quantityAt(level++) : 0;
        if (held !== this.at(outcome, price))
          return `${outcome} ${price}: ${held}, not ${this.at(outcome, price)}`;
      }
      if (level !== side.size) return `${outcome}: ${side.size - level} levels too many`;
    }
    return undefined;
  }
}

/** Returns all prices of the grid, ascending. */
export function pricesOn(ranges: readonly PriceRange[]): readonly number[] {
  const prices = new Set<number>();
  for (const { start, end, step } of ranges)
    for (let price: number = start; price <= end; price += step)
      if (price > 0 && price < ONE_DOLLAR) prices.add(price);
  return [...prices].sort((a, b) => a - b);
}
