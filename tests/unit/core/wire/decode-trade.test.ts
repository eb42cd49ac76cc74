import { describe, expect, test } from 'vitest';
import { Decoder } from '#core/wire/decode.ts';
import type { Decoded } from '#core/wire/messages.ts';

const CURRENT = {
  trade_id: '5f6f2a1e-30c1-4c39-9c4b-6a4a1c0d7e11',
  market_ticker: 'RAINSEA-26NOV20-A',
  yes_price_dollars: '0.3600',
  no_price_dollars: '0.6400',
  count_fp: '136.00',
  taker_side: 'no',
  taker_outcome_side: 'no',
  taker_book_side: 'ask',
  is_block_trade: false,
  ts: 1_795_003_205,
  ts_ms: 1_795_003_205_005,
};

/** Fields of the message that replace those of the current shape. */
type Changes = Readonly<Record<string, unknown>>;

/** Decodes the current shape with `changes`; a change to `undefined` takes the field out. */
function decode(changes: Changes): Decoded {
  const msg = { ...CURRENT, ...changes };
  return new Decoder().decode(JSON.stringify({ type: 'trade', sid: 11, seq: 2, msg }));
}

function trade(changes: Changes) {
  const decoded = decode(changes);
  if (decoded.kind !== 'trade') throw new Error(`Expected a trade, but it was ${JSON.stringify(decoded)}.`);
  return decoded.trade;
}

function reason(changes: Changes): string {
  const decoded = decode(changes);
  expect(decoded).toMatchObject({ sid: 11, seq: 2 });
  return decoded.kind === 'rejected' ? decoded.reason : decoded.kind;
}

const NO_PRICES = { yes_price_dollars: undefined, no_price_dollars: undefined };

describe('the price of a trade', () => {
  test.each([
    [{ ...NO_PRICES, yes_price_dollars: '0.3605' }, 3_605],
    [{ ...NO_PRICES, no_price_dollars: '0.6395' }, 3_605],
    [{ ...NO_PRICES, yes_price: 36 }, 3_600],
    [{ ...NO_PRICES, no_price: 64 }, 3_600],
    [{ ...NO_PRICES, yes_price: '36', no_price: 64 }, 3_600],
    [{ ...NO_PRICES, yes_price_dollars: 0.36 }, 3_600],
    [{ ...NO_PRICES, yes_price_dollars: '', no_price_dollars: null, yes_price: 36 }, 3_600],
    [{ yes_price_dollars: '0.3650', no_price_dollars: '0.6350', yes_price: 36, no_price: 64 }, 3_650],
    [{ yes_price_dollars: '0.3650', no_price_dollars: '0.6350', yes_price: 37 }, 3_650],
    [{ ...NO_PRICES, yes_price_dollars: '0.0001' }, 1],
    [{ ...NO_PRICES, yes_price_dollars: '0.9999' }, 9_999],
  ])('is read from %j', (changes, price) => {
    expect(trade(changes).yesPrice).toBe(price);
  });

  test.each<[Changes, string]>([
    [NO_PRICES, 'no price at all'],
    [{ no_price_dollars: '0.6500' }, 'legs that do not sum to a dollar'],
    [{ yes_price: 38 }, 'cents that contradict the dollars'],
    [{ ...NO_PRICES, yes_price: 36, no_price: 65 }, 'legs in cents that do not sum to a dollar'],
    [
      { ...NO_PRICES, no_price_dollars: '0.6400', yes_price: 90 },
      'cents of one leg against dollars of the other',
    ],
    [{ ...NO_PRICES, yes_price_dollars: '0.0000', no_price_dollars: '1.0000' }, 'nothing trades at 0'],
    [{ ...NO_PRICES, yes_price_dollars: '1.0000', no_price_dollars: '0.0000' }, 'nothing trades at a dollar'],
    [{ ...NO_PRICES, yes_price: 0 }, 'nothing trades at 0 cents'],
    [{ ...NO_PRICES, yes_price: 100 }, 'nothing trades at 100 cents'],
    [{ yes_price_dollars: '0.36001' }, 'more than four decimals'],
    [{ yes_price_dollars: '1.3600' }, 'above a dollar'],
    [{ yes_price_dollars: '-0.3600' }, 'below zero'],
    [{ yes_price_dollars: 'NaN' }, 'no number'],
    [{ yes_price_dollars: ['0.3600'] }, 'an array for a text'],
    [{ yes_price_dollars: { value: '0.3600' } }, 'an object for a text'],
    [{ yes_price_dollars: true }, 'a truth value for a text'],
    [{ no_price_dollars: 'x' }, 'a malformed second leg'],
    [{ yes_price: 36.5 }, 'half a cent in a field of whole cents'],
    [{ no_price: 'x' }, 'malformed cents'],
    [{ ...NO_PRICES, yes_price: '0.36' }, 'dollars in a field of cents'],
  ])('is refused in %j: %s', (changes) => {
    expect(reason(changes)).toBe('bad-price');
  });
});

describe('the size of a trade', () => {
  test.each([
    [{ count_fp: '0.01' }, 1],
    [{ count_fp: '12' }, 1_200],
    [{ count_fp: '12.5' }, 1_250],
    [{ count_fp: 12.25 }, 1_225],
    [{ count_fp: undefined, count: 136 }, 13_600],
    [{ count_fp: undefined, count: '136' }, 13_600],
    [{ count_fp: '', count: 136 }, 13_600],
    [{ count_fp: '136.25', count: 136 }, 13_625],
    [{ count_fp: 1234567890.12 }, 123_456_789_012],
  ])('is read from %j', (changes, quantity) => {
    expect(trade(changes).quantity).toBe(quantity);
  });

  test.each<[Changes, string]>([
    [{ count_fp: undefined }, 'no size at all'],
    [{ count_fp: '0.00' }, 'zero'],
    [{ count_fp: '-1.00' }, 'negative'],
    [{ count_fp: '1.005' }, 'finer than a hundredth'],
    [{ count_fp: 0.001 }, 'finer than a hundredth'],
    [{ count_fp: 'NaN' }, 'no number'],
    [{ count_fp: 'Infinity' }, 'no number'],
    [{ count_fp: '1e3' }, 'an exponent'],
    [{ count_fp: '99999999999999999999' }, 'more contracts than there can be'],
    [{ count_fp: ['1.00'] }, 'an array'],
    [{ count_fp: false }, 'a truth value'],
  ])('is refused in %j: %s', (changes) => {
    expect(reason(changes)).toBe('bad-quantity');
  });

  test('a JSON number past every double is refused', () => {
    const text = JSON.stringify({ type: 'trade', sid: 1, msg: CURRENT }).replace('"136.00"', '1e400');
    expect(new Decoder().decode(text)).toMatchObject({ kind: 'rejected', reason: 'bad-quantity' });
  });
});

describe('the side of a trade', () => {
  const none = { taker_outcome_side: undefined, taker_book_side: undefined, taker_side: undefined };
  test.each([
    [{ ...none, taker_outcome_side: 'yes' }, 'yes'],
    [{ ...none, taker_book_side: 'bid' }, 'yes'],
    [{ ...none, taker_book_side: 'ask' }, 'no'],
    [{ ...none, taker_side: 'yes' }, 'yes'],
    [{ taker_outcome_side: 'yes', taker_book_side: 'ask', taker_side: 'no' }, 'yes'],
    [{ taker_outcome_side: '', taker_book_side: 'bid', taker_side: 'no' }, 'yes'],
  ])('is read from the newest spelling in %j', (changes, taker) => {
    expect(trade(changes).taker).toBe(taker);
  });

  test.each<[Changes, string]>([
    [none, 'no side at all'],
    [{ taker_outcome_side: 'maybe' }, 'a word nobody knows'],
    [{ taker_outcome_side: undefined, taker_book_side: 'offer' }, 'a word nobody knows'],
    [{ ...none, taker_side: 'YES' }, 'capitals'],
    [{ taker_outcome_side: ['yes'] }, 'an array'],
    [{ ...none, taker_side: 'constructor' }, 'the name of an inherited member'],
  ])('is refused in %j: %s', (changes) => {
    expect(reason(changes)).toBe('bad-side');
  });
});

describe('the time of a trade', () => {
  const none = { ts_ms: undefined, ts: undefined };
  test.each([
    [{ ts_ms: 1_795_003_205_005, ts: 1 }, 1_795_003_205_005],
    [{ ts_ms: '1795003205005' }, 1_795_003_205_005],
    [{ ...none, ts: 1_795_003_205 }, 1_795_003_205_000],
    [{ ...none, ts: '1795003205' }, 1_795_003_205_000],
    [{ ...none, ts: 1_795_003_205.25 }, 1_795_003_205_250],
    [{ ...none, ts: '2026-11-18T12:00:05.25Z' }, 1_795_003_205_250],
    [{ ts_ms: null, ts: 1_795_003_205 }, 1_795_003_205_000],
    [{ ...none, created_time: '2026-11-18T12:00:05.250001Z' }, 1_795_003_205_250],
  ])('is read from %j', (changes, at) => {
    expect(trade(changes).venueAt).toBe(at);
  });

  test.each<[Changes, string]>([
    [none, 'no time at all'],
    [{ ts_ms: 'soon' }, 'no number, although a good legacy stamp stands beside it'],
    [{ ts_ms: 1_795_003_205_005.5 }, 'half a millisecond'],
    [{ ts_ms: -5 }, 'before 1970'],
    [{ ts_ms: 0 }, 'a zero'],
    [{ ts_ms: 1e300 }, 'after the year 9999'],
    [{ ...none, ts: 1_795_003_205_005 }, 'milliseconds in a field of seconds'],
    [{ ...none, ts: 0 }, 'a zero'],
    [{ ...none, ts: '2026-02-30T00:00:00Z' }, 'a day that never was'],
    [{ ...none, ts: {} }, 'an object'],
    [{ ...none, created_time: '0001-01-01T00:00:00Z' }, 'the zero of another calendar'],
  ])('is refused in %j: %s', (changes) => {
    expect(reason(changes)).toBe('bad-time');
  });
});

describe('the market of a trade', () => {
  test('may stand under its name in REST', () => {
    expect(trade({ market_ticker: undefined, ticker: 'REST-1' }).ticker).toBe('REST-1');
  });

  test.each<[Changes, string]>([
    [{ market_ticker: undefined }, 'no ticker at all'],
    [{ market_ticker: '' }, 'an empty one'],
    [{ market_ticker: 7 }, 'a number'],
    [{ market_ticker: ['A-1'] }, 'an array'],
    [{ market_ticker: '<img src=x onerror=alert(1)>' }, 'markup'],
    [{ market_ticker: '__proto__' }, 'the name of every prototype'],
    [{ market_ticker: 'A'.repeat(1_000) }, 'a huge one'],
    [{ market_ticker: 'A-\ud800' }, 'half a character'],
  ])('is refused in %j: %s', (changes) => {
    expect(reason(changes)).toBe('bad-ticker');
  });
});

describe('the id of a trade', () => {
  test('may be missing', () => {
    expect(trade({ trade_id: undefined }).tradeId).toBeUndefined();
    expect(trade({ trade_id: '' }).tradeId).toBeUndefined();
  });

  test('need not be a UUID', () => {
    expect(trade({ trade_id: 'T:42' }).tradeId).toBe('T:42');
  });

  test.each([[7], [['a']], ['a b'], ['a\n'], ['<b>'.repeat(100)], ['\ud800']])(
    'is refused when it is %j',
    (id) => {
      expect(reason({ trade_id: id })).toBe('bad-message');
    },
  );
});

test('only the word true makes a block trade', () => {
  expect(trade({ is_block_trade: true }).isBlock).toBe(true);
  expect(trade({ is_block_trade: undefined }).isBlock).toBe(false);
  expect(trade({ is_block_trade: 'false' }).isBlock).toBe(false);
});

test('of a key that stands twice the last counts, as JSON has it', () => {
  const text =
    '{"type":"trade","msg":{"market_ticker":"A-1","yes_price":36,"count":1,"count":2,"taker_side":"no","ts":5}}';
  expect(new Decoder().decode(text)).toMatchObject({ kind: 'trade', trade: { quantity: 200 } });
});

test('fields nobody knows are ignored', () => {
  expect(trade({ colour: 'red', nested: { deep: [1] }, constructor: 1, __proto__: 2 })).toEqual(trade({}));
});
