/** Which dialog or pop-up is open; at most one is. Opened from several places, so it is not one component's state. */
import { createStore, type Source } from './store.ts';

export type DialogName = 'palette' | 'data' | 'alerts' | 'settings' | 'help' | 'diagnostics' | 'pair' | 'key';
/** What somebody may be looking for in the settings. */
export type SettingsPart = 'prices' | 'keys' | 'recording' | 'file';
export type DataTab = 'recordings' | 'storage' | 'sql' | 'import' | 'export';

const opened = createStore<DialogName | undefined>(undefined);
const shownTab = createStore<DataTab>('recordings');
const wantedPart = createStore<SettingsPart | undefined>(undefined);

export const dialog: Source<DialogName | undefined> = opened;

/** The tab of the Data dialog; stays while it is closed. */
export const dataTab: Source<DataTab> = shownTab;

/** The part of the settings they were opened for; `undefined` for their beginning. */
export const settingsPart: Source<SettingsPart | undefined> = wantedPart;

export function openDialog(name: DialogName): void {
  wantedPart.set(undefined);
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

/** Opens the settings at `part`. */
export function openSettings(part: SettingsPart): void {
  wantedPart.set(part);
  opened.set('settings');
}
