/** Where the focus was before a dialog opened, so that it goes back there; also when one dialog has led to the next. */

let origin: HTMLElement | undefined;
/** From the first of some dialogs that lead to each other until the last has given the focus back. */
let isAway = false;

/** For radix's `onOpenAutoFocus`, which comes before the dialog takes the focus. */
export function rememberFocus(): void {
  const { activeElement } = document;
  const isOnPage =
    activeElement instanceof HTMLElement &&
    activeElement !== document.body &&
    activeElement.closest('.popup') === null;
  // A dialog that was opened from another one goes back to where that one was opened: the focus is in it, or on nothing any more.
  if (isOnPage) origin = activeElement;
  else if (!isAway) origin = undefined;
  isAway = true;
}

/** For radix's `onCloseAutoFocus`: where it was, or the page's main part where that is gone. Another dialog that is open keeps it. */
export function returnFocus(event: Event): void {
  event.preventDefault();
  if (document.querySelector('.popup[role="dialog"][data-state="open"]') !== null) return;
  isAway = false;
  focusAgain(origin);
}

/** Puts the focus where it was before the last dialog: for what a dialog led to. */
export function focusOrigin(): void {
  focusAgain(origin);
}

/** Puts the focus back on `element`, or on the page's main part where it is gone or was on nothing. */
export function focusAgain(element: Element | null | undefined): void {
  const isThere = element instanceof HTMLElement && element.isConnected && element !== document.body;
  if (isThere) element.focus();
  else focusMain();
}

/** Puts the focus on the page's main part, whichever page it is: from there the next Tab goes on. */
export function focusMain(): void {
  const main = document.querySelector<HTMLElement>('main');
  if (main === null) return;
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}

/** Puts the focus on the part of the tabs that `within` stands in, for a button that goes when it is pressed and leaves nothing in its place. */
export function focusTab(within: Element): void {
  within.closest<HTMLElement>('[role="tabpanel"]')?.focus({ preventScroll: true });
}
