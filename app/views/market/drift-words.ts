/** By how much a market's price has moved since the recording session began, in words. Pure; what is not known is said to be so. */
import type { MarketFrame } from '#contract/frames.ts';
import { changeWords } from '../../format/units.ts';
import { instantWords } from '../../format/time.ts';
import { lastTradeOf, withExact, type Reading } from './market-facts.ts';

export interface DriftWords {
  /** Change of the price that is read first, 1e-4 dollar, signed; `undefined` where it is not known. */
  readonly change: number | undefined;
  /** "from 41¢": the price in force then, in the form that is chosen; empty where it is not known. */
  readonly from: string;
  /** "since 19:12 EST". */
  readonly since: string;
  /** Both prices, or why there is none. */
  readonly full: string;
}

/** Returns the drift of `frame` at `now` (ms). */
export function driftWords(frame: MarketFrame, now: number, { words, clock }: Reading): DriftWords {
  const { from, yesPrice } = frame.session;
  const last = lastTradeOf(frame);
  const since = `since ${instantWords(from, now, clock, clock.minute)}`;
  const began = `${since}, when this recording session began`;
  if (yesPrice === undefined)
    return {
      change: undefined,
      from: '',
      since,
      full: `Not known ${began}: no price of the hour before was in force`,
    };
  if (last === undefined)
    return { change: undefined, from: '', since, full: 'Not known: no trade of the last hour' };
  const change = words.change(last.yesPrice - yesPrice);
  const path = `${words.head} from ${words.of(yesPrice)} to ${words.of(last.yesPrice)} ${began}`;
  const first = words.exactOf(yesPrice);
  const exact = words.exactOf(last.yesPrice);
  const both = first === undefined || exact === undefined ? undefined : `${first} to ${exact}`;
  return {
    change,
    from: `from ${words.of(yesPrice)}`,
    since,
    full: withExact(`${path}, ${changeWords(change)}`, both),
  };
}
