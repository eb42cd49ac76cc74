import { expect, test } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { parseTicker } from '#core/units/ticker.ts';
import { addressOf, FRONT, marketOf, placeIn } from '../../../../app/state/view.ts';

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
