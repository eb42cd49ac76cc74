import { describe, expect, test } from 'vitest';
import {
  decodeEvent,
  decodeEventsPage,
  decodeExchangeStatus,
  decodeMarket,
  decodeMarketsPage,
  decodeSeries,
  decodeTradesPage,
} from '#core/wire/rest.ts';

const MARKET = {
  ticker: 'RAINSEA-26NOV20-A',
  event_ticker: 'RAINSEA-26NOV20',
  market_type: 'binary',
  title: 'Will it rain in Seattle on Nov 20?',
  yes_sub_title: 'Rain',
  no_sub_title: 'No rain',
  open_time: '2026-11-19T15:00:00Z',
  close_time: '2026-11-20T23:59:59.5Z',
  status: 'active',
  result: '',
  price_ranges: [{ start: '0.0000', end: '1.0000', step: '0.0100' }],
  yes_bid_dollars: '0.4500',
  yes_ask_dollars: '0.5300',
  last_price_dollars: '0.4800',
  volume_fp: '33896.50',
  volume_24h_fp: '120.00',
  open_interest_fp: '20422.00',
};

const DECODED_MARKET = {
  ticker: 'RAINSEA-26NOV20-A',
  eventTicker: 'RAINSEA-26NOV20',
  title: 'Will it rain in Seattle on Nov 20?',
  yesSubTitle: 'Rain',
  noSubTitle: 'No rain',
  openAt: 1_795_100_400_000,
  closeAt: 1_795_219_199_500,
  status: 'active',
  priceRanges: [{ start: 0, end: 10_000, step: 100 }],
  yesBid: 4_500,
  yesAsk: 5_300,
  lastPrice: 4_800,
  volume: 3_389_650,
  volume24h: 12_000,
  openInterest: 2_042_200,
};

const EVENT = {
  event_ticker: 'RAINSEA-26NOV20',
  series_ticker: 'RAINSEA',
  title: 'Rain in Seattle',
  sub_title: 'Nov 20',
  category: 'Climate and Weather',
  mutually_exclusive: true,
};

const TRADE = {
  trade_id: '5f6f2a1e-30c1-4c39-9c4b-6a4a1c0d7e11',
  ticker: 'RAINSEA-26NOV20-A',
  count_fp: '12.50',
  yes_price_dollars: '0.3600',
  no_price_dollars: '0.6400',
  taker_outcome_side: 'yes',
  taker_book_side: 'bid',
  taker_side: 'yes',
  created_time: '2026-11-20T12:00:03.12Z',
  is_block_trade: false,
};

describe('a market', () => {
  test('is read with its times, grid and totals', () => {
    expect(decodeMarket(JSON.stringify({ market: MARKET }))).toEqual({ ok: true, value: DECODED_MARKET });
  });

  test('needs its ticker alone', () => {
    expect(decodeMarket('{"market":{"ticker":"A-1"}}')).toEqual({ ok: true, value: { ticker: 'A-1' } });
  });

  test('loses fields that are wrong, and only those', () => {
    const market = {
      ...MARKET,
      title: 5,
      open_time: '0001-01-01T00:00:00Z',
      close_time: 'soon',
      price_ranges: 'cents',
      yes_bid_dollars: '7',
      volume_fp: [],
      status: { a: 1 },
    };
    const { title, openAt, closeAt, priceRanges, yesBid, volume, status, ...rest } = DECODED_MARKET;
    expect([title, openAt, closeAt, priceRanges, yesBid, volume, status]).not.toContain(undefined);
    expect(decodeMarket(JSON.stringify({ market }))).toEqual({ ok: true, value: rest });
  });

  test('that never traded has no last price', () => {
    expect(decodeMarket('{"market":{"ticker":"A-1","last_price_dollars":"0.0000"}}')).toMatchObject({
      value: { lastPrice: undefined },
    });
  });

  test('that was determined says its result and what it pays', () => {
    const market = { ticker: 'A-1', result: 'yes', settlement_value_dollars: '1.0000' };
    expect(decodeMarket(JSON.stringify({ market }))).toMatchObject({
      value: { result: 'yes', settlementValue: 10_000 },
    });
  });

  test('keeps markup as text and cuts a title that never ends', () => {
    const title = `<img onerror=alert(1)>${'x'.repeat(1_000)}`;
    expect(decodeMarket(JSON.stringify({ market: { ticker: 'A-1', title } }))).toMatchObject({
      value: { title: title.slice(0, 300) },
    });
  });
});

describe('a page', () => {
  test('of markets keeps the good rows and counts the others', () => {
    const body = { markets: [MARKET, {}, null, 7, [], { ticker: '<b>' }, { ticker: 'A-1' }], cursor: 'next' };
    const page = decodeMarketsPage(JSON.stringify(body));
    expect(page).toEqual({
      ok: true,
      value: { markets: [DECODED_MARKET, { ticker: 'A-1' }], rejected: 5, cursor: 'next' },
    });
  });

  test.each([[''], [null], [undefined], [7], ['c'.repeat(5_000)]])(
    'ends where the cursor is %j',
    (cursor) => {
      expect(decodeMarketsPage(JSON.stringify({ markets: [], cursor }))).toEqual({
        ok: true,
        value: { markets: [], rejected: 0, cursor: undefined },
      });
    },
  );

  test('of events keeps the markets nested in them', () => {
    const body = { events: [{ ...EVENT, markets: [MARKET, null] }, { title: 'no ticker' }], cursor: '' };
    expect(decodeEventsPage(JSON.stringify(body))).toEqual({
      ok: true,
      value: {
        events: [
          {
            ticker: 'RAINSEA-26NOV20',
            seriesTicker: 'RAINSEA',
            title: 'Rain in Seattle',
            subTitle: 'Nov 20',
            category: 'Climate and Weather',
            mutuallyExclusive: true,
            markets: [DECODED_MARKET],
          },
        ],
        rejected: 1,
        cursor: undefined,
      },
    });
  });

  test('of trades reads them as strictly as the socket does', () => {
    const rows = [TRADE, { ...TRADE, count_fp: '0.00' }, { ...TRADE, no_price_dollars: '0.9' }, null, 'x'];
    expect(decodeTradesPage(JSON.stringify({ trades: rows, cursor: 'more' }))).toEqual({
      ok: true,
      value: {
        trades: [
          {
            ticker: 'RAINSEA-26NOV20-A',
            tradeId: '5f6f2a1e-30c1-4c39-9c4b-6a4a1c0d7e11',
            yesPrice: 3_600,
            quantity: 1_250,
            taker: 'yes',
            isBlock: false,
            venueAt: 1_795_176_003_120,
          },
        ],
        rejected: 4,
        cursor: 'more',
      },
    });
  });
});

describe('an event', () => {
  test('finds its markets beside it or inside it', () => {
    for (const body of [{ event: EVENT, markets: [MARKET] }, { event: { ...EVENT, markets: [MARKET] } }]) {
      expect(decodeEvent(JSON.stringify(body))).toMatchObject({
        ok: true,
        value: { markets: [DECODED_MARKET] },
      });
    }
  });

  test('may have none, and none of its texts', () => {
    expect(decodeEvent('{"event":{"event_ticker":"E-1","mutually_exclusive":"yes"},"markets":7}')).toEqual({
      ok: true,
      value: { ticker: 'E-1', mutuallyExclusive: false, markets: [] },
    });
  });
});

test('a series says its category and how often it comes', () => {
  const series = {
    ticker: 'RAINSEA',
    title: 'Rain',
    category: 'Climate and Weather',
    frequency: 'daily',
    tags: null,
  };
  expect(decodeSeries(JSON.stringify({ series }))).toEqual({
    ok: true,
    value: { ticker: 'RAINSEA', title: 'Rain', category: 'Climate and Weather', frequency: 'daily' },
  });
});

test('the status of the exchange says whether it is open and when it will be', () => {
  expect(decodeExchangeStatus('{"exchange_active":true,"trading_active":false}')).toEqual({
    ok: true,
    value: { isExchangeActive: true, isTradingActive: false },
  });
  expect(
    decodeExchangeStatus(
      '{"exchange_active":false,"trading_active":false,"exchange_estimated_resume_time":"2026-11-20T12:00:03Z"}',
    ),
  ).toMatchObject({ value: { resumesAt: 1_795_176_003_000 } });
});

describe.each([
  ['decodeMarketsPage', decodeMarketsPage],
  ['decodeEventsPage', decodeEventsPage],
  ['decodeTradesPage', decodeTradesPage],
  ['decodeMarket', decodeMarket],
  ['decodeEvent', decodeEvent],
  ['decodeSeries', decodeSeries],
  ['decodeExchangeStatus', decodeExchangeStatus],
] as const)('%s', (_name, decode) => {
  test.each([
    ['', 'not-json'],
    ['<html>502</html>', 'not-json'],
    ['{"markets":[', 'not-json'],
    ['null', 'not-an-object'],
    ['[]', 'not-an-object'],
    ['"text"', 'not-an-object'],
    ['{}', 'unexpected-shape'],
    ['{"markets":{},"events":"x","trades":null,"market":[],"event":7,"series":[]}', 'unexpected-shape'],
    [
      '{"market":{},"event":{},"series":{},"exchange_active":true,"trading_active":"yes"}',
      'unexpected-shape',
    ],
    [
      '{"event":{"event_ticker":["E"]},"series":{"ticker":7},"exchange_active":1,"trading_active":true}',
      'unexpected-shape',
    ],
  ])('refuses %j: %s', (body, reason) => {
    expect(decode(body)).toEqual({ ok: false, reason });
  });
});
