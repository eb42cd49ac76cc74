/** Who comes back to the front page by the keyboard stands in the panel that led away, and not on nothing. */
import { useEffect, type FocusEvent } from 'react';
import { focusMain } from '../../ui/return-focus.ts';
import { goToPanel, letterOf } from '../go-to-panel.ts';

/** Of the panel that was stepped into last; by a pointer nobody steps: the order of a list would wait for who is long gone. */
let letter: string | undefined;
let hasLeft = false;

/** For the page's main part: takes note of the panel. */
export function rememberPanel({ target }: FocusEvent): void {
  letter = target.matches(':focus-visible') ? letterOf(target) : undefined;
}

/** Gives the focus back when the front page comes again and nothing else has it. */
export function useReturnToPanel(): void {
  useEffect(() => {
    const isLost = document.activeElement === document.body;
    if (hasLeft && isLost && (letter === undefined || !goToPanel(letter))) focusMain();
    return () => {
      hasLeft = true;
    };
  }, []);
}
