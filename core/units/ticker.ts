/** A market's id at the exchange, and what its spelling says. */
import type { Brand } from '../lib/brand.ts';

export type Ticker = Brand<string, 'Ticker'>;

/** Longest ticker accepted; the longest seen is 63. Keeps keys and SQLite cells small. */
const MAX_LENGTH = 128;

/**
 * Letters, digits, dot, underscore, hyphen: looser than the exchange's own pattern, which real tickers break (protocol 3.3).
 * Begins with a letter or digit, so that no path segment ("..") and no `__proto__` passes for a market.
 */
const PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Returns `text` as a ticker, or `undefined` when it does not look like one, is empty or is longer than 128. */
export function parseTicker(text: string): Ticker | undefined {
  return text.length <= MAX_LENGTH && PATTERN.test(text) ? (text as Ticker) : undefined;
}

/** Returns the part before the first hyphen: the series ("KXBTC15M-26MAY132000-00" → "KXBTC15M"). */
export function seriesOf(ticker: Ticker): string {
  const hyphen = ticker.indexOf('-');
  return hyphen < 0 ? ticker : ticker.slice(0, hyphen);
}

/** Returns the part before the last hyphen: by custom, not by promise, the event's ticker. */
export function eventOf(ticker: Ticker): string {
  const hyphen = ticker.lastIndexOf('-');
  return hyphen < 0 ? ticker : ticker.slice(0, hyphen);
}

/** Returns true for a combo: the exchange's multivariate markets all start so (protocol 3.5). */
export function isCombo(ticker: Ticker): boolean {
  return ticker.startsWith('KXMVE');
}
