import { expect, test } from 'vitest';
import type { FoundMarket } from '#contract/market.ts';
import { priceAt, quantityAt, timeAt } from '../../../../app/charts/columns.ts';
import { eventsOf } from '../../../../app/views/palette/found-events.ts';
import { aHotMarket } from '../../../support/hot-market.ts';

function found(ticker: string, closeAt?: number, isCombo = false): FoundMarket {
  const { label } = aHotMarket({ ticker, event: ticker.slice(0, ticker.lastIndexOf('-')) });
  return {
    label: {
      ...label,
      eventTitle: 'Denver at Boston',
      isCombo,
      closeAt: closeAt === undefined ? undefined : timeAt([closeAt], 0),
    },
    yesPrice: priceAt([5_000], 0),
    volume: quantityAt([0], 0),
  };
}

test('events are those of the markets that were found, with how many of them, and when they close', () => {
  const markets = [
    found('KXG-26NOV22DENBOS-DEN', 5),
    found('KXG-26NOV22DENBOS-BOS', 7),
    found('KXG-26NOV23DENBOS-DEN', 9),
  ];
  expect(eventsOf(markets, 'denver', 4)).toEqual([
    { event: 'KXG-26NOV22DENBOS', title: 'Denver at Boston', closeAt: 5, markets: 2 },
    { event: 'KXG-26NOV23DENBOS', title: 'Denver at Boston', closeAt: 9, markets: 1 },
  ]);
  expect(eventsOf(markets, 'denver', 1).map(({ event }) => event)).toEqual(['KXG-26NOV22DENBOS']);
});

test('without a question no event is found, and a combo is of none', () => {
  expect(eventsOf([found('KXG-26NOV22DENBOS-DEN')], ' ', 4)).toEqual([]);
  expect(eventsOf([found('KXMVE-1-ALL', undefined, true)], 'denver', 4)).toEqual([]);
});
