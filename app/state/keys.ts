/** The reader's own keys, for whoever listens to them and whoever shows them. */
import { display } from './display.ts';
import { shortcutKey, shortcutsWith, type ShortcutName, type Shortcuts } from './shortcuts.ts';
import { useStore } from './store.ts';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'getModifierState'>;

/** What a key makes without AltGr too. */
const PLAIN = /^[a-z\d ]$/i;
/** On a Mac every letter has another one under Option; what is meant by it is no shortcut. */
const LETTER = /^[\p{L}\p{N}\p{Z}]$/u;

/**
 * Returns whether a key is pressed for its character: alone, with AltGr, which Windows says is Ctrl and Alt, or on a Mac with
 * Option where it makes a sign. With Ctrl, Alt or ⌘ it is the browser's.
 */
export function isCharacterKey(event: Pressed): boolean {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (metaKey) return false;
  if (!ctrlKey && !altKey) return true;
  if (isMac()) return !ctrlKey && !LETTER.test(key);
  return event.getModifierState('AltGraph') && !PLAIN.test(key);
}

function isMac(): boolean {
  // Deprecated, but what is to follow it is not in every browser.
  return /^Mac/.test(navigator.platform);
}

/** Returns the keys that open the search wherever one is, as they are written on this computer's keyboard. */
export function findKeys(): readonly [held: string, pressed: string] {
  return [isMac() ? '⌘' : 'Ctrl', 'K'];
}

/** Returns which of `names` is meant by a key that was pressed; `undefined` for none, and while such keys are turned off. */
export function shortcutOf<Name extends ShortcutName>(
  event: Pressed,
  names: readonly Name[],
): Name | undefined {
  const { shortcuts, hasShortcuts } = display.getSnapshot();
  const key = shortcutKey(event.key);
  if (!hasShortcuts || key === undefined || !isCharacterKey(event)) return undefined;
  const keys = shortcutsWith(shortcuts);
  return names.find((name) => keys[name] === key);
}

/** Returns the key of each, or `undefined` while they are turned off. */
export function useShortcuts(): Shortcuts | undefined {
  const { shortcuts, hasShortcuts } = useStore(display);
  return hasShortcuts ? shortcutsWith(shortcuts) : undefined;
}

const STEPS = ['nextRow', 'previousRow'] as const;
const ARROWS: Readonly<Record<string, 1 | -1 | undefined>> = { ArrowDown: 1, ArrowUp: -1 };

/** Returns the step through rows that is meant by a key: 1 on, -1 back. */
export function rowStepOf(event: Pressed): 1 | -1 | undefined {
  const step = shortcutOf(event, STEPS);
  if (step !== undefined) return step === 'nextRow' ? 1 : -1;
  return event.ctrlKey || event.metaKey || event.altKey ? undefined : ARROWS[event.key];
}
