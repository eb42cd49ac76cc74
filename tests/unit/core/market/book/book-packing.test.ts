import { describe, expect, test } from 'vitest';
import { crc32 } from '#core/lib/checksum.ts';
import { BookColumnsBuilder, type BookColumns } from '#core/market/book/book-columns.ts';
import { STALE_REASONS } from '#core/market/book/book-event.ts';
import { packBooks, unpackBooks } from '#core/market/book/book-packing.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Seq } from '#core/wire/messages.ts';

const AT = 1_795_176_000_000 as UnixMs;
const TICKER = 'KX-1' as Ticker;

/** A snapshot of two levels a side, then `changes` changes of one contract to and fro. */
function columnsOf(changes: number): BookColumns {
  const builder = new BookColumnsBuilder();
  const level = (cents: number) => [(cents * 100) as Price, 300 as Quantity] as const;
  builder.add({
    kind: 'snapshot',
    ticker: TICKER,
    receivedAt: AT,
    seq: 1 as Seq,
    yes: [level(40), level(41)],
    no: [level(50), level(51)],
  });
  for (let i = 0; i < changes; i++)
    builder.add({
      kind: 'delta',
      ticker: TICKER,
      receivedAt: (AT + i) as UnixMs,
      seq: (2 + i) as Seq,
      venueAt: (AT + i - 30) as UnixMs,
      side: 'yes',
      price: (4_000 + 100 * (i % 3)) as Price,
      change: (i % 2 === 0 ? 12_300 : -12_300) as Quantity,
    });
  return builder.take(AT, (AT + 10_000) as UnixMs);
}

/** Returns the columns with one cell changed. */
function spoilt(
  column: 'ticker' | 'kind' | 'price' | 'quantity' | 'receivedAt' | 'seq' | 'venueAt',
  row: number,
  value: number,
) {
  const columns = columnsOf(2);
  columns[column][row] = value;
  return columns;
}

/** Version, rows, events, `from`, span, one ticker "A": all that stands before the events. */
const HEAD = (rows: number, events: number) => [1, rows, events, 0, 100, 1, 1, 65];

function unpacked(...body: number[]): string {
  const data = new Uint8Array(4 + body.length);
  new DataView(data.buffer).setUint32(0, crc32(Uint8Array.from(body)));
  data.set(body, 4);
  const result = unpackBooks(data);
  return result.ok ? 'taken' : result.reason;
}

describe('packed book changes', () => {
  test('cost six bytes each where numbers follow, prices are near and quantities are whole', () => {
    const [none, many] = [packBooks(columnsOf(0)).length, packBooks(columnsOf(1_000)).length];
    expect((many - none) / 1_000).toBeLessThan(6);
  });

  test('of no changes at all come back too, with their time', () => {
    const columns = new BookColumnsBuilder().take(AT, (AT + 5) as UnixMs);
    expect(unpackBooks(packBooks(columns))).toEqual({ ok: true, value: columns });
  });

  test('of another version are left alone', () => {
    expect(unpacked(2, 0, 0, 0, 0, 0)).toBe('unknown-version');
  });

  // Rows of `columnsOf`: 0 snapshot, 1 to 4 its levels, 5 and 6 changes.
  test.each([
    ['a ticker that is not in the dictionary', spoilt('ticker', 5, 9)],
    ['a level that follows no snapshot', spoilt('kind', 5, 1)],
    ['a kind that there is not', spoilt('kind', 5, 9)],
    ['a snapshot that says it has fewer levels', spoilt('quantity', 0, 3)],
    ['levels that do not ascend', spoilt('price', 2, 4_000)],
    ['a level above a dollar', spoilt('price', 4, 10_001)],
    ['a change above a dollar', spoilt('price', 5, 10_001)],
    ['a level without size', spoilt('quantity', 1, 0)],
    ['a quantity that is no number', spoilt('quantity', 5, NaN)],
    ['a quantity that is no whole number', spoilt('quantity', 5, 0.5)],
    ['a quantity past what can be counted', spoilt('quantity', 5, 2 ** 53)],
    ['a number that is no whole number', spoilt('seq', 5, 2.5)],
    ['a number whose step is past what can be counted', spoilt('seq', 5, 2 ** 53 - 1)],
    ['a stamp that is no whole number', spoilt('venueAt', 5, AT + 0.5)],
    ['a time that falls', spoilt('receivedAt', 5, AT - 1)],
    ['a level at another time than its snapshot', spoilt('receivedAt', 2, AT + 1)],
    ['a change after the end', spoilt('receivedAt', 6, AT + 10_001)],
    ['an end before the beginning', { ...columnsOf(0), until: (AT - 1) as UnixMs }],
  ])('are not made of %s', (_, columns) => {
    expect(() => packBooks(columns)).toThrow('Expected');
  });

  // An event: 0 snapshot, 2 and 4 change, 6 stale, 8 end; one more where its number follows.
  test.each([
    ['nothing wrong: a snapshot, a change', [...HEAD(3, 2), 0, 1, 0, 2, 0, 0, 1, 8, 9, 8, 12], 'taken'],
    ['nothing wrong: a stale book, an end', [...HEAD(2, 2), 6, 1, 8, 0, 0], 'taken'],
    ['more rows than bytes', [...HEAD(50, 50), 0, 0, 0], 'malformed'],
    ['more events than rows', [...HEAD(1, 2), 8, 8, 0, 0], 'malformed'],
    ['fewer events than rows', [...HEAD(3, 2), 8, 8, 0, 0], 'malformed'],
    ['a ticker that is not in the dictionary', [...HEAD(2, 2), 18, 8, 0, 0], 'malformed'],
    ['a ticker twice', [1, 2, 2, 0, 100, 2, 1, 65, 1, 65, 8, 18, 0, 0], 'malformed'],
    ['a reason that there is not', [...HEAD(2, 2), 6, STALE_REASONS.length, 8, 0, 0], 'malformed'],
    ['more levels than rows', [...HEAD(3, 2), 0, 2, 0, 8, 0, 0, 8, 8, 12, 12], 'malformed'],
    ['a change after the end of the time', [...HEAD(2, 2), 8, 8, 99, 2], 'malformed'],
    ['a price above a dollar', [...HEAD(2, 2), 2, 8, 0, 0, 1, 0x84, 0x06, 9], 'malformed'],
    ['a price below 0', [...HEAD(2, 2), 2, 8, 0, 0, 1, 2, 9], 'malformed'],
    ['a level above a dollar', [...HEAD(2, 1), 0, 1, 0, 0, 0x98, 0x03, 12], 'malformed'],
    ['levels that do not ascend', [...HEAD(3, 1), 0, 2, 0, 0, 8, 0, 12, 12], 'malformed'],
    ['a level without size', [...HEAD(2, 1), 0, 1, 0, 0, 8, 0], 'malformed'],
    ['a number below 0', [...HEAD(2, 2), 3, 6, 8, 0, 0, 1, 8, 9], 'malformed'],
    ['a stamp below 0', [...HEAD(2, 2), 2, 8, 0, 0, 2, 8, 9], 'malformed'],
    ['an end in the middle', [...HEAD(2, 2), 2, 8, 0, 0, 1], 'malformed'],
    ['a change past what can be counted', huge(9), 'malformed'],
  ])('with a right checksum and %s', (_, body, expected) => {
    expect(unpacked(...body)).toBe(expected);
  });
});

/** A change and an end, the change's quantity a number of so many bytes. */
function huge(bytes: number): number[] {
  const most = [...Array<number>(bytes - 1).fill(0xfe), 0x7f];
  return [...HEAD(2, 2), 2, 8, 0, 0, 1, 8, ...most];
}
