/**
 * Where a market stands in its life: from the exchange's word and its times. What it has not said is not guessed, except that
 * a time which has passed has passed: the exchange says nothing when a market opens or closes by the clock.
 */
import type { UnixMs } from '../units/time.ts';

/** Where a market stands, in the order of its life; `gone` is one that the exchange has listed and does not list any more. */
export type LifePhase = 'unopened' | 'trading' | 'paused' | 'closed' | 'determined' | 'settled' | 'gone';

/** A phase after the last trade. */
export type OverPhase = Extract<LifePhase, 'closed' | 'determined' | 'settled' | 'gone'>;

/** Stands in the place of the exchange's word where it was asked and does not know the market any more. */
export const NOT_LISTED = 'unknown';

/** Stands in the place of the exchange's word where it was asked and has never listed the market. */
export const NEVER_LISTED = 'never-listed';

export interface Life {
  readonly openAt: UnixMs | undefined;
  readonly closeAt: UnixMs | undefined;
  /** The exchange's word (protocol 5.4); empty when unknown. */
  readonly status: string;
  /** Empty until it is determined. */
  readonly result: string;
}

/** The words that say the phase alone. */
const PHASE_OF: ReadonlyMap<string, LifePhase> = new Map([
  ['initialized', 'unopened'],
  ['inactive', 'paused'],
  ['closed', 'closed'],
  ['determined', 'determined'],
  ['disputed', 'determined'],
  ['amended', 'determined'],
  ['finalized', 'settled'],
  [NOT_LISTED, 'gone'],
]);

/** Returns where the market stands at `now` (ms). */
export function phaseOf({ openAt, closeAt, status, result }: Life, now: number): LifePhase {
  const said = PHASE_OF.get(status);
  if (said === 'determined' || said === 'settled' || said === 'gone') return said;
  if (result !== '') return 'determined';
  if (said === 'closed' || (closeAt !== undefined && closeAt <= now)) return 'closed';
  if (said === 'paused') return said;
  return openAt !== undefined && openAt > now ? 'unopened' : said === 'unopened' ? said : 'trading';
}

/** Returns how far the market is over at `now` (ms); `undefined` while it may still trade. */
export function overPhaseOf(life: Life, now: number): OverPhase | undefined {
  const phase = phaseOf(life, now);
  return phase === 'unopened' || phase === 'trading' || phase === 'paused' ? undefined : phase;
}
