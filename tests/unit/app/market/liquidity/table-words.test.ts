import { expect, test } from 'vitest';
import type { HeatmapTable } from '#contract/heatmap.ts';
import { GAP, HAND_OVER, KNOWN, NOT_READ, NOT_RECORDED } from '#core/market/liquidity/liquidity-columns.ts';
import type { UnixMs } from '#core/units/time.ts';
import { createClock } from '../../../../../app/format/time.ts';
import { priceWords } from '../../../../../app/format/price-words.ts';
import { stepWords, tableColumns, tableRow } from '../../../../../app/views/market/liquidity/table-words.ts';

const FROM = Date.UTC(2026, 10, 22, 19, 0, 0);
const clock = createClock('UTC');
const YES = { words: priceWords('cents', 'yes'), clock };
const NO = { words: priceWords('cents', 'no'), clock };

/** Rows of 20 s, all alike but for what `change` says; the last is not over. */
function aTable(count: number, change: Partial<HeatmapTable> = {}): HeatmapTable {
  const same = (value: number) => Float64Array.from({ length: count }, () => value);
  return {
    now: (FROM + count * 20_000 - 5_000) as UnixMs,
    count,
    from: FROM,
    stepMs: 20_000,
    flags: new Uint8Array(count).fill(KNOWN),
    bid: same(6_200),
    ask: same(6_450),
    bidNear: same(1_234_567_801),
    askNear: same(20_000),
    trades: new Uint32Array(count).fill(1_500),
    yesTraded: same(50),
    noTraded: same(300_000),
    reasons: Array.from({ length: count }, () => undefined),
    ...change,
  };
}

const bookOf = (flags: number, change: Partial<HeatmapTable> = {}): string | undefined =>
  tableRow(aTable(1, { flags: Uint8Array.of(flags), ...change }), 0, undefined, YES).cells.at(-1);

test('the newest row comes first and is said not to be over; every number is written whole', () => {
  const table = aTable(3);
  expect(tableRow(table, 0, undefined, YES)).toEqual({
    key: FROM + 40_000,
    head: '19:00:40 so far',
    cells: ['62¢', '64.5¢', '2.5¢', '12,345,678.01', '200', '1,500', '0.5', '3,000', 'Known'],
  });
  expect(tableRow(table, 2, undefined, YES).head).toBe('19:00:00');
  expect(tableColumns(table, FROM, YES)).toEqual([
    'Time UTC',
    'YES bid',
    'YES ask',
    'Spread',
    'YES bids, best 5',
    'NO bids, best 5',
    'Trades',
    'YES taken',
    'NO taken',
    'Book',
  ]);
});

test('for who reads NO first, the bid is that for NO, and the sizes change places', () => {
  expect(tableRow(aTable(1), 0, undefined, NO).cells.slice(0, 5)).toEqual([
    '35.5¢',
    '38¢',
    '2.5¢',
    '200',
    '12,345,678.01',
  ]);
  expect(tableColumns(aTable(1), FROM, NO).slice(1, 6)).toEqual([
    'NO bid',
    'NO ask',
    'Spread',
    'NO bids, best 5',
    'YES bids, best 5',
  ]);
});

test('what is not there is a dash, never a zero; of a day that is not today the head says the day', () => {
  const nothing = Float64Array.of(Number.NaN);
  const none = Float64Array.of(0);
  const table = aTable(1, {
    flags: Uint8Array.of(NOT_RECORDED),
    bid: nothing,
    ask: nothing,
    bidNear: nothing,
    askNear: nothing,
    trades: Uint32Array.of(0),
    yesTraded: none,
    noTraded: none,
  });
  expect(tableRow(table, 0, undefined, YES).cells).toEqual([
    ...['–', '–', '–', '–', '–', '–', '–', '–'],
    'Not recorded',
  ]);
  expect(tableColumns(table, FROM + 86_400_000, YES)[0]).toBe('Time 22 Nov UTC');
});

test('the book of a row is said in words, a gap with its reason', () => {
  expect(bookOf(KNOWN)).toBe('Known');
  expect(bookOf(KNOWN | NOT_READ)).toBe('Known in part. Not read yet');
  expect(bookOf(GAP, { reasons: ['disconnect'] })).toBe('Gap: the connection was lost');
  expect(bookOf(KNOWN | GAP, { reasons: ['audit'] })).toBe('Known in part. Gap: the exchange said otherwise');
  expect(bookOf(GAP)).toBe('Gap: something was missed');
  expect(bookOf(HAND_OVER)).toBe('Hand-over: one tab went on where another ended');
  expect(bookOf(KNOWN | GAP | NOT_RECORDED, { reasons: ['sequence'] })).toBe(
    'Known in part. Gap: messages of the exchange were lost. Not recorded',
  );
  expect(bookOf(NOT_READ)).toBe('Not read yet');
  expect(bookOf(0)).toBe('Nothing is known yet');
});

test('after the close, a market that is over has words of its own, but a gap stays one', () => {
  const over = { words: 'Settled YES', at: FROM as UnixMs };
  const empty = { bid: Float64Array.of(Number.NaN), ask: Float64Array.of(Number.NaN) };
  const word = (flags: number, at: number): string | undefined =>
    tableRow(
      aTable(1, { ...empty, flags: Uint8Array.of(flags) }),
      0,
      { ...over, at: at as UnixMs },
      YES,
    ).cells.at(-1);
  expect(word(NOT_RECORDED, FROM)).toBe('Settled YES');
  expect(word(KNOWN, FROM)).toBe('Settled YES');
  expect(word(NOT_RECORDED, FROM + 1)).toBe('Not recorded');
  expect(word(GAP, FROM)).toBe('Gap: something was missed');
});

test('rows of whole minutes have no seconds', () => {
  expect([10_000, 60_000, 300_000].map(stepWords)).toEqual(['10 s', '1 min', '5 min']);
  expect(tableRow(aTable(1, { stepMs: 300_000, now: FROM as UnixMs }), 0, undefined, YES).head).toBe(
    '19:00 so far',
  );
});
