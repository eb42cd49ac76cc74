import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCommand } from '../../../relay/commands.ts';
import { closeFor } from '../../../relay/pipe.ts';

describe('a command', () => {
  test('passes as it was checked, not as it was written', () => {
    const written = ' {"cmd":"create_order", "id":3,\n "cmd":"subscribe","params":{"channels":["trade"]}} ';
    expect(checkCommand(written)).toEqual({
      ok: true,
      value: '{"id":3,"cmd":"subscribe","params":{"channels":["trade"]}}',
    });
  });

  test.each([
    ['update_subscription', { sid: 1, action: 'get_snapshot', market_tickers: ['A', 'B'] }],
    ['unsubscribe', { sids: [1, 2] }],
    ['subscribe', { channels: ['orderbook_delta'], market_tickers: ['A'], use_yes_price: false }],
  ])('%s keeps its parameters', (cmd, params) => {
    const text = JSON.stringify({ id: 1, cmd, params });
    expect(checkCommand(text)).toEqual({ ok: true, value: text });
  });

  test.each([
    ['nested arrays', `{"cmd":"subscribe","params":{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}}`],
    ['nested objects', '{"cmd":"subscribe","params":{"a":{"b":1}}}'],
    ['a list as parameters', '{"cmd":"subscribe","params":[1]}'],
    ['text as parameters', '{"cmd":"subscribe","params":"x"}'],
    ['a fractional id', '{"id":1.5,"cmd":"subscribe"}'],
    ['a negative id', '{"id":-1,"cmd":"subscribe"}'],
    ['an id as text', '{"id":"1","cmd":"subscribe"}'],
    ['a command as list', '{"cmd":["subscribe"]}'],
    ['a name from Object', '{"cmd":"constructor"}'],
  ])('with %s is answered with an error frame', (_name, text) => {
    const checked = checkCommand(text);
    expect(checked.ok ? {} : JSON.parse(checked.reason)).toMatchObject({
      type: 'error',
      msg: { code: expect.any(Number) as unknown, msg: expect.any(String) as unknown },
    });
  });

  test('whatever arrives, nothing is thrown and only the four commands pass', () => {
    const cmd = fc.oneof(fc.constantFrom('subscribe', 'unsubscribe', 'list_subscriptions'), fc.string());
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ id: fc.jsonValue(), cmd, params: fc.jsonValue() }).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(text, (given) => {
        const checked = checkCommand(given);
        const frame = JSON.parse(checked.ok ? checked.value : checked.reason) as Record<string, unknown>;
        if (checked.ok)
          expect(frame['cmd']).toMatch(/^(subscribe|unsubscribe|update_subscription|list_subscriptions)$/);
        else expect(frame['type']).toBe('error');
      }),
      { numRuns: 2_000 },
    );
  });
});

test('an exchange that never answers the handshake is silent', () => {
  expect(closeFor({ kind: 'silent' })[0]).toBe(4408);
});
