import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildRequest, operationNames } from '../../../relay/allow.ts';

const build = (name: string, query = '') => buildRequest(name, new URLSearchParams(query));

describe('an operation becomes the path of the table', () => {
  test.each([
    ['exchange-status', '', '/exchange/status', ''],
    ['markets', 'limit=100&status=open&tickers=A,B', '/markets', 'limit=100&status=open&tickers=A%2CB'],
    ['market', 'ticker=HIGHNY-22DEC23-B53.5', '/markets/HIGHNY-22DEC23-B53.5', ''],
    ['orderbook', 'ticker=KX-1&depth=10', '/markets/KX-1/orderbook', 'depth=10'],
    ['orderbooks', 'tickers=A&tickers=B', '/markets/orderbooks', 'tickers=A&tickers=B'],
    [
      'trades',
      'ticker=KX-1&min_ts=1&cursor=ab%2B%3D',
      '/markets/trades',
      'ticker=KX-1&min_ts=1&cursor=ab%2B%3D',
    ],
    [
      'candlesticks',
      'series_ticker=KX&ticker=KX-1&start_ts=1&end_ts=2&period_interval=60',
      '/series/KX/markets/KX-1/candlesticks',
      'start_ts=1&end_ts=2&period_interval=60',
    ],
    ['events', 'with_nested_markets=true', '/events', 'with_nested_markets=true'],
    ['event', 'event_ticker=KX-26', '/events/KX-26', ''],
    ['events-multivariate', 'limit=5', '/events/multivariate', 'limit=5'],
    ['series', 'category=Climate+and+Weather', '/series', 'category=Climate+and+Weather'],
    ['balance', '', '/portfolio/balance', ''],
    ['positions', 'settlement_status=all', '/portfolio/positions', 'settlement_status=all'],
    ['orders', 'status=resting', '/portfolio/orders', 'status=resting'],
    ['fills', 'order_id=3b23c1c7-f4ef', '/portfolio/fills', 'order_id=3b23c1c7-f4ef'],
    ['settlements', 'limit=1', '/portfolio/settlements', 'limit=1'],
  ])('%s?%s', (name, query, path, sent) => {
    expect(build(name, query)).toEqual({ ok: true, value: { path, query: sent } });
  });

  test('there are sixteen, and none of them acts', () => {
    expect(operationNames()).toHaveLength(16);
    expect(operationNames().join()).not.toMatch(/create|cancel|amend|delete/);
  });
});

describe('everything else is refused', () => {
  test.each([
    ['order-create', ''],
    ['__proto__', ''],
    ['constructor', ''],
    ['', ''],
    ['../portfolio/orders', ''],
  ])('the operation %j is unknown', (name, query) => {
    expect(build(name, query)).toMatchObject({ ok: false, reason: { code: 'unknown_operation' } });
  });

  test.each([
    ['market', '', 'an absent id'],
    ['market', 'ticker=', 'an empty id'],
    ['market', 'ticker=..', 'a climb'],
    ['market', 'ticker=.', 'a stop'],
    ['market', 'ticker=../portfolio/orders', 'a path'],
    ['market', 'ticker=%2e%2e%2fportfolio', 'an escaped path'],
    ['market', 'ticker=%252e%252e', 'a twice escaped path'],
    ['market', 'ticker=A%0d%0aX-Evil:1', 'a header'],
    ['market', 'ticker=A%09B', 'a tab'],
    ['market', 'ticker=//evil.test', 'a host'],
    ['market', 'ticker=A%3Fx=1', 'a query'],
    ['market', 'ticker=A%23x', 'a fragment'],
    ['market', 'ticker=%D0%90BC', 'letters that only look right'],
    ['market', `ticker=${'A'.repeat(129)}`, 'an endless id'],
    ['market', 'ticker=A&ticker=B', 'two ids'],
    ['market', 'ticker=A&also=1', 'a parameter not in the table'],
    ['market', 'ticker=A&__proto__=1', 'a parameter of every object'],
    ['orderbook', 'ticker=A&depth=-1', 'a negative number'],
    ['orderbook', 'ticker=A&depth=1e3', 'a number in another spelling'],
    ['events', 'with_nested_markets=1', 'a boolean in another spelling'],
    ['trades', 'cursor=%0a', 'a cursor with a line end'],
    ['series', 'category=%3Cb%3E', 'markup'],
  ])('%s?%s (%3$s)', (name, query) => {
    expect(build(name, query)).toMatchObject({ ok: false, reason: { code: 'bad_parameter' } });
  });

  test('no refusal repeats what was sent', () => {
    expect(JSON.stringify(build('market', 'ticker=%3Ccanary%3E&canary=1'))).not.toContain('canary');
  });
});

test('whatever is sent, the request line is one of the table', () => {
  const shapes =
    /^(\/exchange\/status|\/markets(\/[A-Za-z0-9][\w.-]*(\/orderbook)?)?|\/series(\/[A-Za-z0-9][\w.-]*\/markets\/[A-Za-z0-9][\w.-]*\/candlesticks)?|\/events(\/[A-Za-z0-9][\w.-]*)?|\/portfolio\/(balance|positions|orders|fills|settlements))$/;
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '..',
      '/',
      '%2e',
      '\\',
      '?',
      '#',
      '\r\n',
      '\t',
      ' ',
      '@',
      ':',
      'A',
      'KX-1.5',
      ',',
      '&',
      '=',
    ),
  );
  const value = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  const key = fc.oneof(
    fc.constantFrom('ticker', 'series_ticker', 'event_ticker', 'limit', 'cursor', 'tickers'),
    value,
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom(...operationNames()), value),
      fc.array(fc.tuple(key, value), { maxLength: 4 }),
      (name, pairs) => {
        const built = buildRequest(name, new URLSearchParams(pairs));
        if (!built.ok) return;
        expect(built.value.path).toMatch(shapes);
        expect(built.value.path).not.toContain('..' + '/');
        expect(built.value.query).toMatch(/^[\w.*%&=+-]*$/);
      },
    ),
    { numRuns: 5_000 },
  );
});
