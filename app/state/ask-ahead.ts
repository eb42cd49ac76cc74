/**
 * Asks for what the drawer shows first in the very click that opens it: the book is on its way from the exchange while the
 * drawer is still being drawn.
 */
import type { Ticker } from '#core/units/ticker.ts';
import type { Frames } from './frames.ts';
import { selection } from './selection.ts';

/** What the drawer wishes to know of a market before its reader has wished anything else. */
export const DRAWER_WISH = { span: '30m', trades: 20 } as const;

/** Follows the selection until the result is called. */
export function askAhead(frames: Pick<Frames, 'want'>): () => void {
  let asked: Ticker | undefined;
  let takeBack = (): void => undefined;
  const follow = (): void => {
    const ticker = selection.getSnapshot();
    if (ticker === asked) return;
    asked = ticker;
    takeBack();
    takeBack = ticker === undefined ? () => undefined : ask(frames, ticker);
  };
  follow();
  const stop = selection.subscribe(follow);
  return () => {
    stop();
    takeBack();
  };
}

function ask(frames: Pick<Frames, 'want'>, ticker: Ticker): () => void {
  const offMarket = frames.want('market', { ticker, ...DRAWER_WISH });
  const offBook = frames.want('book', { ticker });
  return () => {
    offMarket();
    offBook();
  };
}
