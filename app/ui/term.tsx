/**
 * A word that explains itself: dots under it, and its sentence on hover, on focus and on a touch. The sentence stays while the
 * pointer is on either and goes on Escape (WCAG 1.4.13).
 */
import { Suspense, useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { TermName } from './glossary.ts';
import { TermCard } from './term-part.ts';

/** Who only passes by does not ask. */
const OPEN_AFTER_MS = 250;
/** Long enough for the way from the word to its sentence. */
const CLOSE_AFTER_MS = 200;

interface TermProps {
  readonly of: TermName;
  /** As it is written here. */
  readonly children: ReactNode;
}

export function Term({ of, children }: TermProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (next: boolean, afterMs = 0): void => {
    clearTimeout(timer.current);
    if (afterMs === 0) setOpen(next);
    else timer.current = setTimeout(setOpen, afterMs, next);
  };
  const hold = (isMouse: boolean): void => {
    if (isMouse) change(true, isOpen ? 0 : OPEN_AFTER_MS);
  };
  const release = (isMouse: boolean): void => {
    if (isMouse && document.activeElement !== button.current) change(false, CLOSE_AFTER_MS);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Around it may be a list that opens something on Enter.
    if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="term"
        // Else the browser would show that of what it stands in, too.
        title=""
        aria-describedby={isOpen ? id : undefined}
        onPointerEnter={(event) => hold(event.pointerType === 'mouse')}
        onPointerLeave={(event) => release(event.pointerType === 'mouse')}
        onFocus={() => change(true)}
        onBlur={() => change(false)}
        onClick={(event) => {
          // A touch gives some browsers no focus.
          event.stopPropagation();
          change(true);
        }}
        onKeyDown={onKeyDown}
      >
        {children}
      </button>
      {isOpen && (
        <Suspense>
          <TermCard
            id={id}
            of={of}
            word={button}
            onHover={(isIn) => (isIn ? hold(true) : release(true))}
            onClose={() => change(false)}
          />
        </Suspense>
      )}
    </>
  );
}
