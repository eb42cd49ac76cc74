/** How many rows of a fixed height fit into an element, kept true when it is resized. */
import { useCallback, useState, type RefCallback } from 'react';

/** Before the first measure: a full screen's worth would be asked for in vain. */
const FIRST_GUESS = 28;

/** Returns a ref for the element and the count; `heightVariable` names the CSS variable of one row's height in px. */
export function useRows(
  heightVariable: string,
  most: number,
): readonly [ref: RefCallback<HTMLElement>, rows: number] {
  const [rows, setRows] = useState(FIRST_GUESS);
  const ref = useCallback<RefCallback<HTMLElement>>(
    (element) => {
      if (element === null) return undefined;
      const observer = new ResizeObserver(() => {
        const height = Number.parseFloat(getComputedStyle(element).getPropertyValue(heightVariable)) || 24;
        setRows(Math.min(most, Math.max(1, Math.floor(element.clientHeight / height))));
      });
      observer.observe(element);
      return () => {
        observer.disconnect();
      };
    },
    [heightVariable, most],
  );
  return [ref, rows];
}
