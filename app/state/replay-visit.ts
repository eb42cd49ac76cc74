/**
 * Where the reader goes with a recording: to a page that it has something to show on. When it is closed the reader stays on the
 * page that is looked at, as it is live. A market of an import may be one that this exchange has never heard of: then back to
 * the page from which the recording was opened.
 */
import type { ReplayOverview } from '#contract/replay.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { Flowboard } from '../boot/flowboard.ts';
import { FRONT, goTo, marketOf, place, type Place } from './view.ts';

/** Where the reader was when the recording was opened; `undefined` while the live feed is on the screen. */
let origin: Place | undefined;

type Live = Pick<Flowboard, 'session' | 'findMarkets'>;

/** Remembers where each replay was opened, and looks whether the page stays when it is closed; returns the stopper. */
export function followReplays(live: Live): () => void {
  let isImport = false;
  return live.session.subscribe(() => {
    const { replay, exchangeId } = live.session.getSnapshot();
    if (replay !== undefined) isImport = replay.exchangeId !== exchangeId;
    const isOpen = replay !== undefined;
    if (isOpen === (origin !== undefined)) return;
    const back = origin;
    origin = isOpen ? place.getSnapshot() : undefined;
    if (back !== undefined && isImport) void leave(live, back);
  });
}

/** Goes `back` where the live exchange does not know what is looked at; not where the reader has gone elsewhere meanwhile, or opened another recording. */
async function leave(live: Live, back: Place): Promise<void> {
  const here = place.getSnapshot();
  const isKnown = await isLive(live, here);
  if (!isKnown && origin === undefined && place.getSnapshot() === here) goTo(back, 'replace');
}

/** Returns true where the live exchange knows the market or event of `here`; the front page it always has. Who does not answer knows none. */
async function isLive(live: Live, here: Place): Promise<boolean> {
  const isEvent = here.view === 'event';
  const name = isEvent ? here.event : marketOf(here);
  if (name === undefined) return true;
  try {
    // The ticker of a market begins with its event's.
    const found = await live.findMarkets(name, MOST_ASKED);
    return found.some(({ label }) => (isEvent ? label.event : label.ticker) === name);
  } catch {
    return false;
  }
}

/** Other markets may hold the words of a ticker too. */
const MOST_ASKED = 50;

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
