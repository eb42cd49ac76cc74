/** The drawer's numbers as lines of words, from a market frame; what is not known is a dash, never a zero. */
import type { MarketFrame } from '#contract/frames.ts';
import type { Price } from '#core/units/price.ts';
import type { UnixMs } from '#core/units/time.ts';
import { priceAt, timeAt } from '../../charts/columns.ts';
import { grouped, share } from '../../format/number.ts';
import type { PriceWords } from '../../format/price-words.ts';
import { dayMinuteWords, duration, instantWords, type Clock } from '../../format/time.ts';
import {
  compactContracts,
  compactDollars,
  contracts,
  dollars,
  netFlow,
  contractsCounted,
} from '../../format/units.ts';
import { vwapOf } from './market-series.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Longer or exact form; empty when the value says all. */
  readonly full: string;
  readonly side?: 'yes' | 'no' | undefined;
}

const UNKNOWN = '–';
const HOUR_MS = 3_600_000;
/** A VWAP is shown to a tenth of a cent. */
const TENTH_OF_CENT = 10;

/** Returns the newest known price and its time: in the window, else from what the chart holds. */
export function lastTradeOf(
  frame: MarketFrame,
): { readonly yesPrice: Price; readonly at: UnixMs } | undefined {
  const { market, trades, bars } = frame;
  if (market !== undefined) return { yesPrice: market.yesPrice, at: market.lastAt };
  const newest = trades[0];
  if (newest !== undefined) return { yesPrice: newest.yesPrice, at: newest.at };
  const index = bars.startMs.length - 1;
  return index < 0 ? undefined : { yesPrice: priceAt(bars.close, index), at: timeAt(bars.startMs, index) };
}

/** How prices and times are read. */
export interface Reading {
  readonly words: PriceWords;
  readonly clock: Clock;
}

/** Returns the eight facts of the grid, in reading order. */
export function factsOf(
  frame: MarketFrame,
  windowMinutes: number,
  now: number,
  { words, clock }: Reading,
  isReplay = false,
): readonly Fact[] {
  const { market, label } = frame;
  const over = `${windowMinutes} m`;
  const fact = (name: string, value: string | undefined, full = ''): Fact => ({
    name,
    value: value ?? UNKNOWN,
    full,
  });
  const closing = narrowed(closingWords(label.closeAt, now, clock, isReplay), label.closeAt, clock);
  const recorded = recordedFact(frame, now, clock);
  if (market === undefined)
    return [
      fact(`Volume, ${over}`, undefined),
      fact(`Trades, ${over}`, undefined),
      fact('Net flow', undefined),
      fact('Taker YES', undefined),
      fact('VWAP', undefined),
      fact('Notional', undefined),
      closing,
      recorded,
    ];
  const { volume, trades, netFlow: net, yesVolume, noVolume, notional } = market;
  const vwap = vwapOf(notional, volume);
  return [
    fact(`Volume, ${over}`, compactContracts(volume), contractsCounted(volume)),
    fact(`Trades, ${over}`, grouped(trades)),
    {
      ...fact('Net flow', netFlow(net), `${contracts(yesVolume)} YES − ${contracts(noVolume)} NO`),
      side: net > 0 ? 'yes' : net < 0 ? 'no' : undefined,
    },
    fact('Taker YES', share(yesVolume, volume)),
    fact(
      'VWAP',
      vwap === undefined ? undefined : tenths(vwap, words),
      withExact(`Volume-weighted average ${words.head} over the window`, vwap && words.exactOf(vwap)),
    ),
    fact('Notional', compactDollars(notional), `${dollars(notional)} at the YES price`),
    closing,
    recorded,
  ];
}

/** Returns a mean YES price, taken to a tenth of a cent. */
export function tenths(yesPrice: Price, words: PriceWords): string {
  return words.of(priceAt([Math.round(yesPrice / TENTH_OF_CENT) * TENTH_OF_CENT], 0));
}

/** Returns what the large figure of a market is: "Last YES price", with the exact one where it is rounded. */
export function lastTitle(yesPrice: Price, words: PriceWords): string {
  return withExact(`Last ${words.head}`, words.exactOf(yesPrice));
}

/** Returns `text`, followed by the exact price where there is one to say. */
export function withExact(text: string, exact: string | undefined): string {
  return exact === undefined ? text : `${text}: ${exact}`;
}

/** Since when it was heard, gaps or not. What was fetched of the time before is said beside it, for nobody listened then. */
function recordedFact({ recordedFrom, heardFrom, label }: MarketFrame, now: number, clock: Clock): Fact {
  // What is stored may be older than this market.
  const since = Math.max(heardFrom, label.openAt ?? 0);
  if (recordedFrom === undefined || (label.openAt ?? 0) > now)
    return { name: 'Recorded since', value: UNKNOWN, full: '' };
  const timeOf = (at: number): string => `${clock.dayMinute(at)} ${clock.zone(at)}`;
  const fetched = recordedFrom < since ? `, trades since ${timeOf(recordedFrom)} were fetched` : '';
  return {
    name: 'Recorded since',
    value: dayMinuteWords(since, now, clock),
    full: `heard since ${timeOf(since)}, but for gaps${fetched}`,
  };
}

/** A cell of the grid has no room for day, time and zone in one line: the zone goes to the name. */
function narrowed(fact: Fact, closeAt: UnixMs | undefined, clock: Clock): Fact {
  if (fact.name !== 'Closes' || closeAt === undefined) return fact;
  const zone = clock.zone(closeAt);
  return { ...fact, name: `Closes, ${zone}`, value: fact.value.replace(` ${zone}`, '') };
}

/** Returns when the market closes or closed, as a fact. */
export function closingWords(closeAt: UnixMs | undefined, now: number, clock: Clock, isReplay = false): Fact {
  if (closeAt === undefined) return { name: 'Closes', value: UNKNOWN, full: 'Not known without REST' };
  const left = closeAt - now;
  const zone = clock.zone(closeAt);
  const full = `${dayMinuteWords(closeAt, now, clock)} ${zone}`;
  if (left <= 0) return { name: 'Closed', value: instantWords(closeAt, now, clock, clock.minute), full };
  if (left < 24 * HOUR_MS)
    return { name: isReplay ? 'Closes, replay clock' : 'Closes in', value: duration(left), full };
  return { name: 'Closes', value: full, full };
}
