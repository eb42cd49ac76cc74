/**
 * What the event page says of its markets: the sentence about their sum, the order of the rows, the lines of the chart. Pure;
 * prices stay integers until they are words.
 */
import { counted } from '../../format/number.ts';
import type { BookFrameState, EventFrame, EventMarket } from '#contract/frames.ts';
import { overPhaseOf } from '#core/market/life.ts';
import { complement, ONE_DOLLAR, type Price } from '#core/units/price.ts';
import { instantWords, type Clock } from '../../format/time.ts';
import type { PriceWords } from '../../format/price-words.ts';

export type EventColumn = 'name' | 'last' | 'change' | 'bid' | 'ask' | 'volume';

export interface EventSort {
  readonly column: EventColumn;
  readonly isAscending: boolean;
}

/** One sum in words. */
export interface SumWords {
  /** "103.2¢", or a dash where it is not known. */
  readonly value: string;
  /** What it is, or why it is not known. */
  readonly meaning: string;
}

/** One sum of the event, as the head and the panel name it. */
export interface EventSum {
  readonly headName: string;
  readonly name: string;
  /** 1e-4 dollar; `undefined` where a part is missing. */
  readonly sum: number | undefined;
  readonly words: SumWords;
}

interface EventSums {
  readonly title: string;
  readonly asks: EventSum;
  readonly bids: EventSum;
}

/** Returns what all markets cost and bring together, in prices as `words` has them; of an event that has one market, what its two sides do. */
export function eventSums(frame: EventFrame, words: PriceWords): EventSums {
  const [only, ...others] = frame.markets;
  if (only !== undefined && others.length === 0 && frame.isComplete && frame.leftOut === 0)
    return bothSides(only, words);
  return {
    title: 'All markets together',
    asks: {
      headName: 'All YES asks',
      name: 'Buy every YES',
      sum: frame.askSum,
      words: askSumWords(frame, words),
    },
    bids: {
      headName: 'All YES bids',
      name: 'Sell every YES',
      sum: frame.bidSum,
      words: bidSumWords(frame, words),
    },
  };
}

/** YES and NO of one market pay a dollar together, however it ends: what they cost beyond it is the spread. */
function bothSides({ state, bid, ask }: EventMarket, inWords: PriceWords): EventSums {
  const isExact = state === 'exact' && bid !== undefined && ask !== undefined;
  const buy = isExact ? ask + complement(bid) : undefined;
  const sell = isExact ? bid + complement(ask) : undefined;
  const whyNot = (): string => {
    if (state !== 'exact') return 'Not added up: the book of the market is not exact now.';
    if (bid === undefined && ask === undefined) return 'Not added up: the book of the market is empty.';
    return `Not added up: nobody ${bid === undefined ? 'bids for' : 'offers'} YES now.`;
  };
  const words = (sum: number | undefined, verb: string, does: string): SumWords => {
    if (!isExact || sum === undefined) return { value: '–', meaning: whyNot() };
    const [yes, no] = verb === 'Buying' ? [ask, complement(bid)] : [bid, complement(ask)];
    const meaning = `${verb} YES at ${inWords.own(yes)} and NO at ${inWords.own(no)} ${does} ${inWords.sum(sum)} before fees. This event has one market: its YES and NO pay $1 together, however it ends.`;
    return { value: inWords.sum(sum), meaning };
  };
  return {
    title: 'Both sides together',
    asks: {
      headName: 'YES and NO ask',
      name: 'Buy YES and NO',
      sum: buy,
      words: words(buy, 'Buying', 'costs'),
    },
    bids: {
      headName: 'YES and NO bid',
      name: 'Sell YES and NO',
      sum: sell,
      words: words(sell, 'Selling', 'brings'),
    },
  };
}

/** Returns what buying YES in every market costs now. */
function askSumWords(frame: EventFrame, words: PriceWords): SumWords {
  const { askSum, markets } = frame;
  if (askSum === undefined) return { value: '–', meaning: missing(frame, ({ ask }) => ask, 'offers') };
  return {
    value: words.sum(askSum),
    meaning: `Buying YES in ${everyMarket(markets.length)} costs ${words.sum(askSum)} before fees. ${payoff(frame)}`,
  };
}

/** Returns what selling YES in every market brings now. */
function bidSumWords(frame: EventFrame, words: PriceWords): SumWords {
  const { bidSum, markets } = frame;
  if (bidSum === undefined) return { value: '–', meaning: missing(frame, ({ bid }) => bid, 'bids for') };
  return {
    value: words.sum(bidSum),
    meaning: `Selling YES in ${everyMarket(markets.length)} brings ${words.sum(bidSum)} before fees. ${payoff(frame)}`,
  };
}

/** "its one market", "both markets", "all 3 markets". */
function everyMarket(count: number): string {
  return count === 1 ? 'its one market' : count === 2 ? 'both markets' : `all ${counted(count, 'market')}`;
}

/** Exactly one pays only under two conditions; we are told of one of them at most. */
function payoff({ isExclusive }: EventFrame): string {
  const dollar = 'Exactly one of them pays $1 only if the markets exclude each other and cover every outcome';
  switch (isExclusive) {
    case true:
      return `${dollar}. The exchange says that they exclude each other; whether they cover every outcome it does not say.`;
    case false:
      return `${dollar}. The exchange does not say that they exclude each other: several may pay, or none.`;
    case undefined:
      return `${dollar}. The exchange has not said whether they do.`;
  }
}

function missing(
  { markets, isComplete, leftOut }: EventFrame,
  priceOf: (market: EventMarket) => Price | undefined,
  does: string,
): string {
  const count = markets.length;
  if (count === 0) return 'No market of this event is known yet.';
  if (leftOut > 0)
    return `Not added up: ${counted(leftOut, 'market')} of this event ${leftOut === 1 ? 'is' : 'are'} not shown.`;
  if (!isComplete) return 'Not added up: whether these are all markets of this event is not known.';
  const inexact = markets.filter(({ state }) => state !== 'exact').length;
  if (inexact > 0)
    return `Not added up: ${inexact} of ${counted(count, 'book')} ${inexact === 1 ? 'is' : 'are'} not exact now.`;
  const without = markets.filter((market) => priceOf(market) === undefined).length;
  return `Not added up: nobody ${does} YES in ${without} of ${counted(count, 'market')}.`;
}

/** Returns how far the sum is from a dollar, in words: "3.2¢ over 1 $". */
export function overDollar(sum: number | undefined, words: PriceWords): string {
  if (sum === undefined) return '';
  const difference = sum - ONE_DOLLAR;
  if (difference === 0) return 'exactly $1';
  return `${words.sum(Math.abs(difference))} ${difference > 0 ? 'over' : 'under'} $1`;
}

/** Returns the sort after a click on `column`: the same one turns round, another begins with the largest (names: the first). */
export function eventSortBy(sort: EventSort, column: EventColumn): EventSort {
  if (sort.column === column) return { column, isAscending: !sort.isAscending };
  return { column, isAscending: column === 'name' };
}

/** Returns the tickers in the order of `sort`; what is unknown comes last either way, ties by ticker. */
export function eventOrder(
  markets: readonly EventMarket[],
  { column, isAscending }: EventSort,
): readonly string[] {
  const sign = isAscending ? 1 : -1;
  const byTicker = (a: EventMarket, b: EventMarket) => (a.label.ticker < b.label.ticker ? -1 : 1);
  return [...markets]
    .sort((a, b) => {
      if (column === 'name') return sign * byName(a, b) || byTicker(a, b);
      const [one, two] = [a[column], b[column]];
      if (one === undefined || two === undefined)
        return one === two ? byTicker(a, b) : one === undefined ? 1 : -1;
      return sign * (one - two) || byTicker(a, b);
    })
    .map(({ label }) => label.ticker);
}

/** Returns when the event closes, "closes 22 Nov 18:30 EST", or closed, or that it has; empty where its markets close one by one, or nobody has said. */
export function closeWords({ markets }: EventFrame, now: number, on: Clock): string {
  const [at, ...others] = new Set(markets.map(({ label }) => label.closeAt));
  if (at === undefined || others.length > 0) return '';
  // Those that were over before their time: when is not known.
  if (at > now && markets.every(({ label }) => overPhaseOf(label, now) !== undefined)) return 'closed';
  return `${at > now ? 'closes' : 'closed'} ${instantWords(at, now, on, on.minute)}`;
}

/** Returns a market's name inside its event: what every name of the event ends with is left out. */
export function nameWithin(name: string, eventTitle: string): string {
  const ending = ` · ${eventTitle}`;
  return eventTitle !== '' && name.endsWith(ending) ? name.slice(0, -ending.length) : name;
}

/** Returns the word of a book, short for a column; while nothing is heard nobody can ask or rebuild. */
export function stateWord(state: BookFrameState, isUnheard: boolean): string {
  switch (state) {
    case 'waiting':
      return isUnheard ? 'unknown' : 'asking';
    case 'exact':
      return isUnheard ? 'last known' : 'in sync';
    case 'stale':
      return isUnheard ? 'last known' : 'rebuilding';
    case 'none':
      return 'no book';
  }
}

/** Strikes by their number, open ends outside: "< 40", "40–41", "41–42", "≥ 44"; other names by their letters. */
function byName(a: EventMarket, b: EventMarket): number {
  const [one, two] = [strikeOf(a.label.name), strikeOf(b.label.name)];
  return one !== undefined && two !== undefined && one !== two
    ? one - two
    : collator.compare(a.label.name, b.label.name);
}

function strikeOf(name: string): number | undefined {
  const found = /^([<≤>≥]?)\s*[$€]?(-?[\d,]+(?:\.\d+)?)/.exec(name);
  if (found === null) return undefined;
  const value = Number(found[2]?.replaceAll(',', ''));
  const end = found[1] === '' ? 0 : found[1] === '<' || found[1] === '≤' ? -1 : 1;
  // Half of the last digit is less than any two strikes differ by.
  return value + end * Math.abs(value) * 1e-6;
}

const collator = new Intl.Collator('en', { numeric: true });
