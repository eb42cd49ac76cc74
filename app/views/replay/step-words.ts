/** What is said where a step or a jump of a replay finds nothing to go to, and where nothing was recorded yet. Pure. */
import type { ReplaySource, ReplayStep } from '#contract/replay.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { SECOND } from '#core/units/time.ts';
import { contracts } from '../../format/units.ts';

const NAMES: Readonly<Record<ReplayStep, string>> = {
  trade: 'trade',
  'large-trade': 'large trade',
  gap: 'gap',
};

/** Returns the sentence; with a market, that it is of this market alone: the recording may hold hundreds of others. Gaps are of all. */
export function noneLeft(what: ReplayStep, direction: 1 | -1, market: Ticker | undefined): string {
  const ofWhich = market === undefined || what === 'gap' ? '' : ' of this market';
  return `No other ${NAMES[what]}${ofWhich} ${direction === 1 ? 'after' : 'before'} this moment.`;
}

/** Returns what a large trade of this recording is; `from`: the least size of one, `undefined` where there is none. */
export function largeWords(from: Quantity | undefined): string {
  const what = 'Large: the largest hundredth of the trades in this recording, of 100 contracts at least';
  return from === undefined ? `${what}. There is none` : `${what}. Here from ${contracts(from)} contracts on`;
}

/** A replay begins behind an emptiness that is longer (workers/market/replay-begin.ts). */
const EMPTY_MS = 10 * SECOND;

/** Returns the sentence where a jump from `at` to `goal` leads no further; else empty. */
export function edgeWords(at: number, goal: number, { from, to }: Pick<ReplaySource, 'from' | 'to'>): string {
  if (at >= to && goal >= to) return 'This is the end of the recording.';
  return at <= from && goal <= from ? 'This is the beginning of the recording.' : '';
}

/** Returns what is said up to the first trade or book of a recording that begins with nothing for long; else empty. `firstTime`: its time in words. */
export function emptyWords(at: number, from: number, firstAt: number | undefined, firstTime: string): string {
  if (firstAt === undefined || firstAt - from <= EMPTY_MS || at > firstAt) return '';
  return `Nothing was recorded before ${firstTime}.`;
}
