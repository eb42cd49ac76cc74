/** What is said where a step of a replay finds nothing to go to. Pure. */
import type { ReplayStep } from '#contract/replay.ts';
import type { Ticker } from '#core/units/ticker.ts';

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
