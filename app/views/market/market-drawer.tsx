/**
 * The drawer of one market, over the page: opened by a click anywhere or by the address (`?market=TICKER`). A native modal
 * dialog, so focus stays inside, Esc closes, and focus goes back to where it came from.
 */
import { useLayoutEffect, useRef } from 'react';
import type { Ticker } from '#core/units/ticker.ts';
import { selection, selectMarket } from '../../state/selection.ts';
import { useStore } from '../../state/store.ts';
import { openMarketPage } from '../../state/view.ts';
import { MarketSheet } from './market-sheet.tsx';
import './market.css';

export function MarketDrawer() {
  const ticker = useStore(selection);
  return ticker === undefined ? null : <Drawer ticker={ticker} />;
}

const CONTROLS = 'button, a, input';

function close(): void {
  selectMarket(undefined);
}

function Drawer({ ticker }: { ticker: Ticker }) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the dialog leaves the document: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="drawer"
      aria-label={`Market ${ticker}`}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        // Held down since the row that opened the drawer: not meant for it.
        if (event.repeat) return event.preventDefault();
        // On a control Enter does what the control does.
        const isOnControl = event.target instanceof Element && event.target.closest(CONTROLS) !== null;
        if (!isOnControl) openMarketPage(ticker);
      }}
      onClick={(event) => {
        // The sheet fills the dialog: a click on the dialog itself is one on the scrim.
        if (event.target === event.currentTarget) close();
      }}
    >
      <MarketSheet key={ticker} ticker={ticker} onClose={close} />
    </dialog>
  );
}
