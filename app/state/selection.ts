/** Which market is open in the drawer over the front page: a part of the place (view.ts), which is in the address. */
import type { Ticker } from '#core/units/ticker.ts';
import type { Source } from './store.ts';
import { goTo, place } from './view.ts';

/** The market in the drawer; `undefined` when it is closed. */
export const selection: Source<Ticker | undefined> = {
  subscribe: place.subscribe,
  getSnapshot: () => {
    const here = place.getSnapshot();
    return here.view === 'flow' ? here.drawer : undefined;
  },
};

/** Opens the drawer on `ticker`, or closes it. */
export function selectMarket(ticker: Ticker | undefined): void {
  const open = selection.getSnapshot();
  if (open === ticker) return;
  // From one market to the next is one step back for the reader: closing.
  goTo({ view: 'flow', drawer: ticker }, open === undefined ? 'push' : 'replace');
}
