import { describe, expect, test } from 'vitest';
import { Decoder } from '#core/wire/decode.ts';
import type { Decoded } from '#core/wire/messages.ts';

function decode(type: string, msg: object): Decoded {
  return new Decoder().decode(JSON.stringify({ type, sid: 2, seq: 5, msg }));
}

function yesSide(msg: object) {
  const decoded = decode('orderbook_snapshot', { market_ticker: 'A-1', ...msg });
  if (decoded.kind !== 'snapshot')
    throw new Error(`Expected a snapshot, but it was ${JSON.stringify(decoded)}.`);
  return decoded.yes;
}

function reason(type: string, msg: object): string {
  const decoded = decode(type, { market_ticker: 'A-1', ...msg });
  expect(decoded).toMatchObject({ sid: 2, seq: 5 });
  return decoded.kind === 'rejected' ? decoded.reason : decoded.kind;
}

describe('a snapshot', () => {
  test('of an empty book names no side', () => {
    expect(decode('orderbook_snapshot', { market_ticker: 'A-1' })).toMatchObject({ yes: [], no: [] });
  });

  test('is sorted, worst level first, however it came', () => {
    expect(
      yesSide({
        yes_dollars_fp: [
          ['0.3', '1'],
          ['0.1', '2'],
          ['0.2', '3'],
        ],
      }),
    ).toEqual([
      [1_000, 200],
      [2_000, 300],
      [3_000, 100],
    ]);
  });

  test('drops levels with nothing in them', () => {
    expect(
      yesSide({
        yes_dollars_fp: [
          ['0.1', '0.00'],
          ['0.2', '3.00'],
        ],
      }),
    ).toEqual([[2_000, 300]]);
  });

  test('adds up levels of one price, spelled alike or not', () => {
    expect(
      yesSide({
        yes_dollars_fp: [
          ['0.20', '3.00'],
          ['0.1', '1'],
          ['0.2000', '4.50'],
          ['0.2', '1'],
        ],
      }),
    ).toEqual([
      [1_000, 100],
      [2_000, 850],
    ]);
  });

  test('prefers the newest of three spellings', () => {
    const yes = { yes_dollars_fp: [['0.1', '1']], yes_dollars: [['0.2', 2]], yes: [[30, 3]] };
    expect(yesSide(yes)).toEqual([[1_000, 100]]);
    expect(yesSide({ ...yes, yes_dollars_fp: null })).toEqual([[2_000, 200]]);
    expect(yesSide({ yes: yes.yes })).toEqual([[3_000, 300]]);
  });

  test('takes JSON numbers for decimals, exactly', () => {
    expect(yesSide({ yes_dollars_fp: [[0.29, 1.1]] })).toEqual([[2_900, 110]]);
  });

  test.each<[object, string, string]>([
    [{ yes_dollars_fp: { '0.1': '1' } }, 'bad-message', 'an object for the list'],
    [{ yes_dollars_fp: 'full' }, 'bad-message', 'a text for the list'],
    [{ yes_dollars_fp: [{ price: '0.1' }] }, 'bad-message', 'an object for a level'],
    [{ no_dollars_fp: [null] }, 'bad-message', 'nothing for a level'],
    [{ yes_dollars_fp: [[]] }, 'bad-price', 'an empty level'],
    [{ yes_dollars_fp: [['0.1']] }, 'bad-quantity', 'a level without a size'],
    [{ yes_dollars_fp: [['1.1', '1']] }, 'bad-price', 'a price past a dollar'],
    [
      {
        no_dollars_fp: [
          ['0.1', '1'],
          ['x', '1'],
        ],
      },
      'bad-price',
      'one bad level among good ones',
    ],
    [{ no_dollars_fp: [['0.1', '-1']] }, 'bad-quantity', 'a negative size'],
    [{ no_dollars_fp: [['0.1', '1.001']] }, 'bad-quantity', 'a size finer than a hundredth'],
    [{ yes: [[22.5, 1]] }, 'bad-price', 'half a cent'],
    [
      {
        yes_dollars_fp: [
          ['0.1', '1e10'],
          ['0.1', '1'],
        ],
      },
      'bad-quantity',
      'an exponent',
    ],
    [
      {
        yes_dollars_fp: [
          ['0.1', 1e10],
          ['0.1', 1],
        ],
      },
      'bad-quantity',
      'a sum past what can be',
    ],
    [{ market_ticker: 5 }, 'bad-ticker', 'a number for the ticker'],
  ])('is refused whole in %j: %s, %s', (msg, expected) => {
    expect(reason('orderbook_snapshot', msg)).toBe(expected);
  });
});

describe('a delta', () => {
  const good = { price_dollars: '0.2200', delta_fp: '-54.00', side: 'yes' };

  test('may lack a time', () => {
    expect(decode('orderbook_delta', { market_ticker: 'A-1', ...good })).toMatchObject({
      kind: 'delta',
      venueAt: undefined,
    });
  });

  test.each([
    [{ market_ticker: 'A 1' }, 'bad-ticker'],
    [{ price_dollars: undefined }, 'bad-price'],
    [{ price_dollars: '1.0001' }, 'bad-price'],
    [{ delta_fp: undefined }, 'bad-quantity'],
    [{ delta_fp: '--5' }, 'bad-quantity'],
    [{ side: undefined }, 'bad-side'],
    [{ side: 'both' }, 'bad-side'],
    [{ ts_ms: 'x' }, 'bad-time'],
    [{ ts: '2026-11-20' }, 'bad-time'],
  ])('is refused with %j: %s', (changes, expected) => {
    expect(reason('orderbook_delta', { ...good, ...changes })).toBe(expected);
  });
});
