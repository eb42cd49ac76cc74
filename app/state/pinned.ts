/** The pinned markets as they are now: whether they traded or not, and wherever they stand in a ranking. */
import type { PinnedMarket } from '#contract/frames.ts';
import { useFrames, useWant } from './flowboard-context.tsx';
import { usePins } from './pins.ts';

const NONE: readonly PinnedMarket[] = [];

/** Returns the pinned markets in the order in which they were pinned; one that has just been pinned comes with the next frame. */
export function usePinned(): readonly PinnedMarket[] {
  const { list } = usePins();
  useWant('pins', { tickers: list });
  const known = useFrames((frames) => frames.pins?.value.markets ?? NONE);
  return known.filter(({ label }) => list.includes(label.ticker));
}
