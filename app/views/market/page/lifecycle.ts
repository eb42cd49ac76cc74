/**
 * A market's life as five steps: opens, trades, closes, is determined, is settled. Pure.
 */
import type { BookFrameState, MarketFrame, MarketLabel } from '#contract/frames.ts';
import { NEVER_LISTED, NOT_LISTED, phaseOf, type Life, type LifePhase } from '#core/market/life.ts';
import { instantWords, type Clock } from '../../../format/time.ts';

export interface LifeStep {
  readonly word: string;
  /** Time or outcome; empty when unknown. */
  readonly detail: string;
  /** `now` marks where the market stands. */
  readonly state: 'done' | 'now' | 'next';
}

/** Whom words of a market may come from. */
interface Asked {
  readonly hasRest: boolean;
  readonly isReplay: boolean;
  /** The replay stands in a gap of its recording. */
  readonly isGap?: boolean;
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
 * Returns what stands in the line's place: words where the exchange does not list the market any more, and where nothing is known
 * of its life; nothing at all as long as it is being asked for. `undefined` where something is known. `book` is the state of its
 * book.
 */
export function unheardWords(
  { label, market, trades, bars }: Pick<MarketFrame, 'label' | 'market' | 'trades' | 'bars'>,
  book: BookFrameState | undefined,
  asked: Asked,
): string | undefined {
  const { openAt, closeAt, status, result, title } = label;
  if (status === NOT_LISTED) return 'Not listed by the exchange any more';
  if (openAt !== undefined || closeAt !== undefined || result !== '') return undefined;
  if (status !== '' && status !== NEVER_LISTED) return undefined;
  const hasTraded = market !== undefined || trades.length > 0 || bars.startMs.length > 0;
  // That it trades says nothing of how long it does.
  if (title !== '' || hasTraded || book === 'exact' || book === 'stale') return lifeUnknown(label, asked);
  if (book !== 'none') return '';
  if (asked.isGap === true) return 'The recording has a gap here';
  if (asked.isReplay) return 'Nothing of it is recorded up to here';
  return asked.hasRest ? 'Unknown to the exchange' : 'Not known without REST';
}

function lifeUnknown({ status, title }: MarketLabel, { hasRest, isReplay }: Asked): string {
  if (isReplay) return 'Life not recorded';
  if (status === NEVER_LISTED) return 'Life not known: not listed';
  if (!hasRest) return 'Life not known without REST';
  return title === '' ? '' : 'Life not known';
}

/** The time with its zone, on another day than the reader's with its date, and of another year with that. */
function moment(when: number, now: number, on: Clock): string {
  return instantWords(when, now, on, on.minute);
}
