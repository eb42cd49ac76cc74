/** How many rows of a fixed height fit into an element, kept true when it is resized. */
import { useCallback, useState, type RefCallback } from 'react';

/** Before the first measure: a full screen's worth would be asked for in vain. */
const FIRST_GUESS = 28;

/** Returns a ref for the element and the count; `height` is that of one row, px. */
export function useRows(
  height: number,
  most: number,
): readonly [ref: RefCallback<HTMLElement>, rows: number] {
  const [rows, setRows] = useState(FIRST_GUESS);
  const ref = useCallback<RefCallback<HTMLElement>>(
    (element) => {
      if (element === null) return undefined;
      const observer = new ResizeObserver(() => {
        setRows(Math.min(most, Math.max(1, Math.floor(element.clientHeight / height))));
      });
      observer.observe(element);
      return () => {
        observer.disconnect();
      };
    },
    [height, most],
  );
  return [ref, rows];
}
