/** A key of the board as the reader has set it; nothing while such keys are turned off. */
import { useShortcuts } from '../state/keys.ts';
import { shortcutWord, type ShortcutName } from '../state/shortcuts.ts';

export function KeyCap({ of }: { of: ShortcutName }) {
  const shortcuts = useShortcuts();
  return shortcuts === undefined ? null : <kbd>{shortcutWord(shortcuts[of])}</kbd>;
}
