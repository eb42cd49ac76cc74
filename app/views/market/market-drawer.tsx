/**
 * The drawer of one market, over the page: opened by a click anywhere or by the address (`?market=TICKER`). A native modal
 * dialog, so focus stays inside, Esc closes, and focus goes back to where it came from.
 */
import { useLayoutEffect, useRef } from 'react';
import type { Ticker } from '#core/units/ticker.ts';
import { useSession } from '../../state/flowboard-context.tsx';
import { selection, selectMarket } from '../../state/selection.ts';
import { useStore } from '../../state/store.ts';
import { MarketSheet } from './market-sheet.tsx';
import './market.css';

export function MarketDrawer() {
  const ticker = useStore(selection);
  // A tab that waits has nothing to show in it, and says why on the page: the drawer comes when this tab leads.
  const isWaiting = useSession((session) => session.role === 'waiting');
  return ticker === undefined || isWaiting ? null : <Drawer ticker={ticker} />;
}

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
      onClick={(event) => {
        // The sheet fills the dialog: a click on the dialog itself is one on the scrim.
        if (event.target === event.currentTarget) close();
      }}
    >
      <MarketSheet key={ticker} ticker={ticker} onClose={close} />
    </dialog>
  );
}
