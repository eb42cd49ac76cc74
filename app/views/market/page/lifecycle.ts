/**
 * A market's life as five steps: opens, trades, closes, is determined, is settled. Pure.
 */
import type { BookFrameState, MarketFrame } from '#contract/frames.ts';
import { NOT_LISTED, phaseOf, type Life, type LifePhase } from '#core/market/life.ts';
import { instantWords, type Clock } from '../../../format/time.ts';

export interface LifeStep {
  readonly word: string;
  /** Time or outcome; empty when unknown. */
  readonly detail: string;
  /** `now` marks where the market stands. */
  readonly state: 'done' | 'now' | 'next';
}

const ORDER: Readonly<Record<LifePhase, number>> = {
  unopened: 0,
  trading: 1,
  paused: 1,
  closed: 2,
  determined: 3,
  settled: 4,
  // Words stand in the line's place.
  gone: 2,
};

/** Returns the five steps as they stand at `now`. */
export function lifecycleOf(life: Life, now: number, on: Clock): readonly LifeStep[] {
  const { openAt, closeAt, result } = life;
  const phase = phaseOf(life, now);
  const at = ORDER[phase];
  const time = (when: number | undefined): string => (when === undefined ? '' : moment(when, now, on));
  const step = (place: number, word: string, detail: string): LifeStep => ({
    word,
    detail,
    state: place < at ? 'done' : place === at ? 'now' : 'next',
  });
  return [
    step(0, at > 0 ? 'Opened' : 'Opens', time(openAt)),
    step(1, phase === 'paused' ? 'Paused' : at > 1 ? 'Traded' : 'Trading', ''),
    // It closed before its time where that is still to come.
    step(2, at >= 2 ? 'Closed' : 'Closes', at >= 2 && (closeAt ?? 0) > now ? '' : time(closeAt)),
    step(3, 'Determined', result.toUpperCase()),
    step(4, 'Settled', ''),
  ];
}

/**
 * Returns what stands in the line's place: words where the exchange does not list the market any more; and while nothing at all
 * is known of it, nothing as long as it is being asked for, then words. `undefined` where something is known, be it a trade or
 * a book. `book` is the state of its book.
 */
export function unheardWords(
  { label, market, trades, bars }: Pick<MarketFrame, 'label' | 'market' | 'trades' | 'bars'>,
  book: BookFrameState | undefined,
  asked: { readonly hasRest: boolean; readonly isReplay: boolean; readonly isGap?: boolean },
): string | undefined {
  if (label.status === NOT_LISTED) return 'Not listed by the exchange any more';
  const { openAt, closeAt, status, result, title } = label;
  const isTold = openAt !== undefined || closeAt !== undefined || `${status}${result}${title}` !== '';
  const hasTraded = market !== undefined || trades.length > 0 || bars.startMs.length > 0;
  if (isTold || hasTraded || book === 'exact' || book === 'stale') return undefined;
  if (book !== 'none') return '';
  if (asked.isGap === true) return 'The recording has a gap here';
  if (asked.isReplay) return 'Nothing of it is recorded up to here';
  return asked.hasRest ? 'Unknown to the exchange' : 'Not known without REST';
}

/** The time with its zone, on another day than the reader's with its date, and of another year with that. */
function moment(when: number, now: number, on: Clock): string {
  return instantWords(when, now, on, on.minute);
}
