/**
 * The forms in which people read a price: cents, a chance, or odds. Integers in, text out: what is rounded is rounded once, half
 * up, from the exact quotient. Here and not on the page, because the heatmap's worker writes the same words.
 */
import { ONE_DOLLAR, type Price } from './price.ts';

export const PRICE_FORMS = ['cents', 'percent', 'decimal', 'american'] as const;

/** `decimal`: what a dollar staked brings back. `american`: what 100 bring, or what must be staked to win 100. */
export type PriceForm = (typeof PRICE_FORMS)[number];

const PRICE_PER_CENT = 100;
/** What has no odds: nobody can pay nothing, and a sure thing wins nothing. */
const NO_ODDS = '–';
const MINUS = '\u2212';

/** Returns `price` in `form`; cents and per cent are exact, odds are rounded: "64¢", "64%", "1.56", "−178". */
export function priceText(price: Price, form: PriceForm): string {
  switch (form) {
    case 'cents':
      return `${price / PRICE_PER_CENT}¢`;
    case 'percent':
      return `${price / PRICE_PER_CENT}%`;
    case 'decimal':
      return decimalOdds(price);
    case 'american':
      return americanOdds(price);
  }
}

/** Returns true where `form` may round: the exact price is then said beside it. */
export function isRounded(form: PriceForm): boolean {
  return form === 'decimal' || form === 'american';
}

/** A dollar by the price, to 2 decimals; below 1.10 to 3, where a cent is less than a hundredth. "–" for a price of nothing. */
function decimalOdds(price: Price): string {
  if (price <= 0) return NO_ODDS;
  const isShort = 10 * ONE_DOLLAR < 11 * price;
  const digits = isShort ? 3 : 2;
  const scale = 10 ** digits;
  return fixed(quotient(ONE_DOLLAR * scale, price), digits);
}

/** Winnings on 100 staked from even odds up ("+178"), the stake that wins 100 below ("−178"); "–" at nothing and at a dollar. */
function americanOdds(price: Price): string {
  const other = ONE_DOLLAR - price;
  if (price <= 0 || other <= 0) return NO_ODDS;
  return price <= other ? `+${quotient(100 * other, price)}` : `${MINUS}${quotient(100 * price, other)}`;
}

/** Integers above zero, rounded half up. */
function quotient(over: number, under: number): number {
  return Math.floor((2 * over + under) / (2 * under));
}

function fixed(value: number, digits: number): string {
  const text = String(value).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
