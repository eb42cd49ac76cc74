/** The reader's own keys, for whoever listens to them and whoever shows them. */
import { display } from './display.ts';
import { shortcutKey, shortcutsWith, type ShortcutName, type Shortcuts } from './shortcuts.ts';
import { useStore } from './store.ts';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Returns which of `names` is meant by a key that was pressed; `undefined` for none, and while such keys are turned off. */
export function shortcutOf<Name extends ShortcutName>(
  event: Pressed,
  names: readonly Name[],
): Name | undefined {
  const { shortcuts, hasShortcuts } = display.getSnapshot();
  const key = shortcutKey(event.key);
  if (!hasShortcuts || key === undefined || event.ctrlKey || event.metaKey || event.altKey) return undefined;
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
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const step = shortcutOf(event, STEPS);
  return step === undefined ? ARROWS[event.key] : step === 'nextRow' ? 1 : -1;
}
