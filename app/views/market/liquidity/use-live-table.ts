/** Keeps the rows of the heatmap's table as new as its picture: asked for when the view changes, and once a second. */
import { useEffect } from 'react';
import { SECOND } from '#core/units/time.ts';

/**
 * `view` is what is looked at; nothing is asked for while the rows are read, which would move them, or nobody sees them. On a
 * frozen page they are asked for once.
 */
export function useLiveTable(
  ask: () => void,
  view: object | undefined,
  { isShown, isReading, isFrozen }: Record<'isShown' | 'isReading' | 'isFrozen', boolean>,
): void {
  useEffect(() => {
    if (!isShown || isReading || view === undefined) return;
    ask();
    if (isFrozen) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') ask();
    }, SECOND);
    return () => clearInterval(timer);
  }, [ask, view, isShown, isReading, isFrozen]);
}
