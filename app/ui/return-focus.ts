/** Where the focus was before a dialog opened, so that it goes back there; also when one dialog has led to the next. */

let origin: HTMLElement | undefined;

/** For radix's `onOpenAutoFocus`, which comes before the dialog takes the focus. */
export function rememberFocus(): void {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || activeElement === document.body) return;
  // A dialog that was opened from another one goes back to where that one was opened.
  if (activeElement.closest('.popup') === null) origin = activeElement;
}

/** For radix's `onCloseAutoFocus`: where it was, or the page's main part where that is gone. Another dialog that is open keeps it. */
export function returnFocus(event: Event): void {
  event.preventDefault();
  if (document.querySelector('.popup[role="dialog"][data-state="open"]') !== null) return;
  const target = origin?.isConnected === true ? origin : document.querySelector<HTMLElement>('main');
  if (target?.matches('main') === true) target.tabIndex = -1;
  target?.focus();
}
