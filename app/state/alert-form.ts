/** What the alerts dialog opens with: its tab, and the market that a new rule is to be about. */
import type { Ticker } from '#core/units/ticker.ts';
import { openDialog } from './dialogs.ts';
import { createStore } from './store.ts';

export type AlertTab = 'rules' | 'form' | 'history' | 'options';

export interface AlertPlace {
  readonly tab: AlertTab;
  /** Of a new rule; `undefined` for every market. */
  readonly market: Ticker | undefined;
}

/** Where the dialog stands; it sets the tab itself. */
export const alertPlace = createStore<AlertPlace>({ tab: 'rules', market: undefined });

export function openAlerts(tab: AlertTab): void {
  openAt({ tab, market: undefined });
}

/** Opens the form of a new rule about `market`. */
export function openAlertForm(market: Ticker): void {
  openAt({ tab: 'form', market });
}

function openAt(place: AlertPlace): void {
  alertPlace.set(place);
  openDialog('alerts');
}
