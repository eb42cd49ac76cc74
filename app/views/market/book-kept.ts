/** Whether the page says that a book is recorded, or offers to record it. Pure. */
import type { BookFrame, MarketLabel, RecordingState } from '#contract/frames.ts';
import { overPhaseOf } from '#core/market/life.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { PanelState } from '../../state/panel-state.ts';

export interface Keeping {
  /** The market that is looked at; its label is `undefined` until the first frame. */
  readonly ticker: Ticker;
  readonly label: MarketLabel | undefined;
  readonly now: number;
  /** The book on the screen, and the store's own word. */
  readonly book: Pick<BookFrame, 'ticker' | 'state' | 'isRecorded'> | undefined;
  readonly recording: RecordingState | undefined;
  readonly kind: PanelState['kind'] | undefined;
  readonly isFollower: boolean;
}

/**
 * Returns whether the book is recorded; `undefined` where nothing is said: no book of this market, a recording that is played,
 * nothing that comes or can be written, a market that is over, a tab that cannot change what is recorded.
 */
export function isBookKept(keeping: Keeping): boolean | undefined {
  const { ticker, label, now, book, recording, kind, isFollower } = keeping;
  const isThere = book?.ticker === ticker && (book.state === 'exact' || book.state === 'stale');
  const isHeard = kind === 'live' || kind === 'quiet';
  const isOver = label !== undefined && overPhaseOf(label, now) !== undefined;
  if (!isThere || !isHeard || isOver || isFollower || recording !== 'recording') return undefined;
  return book.isRecorded;
}
