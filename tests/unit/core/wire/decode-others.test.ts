import { describe, expect, test } from 'vitest';
import { Decoder } from '#core/wire/decode.ts';
import type { Decoded } from '#core/wire/messages.ts';

function decode(type: string, msg: unknown): Decoded {
  return new Decoder().decode(JSON.stringify({ type, sid: 13, seq: 5, msg }));
}

function reason(type: string, msg: unknown): string {
  const decoded = decode(type, msg);
  expect(decoded).toMatchObject({ sid: 13, seq: 5 });
  return decoded.kind === 'rejected' ? decoded.reason : decoded.kind;
}

describe('a quote', () => {
  test('may say nothing but its market', () => {
    expect(decode('ticker', { market_ticker: 'A-1' })).toEqual({
      kind: 'quote',
      sid: 13,
      seq: 5,
      quote: { ticker: 'A-1' },
    });
  });

  test('keeps the YES ask where the NO bid stands beside it', () => {
    const msg = { market_ticker: 'A-1', yes_ask_dollars: '0.5', no_bid_dollars: '0.4' };
    expect(decode('ticker', msg)).toMatchObject({ quote: { yesAsk: 5_000 } });
  });

  test.each([
    [{ market_ticker: '' }, 'bad-ticker'],
    [{ price_dollars: 'x' }, 'bad-price'],
    [{ yes_bid_dollars: '2' }, 'bad-price'],
    [{ yes_ask: 101 }, 'bad-price'],
    [{ no_bid: [1] }, 'bad-price'],
    [{ yes_bid_size_fp: '-1' }, 'bad-quantity'],
    [{ yes_ask_size_fp: 'x' }, 'bad-quantity'],
    [{ volume_fp: '1.001' }, 'bad-quantity'],
    [{ volume: -1 }, 'bad-quantity'],
    [{ open_interest: {} }, 'bad-quantity'],
    [{ ts_ms: -1 }, 'bad-time'],
    [{ time: 'noon' }, 'bad-time'],
  ])('is refused with %j: %s', (changes, expected) => {
    expect(reason('ticker', { market_ticker: 'A-1', ...changes })).toBe(expected);
  });
});

describe('a lifecycle message', () => {
  const type = 'market_lifecycle_v2';
  const good = { market_ticker: 'A-1', event_type: 'settled' };

  test('keeps kinds nobody knows yet', () => {
    expect(decode(type, { ...good, event_type: 'teleported' })).toMatchObject({
      lifecycle: { kind: 'teleported' },
    });
  });

  test('takes a zero stamp for none', () => {
    expect(decode(type, { ...good, open_ts: 0 })).toMatchObject({ lifecycle: { openAt: undefined } });
  });

  test('keeps markup as the text it is, and cuts a title that never ends', () => {
    const title = `<script>alert(1)</script>${'x'.repeat(1_000)}`;
    const decoded = decode(type, { ...good, additional_metadata: { title } });
    expect(decoded).toMatchObject({ lifecycle: { title: title.slice(0, 300) } });
  });

  test('replaces half a character, also one that the cut made', () => {
    const decoded = decode(type, { ...good, title: `a\ud800b${'😀'.repeat(200)}`, yes_sub_title: 'ok 😀' });
    expect(decoded).toMatchObject({
      lifecycle: { title: `a\ufffdb${'😀'.repeat(148)}\ufffd`, yesSubTitle: 'ok 😀' },
    });
  });

  test('takes a title of another type, or an empty one, for none', () => {
    const empty = decode(type, { ...good, additional_metadata: { title: '', yes_sub_title: '' } });
    expect(empty).toMatchObject({ lifecycle: { title: undefined, yesSubTitle: undefined } });
    expect(decode(type, { ...good, title: ['t'], yes_sub_title: 7 })).toMatchObject({
      lifecycle: { title: undefined, yesSubTitle: undefined },
    });
  });

  test.each([[undefined], [null], ['text'], [[1]]])('needs no metadata: %j', (metadata) => {
    expect(reason(type, { ...good, additional_metadata: metadata })).toBe('lifecycle');
  });

  test('an empty list of price bands is none', () => {
    expect(decode(type, { ...good, price_ranges: [] })).toMatchObject({
      lifecycle: { priceRanges: undefined },
    });
  });

  const band = { start: '0.0000', end: '1.0000', step: '0.0100' };
  test.each([
    [{ event_type: undefined }, 'bad-message'],
    [{ event_type: 7 }, 'bad-message'],
    [{ market_ticker: undefined }, 'bad-ticker'],
    [{ market_ticker: 'a b' }, 'bad-ticker'],
    [{ event_ticker: ['E'] }, 'bad-ticker'],
    [{ open_ts: 'x' }, 'bad-time'],
    [{ close_ts: 1_795_086_000_000 }, 'bad-time'],
    [{ settlement_value: '1.5' }, 'bad-price'],
    [{ price_ranges: {} }, 'bad-price'],
    [{ price_ranges: [7] }, 'bad-price'],
    [{ price_ranges: [null] }, 'bad-price'],
    [{ price_ranges: [{}] }, 'bad-price'],
    [{ price_ranges: [{ ...band, step: '0.0000' }] }, 'bad-price'],
    [{ price_ranges: [{ ...band, step: 'x' }] }, 'bad-price'],
    [{ price_ranges: [{ ...band, end: '0.0000' }] }, 'bad-price'],
    [{ price_ranges: Array(65).fill(band) }, 'bad-price'],
  ])('is refused with %j: %s', (changes, expected) => {
    expect(reason(type, { ...good, ...changes })).toBe(expected);
  });

  test('of an event needs no market, but its event', () => {
    expect(reason('event_lifecycle', { event_ticker: 'E-1' })).toBe('lifecycle');
    expect(reason('event_lifecycle', { title: 'nothing else' })).toBe('bad-ticker');
    expect(reason('event_lifecycle', { event_ticker: 'E-1', market_ticker: 'a b' })).toBe('bad-ticker');
  });
});

describe('a reply', () => {
  test('lists only what can be tickers', () => {
    expect(decode('ok', { market_tickers: ['A-1', 5, '<b>', null, 'B-1'] })).toMatchObject({
      tickers: ['A-1', 'B-1'],
    });
    expect(decode('ok', { market_tickers: 'A-1' })).toMatchObject({ kind: 'ok', tickers: undefined });
    expect(decode('ok', undefined)).toMatchObject({ kind: 'ok', tickers: undefined });
  });

  test.each([
    [undefined],
    [null],
    ['trade'],
    [['trade', 1]],
    [{ channel: 'trade' }],
    [{ sid: 1 }],
    [{ channel: 'trade', sid: 0 }],
    [{ channel: 'trade', sid: 1.5 }],
    [{ channel: 7, sid: 1 }],
  ])('that a subscription began is refused when it is %j', (msg) => {
    expect(reason('subscribed', msg)).toBe('bad-message');
  });

  test('that something failed is kept, however poor', () => {
    expect(decode('error', 'boom')).toMatchObject({ kind: 'error', code: 0, message: 'boom' });
    expect(decode('error', '')).toMatchObject({ kind: 'error', code: 0, message: '' });
    expect(decode('error', {})).toMatchObject({ kind: 'error', code: 0, message: '' });
    expect(decode('error', { code: 'x', msg: 5 })).toMatchObject({ kind: 'error', code: 0, message: '' });
    expect(decode('error', { code: 9, msg: 'm'.repeat(9_999) })).toMatchObject({
      code: 9,
      message: 'm'.repeat(300),
    });
    expect(reason('error', [1])).toBe('bad-message');
  });
});

test.each(['trade', 'ticker', 'orderbook_delta', 'orderbook_snapshot', 'market_lifecycle_v2'])(
  'a %s whose message is no object is refused',
  (type) => {
    for (const msg of [undefined, null, 5, 'text', true, [], [{}]])
      expect(reason(type, msg)).toBe('bad-message');
  },
);
