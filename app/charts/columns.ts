/**
 * Reads the frames' number columns back into core's units: a typed array cannot carry a brand. The only place of the screen
 * where a bare number becomes a unit.
 */
import type { Money } from '#core/units/money.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { UnixMs } from '#core/units/time.ts';

/** Returns row `index` of a quantity column, 1e-2 contract; 0 outside of it. */
export function quantityAt(column: ArrayLike<number>, index: number): Quantity {
  return (column[index] ?? 0) as Quantity;
}

/** Returns row `index` of a money column, 1e-6 dollar; 0 outside of it. */
export function moneyAt(column: ArrayLike<number>, index: number): Money {
  return (column[index] ?? 0) as Money;
}

/** Returns row `index` of a price column, 1e-4 dollar; 0 outside of it. */
export function priceAt(column: ArrayLike<number>, index: number): Price {
  return (column[index] ?? 0) as Price;
}

/** Returns row `index` of a time column, ms; 0 outside of it. */
export function timeAt(column: ArrayLike<number>, index: number): UnixMs {
  return (column[index] ?? 0) as UnixMs;
}

/** Returns the sum, exact: quantities are integers. */
export function sumOf(quantities: Iterable<Quantity>): Quantity {
  let sum = 0;
  for (const quantity of quantities) sum += quantity;
  return sum as Quantity;
}
