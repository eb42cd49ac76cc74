/** Esc on a page goes back, unless something in front of it, or a field, has a use for it. */
import { goBack } from '../../../state/view.ts';

/** Listens until the result is called. */
export function onEscapeBack(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    const isInFront = document.querySelector(
      'dialog[open], [role="dialog"], [data-radix-popper-content-wrapper]',
    );
    const isTyping =
      event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
    if (isInFront === null && !isTyping) goBack();
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
