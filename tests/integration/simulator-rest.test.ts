import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as Kalshi from 'kalshi-typescript';
import type { UnixMs } from '#core/units/time.ts';
import { startSimulator, type Simulator } from '../../relay/simulator/server.ts';
import { getJson, signedHeaders } from '../support/exchange-client.ts';

// The official client is CommonJS and takes its global axios instance from itself.
const kalshi = createRequire(import.meta.url)('kalshi-typescript') as typeof Kalshi;

type Row = Record<string, unknown>;

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ seed: 8, rate: 60, pastMs: 20 * 60_000 });
});
afterAll(() => simulator.close());

const get = (path: string): ReturnType<typeof getJson> => getJson(simulator, path);

/** Walks all pages of a list. */
async function all(path: string, name: string): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor = '';
  do {
    const { body } = await get(`${path}&cursor=${cursor}`);
    rows.push(...(body[name] as Row[]));
    cursor = body['cursor'] as string;
  } while (cursor !== '');
  return rows;
}

describe('lists over REST', () => {
  test('pages of markets meet without overlap or hole', async () => {
    const whole = await get('/markets?limit=1000&mve_filter=exclude');
    const expected = (whole.body['markets'] as Row[]).map((market) => market['ticker']);
    const paged = (await all('/markets?limit=37&mve_filter=exclude', 'markets')).map(
      (market) => market['ticker'],
    );
    expect(new Set(paged).size).toBe(paged.length);
    // A market may be listed between two pages, never lost.
    for (const ticker of expected) expect(paged).toContain(ticker);
    expect(expected.length).toBeGreaterThan(180);
  });

  test.each([
    ['unopened', ['initialized']],
    ['open', ['active']],
    ['paused', ['inactive']],
    ['closed', ['closed', 'determined']],
    ['settled', ['finalized']],
  ])('status=%s gives %j only', async (filter, statuses) => {
    const { body } = await get(`/markets?limit=1000&status=${filter}`);
    for (const market of body['markets'] as Row[]) expect(statuses).toContain(market['status']);
  });

  test('filters by event, series, tickers and combos', async () => {
    const combos = (await get('/markets?mve_filter=only')).body['markets'] as Row[];
    expect(combos.length).toBeGreaterThan(2);
    for (const market of combos) {
      expect(market['ticker']).toMatch(/^KXMVE/);
      expect((market['mve_selected_legs'] as Row[]).length).toBeGreaterThan(1);
    }
    const series = (await get('/markets?series_ticker=KXHIGHNY&status=open')).body['markets'] as Row[];
    expect(series).toHaveLength(6);
    const [first, second] = series.map((market) => String(market['ticker']));
    const event = String(series[0]?.['event_ticker']);
    expect((await get(`/markets?event_ticker=${event}`)).body['markets']).toHaveLength(6);
    expect((await get(`/markets?tickers=${first},${second}`)).body['markets']).toHaveLength(2);
  });

  test.each([
    ['a limit over 1000', '/markets?limit=1001'],
    ['a limit that is no number', '/markets?limit=ten'],
    ['an unknown status', '/markets?status=active'],
    ['creation times of closed markets', '/markets?status=closed&min_created_ts=1'],
    ['close times of open markets', '/markets?status=open&max_close_ts=9'],
    ['settlement times of open markets', '/markets?status=open&min_settled_ts=1'],
    ['two families of times', '/markets?min_close_ts=1&min_settled_ts=1'],
    ['update times with a status', '/markets?status=open&mve_filter=exclude&min_updated_ts=1'],
    ['update times with combos', '/markets?min_updated_ts=1'],
    ['a time that is no number', '/markets?min_close_ts=now'],
    ['events by 201', '/events?limit=201'],
    ['books without tickers', '/markets/orderbooks'],
    ['a depth over 100', '/markets/KXA/orderbook?depth=101'],
    ['candles without a range', '/markets/candlesticks?market_tickers=KXA'],
    [
      'candles of seven minutes',
      '/markets/candlesticks?market_tickers=KXA&start_ts=1&end_ts=2&period_interval=7',
    ],
    [
      'too many candles',
      '/markets/candlesticks?market_tickers=KXA&start_ts=1&end_ts=999999999&period_interval=1',
    ],
  ])('%s is a 400', async (_, path) => {
    const { status, body } = await get(path);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_parameters', details: expect.any(String) as unknown });
  });

  test.each([
    ['/markets/KXNONE', 'market not found'],
    ['/markets/KXNONE/orderbook', 'market not found'],
    ['/events/KXNONE', 'event not found'],
    ['/series/KXNONE', 'series not found'],
    [
      '/series/KXBTC15M/markets/KXNONE/candlesticks?start_ts=1&end_ts=2&period_interval=1',
      'market not found',
    ],
    ['/nowhere', 'path not found'],
  ])('%s is a 404', async (path, message) => {
    expect(await get(path)).toEqual({ status: 404, body: { error: { code: 'not_found', message } } });
  });

  test('compatible time filters are heard', async () => {
    const now = Math.floor(Date.now() / 1000);
    const settled = (await get(`/markets?status=settled&min_settled_ts=${now - 3600}`)).body[
      'markets'
    ] as Row[];
    expect(settled.length).toBeGreaterThan(3);
    for (const market of settled) expect(market['result']).toMatch(/^(yes|no)$/);
    expect((await get(`/markets?status=settled&max_settled_ts=${now - 86_400}`)).body['markets']).toEqual([]);
    const updated = `/markets?mve_filter=exclude&min_updated_ts=${now + 3600}`;
    expect((await get(updated)).body['markets']).toEqual([]);
  });

  test('events nest their markets on request; combos have their own list', async () => {
    const plain = await all('/events?limit=50&status=open', 'events');
    expect(plain.length).toBeGreaterThan(35);
    expect(plain.every((event) => !('markets' in event))).toBe(true);
    expect(plain.some((event) => String(event['event_ticker']).startsWith('KXMVE'))).toBe(false);
    const nested = (await get('/events?with_nested_markets=true&series_ticker=KXFEDDECISION')).body[
      'events'
    ] as Row[];
    expect(nested).toHaveLength(1);
    expect(nested[0]).toMatchObject({ mutually_exclusive: true, category: 'Economics' });
    expect(nested[0]?.['markets']).toHaveLength(4);
    const combos = (await get('/events/multivariate')).body['events'] as Row[];
    expect(combos.length).toBeGreaterThan(2);
  });

  test('trades come newest first, page without overlap, and filter by ticker and time', async () => {
    const first = (await get('/markets/trades?limit=200')).body;
    const rest = (await get(`/markets/trades?limit=200&cursor=${String(first['cursor'])}`)).body;
    const rows = [...(first['trades'] as Row[]), ...(rest['trades'] as Row[])];
    expect(new Set(rows.map((trade) => trade['trade_id'])).size).toBe(400);
    const times = rows.map((trade) => Date.parse(String(trade['created_time'])));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const ticker = String(rows[0]?.['ticker']);
    const middle = Math.floor((times[200] ?? 0) / 1000);
    const path = `/markets/trades?ticker=${ticker}&min_ts=${middle - 60}&max_ts=${middle}&limit=1000`;
    for (const trade of (await get(path)).body['trades'] as Row[]) {
      expect(trade['ticker']).toBe(ticker);
      const at = Date.parse(String(trade['created_time'])) / 1000;
      expect(at).toBeGreaterThanOrEqual(middle - 60);
      expect(at).toBeLessThan(middle + 1);
    }
    expect((await get('/markets/trades?cursor=garbage')).status).toBe(200);
    const blocks = (await get('/markets/trades?is_block_trade=true&limit=1000')).body['trades'] as Row[];
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.every((trade) => trade['is_block_trade'] === true)).toBe(true);
  });

  test('candles add up to the trades of their minute', async () => {
    const now = Math.floor(Date.now() / 1000);
    const series = 'KXFEDDECISION';
    const markets = (await get(`/markets?series_ticker=${series}&status=open`)).body['markets'] as Row[];
    const busiest = markets.sort((a, b) => Number(b['volume_24h_fp']) - Number(a['volume_24h_fp']))[0];
    const name = String(busiest?.['ticker']);
    const range = `start_ts=${now - 900}&end_ts=${now - 120}&period_interval=1`;
    const { body } = await get(`/series/${series}/markets/${name}/candlesticks?${range}`);
    const candles = body['candlesticks'] as Row[];
    expect(candles.length).toBeGreaterThan(3);
    for (const candle of candles.slice(0, 3)) {
      const end = Number(candle['end_period_ts']);
      expect(end % 60).toBe(0);
      const path = `/markets/trades?ticker=${name}&min_ts=${end - 60}&max_ts=${end - 1}&limit=1000`;
      const trades = (await get(path)).body['trades'] as Row[];
      const volume = trades.reduce((sum, trade) => sum + Number(trade['count_fp']), 0);
      expect(Number(candle['volume_fp'])).toBeCloseTo(volume, 6);
    }
    const hourly = `/markets/candlesticks?market_tickers=${name}&start_ts=${now - 7200}&end_ts=${now + 3600}&period_interval=60&include_latest_before_start=true`;
    const batch = (await get(hourly)).body['markets'] as Row[];
    expect(batch).toHaveLength(1);
    expect((batch[0]?.['candlesticks'] as Row[]).length).toBeGreaterThan(0);
  });

  test('order writes are refused in the exchange’s error shape', async () => {
    const write = async (path: string): Promise<Response> => {
      const headers = signedHeaders(
        simulator.keyId,
        simulator.privateKeyPem ?? '',
        'POST',
        `/trade-api/v2${path}`,
      );
      return fetch(`http://127.0.0.1:${simulator.port}/trade-api/v2${path}`, {
        method: 'POST',
        headers,
        body: '{}',
      });
    };
    const current = await write('/portfolio/events/orders');
    expect(current.status).toBe(501);
    expect(await current.json()).toMatchObject({ error: { code: 'not_implemented' } });
    expect((await write('/portfolio/orders')).status).toBe(410);
  });
});

describe('the official TypeScript client, unmodified', () => {
  const configure = (): Kalshi.Configuration =>
    new kalshi.Configuration({
      apiKey: simulator.keyId,
      privateKeyPem: simulator.privateKeyPem ?? '',
      basePath: `http://127.0.0.1:${simulator.port}/trade-api/v2`,
    });

  test('reads status, series, events and markets', async () => {
    const exchange = new kalshi.ExchangeApi(configure());
    expect((await exchange.getExchangeStatus()).data.trading_active).toBe(true);
    const markets = new kalshi.MarketApi(configure());
    const list = (await markets.getMarkets(50)).data;
    expect(list.markets).toHaveLength(50);
    expect(list.cursor).not.toBe('');
    const [listed] = list.markets;
    const ticker = listed?.ticker ?? '';
    expect((await markets.getMarket(ticker)).data.market.event_ticker).toBe(listed?.event_ticker);
    expect((await markets.getSeriesList()).data.series.length).toBeGreaterThan(30);
    expect((await markets.getSeries('KXBTC15M')).data.series.category).toBe('Crypto');
    const events = new kalshi.EventsApi(configure());
    expect((await events.getEvents(20)).data.events).toHaveLength(20);
    const event = (await events.getEvent(listed?.event_ticker ?? '', true)).data;
    expect(event.event.markets?.map((market) => market.ticker)).toContain(ticker);
    expect((await events.getMultivariateEvents()).data.events.length).toBeGreaterThan(2);
  });

  test('reads books, trades and candles', async () => {
    const markets = new kalshi.MarketApi(configure());
    const trades = (await markets.getTrades(10)).data.trades;
    expect(trades).toHaveLength(10);
    const [trade] = trades;
    const ticker = trade?.ticker ?? '';
    const book = (await markets.getMarketOrderbook(ticker, 5)).data.orderbook_fp;
    expect(book.yes_dollars.length + book.no_dollars.length).toBeGreaterThan(0);
    expect((await markets.getMarketOrderbooks([ticker])).data.orderbooks[0]?.ticker).toBe(ticker);
    const now = Math.floor(Date.now() / 1000);
    const series = ticker.split('-')[0] ?? '';
    const candles = await markets.getMarketCandlesticks(series, ticker, now - 1800, now + 60, 1);
    expect(candles.data.candlesticks.length).toBeGreaterThan(0);
    const batch = await markets.batchGetMarketCandlesticks(ticker, now - 1800, now + 60, 60);
    expect(batch.data.markets[0]?.market_ticker).toBe(ticker);
  });

  test('reads an account that is empty', async () => {
    const portfolio = new kalshi.PortfolioApi(configure());
    expect((await portfolio.getBalance()).data.balance).toBe(100_000);
    expect((await portfolio.getPositions()).data.market_positions).toEqual([]);
    expect((await portfolio.getFills()).data.fills).toEqual([]);
    expect((await portfolio.getSettlements()).data.settlements).toEqual([]);
    expect((await new kalshi.OrdersApi(configure()).getOrders()).data.orders).toEqual([]);
  });
});

test.each([undefined, 1_790_000_000_000 as UnixMs])(
  'an answer has the date of the exchange, of the clock that stamps its trades (start %s)',
  async (start) => {
    const run = await startSimulator({
      seed: 5,
      rate: 50,
      pastMs: 60_000,
      ...(start === undefined ? {} : { start }),
    });
    const answer = await fetch(`http://127.0.0.1:${run.port}/trade-api/v2/markets/trades?limit=1`);
    const date = Date.parse(answer.headers.get('date') ?? '');
    const { trades } = (await answer.json()) as { trades: { created_time: string }[] };
    await run.close();
    expect(Math.abs(date - Date.parse(trades[0]?.created_time ?? ''))).toBeLessThan(5_000);
  },
);

describe('trade ids of two runs with one seed', () => {
  const START = 1_790_000_000_000 as UnixMs;

  async function idsOfARun(start: UnixMs): Promise<readonly unknown[]> {
    const run = await startSimulator({ seed: 5, rate: 10, pastMs: 60_000, start });
    const { body } = await getJson(run, `/markets/trades?limit=200&max_ts=${start / 1_000}`);
    await run.close();
    return (body['trades'] as Row[]).map((trade) => trade['trade_id']);
  }

  test('are equal where the start is equal', async () => {
    const ids = await idsOfARun(START);
    expect(ids.length).toBeGreaterThan(20);
    expect(await idsOfARun(START)).toEqual(ids);
  });

  test('differ where the start differs, so that a reader keeps the trades of both', async () => {
    const first = new Set(await idsOfARun(START));
    const second = await idsOfARun((START + 1_000) as UnixMs);
    expect(second.filter((id) => first.has(id))).toEqual([]);
  });
});
