/** Keeps the rows of the heatmap's table as new as its picture: asked for when the view changes, and once a second. */
import { useEffect } from 'react';
import { SECOND } from '#core/units/time.ts';

/** `view` is what is looked at; nothing is asked for while the rows are read, which would move them, or nobody sees them. */
export function useLiveTable(
  ask: () => void,
  view: object | undefined,
  { isShown, isReading }: { readonly isShown: boolean; readonly isReading: boolean },
): void {
  useEffect(() => {
    if (!isShown || isReading || view === undefined) return;
    ask();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') ask();
    }, SECOND);
    return () => clearInterval(timer);
  }, [ask, view, isShown, isReading]);
}
