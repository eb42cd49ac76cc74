/**
 * The drawer of one market, over the page: opened by a click anywhere or by the address (`?market=TICKER`). Focus stays
 * inside, Esc closes, and focus goes back to where it came from. Opened by its attribute, and what makes it modal comes a
 * little later: `showModal` styles the whole page anew before the drawer is painted, and `focus` and `show` lay it out, 5 to
 * 40 ms of the 100 in which its book is to be there.
 */
import { useEffectEvent, useLayoutEffect, useRef } from 'react';
import type { Ticker } from '#core/units/ticker.ts';
import { selection, selectMarket } from '../../state/selection.ts';
import { useStore } from '../../state/store.ts';
import { openMarketPage } from '../../state/view.ts';
import { onEscape } from '../../ui/escape.ts';
import { focusAgain } from '../../ui/return-focus.ts';
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

/** By then the drawer and its book have been painted: it takes the focus, and the page behind can have it no more. */
const MODAL_AFTER_MS = 250;

function Drawer({ ticker }: { ticker: Ticker }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const goOn = useEffectEvent(() => openMarketPage(ticker));
  useLayoutEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    const page = document.querySelector<HTMLElement>('.page');
    const setInert = (isInert: boolean): void => {
      if (page !== null) page.inert = isInert;
    };
    // The focus is still on what opened it: Enter and Tab are meant for the drawer all the same.
    const early = (event: KeyboardEvent): void => {
      if (element === null || element.contains(document.activeElement)) return;
      if (event.key !== 'Enter' && event.key !== 'Tab') return;
      event.preventDefault();
      if (event.key === 'Tab') takeFocus();
      else if (!event.repeat) goOn();
    };
    const takeFocus = (): void => {
      clearTimeout(timer);
      window.removeEventListener('keydown', early, { capture: true });
      element?.querySelector<HTMLElement>(CONTROLS)?.focus();
      setInert(true);
    };
    window.addEventListener('keydown', early, { capture: true });
    const timer = setTimeout(takeFocus, MODAL_AFTER_MS);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', early, { capture: true });
      setInert(false);
      focusAgain(opener);
    };
  }, []);
  // Before it is painted: what is seen can be closed.
  useLayoutEffect(() => onEscape(close), []);
  return (
    <>
      {/* Esc does the same; the focus stays where it is. */}
      <div
        className="drawer-scrim"
        aria-hidden="true"
        onPointerDown={(event) => event.preventDefault()}
        onClick={close}
      />
      <dialog
        ref={dialog}
        open
        className="drawer"
        aria-modal="true"
        aria-label={`Market ${ticker}`}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Held down since the row that opened the drawer: not meant for it.
          if (event.repeat) return event.preventDefault();
          // On a control Enter does what the control does.
          const isOnControl = event.target instanceof Element && event.target.closest(CONTROLS) !== null;
          if (!isOnControl) openMarketPage(ticker);
        }}
      >
        <MarketSheet key={ticker} ticker={ticker} onClose={close} />
      </dialog>
    </>
  );
}
