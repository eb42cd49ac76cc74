/** The relay's HTTP against a fake exchange: REST by operation name, pairing, status, guards on the wire, secrets. */
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFakeExchange, type FakeExchange } from '../support/fake-exchange.ts';
import { startTestRelay, TOKEN, type TestRelay, type TestRelayOptions } from '../support/relay.ts';

let exchange: FakeExchange;
let relays: TestRelay[];
const start = async (options?: TestRelayOptions): Promise<TestRelay> => {
  const relay = await startTestRelay(exchange, options);
  relays.push(relay);
  return relay;
};

beforeEach(async () => {
  exchange = await startFakeExchange();
  relays = [];
});
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.close()));
  await exchange.close();
});

describe('operations', () => {
  test('a signed GET goes out, and status and body come back byte by byte', async () => {
    const relay = await start();
    const body = '{ "markets": [ {"title":"€ <b>"} ],\n "cursor": ""}';
    exchange.reply = () => ({ status: 200, body });
    const response = await relay.fetch('/api/markets?limit=5&tickers=A,B');
    expect([response.status, await response.text()]).toEqual([200, body]);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(exchange.requests).toEqual(['GET /trade-api/v2/markets?limit=5&tickers=A%2CB']);
  });

  test('the date of the exchange comes back beside that of the relay', async () => {
    const relay = await start();
    const date = 'Fri, 20 Nov 2026 12:00:00 GMT';
    exchange.reply = () => ({ status: 404, body: '{}', headers: { date } });
    const { headers } = await relay.fetch('/api/market?ticker=KX-1');
    expect(headers.get('x-exchange-date')).toBe(date);
    expect(headers.get('date')).not.toBe(date);
  });

  test('nothing of the page travels on: no token, no cookie, no header of its own', async () => {
    const relay = await start();
    await relay.fetch('/api/exchange-status', { headers: { cookie: 'canary', 'x-canary': 'canary' } });
    expect(Object.keys(exchange.requestHeaders[0] ?? {}).sort()).toEqual([
      'accept',
      'connection',
      'host',
      'kalshi-access-key',
      'kalshi-access-signature',
      'kalshi-access-timestamp',
    ]);
  });

  test.each([
    [400, '{"msg":"bad limit"}'],
    [404, '{"error":{"code":"market_not_found"}}'],
    [409, '{"code":"trading_is_paused"}'],
    [500, 'not json'],
  ])('an answer of %i passes unchanged', async (status, body) => {
    const relay = await start();
    exchange.reply = () => ({ status, body });
    const response = await relay.fetch('/api/market?ticker=KX-1');
    expect([response.status, await response.text()]).toEqual([status, body]);
  });

  test('429 passes with its Retry-After', async () => {
    const relay = await start();
    exchange.reply = () => ({
      status: 429,
      body: '{"error":"too many requests"}',
      headers: { 'retry-after': '2' },
    });
    const response = await relay.fetch('/api/series');
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '2']);
  });

  test('the body of a refused signature passes unchanged', async () => {
    const other = await startFakeExchange();
    const relay = await start({ config: { exchange: other } });
    const response = await relay.fetch('/api/balance');
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { details: 'INCORRECT_API_KEY_SIGNATURE' } });
    await other.close();
  });

  test('a page of HTML from the exchange is never served as one', async () => {
    const relay = await start();
    exchange.reply = () => ({ status: 200, body: '<script>', headers: { 'content-type': 'text/html' } });
    const response = await relay.fetch('/api/series');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('a redirect is not followed and not passed on', async () => {
    const other = await startFakeExchange();
    const relay = await start();
    exchange.reply = () => ({ status: 302, body: '', headers: { location: `${other.restUrl}/markets` } });
    const response = await relay.fetch('/api/markets');
    expect(response.status).toBe(502);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.json()).toMatchObject({ error: { code: 'exchange_redirect', details: null } });
    expect(other.requests).toEqual([]);
    await other.close();
  });

  test.each([
    ['hang', 504, 'exchange_timeout'],
    ['cut', 502, 'exchange_unreachable'],
  ] as const)('an exchange that would %s becomes %i %s', async (fault, status, code) => {
    const relay = await start({ restLimits: { totalMs: 200 } });
    exchange.reply = () => fault;
    const response = await relay.fetch('/api/markets');
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  test('an answer beyond the limit is cut and said so', async () => {
    const relay = await start({ restLimits: { maxBodyBytes: 1_000 } });
    exchange.reply = () => ({ status: 200, body: 'x'.repeat(100_000) });
    const response = await relay.fetch('/api/markets');
    expect([response.status, await response.json()]).toMatchObject([
      502,
      { error: { code: 'exchange_answer_too_large' } },
    ]);
  });

  test('what is not on the list never leaves', async () => {
    const relay = await start();
    const refused = [
      '/api/order-create',
      '/api/market?ticker=..%2F..',
      '/api/markets?also=1',
      '/api/',
      '/api/a/b',
    ];
    for (const path of refused) {
      const response = await relay.fetch(path);
      expect([400, 404]).toContain(response.status);
      expect(await response.json()).toMatchObject({ error: { code: expect.any(String) as unknown } });
    }
    const posted = await relay.fetch('/api/markets', { method: 'POST', headers: { origin: relay.origin } });
    expect(posted.status).toBe(404);
    expect(exchange.requests).toEqual([]);
  });

  test('the display defaults and the exchange are told', async () => {
    const relay = await start();
    expect(await (await relay.fetch('/api/config')).json()).toEqual({
      mode: 'sim',
      exchangeId: 'sim',
      windowMinutes: 10,
      hotMarketsLimit: 12,
      recentTradesLimit: 200,
      dataRetentionDays: 30,
      version: '0.0.0-test',
    });
  });
});

describe('pairing', () => {
  const pair = (relay: TestRelay, body: unknown, headers: Record<string, string> = {}) =>
    relay.fetch('/pair', {
      method: 'POST',
      token: '',
      headers: { origin: relay.origin, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const codeOf = (address: string): string => new URL(address).hash.replace('#pair=', '');

  test('the printed code is traded for the token once', async () => {
    const relay = await start();
    const address = relay.freshAddress();
    expect(address).toMatch(new RegExp(`^${relay.origin}/#pair=[\\w-]{22}$`));
    const first = await pair(relay, { code: codeOf(address) });
    expect([first.status, await first.json()]).toEqual([200, { token: TOKEN }]);
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect((await pair(relay, { code: codeOf(address) })).status).toBe(401);
  });

  test('a fixed token is a code that does not wear out', async () => {
    const relay = await start({ fixedToken: true });
    for (let times = 0; times < 20; times += 1) expect((await pair(relay, { code: TOKEN })).status).toBe(200);
  });

  test('the eleventh wrong code of a minute is answered 429, whatever it is', async () => {
    const relay = await start();
    const code = codeOf(relay.freshAddress());
    for (let times = 0; times < 10; times += 1)
      expect((await pair(relay, { code: 'wrong' })).status).toBe(401);
    expect((await pair(relay, { code })).status).toBe(429);
  });

  test.each([[{}], [{ code: 1 }], [[]], ['text'], [{ code: 'x'.repeat(40_000) }]])(
    '%o is no code',
    async (body) => {
      const relay = await start();
      const response = await pair(relay, body);
      expect([400, 413]).toContain(response.status);
      expect(Object.keys((await response.json()) as object)).toEqual(['error']);
    },
  );

  test('a form cannot pair', async () => {
    const relay = await start({ fixedToken: true });
    expect((await pair(relay, { code: TOKEN }, { 'content-type': 'text/plain' })).status).toBe(400);
  });
});

describe('guards on the wire', () => {
  test.each([
    ['no token', ''],
    ['a wrong token', 'wrong-token'],
  ])('with %s there is no data and no socket', async (_name, token) => {
    const relay = await start();
    for (const path of ['/api/config', '/api/markets', '/api/nonsense']) {
      const response = await relay.fetch(path, { token });
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain('windowMinutes');
    }
    const page = relay.openFeed({ protocols: ['flowboard.v1', `token.${token || 'x'}`] });
    await expect(page.opened).rejects.toThrow('401');
    expect([exchange.requests, exchange.sockets]).toEqual([[], []]);
  });

  test('a page of another origin gets no socket', async () => {
    const relay = await start();
    for (const origin of ['http://127.0.0.1:1', 'http://evil.test', 'null', `${relay.origin}/`])
      await expect(relay.openFeed({ origin }).opened).rejects.toThrow('403');
    expect(exchange.sockets).toEqual([]);
  });

  test.each([
    ['a rebound name', 'GET /health HTTP/1.1\r\nHost: evil.test:PORT\r\n', 421],
    ['another spelling', 'GET /health HTTP/1.1\r\nHost: 127.1:PORT\r\n', 421],
    ['no port', 'GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n', 421],
    ['a second host', 'GET /health HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: evil.test\r\n', 421],
    ['a host in the request line', 'GET http://evil.test/health HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n', 421],
    ['no host', 'GET /health HTTP/1.1\r\n', 400],
    ['no origin on a POST', 'POST /pair HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 0\r\n', 403],
    ['another site', 'GET /health HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nSec-Fetch-Site: cross-site\r\n', 403],
    [
      'a preflight',
      'OPTIONS /api/markets HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: http://evil.test\r\n',
      403,
    ],
    ['a socket without origin', `GET /feed HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n${UPGRADE()}`, 403],
    [
      'a socket elsewhere',
      `GET /other HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: ORIGIN\r\n${UPGRADE()}`,
      404,
    ],
    [
      'a socket with a query',
      `GET /feed?token=x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: ORIGIN\r\n${UPGRADE()}`,
      404,
    ],
    ['the alias on data', 'GET /api/config HTTP/1.1\r\nHost: localhost:PORT\r\n', 421],
    ['the alias on the page', 'GET / HTTP/1.1\r\nHost: localhost:PORT\r\n', 302],
    ['the right host', 'GET /health HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n', 200],
  ])('%s', async (_name, head, status) => {
    const relay = await start();
    const answer = await raw(relay.port, head);
    expect(answer.status).toBe(status);
    expect(answer.text.toLowerCase()).not.toContain('access-control-');
    if (status === 302) expect(answer.text).toContain(`Location: ${relay.origin}/\r\n`);
    expect([exchange.requests, exchange.sockets]).toEqual([[], []]);
  });

  test('every answer carries the headers that keep other pages out', async () => {
    const relay = await start();
    for (const path of ['/health', '/api/config', '/nothing.js']) {
      const { headers } = await relay.fetch(path);
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).toContain("script-src 'self' 'wasm-unsafe-eval';");
      expect(headers.get('content-security-policy')).toContain('trusted-types default');
      expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{12}$/);
    }
  });
});

describe('status', () => {
  test('health follows the feed, without a token', async () => {
    const relay = await start();
    const health = async (): Promise<unknown> => (await relay.fetch('/health', { token: '' })).json();
    expect(await health()).toMatchObject({
      mode: 'sim',
      exchangeId: 'sim',
      version: '0.0.0-test',
      clients: 0,
      lastFrameAgeMs: null,
      upstream: { state: 'idle', lastCloseCode: null },
    });
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    (await opening).send('{}');
    await page.until((messages) => messages.length === 1);
    expect(await health()).toMatchObject({
      clients: 1,
      lastFrameAgeMs: expect.any(Number) as unknown,
      upstream: { state: 'live' },
    });
  });

  test('metrics are Prometheus text', async () => {
    const relay = await start();
    await relay.fetch('/api/markets');
    await relay.fetch('/api/markets', { token: 'wrong' });
    const response = await relay.fetch('/metrics', { token: '' });
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await response.text();
    expect(text).toContain('flowboard_rest_seconds_count{operation="markets",status="200"} 1');
    expect(text).toContain('flowboard_guard_refused_total{guard="token"} 1');
  });
});

test('neither log nor answer ever holds token, code, signature, key or query', async () => {
  const relay = await start();
  const code = new URL(relay.freshAddress()).hash.replace('#pair=', '');
  const page = relay.openFeed();
  await page.opened;
  exchange.reply = () => 'cut';
  const answers = [
    await relay.fetch('/api/markets?cursor=canary-query'),
    await relay.fetch('/api/markets?ticker=canary-query'),
    await relay.fetch('/api/markets', { token: 'canary-wrong-token' }),
    await relay.fetch('/nothing?x=canary-query', { headers: { referer: 'http://canary-referer/' } }),
    await relay.fetch('/pair', {
      method: 'POST',
      headers: { origin: relay.origin, 'content-type': 'application/json' },
      body: '{"code":"canary-code"',
    }),
    await relay.fetch('/pair', {
      method: 'POST',
      headers: { origin: relay.origin, 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'canary-code' }),
    }),
  ];
  page.socket.send('{"cmd":"canary-command"}');
  await page.until((messages) => messages.length === 1);
  await relay
    .openFeed({ protocols: ['flowboard.v1', 'token.canary-wrong-token'] })
    .opened.catch(() => undefined);
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  const signatures = exchange.requestHeaders.map((headers) => String(headers['kalshi-access-signature']));
  expect(signatures.length).toBeGreaterThan(0);
  const everything = [relay.logged(), ...texts, ...page.messages].join('\n');
  expect(relay.logged()).toContain('"connection":"');
  expect(relay.logged()).toContain('"request":"');
  for (const secret of ['canary', TOKEN, code, ...signatures, 'node_modules', 'at '])
    expect(everything).not.toContain(secret);
});

function UPGRADE(): string {
  return 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';
}

/** Sends a request head as it is, so that no client library puts it right. */
function raw(port: number, head: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    socket.on('error', reject);
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text }));
    const closing = /\r\nConnection: /i.test(head) ? '' : 'Connection: close\r\n';
    const filled = head.replaceAll('PORT', String(port)).replaceAll('ORIGIN', `http://127.0.0.1:${port}`);
    socket.write(`${filled}${closing}\r\n`);
  });
}
