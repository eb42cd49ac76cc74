import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGuards, createTokenCheck, type GuardName, type RequestHead } from '../../../relay/guard.ts';

const PORT = 47_831;
const HOST = `127.0.0.1:${PORT}`;
const ORIGIN = `http://${HOST}`;
const TOKEN = 'right-token_0123';

const guardsWithout = (...disabled: GuardName[]) =>
  createGuards({ port: () => PORT, token: TOKEN, disabled: new Set(disabled) });
const guards = guardsWithout();

type Header = readonly [string, string];
function head(method: string, url: string, ...headers: readonly Header[]): RequestHead {
  return { method, url, headers: {}, rawHeaders: headers.flat() };
}
const host: Header = ['Host', HOST];
const origin: Header = ['Origin', ORIGIN];

/** Spellings near the right one, and far from it. */
const nearHost = fc.oneof(
  fc.constantFrom(
    ...['127.0.0.1', `127.0.0.1:${PORT + 1}`, `127.0.0.1.:${PORT}`, `127.1:${PORT}`, `0177.0.0.1:${PORT}`],
    ...[
      `2130706433:${PORT}`,
      `0x7f.0.0.1:${PORT}`,
      `[::1]:${PORT}`,
      `[::ffff:127.0.0.1]:${PORT}`,
      `0.0.0.0:${PORT}`,
    ],
    ...[
      `evil.test:${PORT}`,
      `127.0.0.1.evil.test:${PORT}`,
      `a@127.0.0.1:${PORT}`,
      ` ${HOST}`,
      `${HOST} `,
      '',
    ],
    ...[
      `${HOST},${HOST}`,
      `\t${HOST}`,
      `${HOST}/`,
      `LOCALHOST:${PORT}`,
      `localhost.:${PORT}`,
      `${HOST}#`,
      `0${HOST}`,
    ],
  ),
  fc.string(),
  fc.tuple(fc.string(), fc.string()).map(([before, after]) => before + HOST + after),
);

describe('Host', () => {
  test('only the exact host and port pass, whatever the spelling', () => {
    fc.assert(
      fc.property(nearHost, fc.constantFrom('/', '/health', '/api/markets', '/assets/x.js'), (name, url) => {
        const verdict = guards.request(head('GET', url, ['Host', name]));
        expect(verdict.kind).toBe(name === HOST ? 'pass' : 'refuse');
        if (verdict.kind === 'refuse') expect([verdict.guard, verdict.status]).toEqual(['host', 421]);
      }),
      { numRuns: 5_000 },
    );
  });

  test('none, two, or one in the request line are refused', () => {
    expect(guards.request(head('GET', '/')).kind).toBe('refuse');
    expect(guards.request(head('GET', '/', host, ['host', 'evil.test'])).kind).toBe('refuse');
    expect(guards.request(head('GET', '/', host, ['HOST', HOST])).kind).toBe('refuse');
    expect(guards.request(head('GET', 'http://evil.test/', host)).kind).toBe('refuse');
  });

  test('localhost is led to the canonical origin for a plain navigation to the page, and to nothing else', () => {
    const alias: Header = ['Host', `localhost:${PORT}`];
    expect(guards.request(head('GET', '/', alias))).toEqual({ kind: 'redirect', location: `${ORIGIN}/` });
    expect(guards.request(head('GET', '/?market=KX', alias, ['Sec-Fetch-Mode', 'navigate']))).toEqual({
      kind: 'redirect',
      location: `${ORIGIN}/?market=KX`,
    });
    for (const refused of [
      head('GET', '/', alias, ['Sec-Fetch-Mode', 'cors']),
      head('GET', '/health', alias),
      head('GET', '/api/config', alias),
      head('GET', '//evil.test', alias),
      head('POST', '/', alias, origin),
      head('GET', '/', ['Host', 'localhost']),
    ])
      expect(guards.request(refused).kind).toBe('refuse');
    expect(guards.upgrade(head('GET', '/', alias, origin)).kind).toBe('refuse');
  });
});

describe('Origin', () => {
  const nearOrigin = fc.oneof(
    nearHost.map((name) => `http://${name}`),
    fc.constantFrom(
      ...['null', 'file://', `https://${HOST}`, `HTTP://${HOST}`, `${ORIGIN}/`, `http://u:p@${HOST}`, ''],
      ...[
        `http://localhost:${PORT}`,
        `http://127.0.0.1:${PORT + 1}`,
        `${ORIGIN}.evil.test`,
        `${ORIGIN} ${ORIGIN}`,
      ],
    ),
  );

  test('sockets and every method but GET and HEAD need the exact one', () => {
    fc.assert(
      fc.property(
        nearOrigin,
        fc.constantFrom('POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
        (from, method) => {
          const expected = from === ORIGIN ? 'pass' : 'refuse';
          expect(guards.request(head(method, '/pair', host, ['Origin', from])).kind).toBe(expected);
          expect(guards.upgrade(head('GET', '/feed', host, ['Origin', from])).kind).toBe(expected);
          expect(guards.request(head('GET', '/api/markets', host, ['Origin', from])).kind).toBe(expected);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test('absent is refused where it is needed, and passes for a read', () => {
    expect(guards.upgrade(head('GET', '/feed', host)).kind).toBe('refuse');
    expect(guards.request(head('POST', '/pair', host)).kind).toBe('refuse');
    expect(guards.request(head('GET', '/api/markets', host)).kind).toBe('pass');
  });

  test('two are refused', () => {
    expect(guards.upgrade(head('GET', '/feed', host, origin, origin)).kind).toBe('refuse');
  });
});

describe('Sec-Fetch-Site', () => {
  const from = (site: string, url: string) =>
    guards.request(head('GET', url, host, ['Sec-Fetch-Site', site])).kind;
  test('data is for the board itself, status also for the address bar, the page for everyone', () => {
    for (const site of ['cross-site', 'same-site', 'none', 'nonsense']) {
      expect(from(site, '/api/markets?x=1')).toBe('refuse');
      expect(from(site, '/pair')).toBe('refuse');
    }
    expect(from('same-origin', '/api/markets')).toBe('pass');
    expect(from('none', '/health')).toBe('pass');
    expect(from('same-site', '/health')).toBe('refuse');
    expect(from('cross-site', '/metrics')).toBe('refuse');
    expect(from('cross-site', '/')).toBe('pass');
  });

  test('a path that the routes take for the same is the same', () => {
    for (const path of ['/METRICS', '/Health/', '/API/markets', '/Pair', '/pair/', '/metrics/?x=/y'])
      expect(from('cross-site', path)).toBe('refuse');
  });
});

describe('token', () => {
  const bearer = (value: string) => guards.bearer(head('GET', '/api/x', ['Authorization', value])).kind;
  const feed = (...values: string[]) =>
    guards.feedToken(
      head('GET', '/feed', ...values.map((value): Header => ['Sec-WebSocket-Protocol', value])),
    ).kind;

  test('the right one passes in either place', () => {
    expect(bearer(`Bearer ${TOKEN}`)).toBe('pass');
    expect(feed(`flowboard.v1, token.${TOKEN}`)).toBe('pass');
    expect(feed('flowboard.v1', `token.${TOKEN}`)).toBe('pass');
  });

  test('anything else is refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom(TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase())),
        (token) => {
          fc.pre(token.trim() !== TOKEN);
          expect(bearer(`Bearer ${token}`)).toBe('refuse');
          expect(feed(`flowboard.v1, token.${token}`)).toBe('refuse');
        },
      ),
    );
    for (const value of [
      '',
      TOKEN,
      `Basic ${TOKEN}`,
      `bearer ${TOKEN}`,
      `Bearer ${TOKEN} x`,
      `Bearer  ${TOKEN}`,
    ])
      expect(bearer(value)).toBe('refuse');
    for (const value of [
      '',
      'flowboard.v1',
      `token.${TOKEN}`,
      `flowboard.v1, token.${TOKEN}, token.${TOKEN}`,
    ])
      expect(feed(value)).toBe('refuse');
    expect(guards.bearer(head('GET', '/api/x')).kind).toBe('refuse');
  });

  test('the check takes any length', () => {
    const isRight = createTokenCheck('a');
    expect([isRight('a'), isRight(''), isRight('a'.repeat(100_000))]).toEqual([true, false, false]);
  });
});

describe('a guard taken out in a test build lets through exactly what it held back', () => {
  test.each<[GuardName, (guards: ReturnType<typeof guardsWithout>) => { kind: string }]>([
    ['host', (some) => some.request(head('GET', '/', ['Host', 'evil.test']))],
    ['origin', (some) => some.upgrade(head('GET', '/feed', host))],
    ['fetch-site', (some) => some.request(head('GET', '/api/x', host, ['Sec-Fetch-Site', 'cross-site']))],
    ['token', (some) => some.feedToken(head('GET', '/feed'))],
  ])('%s', (name, judge) => {
    const others = (['host', 'origin', 'fetch-site', 'token'] as const).filter((other) => other !== name);
    expect(judge(guardsWithout(name)).kind).toBe('pass');
    expect(judge(guardsWithout(...others)).kind).toBe('refuse');
  });
});
