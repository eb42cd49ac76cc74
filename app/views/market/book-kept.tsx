/**
 * Whether the book of a market is recorded, beside its picture or its ladder, and the way to begin: a pin. Said only where there
 * is a live book to be recorded, and in the tab that records.
 */
import { useRef } from 'react';
import type { BookFrame, MarketLabel } from '#contract/frames.ts';
import { overPhaseOf } from '#core/market/life.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { useFrames, useIsFollower, usePanelState } from '../../state/flowboard-context.tsx';
import { useNow } from '../../state/now.ts';
import { usePins } from '../../state/pins.ts';
import { Button } from '../../ui/button.tsx';

interface BookKeptProps {
  readonly ticker: Ticker;
  /** `undefined` until the first frame. */
  readonly label: MarketLabel | undefined;
}

export function BookKept({ ticker, label }: BookKeptProps) {
  const pins = usePins();
  const word = useRef<HTMLSpanElement>(null);
  const isRecorded = useFrames((frames) => keptIn(frames.book?.value, ticker));
  const isStoring = useFrames((frames) => frames.status?.value.recording.state === 'recording');
  const kind = usePanelState()?.kind;
  const isFollower = useIsFollower();
  const now = useNow();
  const isOver = label !== undefined && overPhaseOf(label, now) !== undefined;
  const isHeard = kind === 'live' || kind === 'quiet';
  if (isRecorded === undefined || !isStoring || !isHeard || isFollower || isOver) return null;
  const record = (): void => {
    pins.add(ticker);
    // The button goes: the next Tab begins where it was.
    word.current?.focus();
  };
  return (
    <span ref={word} tabIndex={-1} className="book-kept">
      {isRecorded ? (
        <span title={pins.has(ticker) ? 'It is pinned' : 'It is among the most active markets'}>
          Book recorded
        </span>
      ) : (
        <>
          <span>Not recorded</span>
          <Button isSmall title="Pin this market: its book is recorded from now on" onClick={record}>
            Record book
          </Button>
        </>
      )}
    </span>
  );
}

/** Returns whether the book on the screen is kept; `undefined` where there is none of this market, or where a recording is played. */
function keptIn(book: BookFrame | undefined, ticker: Ticker): boolean | undefined {
  const isThere = book?.ticker === ticker && (book.state === 'exact' || book.state === 'stale');
  return isThere ? book.isRecorded : undefined;
}
