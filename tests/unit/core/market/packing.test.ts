import { describe, expect, test } from 'vitest';
import { joinColumns } from '#core/market/join.ts';
import { TradeColumnsBuilder, type TradeColumns } from '#core/market/columns.ts';
import { packRollup, packTrades, unpackRollup, unpackTrades } from '#core/market/packing.ts';
import { RollupBuilder } from '#core/market/rollup.ts';
import { VarintReader, VarintWriter } from '#core/market/varint.ts';
import { crc32 } from '#core/lib/checksum.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';

function columnsOf(...ids: (string | undefined)[]): TradeColumns {
  const builder = new TradeColumnsBuilder();
  ids.forEach((tradeId, i) => {
    builder.append(
      {
        ticker: `KX-${i % 2}` as Ticker,
        tradeId,
        yesPrice: (1 + i * 37) as Price,
        quantity: (100 + i) as Quantity,
        taker: i % 3 === 0 ? 'yes' : 'no',
        isBlock: i === 1,
        venueAt: (1_795_176_000_000 - i) as UnixMs,
      },
      (1_795_176_000_100 + i) as UnixMs,
    );
  });
  return builder.take();
}

const UUID = '01234567-89ab-4cde-8f01-23456789abcd';

describe('packed trades', () => {
  test('come back as they were, with UUIDs, other ids and none', () => {
    const columns = columnsOf(UUID, undefined, 'odd id é', UUID.toUpperCase());
    expect(unpackTrades(packTrades(columns))).toEqual({ ok: true, value: columns });
  });

  test('of no trades at all come back too', () => {
    expect(unpackTrades(packTrades(columnsOf()))).toMatchObject({ ok: true, value: { count: 0 } });
  });

  test('store fourteen bytes apart for each UUID and none for the others', () => {
    expect(packTrades(columnsOf(UUID, undefined, UUID)).ids.length).toBe(28);
  });

  test('are not taken when any byte has changed', () => {
    const { data, ids } = packTrades(columnsOf(UUID, undefined));
    for (let i = 0; i < data.length; i++) {
      const changed = data.slice();
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(unpackTrades({ data: changed, ids })).toEqual({ ok: false, reason: 'changed' });
    }
    expect(unpackTrades({ data, ids: ids.slice(1) })).toEqual({ ok: false, reason: 'changed' });
    expect(unpackTrades({ data: data.slice(0, 3), ids })).toEqual({ ok: false, reason: 'changed' });
  });

  test('of another version are left alone', () => {
    expect(unpackTrades({ data: checked([9, 0]), ids: NONE })).toEqual({
      ok: false,
      reason: 'unknown-version',
    });
  });

  test.each([
    ['more rows than bytes', [1, 100]],
    ['a ticker that is not in the dictionary', [1, 1, 0, 0]],
    ['a price above a dollar', [1, 1, 1, 1, 65, 0, 0xa2, 0x9c, 0x01, 2, 2, 2, 1, 0, 0, 0]],
    ['an end in the middle', [1, 1, 1, 1, 65, 0, 2, 2]],
    ['an id too few', [1, 1, 1, 1, 65, 0, 2, 2, 2, 2, 0, 0, 1, 0]],
  ])('with %s are malformed, whatever the checksum says', (_, bytes) => {
    expect(unpackTrades({ data: checked(bytes), ids: NONE })).toEqual({ ok: false, reason: 'malformed' });
  });

  test('a column that holds no whole number is refused at packing', () => {
    const columns = columnsOf(UUID);
    columns.quantity[0] = NaN;
    expect(() => packTrades(columns)).toThrow('whole number');
  });
});

describe('a packed rollup', () => {
  test('comes back as it was', () => {
    const builder = new RollupBuilder();
    builder.addColumns(columnsOf(UUID, undefined, undefined));
    for (const rollup of builder.take())
      expect(unpackRollup(packRollup(rollup))).toEqual({ ok: true, value: rollup });
  });

  test('that changed, is cut short or is of another version is not taken', () => {
    const builder = new RollupBuilder();
    builder.addColumns(columnsOf(UUID));
    const [rollup] = builder.take();
    const data = rollup && packRollup(rollup);
    if (data === undefined) throw new Error('Expected a rollup.');
    expect(unpackRollup(data.slice(0, -1))).toEqual({ ok: false, reason: 'changed' });
    expect(unpackRollup(checked([7]))).toEqual({ ok: false, reason: 'unknown-version' });
    expect(unpackRollup(checked([1, 60, 0, 1, 1, 65]))).toEqual({ ok: false, reason: 'malformed' });
  });
});

describe('joined batches', () => {
  test('are their trades in order under one dictionary', () => {
    const [a, b] = [columnsOf(UUID, 'x'), columnsOf(undefined, UUID, 'y')];
    const joined = joinColumns([a, b]);
    expect(joined).toMatchObject({ count: 5, tickers: ['KX-0', 'KX-1'] });
    expect([...joined.ticker]).toEqual([0, 1, 0, 1, 0]);
    expect(joined.otherIds).toEqual([
      [1, 'x'],
      [4, 'y'],
    ]);
    expect([...joined.venueAt]).toEqual([...a.venueAt, ...b.venueAt]);
    expect([...joined.uuid]).toEqual([...a.uuid, ...b.uuid]);
  });
});

describe('varints', () => {
  test.each([0, 1, 127, 128, 300, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER])(
    '%d comes back',
    (value) => {
      const out = new VarintWriter(1);
      out.write(value);
      out.writeSigned(-Math.floor(value / 2));
      const input = new VarintReader(out.take());
      expect([input.read(), Math.abs(input.readSigned()), input.isBroken]).toEqual([
        value,
        Math.floor(value / 2),
        false,
      ]);
    },
  );

  test('a number without an end breaks the reader, which then gives zero', () => {
    const input = new VarintReader(new Uint8Array(12).fill(0xff));
    expect([input.read(), input.isBroken, input.read(), input.readText()]).toEqual([0, true, 0, '']);
  });

  test('a text longer than the bytes breaks the reader', () => {
    const input = new VarintReader(new Uint8Array([50, 65]));
    expect([input.readText(), input.isBroken]).toEqual(['', true]);
  });
});

test('the checksum is the known one, and continues', () => {
  const digits = new TextEncoder().encode('123456789');
  expect(crc32(digits)).toBe(0xcbf43926);
  expect(crc32(digits.subarray(4), 0, crc32(digits.subarray(0, 4)))).toBe(0xcbf43926);
});

const NONE = new Uint8Array(0);

/** Returns `bytes` behind a checksum that is right. */
function checked(bytes: number[]): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(4 + bytes.length);
  data.set(bytes, 4);
  new DataView(data.buffer).setUint32(0, crc32(data, 4));
  return data;
}
