/**
 * Price of one contract, as an integer of 1/10,000 dollar (the exchange's finest step; protocol 5.7).
 * 0 and 10,000 are legal in quotes (an empty side), never in a trade.
 */
import type { Brand } from '../lib/brand.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';

/** Unit: 1e-4 dollar. Range 0..10,000. */
export type Price = Brand<number, 'Price'>;

/** One dollar: what a winning contract pays. */
export const ONE_DOLLAR = 10_000 as Price;
/** One cent. */
export const ONE_CENT = 100 as Price;

/** Returns the price that `dollars` ("0.3600") stands for, or `undefined` when it is no decimal in 0..1 with at most 4 digits. */
export function parsePrice(dollars: string): Price | undefined {
  const value = parseDecimal(dollars, 4);
  return value === undefined || value < 0 || value > ONE_DOLLAR ? undefined : (value as Price);
}

/** Returns the price of whole `cents` (legacy shape), or `undefined` outside 0..100 or where it is no integer. */
export function priceFromCents(cents: number): Price | undefined {
  return Number.isInteger(cents) && cents >= 0 && cents <= 100 ? ((cents * ONE_CENT) as Price) : undefined;
}

/** Returns the dollar string with 4 decimals, as the exchange writes it. */
export function formatPrice(price: Price): string {
  return formatDecimal(price, 4);
}

/** Returns the price of the other outcome: YES and NO of one contract sum to a dollar. */
export function complement(price: Price): Price {
  return (ONE_DOLLAR - price) as Price;
}

/** Returns whole cents, rounded half up (the rule of the SQLite file's integer column). */
export function centsHalfUp(price: Price): number {
  return Math.floor((price + ONE_CENT / 2) / ONE_CENT);
}

/** Returns true where a trade may happen: strictly between 0 and 1 dollar. */
export function isTradable(price: Price): boolean {
  return price > 0 && price < ONE_DOLLAR;
}
