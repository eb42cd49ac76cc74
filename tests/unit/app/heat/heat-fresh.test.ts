import { expect, test } from 'vitest';
import { withCards } from '../../../../app/views/flow/heat/heat-fresh.ts';
import { aHeatFrame, aHotMarket } from '../../../support/hot-market.ts';

const [a, b] = [
  aHotMarket({ ticker: 'KXA-1', yesPrice: 4_000 }),
  aHotMarket({ ticker: 'KXB-1', yesPrice: 6_000 }),
];

test('a tile says what the card of its market says; others stay the same, in their places', () => {
  const card = aHotMarket({ ticker: 'KXB-1', yesPrice: 6_100 });
  const frame = aHeatFrame([a, b], 3);
  const shown = withCards(frame, [aHotMarket({ ticker: 'KXC-1' }), card]);
  expect(shown.tiles[0]).toBe(a);
  expect(shown.tiles[1]).toBe(card);
  expect(shown.tiles).toHaveLength(2);
  expect(shown.othersCount).toBe(3);
});

test('where no card has a tile the frame is the same', () => {
  const frame = aHeatFrame([a, b]);
  expect(withCards(frame, [])).toBe(frame);
  expect(withCards(frame, [aHotMarket({ ticker: 'KXC-1' })])).toBe(frame);
});
