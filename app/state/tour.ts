/**
 * The round for newcomers: three marks on the board, then a card on using a real key. Comes unasked until it was ended once
 * (`isWelcomed`), afterwards when somebody asks. Where the reader stands in it stays while other pages are looked at; of the first
 * visit over a reload too.
 */
import { updateDisplay } from './display.ts';
import { createStore, type Source } from './store.ts';

/** The marks, and the card that comes after them. */
export const MARKS = ['tape', 'heat', 'freshness'] as const;
export const STOPS = [...MARKS, 'key'] as const;
export type Stop = (typeof STOPS)[number];

export interface Tour {
  readonly stop: Stop;
  /** From Help; else the first visit. */
  readonly isAsked: boolean;
}

const KEY = 'flowboard.tour';

const running = createStore<Tour | undefined>(undefined);

/** Where the round is; `undefined` before its first step and after its end. */
export const tour: Source<Tour | undefined> = running;

/** Returns the round that is to be shown: the one that runs, or its beginning to whoever is here for the first time. */
export function shownTour(current: Tour | undefined, isWelcomed: boolean): Tour | undefined {
  return current ?? (isWelcomed ? undefined : { stop: rememberedMark(), isAsked: false });
}

/** Begins it because somebody asks for it. */
export function startTour(): void {
  running.set({ stop: MARKS[0], isAsked: true });
}

/** Goes on to the next stop; ends it at the last one, and without a card for the key after the last mark. */
export function nextStop({ stop, isAsked }: Tour, hasKeyCard: boolean): void {
  const next = STOPS[STOPS.indexOf(stop) + 1];
  if (next === undefined || (next === 'key' && !hasKeyCard)) {
    endTour();
    return;
  }
  running.set({ stop: next, isAsked });
  if (!isAsked) remember(next);
  // Whoever has seen the marks has seen them, whatever becomes of the card.
  if (next === 'key') updateDisplay({ isWelcomed: true });
}

/** Ends it for good: it never comes unasked again. */
export function endTour(): void {
  running.set(undefined);
  remember(undefined);
  updateDisplay({ isWelcomed: true });
}

/** The mark at which a reload goes on; the first one where nothing is remembered. */
function rememberedMark(): Stop {
  try {
    const found = localStorage.getItem(KEY);
    return MARKS.find((mark) => mark === found) ?? MARKS[0];
  } catch {
    return MARKS[0];
  }
}

/** A browser that refuses storage begins the round anew after a reload. */
function remember(stop: Stop | undefined): void {
  try {
    if (stop === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, stop);
  } catch {
    return;
  }
}
