/** Escape in a field that has a use for it takes back what is typed; what the field stands in stays open. */

/** For radix's `onEscapeKeyDown`, which hears the key before the field: `data-escape` marks such a field. */
export function leaveToField(event: KeyboardEvent): void {
  if (event.target instanceof Element && event.target.closest('[data-escape]') !== null)
    event.preventDefault();
}
