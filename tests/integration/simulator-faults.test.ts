import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import { parseFaults } from '../../relay/simulator/faults.ts';
import { openReplay } from '../../relay/simulator/replay.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../relay/simulator/server.ts';
import { connectTo, getJson, type ExchangeClient, type Frame } from '../support/exchange-client.ts';
import { wait } from '../support/processes.ts';

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(options: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator({ seed: 6, rate: 200, pastMs: 5_000, ...options });
  stops.push(() => simulator.close());
  return simulator;
}

async function startWith(spec: string): Promise<{ simulator: Simulator; client: ExchangeClient }> {
  const faults = parseFaults(spec);
  if (!faults.ok) throw new Error(faults.reason);
  const simulator = await start({ faults: faults.value });
  const client = await connectTo(simulator);
  client.send({ id: 1, cmd: 'subscribe', params: { channels: ['trade', 'ticker'] } });
  return { simulator, client };
}

const trades = (client: ExchangeClient): Frame[] =>
  client.frames.filter((frame) => frame.type === 'trade' && typeof frame.seq === 'number');
const jumps = (client: ExchangeClient): number[] =>
  trades(client).flatMap(({ seq = 0 }, index, all) =>
    index === 0 ? [] : [seq - (all[index - 1]?.seq ?? 0)],
  );

describe('faults', () => {
  test.each([
    ['an unknown name', 'explode@3'],
    ['no time', 'gap'],
    ['a time that is no number', 'gap@soon'],
    ['an argument that is no number', 'gap@1:many'],
    ['a channel that does not exist', 'error10@1:nothing'],
    ['a close code that no socket may send', 'disconnect@1:1006'],
    ['a time past what a timer can count', 'gap@3000000'],
    ['a stall past what a timer can count', 'stall@1:3000000'],
  ])('%s is refused in words', (_, spec) => {
    expect(parseFaults(spec)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^expected .*found/) as unknown,
    });
  });

  test('a specification may name several', () => {
    expect(parseFaults('gap@1.5:3, error25@4:trade,stall@2')).toEqual({
      ok: true,
      value: [
        { name: 'gap', afterMs: 1_500, argument: '3' },
        { name: 'error25', afterMs: 4_000, argument: 'trade' },
        { name: 'stall', afterMs: 2_000, argument: undefined },
      ],
    });
  });

  test('gap skips seqs', async () => {
    const { client } = await startWith('gap@1:3');
    await client.until(() => jumps(client).includes(4));
  });

  test('duplicate repeats a frame', async () => {
    const { client } = await startWith('duplicate@1:50');
    await client.until(() => jumps(client).includes(0));
  });

  test('malformed text comes between good frames', async () => {
    const { client } = await startWith('malformed@1:6');
    await client.until(() => client.garbage.length >= 2);
    const before = trades(client).length;
    await client.until(() => trades(client).length > before + 10);
    expect(new Set(jumps(client))).toEqual(new Set([1]));
  });

  test('stall holds everything back, and nothing is lost', async () => {
    const { client } = await startWith('stall@1:1');
    await client.until(() => trades(client).length > 500);
    const late = trades(client).map((frame) => Number(frame.sending_ts_ms) - Number(frame.msg?.['ts_ms']));
    expect(late.length).toBeGreaterThan(0);
    expect(new Set(jumps(client))).toEqual(new Set([1]));
  });

  test('disconnect ends the socket, by its code or without one', async () => {
    expect(await (await startWith('disconnect@1:1001')).client.closed()).toBe(1001);
    expect(await (await startWith('disconnect@1')).client.closed()).toBe(1006);
  });

  test.each([
    ['error10', 10],
    ['error25', 25],
  ])('%s kills the subscription; a new one gets a new sid', async (name, code) => {
    const { client } = await startWith(`${name}@1:trade`);
    const error = await client.wait((frame) => frame.type === 'error');
    expect(error).toMatchObject({ sid: 1, msg: { code } });
    client.send({ id: 2, cmd: 'list_subscriptions' });
    const list = await client.wait((frame) => frame.id === 2);
    expect(list.msg).toEqual([{ channel: 'ticker', sid: 2 }]);
    client.send({ id: 3, cmd: 'subscribe', params: { channels: ['trade'] } });
    expect((await client.wait((frame) => frame.id === 3)).msg).toEqual({ channel: 'trade', sid: 3 });
  });

  test('status429 answers everything with the exchange’s body', async () => {
    const { simulator } = await startWith('status429@1:30');
    let reply = await getJson(simulator, '/exchange/status');
    while (reply.status === 200) {
      await wait(50); // asked faster, the ordinary rate limit would answer 429 before the fault does
      reply = await getJson(simulator, '/exchange/status');
    }
    expect(reply).toEqual({ status: 429, body: { error: 'too many requests' } });
    await expect(connectTo(simulator)).rejects.toThrow('429');
  });
});

describe('the legacy shape', () => {
  test('trades have cents, no id, no seq and no time of sending', async () => {
    const simulator = await start({ shape: 'legacy' });
    const client = await connectTo(simulator);
    client.send({ id: 1, cmd: 'subscribe', params: { channels: ['trade'] } });
    const frame = await client.wait((candidate) => candidate.type === 'trade');
    expect(Object.keys(frame).sort()).toEqual(['msg', 'sid', 'type']);
    expect(Number.isInteger(frame.msg?.['yes_price'])).toBe(true);
    expect(frame.msg).not.toHaveProperty('trade_id');
  });
});

describe('a replay', () => {
  const row = (ms: number, raw: unknown): string => JSON.stringify({ recv_ns: ms * 1e6, raw });
  const ticker = 'KXMADE-26NOV20-UP.5';
  const base = 1_700_000_000_000;
  const delta = (price: string, size: string, side: string): unknown => ({
    type: 'orderbook_delta',
    sid: 1,
    seq: 9,
    msg: { market_ticker: ticker, price_dollars: price, delta_fp: size, side, ts_ms: 1 },
  });
  const levels = { yes_dollars_fp: [['0.4000', '10.00']], no_dollars_fp: [['0.5500', '7.50']] };
  const lines = [
    row(base, { type: 'subscribed', id: 1, msg: { channel: 'orderbook_delta', sid: 1 } }),
    row(base, { type: 'orderbook_snapshot', sid: 1, seq: 1, msg: { market_ticker: ticker, ...levels } }),
    'not a row',
    row(base + 60_000, delta('0.4100', '5.00', 'yes')),
    row(base + 60_000, delta('0.4000', '-10.00', 'yes')),
    row(base + 61_000, {
      type: 'trade',
      msg: {
        trade_id: 'recorded-1',
        market_ticker: ticker,
        yes_price_dollars: '0.4100',
        count_fp: '2.00',
        taker_side: 'no',
      },
    }),
    row(base + 62_000, {
      type: 'orderbook_snapshot',
      sid: 1,
      seq: 4,
      msg: { market_ticker: ticker, yes_dollars_fp: [['0.4100', '3.00']] },
    }),
    row(base + 63_000, {
      type: 'ticker',
      msg: { market_ticker: ticker, price_dollars: '0.4100', volume_fp: '99.00' },
    }),
  ];

  test('plays books, trades and tickers again at its speed, with stamps of now', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flowboard-test-'));
    stops.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'book.jsonl.gz');
    writeFileSync(file, gzipSync(lines.join('\n')));
    const begin = Date.now() as UnixMs;
    const source = openReplay(file, 20, begin);
    if (!source.ok) throw new Error(source.reason);
    const simulator = await start({ source: source.value, start: begin });
    const client = await connectTo(simulator);
    const params = { channels: ['orderbook_delta', 'trade', 'ticker'], market_tickers: [ticker] };
    client.send({ id: 1, cmd: 'subscribe', params });
    const quote = await client.wait((frame) => frame.msg?.['volume_fp'] === '99.00');
    expect(quote.msg).toMatchObject({
      yes_bid_dollars: '0.4100',
      yes_bid_size_fp: '3.00',
      yes_ask_dollars: '1.0000',
    });
    const snapshot = client.frames.find((frame) => frame.type === 'orderbook_snapshot');
    expect(snapshot?.msg).toMatchObject(levels);
    const changes = client.frames.filter((frame) => frame.type === 'orderbook_delta');
    expect(changes.map(({ msg }) => [msg?.['side'], msg?.['price_dollars'], msg?.['delta_fp']])).toEqual([
      ['yes', '0.4100', '5.00'],
      ['yes', '0.4000', '-10.00'],
      ['yes', '0.4100', '-2.00'],
      ['no', '0.5500', '-7.50'],
    ]);
    const [trade] = trades(client);
    expect(trade?.msg).toMatchObject({ trade_id: 'recorded-1', taker_outcome_side: 'no', count_fp: '2.00' });
    expect(Number(trade?.msg?.['ts_ms'])).toBeGreaterThanOrEqual(begin + 3_000);
    expect(Number(trade?.msg?.['ts_ms'])).toBeLessThan(begin + 4_000);
    const { body } = await getJson(simulator, `/markets/${ticker}`);
    expect(body['market']).toMatchObject({
      event_ticker: 'KXMADE-26NOV20',
      status: 'active',
      volume_fp: '99.00',
    });
  });

  test('a file that is no recording is refused in words', () => {
    const folder = mkdtempSync(join(tmpdir(), 'flowboard-test-'));
    stops.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'other.txt');
    writeFileSync(file, 'a\nb\n');
    expect(openReplay(file, 1, 0 as UnixMs)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('found none') as unknown,
    });
    const missing = openReplay(join(folder, 'missing'), 1, 0 as UnixMs);
    expect(missing).toMatchObject({ ok: false, reason: expect.stringContaining('ENOENT') as unknown });
  });
});
