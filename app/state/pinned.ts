/** The pinned markets as they are now: whether they traded or not, and wherever they stand in a ranking. */
import type { PinnedMarket } from '#contract/frames.ts';
import { boardFilter } from './board-filter.ts';
import { useFrames, useWant } from './flowboard-context.tsx';
import { usePins } from './pins.ts';
import { useSelected } from './store.ts';

const NONE: readonly PinnedMarket[] = [];

/** Returns the pinned markets in the order in which they were pinned; one that has just been pinned comes with the next frame. */
export function usePinned(): readonly PinnedMarket[] {
  const { list } = usePins();
  useWant('pins', { tickers: list });
  const known = useFrames((frames) => frames.pins?.value.markets ?? NONE);
  return known.filter(({ label }) => list.includes(label.ticker));
}

/** Returns those of them that belong to what the board is narrowed down to. */
export function usePinnedHere(): readonly PinnedMarket[] {
  const category = useSelected(boardFilter, (filter) => filter.category);
  const includeCombos = useFrames((frames) => frames.includeCombos);
  return usePinned().filter(
    ({ label }) =>
      (category === undefined || label.category === category) && (includeCombos || !label.isCombo),
  );
}
