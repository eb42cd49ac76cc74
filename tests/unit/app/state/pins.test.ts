import { expect, test } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { parseTicker } from '#core/units/ticker.ts';
import { pinsIn, withoutPin, withPin } from '../../../../app/state/pins.ts';

const A = must(parseTicker('KXA-26NOV21-A'), 'a ticker');
const B = must(parseTicker('KXB-26NOV21-B'), 'a ticker');
const NONE = { tickers: [], mostActive: 7 };

test('pins keep their order, and pinning twice is pinning once', () => {
  const both = withPin(withPin(NONE, B), A);
  expect(pinsIn(both)).toEqual([B, A]);
  expect(withPin(both, B)).toBe(both);
});

test('taking a pin away leaves the others and the rest of the recording choice', () => {
  expect(withoutPin(withPin(withPin(NONE, B), A), B)).toEqual({ tickers: [A], mostActive: 7 });
  expect(withoutPin(NONE, A)).toEqual(NONE);
});

test('what no ticker can look like is no pin', () => {
  expect(pinsIn({ tickers: ['<b>', A, '..'], mostActive: 0 })).toEqual([A]);
});
