/**
 * Whether the book of a market is recorded, beside its picture or its ladder, and the way to begin: a pin. Said only where there
 * is a live book to be recorded, and in the tab that records.
 */
import { useLayoutEffect, useRef } from 'react';
import type { MarketLabel } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { useFrames, useIsFollower, usePanelState } from '../../state/flowboard-context.tsx';
import { useNow } from '../../state/now.ts';
import { usePins } from '../../state/pins.ts';
import { Button } from '../../ui/button.tsx';
import { isBookKept } from './book-kept.ts';

interface BookKeptWordProps {
  readonly ticker: Ticker;
  /** `undefined` until the first frame. */
  readonly label: MarketLabel | undefined;
}

export function BookKeptWord({ ticker, label }: BookKeptWordProps) {
  const pins = usePins();
  const word = useRef<HTMLSpanElement>(null);
  const book = useFrames((frames) => frames.book?.value);
  const recording = useFrames((frames) => frames.status?.value.recording.state);
  const kind = usePanelState()?.kind;
  const isFollower = useIsFollower();
  const now = useNow();
  const isRecorded = isBookKept({ ticker, label, now, book, recording, kind, isFollower });
  const isSaid = isRecorded !== undefined;
  const hadFocus = useRef(false);
  // Nothing is said while the line is interrupted: whoever stood here stands here again, unless they have gone elsewhere.
  useLayoutEffect(() => {
    if (isSaid && hadFocus.current && document.activeElement === document.body) word.current?.focus();
  }, [isSaid]);
  if (!isSaid) return null;
  const record = (): void => {
    pins.add(ticker);
    // The button goes: the next Tab begins where it was.
    word.current?.focus();
  };
  return (
    <span
      ref={word}
      tabIndex={-1}
      role="status"
      className="book-kept"
      onFocus={() => {
        hadFocus.current = true;
      }}
      onBlur={() => {
        hadFocus.current = false;
      }}
    >
      {isRecorded ? (
        <span title={pins.has(ticker) ? 'It is pinned' : 'It is among the most active markets'}>
          Book recorded
        </span>
      ) : (
        <>
          <span>Book not recorded</span>
          <Button isSmall title="Pin this market: its book is recorded from now on" onClick={record}>
            Record it
          </Button>
        </>
      )}
    </span>
  );
}
