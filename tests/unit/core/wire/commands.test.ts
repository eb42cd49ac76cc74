import { describe, expect, test } from 'vitest';
import type { Ticker } from '#core/units/ticker.ts';
import {
  addMarkets,
  deleteMarkets,
  getSnapshot,
  listSubscriptions,
  subscribe,
  unsubscribe,
} from '#core/wire/commands.ts';
import type { Sid } from '#core/wire/messages.ts';

const TICKERS = ['A-1', 'B-2.5'] as readonly string[] as readonly Ticker[];
const SID = 4 as Sid;

describe('subscribe', () => {
  test('names nothing but the channels for all markets', () => {
    expect(JSON.parse(subscribe(1, ['trade', 'market_lifecycle_v2']))).toEqual({
      id: 1,
      cmd: 'subscribe',
      params: { channels: ['trade', 'market_lifecycle_v2'] },
    });
  });

  test('takes an empty list of tickers for all markets', () => {
    expect(subscribe(1, ['trade'], { tickers: [] })).toBe(subscribe(1, ['trade']));
  });

  test('always says on which scale the book is to be priced', () => {
    expect(JSON.parse(subscribe(2, ['orderbook_delta'], { tickers: TICKERS, skipTickerAck: true }))).toEqual({
      id: 2,
      cmd: 'subscribe',
      params: {
        channels: ['orderbook_delta'],
        market_tickers: ['A-1', 'B-2.5'],
        skip_ticker_ack: true,
        use_yes_price: false,
      },
    });
  });

  test('asks for the state of each market at once where told so', () => {
    expect(
      JSON.parse(subscribe(3, ['ticker'], { tickers: TICKERS, sendInitialSnapshot: true })),
    ).toMatchObject({
      params: { send_initial_snapshot: true },
    });
  });

  test('throws without a channel, and for a book without a market', () => {
    expect(() => subscribe(1, [])).toThrow('at least one channel');
    expect(() => subscribe(1, ['orderbook_delta'])).toThrow('at least one ticker');
    expect(() => subscribe(1, ['orderbook_delta'], { tickers: [] })).toThrow('at least one ticker');
  });
});

test('unsubscribe names the sids and throws without one', () => {
  expect(JSON.parse(unsubscribe(5, [SID]))).toEqual({ id: 5, cmd: 'unsubscribe', params: { sids: [4] } });
  expect(() => unsubscribe(5, [])).toThrow('at least one subscription');
});

test.each([
  [addMarkets, 'add_markets'],
  [deleteMarkets, 'delete_markets'],
  [getSnapshot, 'get_snapshot'],
])('%o puts its action among the parameters and throws without a market', (build, action) => {
  expect(JSON.parse(build(6, SID, TICKERS))).toEqual({
    id: 6,
    cmd: 'update_subscription',
    params: { sid: 4, action, market_tickers: ['A-1', 'B-2.5'] },
  });
  expect(() => build(6, SID, [])).toThrow(action);
});

test('list_subscriptions has no parameters', () => {
  expect(listSubscriptions(7)).toBe('{"id":7,"cmd":"list_subscriptions"}');
});
