/** Size of an element in whole CSS pixels, kept by a ResizeObserver: what is laid out by hand needs to know its room. */
import { useEffect, useState, type RefObject } from 'react';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Returns the content size of `ref`'s element; zero until it is first measured. */
export function useSize(ref: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver((entries) => {
      const box = entries.at(-1)?.contentRect;
      if (box === undefined) return;
      const next = { width: Math.floor(box.width), height: Math.floor(box.height) };
      setSize((last) => (last.width === next.width && last.height === next.height ? last : next));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [ref]);
  return size;
}
