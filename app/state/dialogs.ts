/** Which dialog or pop-up is open; at most one is. Opened from several places, so it is not one component's state. */
import { createStore, type Source } from './store.ts';

export type DialogName = 'palette' | 'data' | 'alerts' | 'settings' | 'help' | 'diagnostics' | 'pair' | 'key';
export type DataTab = 'recordings' | 'storage' | 'sql' | 'import' | 'export';

const opened = createStore<DialogName | undefined>(undefined);
const shownTab = createStore<DataTab>('recordings');

export const dialog: Source<DialogName | undefined> = opened;

/** The tab of the Data dialog; stays while it is closed. */
export const dataTab: Source<DataTab> = shownTab;

export function openDialog(name: DialogName): void {
  opened.set(name);
}

export function closeDialog(): void {
  opened.set(undefined);
}

export function showDataTab(tab: DataTab): void {
  shownTab.set(tab);
}

/** Opens the Data dialog on `tab`. */
export function openData(tab: DataTab): void {
  shownTab.set(tab);
  opened.set('data');
}
