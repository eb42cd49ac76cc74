/** What stands in the treemap's place while nothing has come yet, and when nothing has traded. */
import { lastMinutes } from '../../../format/number.ts';
import { Suspense, useEffect, useState } from 'react';
import { NoTradesHere } from '../../../lazy.ts';
import { chooseCategory } from '../../../state/board-filter.ts';
import { useFlowboard, useIsReplay, useStatus } from '../../../state/flowboard-context.tsx';
import { Button } from '../../../ui/button.tsx';

/** Below this a skeleton would only flicker. */
const SKELETON_AFTER_MS = 300;

/** Boxes of a typical board, per cent: left, top, width, height. */
const BOXES = [
  [0, 0, 17, 30],
  [0, 31, 17, 22],
  [0, 54, 17, 20],
  [17.5, 0, 18, 22],
  [36, 0, 15, 22],
  [51.5, 0, 13, 22],
  [17.5, 23, 17, 18],
  [35, 23, 15, 18],
  [50.5, 23, 14, 18],
  [17.5, 42, 24, 32],
  [42, 42, 22.5, 32],
  [65, 0, 18, 40],
  [83.5, 0, 16.5, 40],
  [65, 41, 35, 33],
  [0, 75, 36, 25],
  [36.5, 75, 28, 25],
  [65, 75, 35, 25],
] as const;

/** The board's geometry without its content, after a short wait. */
export function HeatSkeleton() {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isDue) return null;
  return (
    <div className="skeleton" aria-hidden="true">
      {BOXES.map(([left, top, width, height]) => (
        <div
          key={`${left} ${top}`}
          className="skeleton-bar absolute"
          style={{ left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` }}
        />
      ))}
    </div>
  );
}

interface HeatEmptyProps {
  readonly windowMinutes: number;
  /** Only of this one nothing has traded. */
  readonly category: string | undefined;
}

/** One sentence, and the way to all categories, or to a longer window where there is one; in a replay of books alone, to their pages. */
export function HeatEmpty(props: HeatEmptyProps) {
  if (!useIsReplay()) return <NothingTraded {...props} />;
  return (
    <Suspense>
      <NoTradesHere instead={<NothingTraded {...props} />} />
    </Suspense>
  );
}

function NothingTraded({ windowMinutes, category }: HeatEmptyProps) {
  const flowboard = useFlowboard();
  const longest = useStatus()?.windows.at(-1) ?? windowMinutes;
  if (category !== undefined)
    return (
      <>
        No trades in {category} in {lastMinutes(windowMinutes)}.
        <Button look="strong" onClick={() => chooseCategory(undefined)}>
          Show all categories
        </Button>
      </>
    );
  return (
    <>
      No trades in {lastMinutes(windowMinutes)}.
      {longest > windowMinutes && (
        <Button look="strong" onClick={() => void flowboard.updateSettings({ windowMinutes: longest })}>
          Widen to {longest} min
        </Button>
      )}
    </>
  );
}
