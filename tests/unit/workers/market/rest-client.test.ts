import { describe, expect, test } from 'vitest';
import { CLOSE_CODES } from '../../../../workers/market/close-codes.ts';
import { askHealth, checkedOpener } from '../../../../workers/market/exchange-check.ts';
import { RestClient } from '../../../../workers/market/rest-client.ts';
import { fakeSockets } from '../../../support/fake-socket.ts';
import { ManualClock, settle } from '../../../support/manual-clock.ts';

function setUp(answer: () => Promise<Response>, isEnabled = true) {
  const clock = new ManualClock();
  const asked: { url: string; token: string | null; signal: AbortSignal | null | undefined }[] = [];
  const dates: number[] = [];
  const rest = new RestClient({
    onDate: (date) => dates.push(date),
    apiUrl: 'http://127.0.0.1:1/api',
    token: 'T',
    isEnabled,
    clock,
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      asked.push({
        url: input instanceof Request ? input.url : input.toString(),
        token: headers.get('authorization'),
        signal: init?.signal,
      });
      return answer();
    },
  });
  return { clock, rest, asked, dates };
}

describe('REST through the relay', () => {
  test('names the operation, leaves out what is undefined and shows the token', async () => {
    const { rest, asked } = setUp(() => Promise.resolve(new Response('{}')));
    await expect(rest.get('trades', { limit: '5', cursor: undefined })).resolves.toEqual({
      kind: 'body',
      text: '{}',
    });
    expect(asked[0]).toMatchObject({ url: 'http://127.0.0.1:1/api/trades?limit=5', token: 'Bearer T' });
  });

  test('the date of the exchange is told, also of a refusal, and none where none came', async () => {
    const headers = { 'x-exchange-date': 'Fri, 20 Nov 2026 12:00:00 GMT' };
    const answers = [
      new Response('{}', { headers }),
      new Response('', { status: 429, headers }),
      new Response('{}'),
      new Response('{}', { headers: { 'x-exchange-date': 'noon' } }),
    ];
    const { rest, clock, dates } = setUp(() => Promise.resolve(answers.shift() ?? Response.error()));
    for (const told of [1, 2, 2, 2]) {
      void rest.get('markets', {});
      await clock.run(100);
      expect(dates).toEqual(Array(told).fill(Date.parse('2026-11-20T12:00:00Z')));
    }
    expect(rest.stats.requests).toBe(4);
  });

  test('makes one request at a time, a tenth of a second apart', async () => {
    const { rest, clock, asked } = setUp(() => Promise.resolve(new Response('{}')));
    for (let i = 0; i < 3; i++) void rest.get('markets', {});
    await settle();
    expect(asked).toHaveLength(1);
    await clock.run(100);
    expect(asked).toHaveLength(2);
    await clock.run(100);
    expect(asked).toHaveLength(3);
  });

  test('a refusal and a broken line are words, and REST is not usable until it answers again', async () => {
    const answers = [
      () => Promise.resolve(new Response('{"error":{"code":"too_many_requests"}}', { status: 429 })),
      () => Promise.reject(new TypeError('refused')),
      () => Promise.resolve(new Response('{}')),
    ];
    const { rest, clock } = setUp(() => (answers.shift() ?? (() => Promise.resolve(new Response(''))))());
    const ask = async () => {
      const answer = rest.get('markets', {});
      await clock.run(200);
      return answer;
    };
    expect(await ask()).toEqual({ kind: 'failed', reason: 'too_many_requests (HTTP 429)' });
    expect(rest.isUsable).toBe(false);
    expect(await ask()).toEqual({ kind: 'failed', reason: 'refused' });
    expect(await ask()).toMatchObject({ kind: 'body' });
    expect(rest.isUsable).toBe(true);
    expect(rest.stats).toMatchObject({ requests: 3, failures: 2, lastError: 'refused' });
  });

  test('switched off it sends nothing at all', async () => {
    const off = setUp(() => Promise.resolve(new Response('{}')), false);
    await expect(off.rest.get('markets', {})).resolves.toEqual({ kind: 'off' });
    expect(off.asked).toEqual([]);
  });

  test('switching off calls off what is on its way', async () => {
    const { rest, asked } = setUp(() => new Promise<Response>(() => undefined));
    void rest.get('markets', {});
    await settle();
    rest.setEnabled(false);
    expect(asked[0]?.signal?.aborted).toBe(true);
  });
});

describe('the exchange behind the relay', () => {
  const health = (body: unknown) =>
    askHealth('http://127.0.0.1:1/api', () => Promise.resolve(Response.json(body)));
  async function openWith(found: () => Promise<string | undefined>) {
    const { open, connections } = fakeSockets();
    const closes: number[] = [];
    const socket = checkedOpener(open, 'sim', found)('ws://x', [], {
      onOpen: () => undefined,
      onText: () => undefined,
      onClose: (code) => closes.push(code),
    });
    await settle();
    return { connections, closes, socket };
  }

  test('the expected one is connected to', async () => {
    const { connections, closes } = await openWith(() => Promise.resolve('sim'));
    expect(connections).toHaveLength(1);
    expect(closes).toEqual([]);
  });

  test('another one is never connected to: its trades would fill the wrong record', async () => {
    const { connections, closes } = await openWith(() => Promise.resolve('prod'));
    expect(connections).toHaveLength(0);
    expect(closes).toEqual([CLOSE_CODES.otherExchange]);
  });

  test('a relay that is not there is a lost connection', async () => {
    const { closes } = await openWith(() => Promise.resolve(undefined));
    expect(closes).toEqual([1006]);
  });

  test('a socket given up before the answer is not opened', async () => {
    const { open, connections } = fakeSockets();
    const handlers = { onOpen: () => undefined, onText: () => undefined, onClose: () => undefined };
    checkedOpener(open, 'sim', () => Promise.resolve('sim'))('ws://x', [], handlers).close();
    await settle();
    expect(connections).toHaveLength(0);
  });

  test.each([
    [{ exchangeId: 'demo' }, 'demo'],
    [{ exchangeId: 7 }, undefined],
    [null, undefined],
  ])('health %j names %j', async (body, id) => {
    await expect(health(body)()).resolves.toBe(id);
  });
});
