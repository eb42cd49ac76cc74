import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import { startSimulator, type Simulator } from '../../relay/simulator/server.ts';
import { connectTo, getJson, type ExchangeClient, type Frame } from '../support/exchange-client.ts';

type Levels = Map<string, number>;

const hundredths = (text: unknown): number => Math.round(Number(text) * 100);

/** Returns the tickers of the `count` busiest open markets. */
async function busiest(simulator: Simulator, count: number): Promise<string[]> {
  const { body } = await getJson(simulator, '/markets?limit=1000&status=open');
  const markets = body['markets'] as { ticker: string; volume_24h_fp: string }[];
  markets.sort((a, b) => Number(b.volume_24h_fp) - Number(a.volume_24h_fp));
  return markets.slice(0, count).map((market) => market.ticker);
}

/** Returns a book as sorted text, so that two books can be compared. */
function describeBook(yes: Levels, no: Levels): string {
  const side = (levels: Levels): string =>
    [...levels]
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([price, size]) => `${price}x${size}`)
      .join(' ');
  return `yes ${side(yes)} no ${side(no)}`;
}

const levelsOf = (pairs: unknown): Levels =>
  new Map(((pairs ?? []) as [string, string][]).map(([price, size]) => [price, hundredths(size)]));

const describeSnapshot = (msg: Frame['msg']): string =>
  describeBook(levelsOf(msg?.['yes_dollars_fp']), levelsOf(msg?.['no_dollars_fp']));

/** Plays the frames of one market and gives the book after each, by seq. */
function replayBook(frames: readonly Frame[], ticker: string): Map<number, string> {
  const yes: Levels = new Map();
  const no: Levels = new Map();
  const states = new Map<number, string>();
  let hasBook = false;
  for (const { type, msg, seq } of frames) {
    if (msg?.['market_ticker'] !== ticker || seq === undefined) continue;
    if (type === 'orderbook_snapshot') {
      if (hasBook) expect(describeSnapshot(msg)).toBe(describeBook(yes, no));
      for (const [side, key] of [
        [yes, 'yes_dollars_fp'],
        [no, 'no_dollars_fp'],
      ] as const) {
        side.clear();
        for (const [price, size] of levelsOf(msg[key])) side.set(price, size);
      }
      hasBook = true;
    } else if (type === 'orderbook_delta') {
      const side = msg['side'] === 'yes' ? yes : no;
      const price = String(msg['price_dollars']);
      const size = (side.get(price) ?? 0) + hundredths(msg['delta_fp']);
      expect(size).toBeGreaterThanOrEqual(0);
      if (size === 0) side.delete(price);
      else side.set(price, size);
    } else continue;
    states.set(seq, describeBook(yes, no));
  }
  return states;
}

describe('a session with a busy exchange', () => {
  let simulator: Simulator;
  const clients: ExchangeClient[] = [];
  const connect = async (): Promise<ExchangeClient> => {
    const client = await connectTo(simulator);
    clients.push(client);
    return client;
  };
  beforeAll(async () => {
    simulator = await startSimulator({ seed: 4, rate: 150, pastMs: 120_000 });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(() => simulator.close());

  test('trades of all markets arrive with rising seq and both leg prices', async () => {
    const client = await connect();
    client.send({ id: 1, cmd: 'subscribe', params: { channels: ['trade'] } });
    const trades = (): Frame[] => client.frames.filter((frame) => frame.type === 'trade');
    await client.until(() => trades().length >= 100);
    expect(client.frames[0]).toMatchObject({ id: 1, type: 'subscribed', msg: { channel: 'trade', sid: 1 } });
    expect(trades().map((frame) => frame.seq)).toEqual(trades().map((_, index) => index + 1));
    expect(new Set(trades().map((frame) => frame.msg?.['trade_id'])).size).toBe(trades().length);
    for (const { msg, sid, sending_ts_ms: sentAt } of trades()) {
      expect(sid).toBe(1);
      expect(Number(msg?.['yes_price_dollars']) + Number(msg?.['no_price_dollars'])).toBeCloseTo(1, 9);
      expect(msg?.['taker_outcome_side']).toBe(msg?.['taker_side']);
      expect(msg?.['taker_book_side']).toBe(msg?.['taker_side'] === 'yes' ? 'bid' : 'ask');
      expect(msg?.['count_fp']).toMatch(/^\d+\.\d\d$/);
      expect(sentAt).toBeGreaterThanOrEqual(Number(msg?.['ts_ms']));
    }
  });

  test('snapshot and deltas give the book that get_snapshot and REST show', async () => {
    const client = await connect();
    const tickers = await busiest(simulator, 6);
    const [ticker = ''] = tickers;
    client.send({
      id: 1,
      cmd: 'subscribe',
      params: { channels: ['orderbook_delta'], market_tickers: tickers, use_yes_price: false },
    });
    await client.until(() => client.frames.filter((frame) => frame.type === 'orderbook_delta').length > 400);
    client.send({
      id: 2,
      cmd: 'update_subscription',
      params: { sid: 1, action: 'get_snapshot', market_tickers: tickers },
    });
    await client.until(() => client.frames.filter((frame) => frame.id === 2).length === tickers.length);
    const before = client.frames.length;
    const { body } = await getJson(simulator, `/markets/${ticker}/orderbook`);
    await client.until(() => client.frames.length > before + 50);

    expect(client.frames.some((frame) => frame.type === 'ok')).toBe(false);
    const sequence = client.frames.flatMap((frame) => frame.seq ?? []);
    expect(sequence).toEqual(sequence.map((_, index) => index + 1));
    for (const each of tickers) expect(replayBook(client.frames, each).size).toBeGreaterThan(1);
    const book = body['orderbook_fp'] as { yes_dollars: unknown; no_dollars: unknown };
    const seen = [...replayBook(client.frames, ticker).values()];
    expect(seen).toContain(describeBook(levelsOf(book.yes_dollars), levelsOf(book.no_dollars)));
  });

  test('the sizes of trades sum to the growth of the ticker’s volume', async () => {
    const client = await connect();
    const [ticker = ''] = await busiest(simulator, 1);
    const params = { channels: ['trade', 'ticker'], market_tickers: [ticker], send_initial_snapshot: true };
    client.send({ id: 1, cmd: 'subscribe', params });
    const of = (type: string): Frame[] => client.frames.filter((frame) => frame.type === type);
    await client.until(() => of('ticker').length > 4 && of('trade').length > 10);
    const [first] = of('ticker');
    const last = of('ticker').at(-1);
    const [from, to] = [first, last].map((frame) => client.frames.indexOf(frame ?? { type: '' }));
    const traded = client.frames
      .slice(from, to)
      .filter((frame) => frame.type === 'trade')
      .reduce((sum, frame) => sum + hundredths(frame.msg?.['count_fp']), 0);
    expect(traded).toBe(hundredths(last?.msg?.['volume_fp']) - hundredths(first?.msg?.['volume_fp']));
    expect(of('trade').every((frame) => frame.msg?.['market_ticker'] === ticker)).toBe(true);
    expect(of('ticker').every((frame) => frame.seq === undefined)).toBe(true);
  });
});

describe('commands to a calm exchange', () => {
  let simulator: Simulator;
  const clients: ExchangeClient[] = [];
  const connect = async (): Promise<ExchangeClient> => {
    const client = await connectTo(simulator);
    clients.push(client);
    return client;
  };
  beforeAll(async () => {
    simulator = await startSimulator({ seed: 4, rate: 0, pastMs: 120_000 });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(() => simulator.close());

  test.each([
    ['text that is no JSON', 'hello', 1],
    ['an array', '[]', 1],
    ['an id that is no integer', { id: 'a', cmd: 'list_subscriptions' }, 1],
    ['no command', { id: 1 }, 5],
    ['an unknown command', { id: 1, cmd: 'dance' }, 5],
    ['no params', { id: 1, cmd: 'subscribe' }, 2],
    ['no channels', { id: 1, cmd: 'subscribe', params: {} }, 3],
    ['empty channels', { id: 1, cmd: 'subscribe', params: { channels: [] } }, 3],
    ['channels of a wrong type', { id: 1, cmd: 'subscribe', params: { channels: 'trade' } }, 1],
    ['an unknown channel', { id: 1, cmd: 'subscribe', params: { channels: ['multivariate'] } }, 8],
    ['a book without markets', { id: 1, cmd: 'subscribe', params: { channels: ['orderbook_delta'] } }, 14],
    [
      'a malformed market id',
      { id: 1, cmd: 'subscribe', params: { channels: ['ticker'], market_ids: ['x'] } },
      11,
    ],
    [
      'single and list form together',
      { id: 1, cmd: 'subscribe', params: { channels: ['trade'], market_ticker: 'A', market_tickers: ['B'] } },
      11,
    ],
    [
      'a shard without its factor',
      { id: 1, cmd: 'subscribe', params: { channels: ['communications'], shard_key: 0 } },
      20,
    ],
    [
      'a shard factor of zero',
      { id: 1, cmd: 'subscribe', params: { channels: ['communications'], shard_factor: 0 } },
      19,
    ],
    [
      'a shard key out of range',
      { id: 1, cmd: 'subscribe', params: { channels: ['communications'], shard_factor: 2, shard_key: 2 } },
      21,
    ],
    [
      'a shard factor too large',
      { id: 1, cmd: 'subscribe', params: { channels: ['communications'], shard_factor: 101 } },
      22,
    ],
    [
      'index values without indexes',
      { id: 1, cmd: 'subscribe', params: { channels: ['cfbenchmarks_value'] } },
      24,
    ],
    ['prices without underlyings', { id: 1, cmd: 'subscribe', params: { channels: ['pyth_value'] } }, 28],
    ['unsubscribe without sids', { id: 1, cmd: 'unsubscribe', params: {} }, 4],
    ['unsubscribe of an unknown sid', { id: 1, cmd: 'unsubscribe', params: { sids: [9] } }, 7],
    ['update without a sid', { id: 1, cmd: 'update_subscription', params: { action: 'add_markets' } }, 12],
    [
      'update of two sids',
      { id: 1, cmd: 'update_subscription', params: { sids: [1, 2], action: 'add_markets' } },
      12,
    ],
    [
      'update without an action',
      { id: 1, cmd: 'update_subscription', params: { sid: 1, market_tickers: ['A'] } },
      15,
    ],
    [
      'an unknown action',
      { id: 1, cmd: 'update_subscription', params: { sid: 1, action: 'x', market_tickers: ['A'] } },
      13,
    ],
    [
      'update without markets',
      { id: 1, cmd: 'update_subscription', params: { sid: 1, action: 'add_markets' } },
      14,
    ],
    [
      'update of an unknown sid',
      { id: 1, cmd: 'update_subscription', params: { sid: 5, action: 'add_markets', market_tickers: ['A'] } },
      7,
    ],
  ])('%s is answered with its error code', async (_, command, code) => {
    const client = await connect();
    client.send(command);
    const reply = await client.wait((frame) => frame.type === 'error');
    expect(reply.msg?.['code']).toBe(code);
    expect(reply.msg?.['msg']).toMatch(/^[A-Za-z_ ]{10}/);
  });

  test('a channel has one sid; subscribing again merges and is answered ok', async () => {
    const client = await connect();
    const [first = '', second = '', third = ''] = await busiest(simulator, 3);
    const subscribe = (id: number, tickers: string[]): void =>
      client.send({
        id,
        cmd: 'subscribe',
        params: { channels: ['orderbook_delta'], market_tickers: tickers },
      });
    subscribe(1, [first]);
    subscribe(2, [first, second]);
    client.send({
      id: 3,
      cmd: 'update_subscription',
      params: { sid: 1, action: 'add_markets', market_ticker: third },
    });
    client.send({
      id: 4,
      cmd: 'update_subscription',
      params: { sids: [1], action: 'delete_markets', market_tickers: [first] },
    });
    client.send({ id: 5, cmd: 'list_subscriptions' });
    client.send({ id: 6, cmd: 'unsubscribe', params: { sids: [1] } });
    client.send({ id: 7, cmd: 'subscribe', params: { channels: ['ticker', 'trade'] } });
    await client.wait((frame) => frame.type === 'subscribed' && frame.msg?.['channel'] === 'trade');
    const summary = client.frames.map(({ type, id, sid, seq, msg }) => ({ type, id, sid, seq, msg }));
    const book = (ticker: string, seq: number): unknown => ({
      type: 'orderbook_snapshot',
      id: undefined,
      sid: 1,
      seq,
      msg: expect.objectContaining({ market_ticker: ticker }) as unknown,
    });
    expect(summary).toEqual([
      {
        type: 'subscribed',
        id: 1,
        sid: undefined,
        seq: undefined,
        msg: { channel: 'orderbook_delta', sid: 1 },
      },
      book(first, 1),
      { type: 'ok', id: 2, sid: 1, seq: 2, msg: { market_tickers: [first, second] } },
      book(second, 3),
      { type: 'ok', id: 3, sid: 1, seq: 4, msg: { market_tickers: [first, second, third] } },
      book(third, 5),
      { type: 'ok', id: 4, sid: 1, seq: 6, msg: { market_tickers: [second, third] } },
      { type: 'ok', id: 5, sid: undefined, seq: undefined, msg: [{ channel: 'orderbook_delta', sid: 1 }] },
      { type: 'unsubscribed', id: 6, sid: 1, seq: 7, msg: undefined },
      { type: 'subscribed', id: 7, sid: undefined, seq: undefined, msg: { channel: 'ticker', sid: 2 } },
      { type: 'subscribed', id: 7, sid: undefined, seq: undefined, msg: { channel: 'trade', sid: 3 } },
    ]);
  });

  test('unknown tickers are accepted and nothing comes of them', async () => {
    const client = await connect();
    client.send({
      id: 1,
      cmd: 'subscribe',
      params: { channels: ['orderbook_delta'], market_tickers: ['KXNONE-1.5'] },
    });
    client.send({ id: 2, cmd: 'list_subscriptions' });
    await client.wait((frame) => frame.id === 2);
    expect(client.frames.map((frame) => frame.type)).toEqual(['subscribed', 'ok']);
  });

  test('id 0 means no id; skip_ticker_ack leaves the lists out', async () => {
    const client = await connect();
    client.send({
      id: 0,
      cmd: 'subscribe',
      params: { channels: ['trade'], market_tickers: ['A'], skip_ticker_ack: true },
    });
    client.send({ id: 2, cmd: 'subscribe', params: { channels: ['trade'], market_tickers: ['B'] } });
    const reply = await client.wait((frame) => frame.id === 2);
    expect(client.frames[0]?.id).toBeUndefined();
    expect(reply).toMatchObject({ type: 'ok', sid: 1, seq: 1, msg: {} });
    expect(reply.msg).not.toHaveProperty('market_tickers');
  });

  test('use_yes_price puts the no side on the yes scale, still ascending', async () => {
    const [plain, yes] = [await connect(), await connect()];
    const [ticker = ''] = await busiest(simulator, 1);
    for (const [client, useYesPrice] of [
      [plain, false],
      [yes, true],
    ] as const) {
      const params = { channels: ['orderbook_delta'], market_tickers: [ticker], use_yes_price: useYesPrice };
      client.send({ id: 1, cmd: 'subscribe', params });
    }
    const [one, two] = await Promise.all(
      [plain, yes].map((client) => client.wait((frame) => frame.type === 'orderbook_snapshot')),
    );
    const no = one?.msg?.['no_dollars_fp'] as [string, string][];
    const flipped = two?.msg?.['no_dollars_fp'] as [string, string][];
    expect(two?.msg?.['yes_dollars_fp']).toEqual(one?.msg?.['yes_dollars_fp']);
    expect(no.length).toBeGreaterThan(3);
    expect(flipped).toEqual(no.map(([price, size]) => [(1 - Number(price)).toFixed(4), size]).reverse());
    const prices = flipped.map(([price]) => Number(price));
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
  });

  test('ticker takes market ids and sends an initial snapshot', async () => {
    const client = await connect();
    const [ticker = ''] = await busiest(simulator, 1);
    client.send({
      id: 1,
      cmd: 'subscribe',
      params: { channels: ['orderbook_delta'], market_ticker: ticker },
    });
    const snapshot = await client.wait((frame) => frame.type === 'orderbook_snapshot');
    const params = {
      channels: ['ticker'],
      market_ids: [snapshot.msg?.['market_id']],
      send_initial_snapshot: true,
    };
    client.send({ id: 2, cmd: 'subscribe', params });
    const frame = await client.wait((candidate) => candidate.type === 'ticker');
    expect(frame.msg).toMatchObject({ market_ticker: ticker, market_id: snapshot.msg?.['market_id'] });
    expect(frame.msg?.['yes_bid_dollars']).toMatch(/^0\.\d{4}$/);
    expect(frame.msg?.['ts']).toBe(Math.floor(Number(frame.msg?.['ts_ms']) / 1000));
  });
});

describe('keepalive', () => {
  test('pings carry “heartbeat”; a socket that never answers is dropped', async () => {
    const simulator = await startSimulator({ seed: 1, rate: 0, pastMs: 0, pingEveryMs: 20 });
    const [good, deaf] = [await connectTo(simulator), await connectTo(simulator)];
    deaf.socket.pong = () => undefined;
    const bodies: string[] = [];
    good.socket.on('ping', (body: Buffer) => bodies.push(body.toString('utf8')));
    expect(await deaf.closed()).toBe(1006);
    expect(new Set(bodies)).toEqual(new Set(['heartbeat']));
    const answered = new Promise<string>((resolve) =>
      good.socket.once('pong', (body: Buffer) => resolve(body.toString('utf8'))),
    );
    good.socket.ping('are you there');
    expect(await answered).toBe('are you there');
    good.close();
    await simulator.close();
  });
});

describe('lifecycle channels', () => {
  test('announce what happens as a quarter of an hour ends', async () => {
    const start = Date.parse('2026-11-20T14:14:59.500Z') as UnixMs;
    const simulator = await startSimulator({ seed: 2, rate: 5, pastMs: 300_000, start });
    const client = await connectTo(simulator);
    client.send({
      id: 1,
      cmd: 'subscribe',
      params: { channels: ['market_lifecycle_v2', 'multivariate_market_lifecycle'] },
    });
    const determined = await client.wait((frame) => frame.msg?.['event_type'] === 'determined');
    expect(determined).toMatchObject({ type: 'market_lifecycle_v2', sid: 1 });
    expect(determined.msg?.['settlement_value']).toBe(
      determined.msg?.['result'] === 'yes' ? '1.0000' : '0.0000',
    );
    const ticker = String(determined.msg?.['market_ticker']);
    const { body } = await getJson(simulator, `/markets/${ticker}`);
    expect(body['market']).toMatchObject({ result: determined.msg?.['result'] });
    client.close();
    await simulator.close();
  });
});
