import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { parseTicker } from '#core/units/ticker.ts';
import {
  addressOf,
  followAddress,
  FRONT,
  goBack,
  goTo,
  marketOf,
  notFound,
  notFoundIn,
  place,
  placeIn,
} from '../../../../app/state/view.ts';

const TICKER = must(parseTicker('KXBTC15M-26MAY132000-00'), 'a ticker');
const ADDRESS = 'http://127.0.0.1:47831/?theme=x#top';

test('each place has its address, and each address leads back to its place', () => {
  const places = [
    [FRONT, ''],
    [{ view: 'flow', drawer: TICKER }, '&market=KXBTC15M-26MAY132000-00'],
    [{ view: 'market', market: TICKER }, '&view=market&market=KXBTC15M-26MAY132000-00'],
    [{ view: 'event', event: 'KXBTC15M-26MAY132000' }, '&view=event&event=KXBTC15M-26MAY132000'],
  ] as const;
  for (const [place, query] of places) {
    const address = addressOf(ADDRESS, place);
    expect(address).toBe(`http://127.0.0.1:47831/?theme=x${query}#top`);
    expect(placeIn(address)).toEqual(place);
    // Going on from anywhere leaves nothing of where one was.
    expect(addressOf(address, FRONT)).toBe(ADDRESS);
  }
});

test('a market is looked at on its page and in the drawer, nowhere else', () => {
  expect(marketOf({ view: 'market', market: TICKER })).toBe(TICKER);
  expect(marketOf({ view: 'flow', drawer: TICKER })).toBe(TICKER);
  expect(marketOf(FRONT)).toBeUndefined();
  expect(marketOf({ view: 'event', event: TICKER })).toBeUndefined();
});

test.each(['', '%3Cimg%20src=x%3E', 'a%20b', '..', 'x'.repeat(200)])(
  'an address that names no possible market or event (%s) is the front page',
  (text) => {
    for (const query of [`market=${text}`, `view=market&market=${text}`, `view=event&event=${text}`])
      expect(placeIn(`http://127.0.0.1:47831/?${query}`)).toEqual(FRONT);
  },
);

test('a page that does not exist is the front page, with the drawer where a market is named', () => {
  expect(placeIn('http://127.0.0.1:47831/?view=moon')).toEqual(FRONT);
  expect(placeIn(`http://127.0.0.1:47831/?view=moon&market=${TICKER}`)).toEqual({
    view: 'flow',
    drawer: TICKER,
  });
  expect(placeIn('http://127.0.0.1:47831/?view=market')).toEqual(FRONT);
});

test('what an address names and nobody has is said in a sentence; a good address says nothing', () => {
  const wordsOf = (query: string): string => notFoundIn(`http://127.0.0.1:47831/?${query}`);
  const good = ['', 'theme=x', 'view=flow', `market=${TICKER}`, `view=market&market=${TICKER}`];
  for (const query of [...good, 'view=event&event=KXA']) expect(wordsOf(query)).toBe('');
  expect(wordsOf(`view=moon&market=${TICKER}`)).toBe(
    'There is no page “moon”: the pages are flow, market and event.',
  );
  for (const query of ['market=%3Cb%3E', 'view=market&market=%3Cb%3E'])
    expect(wordsOf(query)).toBe(
      '“<b>” is no ticker of a market: those have up to 128 letters, digits, dots, hyphens and underscores.',
    );
  expect(wordsOf('view=event&event=a%20b')).toMatch(/^“a b” is no ticker of an event/);
  for (const query of ['view=market', 'view=market&market=', 'market='])
    expect(wordsOf(query)).toBe('The address names no market: write market= and its ticker.');
  expect(wordsOf('view=event')).toBe('The address names no event: write event= and its ticker.');
  // Long rubbish is not repeated whole.
  expect(wordsOf(`view=${'x'.repeat(900)}`).length).toBeLessThan(120);
  expect(wordsOf(`market=${'x'.repeat(900)}`).length).toBeLessThan(160);
});

describe('the address follows the page', () => {
  const HOME = 'http://local/';
  const DRAWER = { view: 'flow', drawer: TICKER } as const;
  const PAGE = { view: 'market', market: TICKER } as const;
  const page = new EventTarget();
  let steps: { address: string; state: unknown }[];
  let stop: () => void;
  const location = {
    get href(): string {
      return must(steps.at(-1), 'a step').address;
    },
  };
  const history = {
    get state(): unknown {
      return must(steps.at(-1), 'a step').state;
    },
    pushState: (state: unknown, _title: string, address: string) => steps.push({ state, address }),
    replaceState: (state: unknown, _title: string, address: string) =>
      steps.splice(-1, 1, { state, address }),
    back: () => {
      steps.pop();
      page.dispatchEvent(new Event('popstate'));
    },
  };
  const addresses = (): string[] => steps.map(({ address }) => address);

  beforeEach(() => {
    vi.useFakeTimers();
    steps = [{ address: HOME, state: null }];
    vi.stubGlobal('window', page);
    vi.stubGlobal('location', location);
    vi.stubGlobal('history', history);
    stop = followAddress();
  });
  afterEach(() => {
    vi.runAllTimers();
    stop();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  test('an address that leads nowhere is put right at once, as no step of its own, and told', () => {
    steps = [{ address: `${HOME}?view=moon&theme=x#top`, state: { steps: 2 } }];
    page.dispatchEvent(new Event('popstate'));
    expect(steps).toEqual([{ address: `${HOME}?theme=x#top`, state: { steps: 2 } }]);
    expect(notFound.getSnapshot()).toMatch(/^There is no page “moon”/);
    steps = [{ address: addressOf(HOME, PAGE), state: null }];
    page.dispatchEvent(new Event('popstate'));
    expect(addresses()).toEqual([addressOf(HOME, PAGE)]);
    expect(notFound.getSnapshot()).toBe('');
  });

  test('the page is there at once, its address once the click has been answered', () => {
    goTo(DRAWER);
    expect(place.getSnapshot()).toEqual(DRAWER);
    expect(addresses()).toEqual([HOME]);
    vi.advanceTimersByTime(1_000);
    expect(addresses()).toEqual([HOME, addressOf(HOME, DRAWER)]);
  });

  test('two steps in one moment are two steps', () => {
    goTo(DRAWER);
    goTo(PAGE);
    expect(addresses()).toEqual([HOME, addressOf(HOME, DRAWER)]);
    vi.advanceTimersByTime(1_000);
    expect(addresses()).toEqual([HOME, addressOf(HOME, DRAWER), addressOf(HOME, PAGE)]);
  });

  test('one step back right after a step leads to where one was', () => {
    goTo(DRAWER);
    goBack();
    expect(place.getSnapshot()).toEqual(FRONT);
    vi.advanceTimersByTime(1_000);
    expect(addresses()).toEqual([HOME]);
  });

  test("the browser's own Back before the address is written: it is not written any more", () => {
    goTo(PAGE);
    vi.advanceTimersByTime(1_000);
    goTo({ view: 'event', event: 'KXEVENT' });
    history.back();
    vi.advanceTimersByTime(1_000);
    expect(addresses()).toEqual([HOME]);
    expect(place.getSnapshot()).toEqual(FRONT);
  });
});
