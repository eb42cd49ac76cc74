/** Number of contracts, as an integer of 1/100 contract (the exchange trades fractions; protocol 4). */
import type { Brand } from '../lib/brand.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';

/** Unit: 1e-2 contract. Signed where it is a change. */
export type Quantity = Brand<number, 'Quantity'>;

/** One contract. */
export const ONE_CONTRACT = 100 as Quantity;

/** Largest quantity accepted from outside: nine billion contracts, so that it stays a safe integer times any price (1e-4 dollar). */
export const MAX_QUANTITY = 9e11 as Quantity;

/** Returns the quantity that `count` ("136.00", "-54.00") stands for, or `undefined` when it is no decimal with at most 2 digits in range. */
export function parseQuantity(count: string): Quantity | undefined {
  const value = parseDecimal(count, 2);
  return value === undefined || Math.abs(value) > MAX_QUANTITY ? undefined : (value as Quantity);
}

/** Returns the quantity of whole `contracts` (legacy shape), or `undefined` where it is no integer in range. */
export function quantityFromContracts(contracts: number): Quantity | undefined {
  const value = contracts * ONE_CONTRACT;
  return Number.isInteger(contracts) && Math.abs(value) <= MAX_QUANTITY ? (value as Quantity) : undefined;
}

/** Returns the decimal string with 2 digits, as the exchange writes it. */
export function formatQuantity(quantity: Quantity): string {
  return formatDecimal(quantity, 2);
}

/** Returns whole contracts, rounded half up (the rule of the SQLite file's integer column). */
export function contractsHalfUp(quantity: Quantity): number {
  return Math.floor((quantity + ONE_CONTRACT / 2) / ONE_CONTRACT);
}
