/** The star of a market: pinned or not. A pinned market is one click away, and its book is kept and recorded. */
import { Star } from 'lucide-react';
import type { Ticker } from '#core/units/ticker.ts';
import { useIsFollower } from '../state/flowboard-context.tsx';
import { usePins } from '../state/pins.ts';
import { IconButton } from './button.tsx';
import { Unseen } from './unseen.tsx';

/** Says of a name that its market is pinned. */
export function PinnedMark() {
  return (
    <>
      <Star size={11} className="pinned-mark" aria-hidden="true" fill="currentColor" />
      <Unseen words="Pinned: " />
    </>
  );
}

interface PinStarProps {
  readonly ticker: Ticker;
  /** Of the market, for the button's name. */
  readonly name: string;
  readonly className?: string;
}

export function PinStar({ ticker, name, className = '' }: PinStarProps) {
  const pins = usePins();
  const isPinned = pins.has(ticker);
  const isFollower = useIsFollower();
  const label = isFollower
    ? `Pin ${name}: only in the tab that records`
    : isPinned
      ? `Unpin ${name}`
      : `Pin ${name}: keep it at hand and record its book`;
  return (
    <IconButton
      label={label}
      disabled={isFollower}
      data-on={isPinned}
      className={`pin-star ${className}`}
      onClick={() => (isPinned ? pins.remove(ticker) : pins.add(ticker))}
    >
      <Star size={16} aria-hidden="true" fill={isPinned ? 'currentColor' : 'none'} />
    </IconButton>
  );
}
