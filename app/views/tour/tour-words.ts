/**
 * What each stop of the round says, and what on the page it points at. Pure. The search needs no stop of its own: it stands as a
 * field in the header. The word about the feed needs one: who takes old figures for live trades on them.
 */
import { MARKS, type Stop } from '../../state/tour.ts';
import type { PhoneTab } from '../../state/phone-tab.ts';

interface StopWords {
  readonly title: string;
  readonly text: string;
  /** Of what it points at; the first that is there. */
  readonly anchor: string;
  /** The part that a phone must show for it, and points at by its tab. */
  readonly tab?: PhoneTab;
}

const SIMULATED = 'This is a simulated exchange on your computer, with no real money. ';

const WORDS: Readonly<Record<Stop, StopWords>> = {
  tape: {
    title: 'The tape',
    text: 'Every trade the moment it happens, newest first. A filled mark: the taker bought YES. A hollow one: the taker bought NO.',
    anchor: '.area-tape .panel-header',
    tab: 'tape',
  },
  heat: {
    title: 'Market heat',
    text: 'What trades most just now. A larger tile traded more; its colour says how far the price moved. Press a tile, a trade or a card for its prices and its order book; Ctrl K finds any other market.',
    anchor: '.heat-panel .panel-header',
    tab: 'heat',
  },
  freshness: {
    title: 'How fresh it is',
    text: 'This word says whether the feed is live. What is old turns grey; what was missed is a gap, never a guess. A word with dots under it explains itself. Help, the last button here, has the rest.',
    anchor: '.connection-word, .background-word',
  },
  key: {
    title: 'Use your own Kalshi key',
    text: 'You are watching a simulated exchange. Three lines in the file .env show you Kalshi itself. The key stays with the relay on this computer; it never enters this page.',
    anchor: '.topbar [aria-label="Help and diagnostics"]',
  },
};

/** Returns what a stop says; the first one begins with what a newcomer must not take for real. */
export function stopWords(stop: Stop, isSimulated: boolean): StopWords {
  const words = WORDS[stop];
  return isSimulated && stop === MARKS[0] ? { ...words, text: `${SIMULATED}${words.text}` } : words;
}

/** Returns "1 of 3"; nothing for the card after the marks. */
export function countWords(stop: Stop): string {
  const index = MARKS.findIndex((mark) => mark === stop);
  return index < 0 ? '' : `${index + 1} of ${MARKS.length}`;
}

/** Returns the element a stop points at; the top bar where its own is not on the page. */
export function anchorOf(stop: Stop, isPhone: boolean): Element | null {
  const { anchor, tab } = WORDS[stop];
  const own = document.querySelector(isPhone && tab !== undefined ? `#tab-${tab}` : anchor);
  return own ?? document.querySelector('.topbar');
}
