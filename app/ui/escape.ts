/** Who hears Escape: a field that has a use for it, else what is in front, else the page. */

const FLOATING = '[data-radix-popper-content-wrapper]';
const IN_FRONT = `[role="dialog"], ${FLOATING}`;

/** For radix's `onEscapeKeyDown`, which hears the key before the field: `data-escape` marks such a field. */
export function leaveToField(event: KeyboardEvent): void {
  if (isOfField(event)) event.preventDefault();
}

function isOfField({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('[data-escape]') !== null;
}

/**
 * Calls `run` on Escape before anybody else hears it, for a small thing in front of the page; not while something else than
 * `own` floats there too, nor from a field that has a use for the key. Listens until the result is called.
 */
export function onEscapeFirst(run: () => void, own: string): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isOfField(event)) return;
    if (document.querySelector(`${FLOATING}:not(:has(${own}))`) !== null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    run();
  };
  window.addEventListener('keydown', onKeyDown, true);
  return () => window.removeEventListener('keydown', onKeyDown, true);
}

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
