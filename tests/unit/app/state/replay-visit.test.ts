import { describe, expect, test } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { parseTicker } from '#core/units/ticker.ts';
import { landingOf } from '../../../../app/state/replay-visit.ts';
import { FRONT, type Place } from '../../../../app/state/view.ts';

const market = (text: string) => {
  const ticker = must(parseTicker(text), 'a ticker');
  return { ticker, name: text, event: text.slice(0, -2) };
};
const [A, B, OTHER] = [market('KXA-1'), market('KXB-1'), market('KXC-1')];
const page = ({ ticker }: typeof A): Place => ({ view: 'market', market: ticker });
const drawer = ({ ticker }: typeof A): Place => ({ view: 'flow', drawer: ticker });
const event = ({ event: name }: typeof A): Place => ({ view: 'event', event: name });

describe('a recording that is opened', () => {
  test('leaves the reader where it has something to show', () => {
    const held = { books: [A], traded: [B] };
    for (const here of [FRONT, page(A), page(B), drawer(A), event(B)])
      expect(landingOf(here, held)).toBe(here);
  });

  test('goes from a market that it does not hold to its own', () => {
    expect(landingOf(page(OTHER), { books: [B, A], traded: [A] })).toEqual(page(B));
    expect(landingOf(page(OTHER), { books: [], traded: [A, B] })).toEqual(page(A));
  });

  test('goes from a drawer or an event that it does not hold to the front page', () => {
    expect(landingOf(drawer(OTHER), { books: [A], traded: [A] })).toEqual(FRONT);
    expect(landingOf(event(OTHER), { books: [A], traded: [A] })).toEqual(FRONT);
  });

  test('shows its first book where it holds no trades: the front page would be empty', () => {
    for (const here of [FRONT, drawer(A), event(OTHER)])
      expect(landingOf(here, { books: [A, B], traded: [] })).toEqual(page(A));
  });

  test('moves nobody where it holds nothing', () => {
    expect(landingOf(page(A), { books: [], traded: [] })).toEqual(page(A));
  });
});
