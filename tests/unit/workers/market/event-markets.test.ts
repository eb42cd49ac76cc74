import { expect, test } from 'vitest';
import { createRng } from '#core/lib/rng.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { EventMarkets } from '../../../../workers/market/event-markets.ts';
import { FakeRest } from '../../../support/fake-rest.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const EVENT = 'KXE-26NOV21';
const market = (letter: string, event = EVENT) => ({ ticker: `${event}-${letter}`, event_ticker: event });

function setUp() {
  const clock = new ManualClock();
  const rest = new FakeRest();
  const markets: EventMarkets = new EventMarkets({
    rest,
    clock,
    rng: createRng(1),
    take: (told) => {
      for (const { ticker, eventTicker } of told) markets.note(eventTicker ?? '', ticker);
      return Promise.resolve();
    },
  });
  const settle = () => clock.run(1, 1);
  return { clock, rest, markets, settle };
}

test('an event that is looked at is asked for once, and its markets stand in the order of their tickers', async () => {
  const { rest, markets, settle } = setUp();
  rest.json('markets', { markets: [market('B'), market('A')], cursor: '' });
  expect(markets.list(EVENT)).toEqual({ tickers: [], isComplete: false });
  await settle();
  expect(markets.list(EVENT)).toEqual({ tickers: [`${EVENT}-A`, `${EVENT}-B`], isComplete: true });
  markets.list(EVENT);
  expect(rest.asked).toEqual([{ operation: 'markets', parameters: { event_ticker: EVENT, limit: '200' } }]);
});

test('what came by other ways is listed before REST has answered, but not as all there is', () => {
  const { markets } = setUp();
  markets.note(EVENT, 'KXE-26NOV21-A' as Ticker);
  markets.note('KXOTHER', 'KXOTHER-A' as Ticker);
  expect(markets.list(EVENT)).toEqual({ tickers: ['KXE-26NOV21-A'], isComplete: false });
  markets.note(EVENT, 'KXE-26NOV21-0' as Ticker);
  expect(markets.list(EVENT).tickers).toEqual(['KXE-26NOV21-0', 'KXE-26NOV21-A']);
});

test.each([
  ['there are more pages', { markets: [market('A')], cursor: 'more' }],
  ['a market could not be read', { markets: [market('A'), { ticker: 5 }], cursor: '' }],
])('the list is not complete where %s', async (_, body) => {
  const { rest, markets, settle } = setUp();
  rest.json('markets', body);
  markets.list(EVENT);
  await settle();
  expect(markets.list(EVENT)).toEqual({ tickers: [`${EVENT}-A`], isComplete: false });
});

test('markets of another event in the answer are left out', async () => {
  const { rest, markets, settle } = setUp();
  rest.json('markets', { markets: [market('A'), market('Z', 'KXOTHER')], cursor: '' });
  markets.list(EVENT);
  await settle();
  expect(markets.list(EVENT).tickers).toEqual([`${EVENT}-A`]);
});

test('a REST that fails is asked again after a pause, not with every frame; switched on, at once', async () => {
  const { clock, rest, markets } = setUp();
  for (let frame = 0; frame < 20; frame++) {
    markets.list(EVENT);
    await clock.run(50, 50);
  }
  expect(rest.asked).toHaveLength(1);
  markets.retry();
  markets.list(EVENT);
  expect(rest.asked).toHaveLength(2);
  await clock.run(15_000, 1_000);
  markets.list(EVENT);
  expect(rest.asked).toHaveLength(3);
});

test('where news of markets were missed no list is complete until it was told again', async () => {
  const { rest, markets, settle } = setUp();
  rest.json('markets', { markets: [market('A')], cursor: '' });
  markets.list(EVENT);
  await settle();
  expect(markets.list(EVENT).isComplete).toBe(true);
  rest.json('markets', { markets: [market('A'), market('B')], cursor: '' });
  markets.doubt();
  expect(markets.list(EVENT)).toEqual({ tickers: [`${EVENT}-A`], isComplete: false });
  await settle();
  expect(markets.list(EVENT)).toEqual({ tickers: [`${EVENT}-A`, `${EVENT}-B`], isComplete: true });
  expect(rest.asked).toHaveLength(2);
});

test('an answer that was on its way when they were missed is not all there is', async () => {
  const { rest, markets, settle } = setUp();
  rest.json('markets', { markets: [market('A')], cursor: '' });
  markets.list(EVENT);
  markets.doubt();
  await settle();
  expect(rest.asked).toHaveLength(1);
  expect(markets.list(EVENT)).toEqual({ tickers: [`${EVENT}-A`], isComplete: false });
  await settle();
  expect(markets.list(EVENT).isComplete).toBe(true);
});
