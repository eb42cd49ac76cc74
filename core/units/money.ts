/** Money as an integer of 1/1,000,000 dollar: price times quantity is exact, so nothing is rounded before fees. */
import type { Brand } from '../lib/brand.ts';
import { formatDecimal } from './decimal.ts';
import type { Price } from './price.ts';
import type { Quantity } from './quantity.ts';

/** Unit: 1e-6 dollar. */
export type Money = Brand<number, 'Money'>;

/** Returns what `quantity` contracts cost at `price`: 1e-4 dollar times 1e-2 contract is 1e-6 dollar. */
export function notional(price: Price, quantity: Quantity): Money {
  return (price * quantity) as Money;
}

/** Returns the dollar string with 6 decimals. */
export function formatMoney(money: Money): string {
  return formatDecimal(money, 6);
}
