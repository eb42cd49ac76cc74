import { describe, expect, test } from 'vitest';
import type { LifecycleEvent, LifecycleStep, TradeEvent } from '#core/exchange/venue-event.ts';
import { Venue } from '#core/exchange/venue.ts';
import { must } from '#core/lib/assert.ts';
import { parsePrice, type Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { UnixMs } from '#core/units/time.ts';
import {
  encodeDelta,
  encodeSnapshot,
  encodeTicker,
  encodeTrade,
  rfc3339,
} from '../../../relay/simulator/encode.ts';
import { encodeEventListed, encodeLifecycle } from '../../../relay/simulator/encode-lifecycle.ts';

const START = Date.parse('2026-11-20T14:03:00Z') as UnixMs;
const venue = new Venue({ seed: 5, start: START, rate: 20, pastMs: 15 * 60_000 });
venue.advance(START, () => undefined);
const market = must(venue.market('KXBTC15M-26NOV201415-15'), 'a market of the venue');
const price = (dollars: string): Price => must(parsePrice(dollars), 'a price');
const parse = (text: string | undefined): unknown => JSON.parse(must(text, 'a payload'));

const trade: TradeEvent = {
  kind: 'trade',
  market,
  index: 3,
  id: 'd91bc706-ee49-470d-82d8-11418bda6fed',
  price: price('0.3650'),
  quantity: 12_345 as Quantity,
  taker: 'no',
  isBlock: false,
  atMicros: START * 1000 + 34_500,
};

describe('frames of the simulated exchange', () => {
  test('a trade has every field of the current shape', () => {
    expect(parse(encodeTrade(trade, 1, 'current'))).toEqual({
      trade_id: 'd91bc706-ee49-470d-82d8-11418bda6fed',
      market_ticker: market.ticker,
      yes_price_dollars: '0.3650',
      no_price_dollars: '0.6350',
      count_fp: '123.45',
      taker_side: 'no',
      taker_outcome_side: 'no',
      taker_book_side: 'ask',
      is_block_trade: false,
      ts: START / 1000,
      ts_ms: START + 34,
    });
  });

  test('a legacy trade has cents and whole contracts, at least one', () => {
    expect(parse(encodeTrade(trade, 1, 'legacy'))).toEqual({
      market_ticker: market.ticker,
      yes_price: 37,
      yes_price_dollars: '0.365',
      no_price: 63,
      no_price_dollars: '0.635',
      count: 123,
      taker_side: 'no',
      ts: START / 1000,
    });
    expect(parse(encodeTrade({ ...trade, quantity: 7 as Quantity }, 1, 'legacy'))).toMatchObject({
      count: 1,
    });
  });

  test('a delta of the no side is on the no leg, or on the yes scale when asked', () => {
    const event = {
      kind: 'book' as const,
      market,
      side: 'ask' as const,
      price: price('0.7000'),
      change: -5_400 as Quantity,
      atMicros: START * 1000,
    };
    expect(parse(encodeDelta(event, false, 'current'))).toEqual({
      market_ticker: market.ticker,
      market_id: market.id,
      price_dollars: '0.3000',
      delta_fp: '-54.00',
      side: 'no',
      ts: '2026-11-20T14:03:00Z',
      ts_ms: START,
    });
    expect(parse(encodeDelta(event, true, 'current'))).toMatchObject({ price_dollars: '0.7000', side: 'no' });
    expect(parse(encodeDelta(event, false, 'legacy'))).toEqual({
      market_ticker: market.ticker,
      price: 30,
      price_dollars: '0.300',
      delta: -54,
      side: 'no',
    });
  });

  test('an empty side is left out of a snapshot', () => {
    const full = parse(encodeSnapshot(market, false, 'current')) as Record<string, unknown>;
    expect(Object.keys(full).sort()).toEqual([
      'market_id',
      'market_ticker',
      'no_dollars_fp',
      'yes_dollars_fp',
    ]);
    const legacy = parse(encodeSnapshot(market, false, 'legacy')) as Record<string, unknown>;
    expect(Object.keys(legacy).sort()).toEqual(['market_ticker', 'no', 'no_dollars', 'yes', 'yes_dollars']);
    const listed = must(
      [...venue.programme.markets.values()].find((candidate) => candidate.status === 'finalized'),
      'a settled market, whose book is empty',
    );
    expect(Object.keys(parse(encodeSnapshot(listed, false, 'current')) as object)).toEqual([
      'market_ticker',
      'market_id',
    ]);
  });

  test('a ticker says what the market says', () => {
    const event = { kind: 'ticker' as const, market, at: START };
    const msg = parse(encodeTicker(event, 'current')) as Record<string, unknown>;
    expect(msg).toMatchObject({ market_ticker: market.ticker, ts: START / 1000, ts_ms: START });
    expect(Number.isInteger(msg['dollar_volume'])).toBe(true);
    expect(Number(msg['yes_bid_dollars'])).toBeLessThan(Number(msg['yes_ask_dollars']));
    expect(parse(encodeTicker(event, 'legacy'))).toMatchObject({ yes_bid: expect.any(Number) as unknown });
  });

  test.each<[LifecycleStep, Record<string, unknown>]>([
    ['created', { exchange_index: 2, price_level_structure: 'deci_cent', open_ts: market.openAt / 1000 }],
    ['deactivated', { is_deactivated: true }],
    ['activated', { is_deactivated: false }],
    ['close_date_updated', { close_ts: market.closeAt / 1000 }],
    ['metadata_updated', { strike_type: 'greater_or_equal', yes_sub_title: market.plan.yesSubTitle }],
    ['determined', { determination_ts: START / 1000, settlement_value: '0.0000' }],
    ['settled', { settled_ts: START / 1000 }],
  ])('%s carries its fields', (step, fields) => {
    const event: LifecycleEvent = { kind: 'lifecycle', step, market, at: START };
    expect(parse(encodeLifecycle(event))).toMatchObject({
      market_ticker: market.ticker,
      event_type: step,
      ...fields,
    });
  });

  test.each<LifecycleStep>(['opened', 'closed', 'removed'])('%s is announced to nobody', (step) => {
    expect(encodeLifecycle({ kind: 'lifecycle', step, market, at: START })).toBeUndefined();
  });

  test('an event says how its markets belong together', () => {
    const race = must(
      [...venue.programme.events.values()].find((event) => event.plan.isExclusive),
      'an exclusive event',
    );
    expect(parse(encodeEventListed(race))).toMatchObject({
      event_ticker: race.plan.ticker,
      collateral_return_type: 'MECNET',
    });
  });

  test('instants lose the zeros at the end of their fraction', () => {
    const second = Date.parse('2026-11-20T00:00:01Z') * 1000;
    expect(rfc3339(second)).toBe('2026-11-20T00:00:01Z');
    expect(rfc3339(second + 120_000)).toBe('2026-11-20T00:00:01.12Z');
    expect(rfc3339(second + 7)).toBe('2026-11-20T00:00:01.000007Z');
  });
});
