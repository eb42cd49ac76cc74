/** Device pixels in a CSS pixel, followed: it changes when a window moves to another screen, or the page is zoomed. */
import { useSyncExternalStore } from 'react';

/** Calls `listener` whenever the ratio has changed. Returns the stopper. */
export function watchPixelRatio(listener: () => void): () => void {
  let query: MediaQueryList | undefined;
  const changed = (): void => {
    watch();
    listener();
  };
  // A query asks about one ratio: it tells that this one is left, and nothing of those after it.
  const watch = (): void => {
    query?.removeEventListener('change', changed);
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', changed);
  };
  watch();
  return () => query?.removeEventListener('change', changed);
}

/** Returns the ratio, renewed as it changes. */
export function usePixelRatio(): number {
  return useSyncExternalStore(watchPixelRatio, () => devicePixelRatio);
}
