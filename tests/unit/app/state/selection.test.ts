import { expect, test } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { parseTicker } from '#core/units/ticker.ts';
import { marketIn, withMarket } from '../../../../app/state/selection.ts';

const TICKER = must(parseTicker('KXBTC15M-26MAY132000-00'), 'a ticker');
const ADDRESS = 'http://127.0.0.1:47831/?view=flow#top';

test('the address says which market is open, and forgets it when it closes', () => {
  const open = withMarket(ADDRESS, TICKER);
  expect(open).toBe('http://127.0.0.1:47831/?view=flow&market=KXBTC15M-26MAY132000-00#top');
  expect(marketIn(open)).toBe(TICKER);
  expect(withMarket(open, undefined)).toBe(ADDRESS);
});

test.each(['', '%3Cimg%20src=x%3E', 'a%20b', 'x'.repeat(200)])(
  'an address that names no possible ticker (%s) opens nothing',
  (text) => {
    expect(marketIn(`http://127.0.0.1:47831/?market=${text}`)).toBeUndefined();
  },
);
