/** Keys that work wherever one is: the search, help, the way to a panel, and on the front page the window. */
import { tinykeys } from 'tinykeys';
import type { Flowboard } from '../boot/flowboard.ts';
import { openDialog } from '../state/dialogs.ts';
import { isCharacterKey, shortcutOf } from '../state/keys.ts';
import type { ShortcutName } from '../state/shortcuts.ts';
import { place } from '../state/view.ts';
import { goToPanel } from './go-to-panel.ts';

const KEYS = ['help', 'find', 'goTo', 'lessWindow', 'moreWindow'] as const satisfies readonly ShortcutName[];
/** After the key that goes to a panel, so long is its letter waited for, ms. */
const LETTER_MS = 1_500;

/** Listens until the returned function is called. */
export function followBoardKeys(flowboard: Flowboard): () => void {
  let goingUntil = -Infinity;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isTyping(event) || isWriting()) return;
    const shortcut = shortcutOf(event, KEYS);
    if (shortcut === undefined) return;
    // A slash would be the first letter in the field.
    event.preventDefault();
    if (shortcut === 'help') openDialog('help');
    else if (shortcut === 'find') openDialog('palette');
    else if (shortcut === 'goTo') goingUntil = event.timeStamp + LETTER_MS;
    else if (place.getSnapshot().view === 'flow') stepWindow(flowboard, shortcut === 'moreWindow' ? 1 : -1);
  };
  /** Before the part that has the focus: there the letter may mean something by itself. */
  const onLetter = (event: KeyboardEvent): void => {
    const isGoing = event.timeStamp < goingUntil;
    goingUntil = -Infinity;
    if (!isGoing || !isCharacterKey(event) || !goToPanel(event.key.toLowerCase())) return;
    event.preventDefault();
    event.stopPropagation();
  };

  window.addEventListener('keydown', onLetter, { capture: true });
  window.addEventListener('keydown', onKeyDown);
  const stop = tinykeys(window, {
    '$mod+k': (event) => {
      // It goes to the browser's own search.
      event.preventDefault();
      if (!isWriting()) openDialog('palette');
    },
  });
  return () => {
    window.removeEventListener('keydown', onLetter, { capture: true });
    window.removeEventListener('keydown', onKeyDown);
    stop();
  };
}

function stepWindow(flowboard: Flowboard, step: 1 | -1): void {
  const windows = flowboard.frames.getSnapshot().status?.value.windows ?? [];
  // As chosen, not as shown: two quick presses are two steps.
  const { windowMinutes } = flowboard.session.getSnapshot().settings;
  const next = windows[windows.indexOf(windowMinutes) + step];
  if (next !== undefined) void flowboard.updateSettings({ windowMinutes: next });
}

/** Returns whether the key is a character for what has the focus; a slider takes none. */
function isTyping(event: KeyboardEvent): boolean {
  return (
    event.target instanceof Element &&
    event.target.closest('input:not([type=range]), textarea, select') !== null
  );
}

/** Returns whether a rule is being written: another dialog would take the place of its own, and what was written would be lost. */
function isWriting(): boolean {
  return document.querySelector('.popup form[data-draft]') !== null;
}
