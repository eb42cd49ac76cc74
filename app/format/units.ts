/** Prices, contracts, dollars and bytes as people read them. Input is core's integers; nothing here computes a price. */
import type { Money } from '#core/units/money.ts';
import type { Outcome } from '#core/units/outcome.ts';
import { complement, type Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { compact, counted, grouped, groupedExact, signedCompact } from './number.ts';

const PRICE_PER_CENT = 100;
const QUANTITY_PER_CONTRACT = 100;
const MONEY_PER_DOLLAR = 1_000_000;
const BYTES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Returns the price in cents, decimals only where the market is finer than a cent: "64¢", "63.5¢". */
export function cents(price: Price): string {
  return `${price / PRICE_PER_CENT}¢`;
}

/** Returns what one contract of `side` costs when YES costs `yesPrice`. */
export function priceOf(side: Outcome, yesPrice: Price): Price {
  return side === 'yes' ? yesPrice : complement(yesPrice);
}

/** Returns the size of a change in points (cents), without its sign: 1100 → "11", 50 → "0.5", 4 → "0.04". */
export function points(change: number): string {
  return price1(Math.abs(change) / PRICE_PER_CENT);
}

/** Returns the change in words, for names and titles: "up 11 points", "down 1 point", "no change". */
export function changeWords(change: number): string {
  if (change === 0) return 'no change';
  const size = points(change);
  return `${directionWord(change)} ${size} ${pointsWord(change)}`;
}

/** Returns "point" after "1", else "points". */
export function pointsWord(change: number): 'point' | 'points' {
  return points(change) === '1' ? 'point' : 'points';
}

/** Returns what the triangle beside a change says: "up", "down", "changed by". */
export function directionWord(change: number): string {
  return change > 0 ? 'up' : change < 0 ? 'down' : 'changed by';
}

/** Returns the count of contracts in full: "3,017", "0.5". */
export function contracts(quantity: Quantity): string {
  return groupedExact(quantity / QUANTITY_PER_CONTRACT);
}

/** Returns the count of contracts with its noun: "3,017 contracts", "1 contract". */
export function contractsCounted(quantity: Quantity): string {
  return counted(quantity / QUANTITY_PER_CONTRACT, 'contract', contracts(quantity));
}

/** Returns the same with three digits and a letter: "471k contracts". */
export function compactContractsCounted(quantity: Quantity): string {
  return counted(quantity / QUANTITY_PER_CONTRACT, 'contract', compactContracts(quantity));
}

/** Returns the count of contracts for a narrow column: whole from 100 up, else with its fraction. */
export function contractsShort(quantity: Quantity): string {
  const count = quantity / QUANTITY_PER_CONTRACT;
  if (count >= 100_000) return compact(count);
  return count >= 100 ? grouped(count) : groupedExact(count);
}

/** Returns contracts with three digits and a letter: "471k". */
export function compactContracts(quantity: Quantity): string {
  return compact(quantity / QUANTITY_PER_CONTRACT);
}

/** Returns the net flow and its side: "+4.9k YES", "+13.5k NO"; "0" when both sides are equal. */
export function netFlow(net: Quantity): string {
  if (net === 0) return '0';
  return `+${compact(Math.abs(net) / QUANTITY_PER_CONTRACT)} ${net > 0 ? 'YES' : 'NO'}`;
}

/** Returns a signed count of contracts: "+18.8k". */
export function signedContracts(net: Quantity): string {
  return signedCompact(net / QUANTITY_PER_CONTRACT);
}

/** Returns dollars in full, cents below a hundred: "$1,234", "$12.34". */
export function dollars(money: Money): string {
  const amount = money / MONEY_PER_DOLLAR;
  return amount >= 100 ? `$${grouped(amount)}` : `$${amount.toFixed(2)}`;
}

/** Returns dollars for a narrow column: "$12.3k", "$412", "$17", "$6.40". */
export function dollarsShort(money: Money): string {
  const amount = money / MONEY_PER_DOLLAR;
  if (amount >= 9_999.5) return compactDollars(money);
  return amount >= 9.995 ? `$${grouped(amount)}` : `$${amount.toFixed(2)}`;
}

/** Returns dollars with three digits and a letter: "$1.05M". */
export function compactDollars(money: Money): string {
  return `$${compact(money / MONEY_PER_DOLLAR)}`;
}

/** Returns a size on disk: "418 MB", "12.0 GB". */
export function bytes(count: number): string {
  let value = count;
  let step = 0;
  while (value >= 999.5 && step < BYTES.length - 1) {
    value /= 1_000;
    step++;
  }
  const text = step === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1);
  return `${text} ${BYTES[step] ?? 'B'}`;
}

/** At most one decimal: a hundredth of a point is noise in a headline, unless there is nothing else. */
function price1(value: number): string {
  const digits = value < 0.1 ? 100 : 10;
  return String(Math.round(value * digits) / digits);
}
