import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askAhead, DRAWER_WISH } from '../../../../app/state/ask-ahead.ts';
import type { FramePart, Wants } from '../../../../app/state/frames.ts';
import { selectMarket } from '../../../../app/state/selection.ts';
import { goTo } from '../../../../app/state/view.ts';
import type { Ticker } from '#core/units/ticker.ts';

const [A, B] = ['A' as Ticker, 'B' as Ticker];
let wanted: string[] = [];
let stop: () => void;
const frames = {
  want: <K extends FramePart>(part: K, options: Wants[K]) => {
    const wish = `${part} ${JSON.stringify(options)}`;
    wanted.push(wish);
    return () => {
      wanted.splice(wanted.indexOf(wish), 1);
    };
  },
};
const wishOf = (ticker: Ticker): string[] => [
  `market ${JSON.stringify({ ticker, ...DRAWER_WISH })}`,
  `book ${JSON.stringify({ ticker })}`,
];

beforeEach(() => {
  vi.useFakeTimers();
  const page = { href: 'http://local/' };
  const move = (_state: unknown, _title: string, address: string): void => {
    page.href = address;
  };
  vi.stubGlobal('location', page);
  vi.stubGlobal('history', { state: null, pushState: move, replaceState: move });
  wanted = [];
  stop = askAhead(frames);
});
afterEach(() => {
  stop();
  goTo({ view: 'flow', drawer: undefined });
  vi.runAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the click that opens the drawer asks for its market and book, the book last; closing it takes both back', () => {
  selectMarket(A);
  expect(wanted).toEqual(wishOf(A));
  selectMarket(B);
  expect(wanted).toEqual(wishOf(B));
  selectMarket(undefined);
  expect(wanted).toEqual([]);
});

test('the page of a market asks for itself', () => {
  selectMarket(A);
  goTo({ view: 'market', market: A });
  expect(wanted).toEqual([]);
});

test('nothing is wanted by one who has stopped', () => {
  selectMarket(A);
  stop();
  expect(wanted).toEqual([]);
  selectMarket(B);
  expect(wanted).toEqual([]);
});
