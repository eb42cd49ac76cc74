/** Size of an element in whole CSS pixels, kept by a ResizeObserver: what is laid out by hand needs to know its room. */
import { useCallback, useState, type RefCallback } from 'react';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Returns a ref for the element and its content size; zero until it is first measured. Follows an element that comes and goes. */
export function useSize(): readonly [RefCallback<HTMLElement>, Size] {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const observer = new ResizeObserver((entries) => {
      const box = entries.at(-1)?.contentRect;
      // An element that leaves reports nothing: the last size is the better guess for when it comes back.
      if (box === undefined || box.width === 0) return;
      const next = { width: Math.floor(box.width), height: Math.floor(box.height) };
      setSize((last) => (last.width === next.width && last.height === next.height ? last : next));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [ref, size];
}
