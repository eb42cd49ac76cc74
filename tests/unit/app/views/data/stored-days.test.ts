/** The table of days: what is stored, by day and kind, as it lies on the disk. */
import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '#core/units/time.ts';
import { createClock } from '../../../../../app/format/time.ts';
import { erasureOf, storedTable } from '../../../../../app/views/data/stored-days.ts';

const UTC = createClock('UTC');
/** 22 November 2026, 00:00 UTC. */
const MIDNIGHT = Date.UTC(2026, 10, 22);

const INVENTORY = {
  trades: [
    [1, MIDNIGHT - HOUR, MIDNIGHT + MINUTE, 10_000, 46_000],
    [2, MIDNIGHT + MINUTE, MIDNIGHT + HOUR, 10_000, 45_000],
    [3, MIDNIGHT + HOUR, MIDNIGHT + HOUR + 5, 7, 90],
  ],
  books: [[1, MIDNIGHT + 2 * HOUR, MIDNIGHT + 3 * HOUR, 500, 4_000]],
  others: [
    { kind: 'gaps', atMs: MIDNIGHT - 2 * HOUR, bytes: 80 },
    { kind: 'charts', atMs: MIDNIGHT, bytes: 300 },
    { kind: 'names', bytes: 120 },
  ],
} as const;

test('a part that crosses midnight counts whole for the day on which it begins, the newest day first', () => {
  const { days } = storedTable(INVENTORY, UTC);
  expect(days.map(({ trades, books, others }) => [trades?.rows, books?.bytes, others.rows])).toEqual([
    [10_007, 4_000, 1],
    [10_000, undefined, 1],
  ]);
  expect(days[0]?.name).toBe(UTC.day(MIDNIGHT));
});

test('the day is that of the clock that is read', () => {
  const { days } = storedTable(INVENTORY, createClock('America/New_York'));
  expect(days).toHaveLength(1);
});

test('names of markets have no day, and the whole is the sum of all parts', () => {
  const { undated, total } = storedTable(INVENTORY, UTC);
  expect(undated).toEqual({ rows: 1, bytes: 120 });
  expect(total).toEqual({ rows: 20_510, bytes: 46_000 + 45_000 + 90 + 4_000 + 80 + 300 + 120 });
});

test('erasing asks for the parts of that day, and only of the kind that is meant', () => {
  const [today] = storedTable(INVENTORY, UTC).days;
  if (today === undefined) throw new Error('Expected a day, found none.');
  const trades = { fromMs: MIDNIGHT + MINUTE, toMs: MIDNIGHT + HOUR };
  const books = { fromMs: MIDNIGHT + 2 * HOUR, toMs: MIDNIGHT + 2 * HOUR };
  expect(erasureOf(today, 'both')).toEqual({ trades, books });
  expect(erasureOf(today, 'trades')).toEqual({ trades, books: undefined });
  expect(erasureOf(today, 'books')).toEqual({ trades: undefined, books });
});

test('nothing stored is an empty table', () => {
  expect(storedTable({ trades: [], books: [], others: [] }, UTC)).toMatchObject({
    days: [],
    total: { rows: 0, bytes: 0 },
  });
});
