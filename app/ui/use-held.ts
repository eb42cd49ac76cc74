/**
 * Whether the reader is inside an element: pointer over it, or focus in it by the keys. What moves by itself then waits. Focus that
 * a click has left behind cannot be seen and holds nothing, until a key is pressed there.
 */
import { useState, type FocusEvent, type PointerEvent } from 'react';

/** Returns the state, and the handlers for the element. */
export function useHeld() {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  return {
    isHeld: isPointed || isFocused,
    handlers: {
      onPointerEnter: (event: PointerEvent) => event.pointerType === 'mouse' && setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: (event: FocusEvent) => event.target.matches(':focus-visible') && setFocused(true),
      onKeyDownCapture: () => setFocused(true),
      onBlur: (event: FocusEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false);
      },
    },
  };
}
