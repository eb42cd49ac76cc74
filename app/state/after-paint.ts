/** Work that can wait until what was just drawn is on the screen, so that a click is answered sooner. */
import { useEffect, useState } from 'react';

/** Calls `run` once the next frame has been painted; the result calls it off. */
export function afterPaint(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(run);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** Returns false until the component has been painted once: what lies below the fold is drawn then. */
export function usePainted(): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => afterPaint(() => setPainted(true)), []);
  return isPainted;
}
