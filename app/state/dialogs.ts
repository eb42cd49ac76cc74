/** Which dialog or pop-up is open; at most one is. Opened from several places, so it is not one component's state. */
import { createStore, type Source } from './store.ts';

export type DialogName = 'data' | 'alerts' | 'settings' | 'help' | 'diagnostics' | 'pair';

const opened = createStore<DialogName | undefined>(undefined);

export const dialog: Source<DialogName | undefined> = opened;

export function openDialog(name: DialogName): void {
  opened.set(name);
}

export function closeDialog(): void {
  opened.set(undefined);
}
