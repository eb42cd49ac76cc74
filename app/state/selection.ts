/**
 * Which market is open in the drawer. The address bar says it too (`?market=TICKER`), so a link opens it and Back closes it.
 * A ticker from the address is checked before anything is done with it.
 */
import { parseTicker, type Ticker } from '#core/units/ticker.ts';
import { createStore, type Source } from './store.ts';

const PARAMETER = 'market';

const selected = createStore<Ticker | undefined>(undefined);

/** The open market; `undefined` when the drawer is closed. */
export const selection: Source<Ticker | undefined> = selected;

/** Opens the drawer on `ticker`, or closes it. */
export function selectMarket(ticker: Ticker | undefined): void {
  if (selected.getSnapshot() === ticker) return;
  const address = withMarket(location.href, ticker);
  // From one market to the next is one step back for the reader: closing.
  if (selected.getSnapshot() === undefined) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  selected.set(ticker);
}

/** Takes the market from the address, now and on Back and Forward; returns the stopper. */
export function followAddress(): () => void {
  const read = (): void => selected.set(marketIn(location.href));
  read();
  window.addEventListener('popstate', read);
  return () => window.removeEventListener('popstate', read);
}

/** Returns the market an address names, or `undefined` when it names none or no ticker could look so. */
export function marketIn(address: string): Ticker | undefined {
  return parseTicker(new URL(address).searchParams.get(PARAMETER) ?? '');
}

/** Returns `address` with `ticker` as its market, everything else untouched. */
export function withMarket(address: string, ticker: Ticker | undefined): string {
  const url = new URL(address);
  if (ticker === undefined) url.searchParams.delete(PARAMETER);
  else url.searchParams.set(PARAMETER, ticker);
  return url.href;
}
