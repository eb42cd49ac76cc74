/**
 * Words for a market from its ticker alone, for when REST is silent: a short name, the event, a category. A ticker promises
 * nothing (protocol 3.3), so this only re-spells what it says, and the category of a series it does not know is unknown.
 */
import { eventOf, isCombo, seriesOf, type Ticker } from '../units/ticker.ts';

/** What a category is called that nobody has told. */
export const UNKNOWN_CATEGORY = 'Unknown';

export interface TickerLabel {
  readonly name: string;
  readonly event: string;
  readonly category: string;
  readonly isCombo: boolean;
}

/**
 * Categories of well-known series, by how the series begins without its "KX". Longest match wins. Words as the exchange's REST
 * uses them; source: series in recordings of 2025 and 2026 and the exchange's public site.
 */
const CATEGORY_BY_PREFIX: Readonly<Record<string, string>> = {
  BTC: 'Crypto',
  ETH: 'Crypto',
  SOL: 'Crypto',
  XRP: 'Crypto',
  DOGE: 'Crypto',
  HIGH: 'Climate and Weather',
  LOW: 'Climate and Weather',
  RAIN: 'Climate and Weather',
  SNOW: 'Climate and Weather',
  HURRICANE: 'Climate and Weather',
  INX: 'Financials',
  NASDAQ: 'Financials',
  EURUSD: 'Financials',
  USDJPY: 'Financials',
  WTI: 'Financials',
  CPI: 'Economics',
  FED: 'Economics',
  GDP: 'Economics',
  PAYROLLS: 'Economics',
  JOBLESS: 'Economics',
  RECSSNBER: 'Economics',
  PRES: 'Politics',
  SENATE: 'Politics',
  HOUSE: 'Politics',
  GOV: 'Politics',
  NBA: 'Sports',
  WNBA: 'Sports',
  MLB: 'Sports',
  NFL: 'Sports',
  NHL: 'Sports',
  MLS: 'Sports',
  NCAA: 'Sports',
  ATP: 'Sports',
  WTA: 'Sports',
  ITF: 'Sports',
  EPL: 'Sports',
  UCL: 'Sports',
  UEL: 'Sports',
  UFC: 'Sports',
  PGA: 'Sports',
  OSCAR: 'Entertainment',
  GRAMMY: 'Entertainment',
};

/** Shorter prefixes would match by accident, longer ones are not in the table. */
const LONGEST_PREFIX = Math.max(...Object.keys(CATEGORY_BY_PREFIX).map((prefix) => prefix.length));
/** A combo's last part is a fingerprint; its first characters tell two apart. */
const COMBO_CHARACTERS = 6;

/** Returns what the ticker's spelling says: "KXBTC15M-26MAY132000-00" is "BTC15M 26MAY132000 00", Crypto. */
export function labelOf(ticker: Ticker): TickerLabel {
  const event = eventOf(ticker);
  if (isCombo(ticker)) {
    const tail = ticker.slice(ticker.lastIndexOf('-') + 1).slice(-COMBO_CHARACTERS);
    return { name: `Combo ${tail}`, event, category: 'Combo', isCombo: true };
  }
  const words = ticker.split('-').filter((word) => word !== '');
  const [series = ticker, ...rest] = words;
  return {
    name: [withoutPrefix(series), ...rest].join(' '),
    event,
    category: categoryOf(withoutPrefix(seriesOf(ticker))),
    isCombo: false,
  };
}

/** Since 2024 new series begin with KX, which says nothing. */
function withoutPrefix(series: string): string {
  return series.startsWith('KX') && series.length > 2 ? series.slice(2) : series;
}

function categoryOf(series: string): string {
  for (let length = Math.min(LONGEST_PREFIX, series.length); length > 0; length--) {
    const prefix = series.slice(0, length);
    if (Object.hasOwn(CATEGORY_BY_PREFIX, prefix)) return CATEGORY_BY_PREFIX[prefix] ?? UNKNOWN_CATEGORY;
  }
  return UNKNOWN_CATEGORY;
}
