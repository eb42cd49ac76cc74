/**
 * Which page is on the screen. The address says it, so that every page can be linked and Back and Forward work:
 * nothing is the front page, `?market=T` its drawer, `?view=market&market=T` a market's page, `?view=event&event=E` an event's.
 * What comes from the address is checked before anything is done with it; one that names no page we have is put right, and
 * what it named is told once.
 */
import { shortened } from '#core/lib/plain-text.ts';
import { parseTicker, type Ticker } from '#core/units/ticker.ts';
import { createStore, type Source } from './store.ts';

export type Place =
  | { readonly view: 'flow'; readonly drawer: Ticker | undefined }
  | { readonly view: 'market'; readonly market: Ticker }
  | { readonly view: 'event'; readonly event: string };

export const FRONT: Place = { view: 'flow', drawer: undefined };

/** Of the parameters we write; all others, and the fragment, stay as they are. */
const OURS = ['view', 'market', 'event'] as const;

/**
 * So long does the address wait behind the page, ms. A new address costs the browser's own process 10 to 15 ms, on two cores
 * just when relay, worker and screen need them: with it at once a book stood in the drawer after 52 ms, so after 37.
 * The browser's own Back or reload within this time knows only the page before.
 */
const ADDRESS_DELAY_MS = 120;

/** Of what an address names, so much is repeated to the reader. */
const MOST_SHOWN = 40;

const current = createStore<Place>(FRONT);
const lost = createStore('');

/** What the address does not say yet. */
let owed: { readonly timer: ReturnType<typeof setTimeout>; readonly write: () => void } | undefined;

/** Where the reader is. */
export const place: Source<Place> = current;

/** What the newest address named and nobody has: one sentence, empty when all of it was found. */
export const notFound: Source<string> = lost;

/** Names the page of a place; a drawer lies over the front page. */
export function pageOf(here: Place): string {
  if (here.view === 'flow') return 'flow';
  return here.view === 'market' ? `market ${here.market}` : `event ${here.event}`;
}

/** Goes to `next`: as a new step of the history, or in the place of the step that is shown. */
export function goTo(next: Place, how: 'push' | 'replace' = 'push'): void {
  writeAddress();
  const address = addressOf(location.href, next);
  if (address === location.href) return;
  const write = (): void => {
    if (how === 'push') history.pushState({ steps: stepsBack() + 1 }, '', address);
    else history.replaceState(history.state, '', address);
  };
  owed = { timer: setTimeout(writeAddress, ADDRESS_DELAY_MS), write };
  current.set(next);
}

/** Opens a market's page; the drawer it was opened from is not a step of its own. */
export function openMarketPage(market: Ticker): void {
  const from = current.getSnapshot();
  goTo({ view: 'market', market }, from.view === 'flow' && from.drawer !== undefined ? 'replace' : 'push');
}

export function openEventPage(event: string): void {
  goTo({ view: 'event', event });
}

/** One step back where the reader came from inside the board, else to the front page. */
export function goBack(): void {
  writeAddress();
  if (stepsBack() > 0) history.back();
  else goTo(FRONT, 'replace');
}

/** Takes the place from the address, now and on Back and Forward; returns the stopper. */
export function followAddress(): () => void {
  const read = (): void => {
    forgetAddress();
    const found = placeIn(location.href);
    const sentence = notFoundIn(location.href);
    // What leads nowhere is not kept: it would be copied, marked and come back to.
    if (sentence !== '') history.replaceState(history.state, '', addressOf(location.href, found));
    lost.set(sentence);
    if (!isSame(found, current.getSnapshot())) current.set(found);
  };
  read();
  window.addEventListener('popstate', read);
  // Whoever leaves may copy the address or never come back.
  window.addEventListener('blur', writeAddress);
  window.addEventListener('pagehide', writeAddress);
  return () => {
    window.removeEventListener('popstate', read);
    window.removeEventListener('blur', writeAddress);
    window.removeEventListener('pagehide', writeAddress);
  };
}

/** Returns the place an address names; the front page where it names none that could be. */
export function placeIn(address: string): Place {
  const { searchParams } = new URL(address);
  const market = parseTicker(searchParams.get('market') ?? '');
  const event = parseTicker(searchParams.get('event') ?? '');
  const view = searchParams.get('view');
  if (view === 'market' && market !== undefined) return { view, market };
  if (view === 'event' && event !== undefined) return { view, event };
  return { view: 'flow', drawer: market };
}

/** Returns what an address names and nobody has, in a sentence; empty where every part of it could be. */
export function notFoundIn(address: string): string {
  const { searchParams } = new URL(address);
  const view = searchParams.get('view') ?? '';
  if (!['', 'flow', 'market', 'event'].includes(view))
    return `There is no page “${shown(view)}”: the pages are flow, market and event.`;
  const name = view === 'event' ? 'event' : 'market';
  const text = searchParams.get(name);
  if (text === '' || (text === null && (view === 'market' || view === 'event')))
    return `The address names no ${name}: write ${name}= and its ticker.`;
  if (text !== null && parseTicker(text) === undefined)
    return `“${shown(text)}” is no ticker of ${name === 'event' ? 'an event' : 'a market'}: those have up to 128 letters, digits, dots, hyphens and underscores.`;
  return '';
}

/** Returns `address` with `next` as its place, everything else untouched. */
export function addressOf(address: string, next: Place): string {
  const url = new URL(address);
  for (const name of OURS) url.searchParams.delete(name);
  if (next.view !== 'flow') url.searchParams.set('view', next.view);
  if (next.view === 'event') url.searchParams.set('event', next.event);
  const market = marketOf(next);
  if (market !== undefined) url.searchParams.set('market', market);
  return url.href;
}

/** Returns the one market a place is about: of its page, or of the open drawer. */
export function marketOf(here: Place): Ticker | undefined {
  return here.view === 'market' ? here.market : here.view === 'flow' ? here.drawer : undefined;
}

function shown(text: string): string {
  return shortened(text, MOST_SHOWN);
}

function writeAddress(): void {
  const write = owed?.write;
  forgetAddress();
  write?.();
}

/** The reader has gone elsewhere before the address was written. */
function forgetAddress(): void {
  clearTimeout(owed?.timer);
  owed = undefined;
}

function isSame(a: Place, b: Place): boolean {
  const here = 'http://local/';
  return addressOf(here, a) === addressOf(here, b);
}

/** How many steps of the history behind us are ours. */
function stepsBack(): number {
  const state: unknown = history.state;
  const steps = typeof state === 'object' && state !== null && 'steps' in state ? state.steps : 0;
  return typeof steps === 'number' ? steps : 0;
}
