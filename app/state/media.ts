/** Media queries as values, for layouts that mount other parts, not only move them. */
import { useSyncExternalStore } from 'react';

/** Under this width the page is one column with tabs. */
export const PHONE = '(max-width: 719.98px)';

/** Returns true while `query` matches. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => {
        list.removeEventListener('change', listener);
      };
    },
    () => matchMedia(query).matches,
  );
}
