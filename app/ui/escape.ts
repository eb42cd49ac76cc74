/** Who hears Escape: a field that has a use for it, else what is in front, else the page. */

/** For radix's `onEscapeKeyDown`, which hears the key before the field: `data-escape` marks such a field. */
export function leaveToField(event: KeyboardEvent): void {
  if (event.target instanceof Element && event.target.closest('[data-escape]') !== null)
    event.preventDefault();
}

const IN_FRONT = '[role="dialog"], [data-radix-popper-content-wrapper]';

/** Calls `run` on Escape, unless a dialog or a menu in front, or a field, has a use for it. Listens until the result is called. */
export function onEscape(run: () => void, inFront = ''): () => void {
  const others = inFront === '' ? IN_FRONT : `${inFront}, ${IN_FRONT}`;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    const isTyping =
      event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
    if (document.querySelector(others) === null && !isTyping) run();
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
