/** A value at a slower pace than it comes. */
import { useEffect, useRef, useState } from 'react';

/** Returns `value`, renewed at most once in `ms`; the last one is always shown in the end. */
export function useEvery<T>(value: T, ms: number): T {
  const [shown, setShown] = useState(value);
  const shownAt = useRef(-Infinity);
  useEffect(() => {
    const take = (): void => {
      shownAt.current = performance.now();
      setShown(value);
    };
    const timer = setTimeout(take, Math.max(0, shownAt.current + ms - performance.now()));
    return () => clearTimeout(timer);
  }, [value, ms]);
  return shown;
}
