/**
 * Where the reader goes with a recording: to a page that it has something to show on, and, when it is closed, back to the page
 * from which it was opened. A market of the recording may be one that the live exchange has never heard of.
 */
import type { ReplayOverview } from '#contract/replay.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { ReadableStore, SessionState } from '../boot/flowboard.ts';
import { FRONT, goTo, marketOf, place, type Place } from './view.ts';

/** Where the reader was when the recording was opened; `undefined` while the live feed is on the screen. */
let origin: Place | undefined;

/** Remembers where each replay was opened, and leads back there; returns the stopper. */
export function followReplays(session: ReadableStore<SessionState>): () => void {
  return session.subscribe(() => {
    const isOpen = session.getSnapshot().replay !== undefined;
    if (isOpen === (origin !== undefined)) return;
    const back = origin;
    origin = isOpen ? place.getSnapshot() : undefined;
    if (back !== undefined) goTo(back, 'replace');
  });
}

/** Goes where the open recording has something to show; not where the reader has gone elsewhere since it was opened. */
export function land(recording: Holds): void {
  const here = place.getSnapshot();
  const goal = landingOf(here, recording);
  if (here === origin && goal !== here) goTo(goal, 'replace');
}

type Holds = Pick<ReplayOverview, 'books' | 'traded'>;

/** Returns `here` where the recording holds something of it; else its own market with the most changes or trades, or the front page. */
export function landingOf(here: Place, { books, traded }: Holds): Place {
  const all = [...books, ...traded];
  const [first] = all;
  if (first === undefined) return here;
  const own: Place = { view: 'market', market: first.ticker };
  // The front page shows trades alone.
  const front = traded.length === 0 ? own : FRONT;
  const holds = (market: Ticker): boolean => all.some(({ ticker }) => ticker === market);
  const market = marketOf(here);
  switch (here.view) {
    case 'flow':
      return traded.length > 0 && (market === undefined || holds(market)) ? here : front;
    case 'market':
      return holds(here.market) ? here : own;
    case 'event':
      return all.some(({ event }) => event === here.event) ? here : front;
  }
}
