/**
 * Fixed-point text to integer and back: the one place where the exchange's decimal strings are read and written.
 * No floating point takes part, so every value is exact.
 */

/** Digits after the point that are kept, at most 6: `POW10[scale]` units are 1. */
const POW10 = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;

export type DecimalScale = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const CHAR_0 = 48;
const CHAR_9 = 57;
const CHAR_MINUS = 45;
const CHAR_PLUS = 43;
const CHAR_POINT = 46;

/**
 * Returns `text` as an integer count of 10^-scale, or `undefined` when it is not a plain decimal (sign, digits, at most
 * one point), has non-zero digits past `scale`, or leaves the safe integers. Surplus zeros are accepted:
 * `parseDecimal('0.120000', 4)` is 1200.
 */
export function parseDecimal(text: string, scale: DecimalScale): number | undefined {
  const length = text.length;
  let index = 0;
  let isNegative = false;
  const first = text.charCodeAt(0);
  if (first === CHAR_MINUS || first === CHAR_PLUS) {
    isNegative = first === CHAR_MINUS;
    index = 1;
  }
  let value = 0;
  let digits = 0;
  let decimals = -1;
  for (; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code >= CHAR_0 && code <= CHAR_9) {
      digits++;
      if (decimals >= scale) {
        if (code !== CHAR_0) return undefined;
        continue;
      }
      value = value * 10 + (code - CHAR_0);
      if (decimals >= 0) decimals++;
    } else if (code === CHAR_POINT && decimals < 0) {
      decimals = 0;
    } else {
      return undefined;
    }
  }
  if (digits === 0) return undefined;
  const missing = scale - Math.max(decimals, 0);
  value *= POW10[missing as DecimalScale];
  if (value > Number.MAX_SAFE_INTEGER) return undefined;
  return isNegative && value !== 0 ? -value : value;
}

/** Returns the integer count of 10^-scale as decimal text with exactly `scale` digits after the point. */
export function formatDecimal(value: number, scale: DecimalScale): string {
  const negative = value < 0 ? '-' : '';
  const digits = String(Math.abs(value)).padStart(scale + 1, '0');
  if (scale === 0) return negative + digits;
  const point = digits.length - scale;
  return `${negative}${digits.slice(0, point)}.${digits.slice(point)}`;
}
