import { describe, expect, test } from 'vitest';
import { Book } from '#core/market/book/book.ts';
import { forEachBookEvent, type BookColumns } from '#core/market/book/book-columns.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import type { Level, Seq } from '#core/wire/messages.ts';
import { BookRecorder } from '../../../../workers/market/book-recorder.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const [A, B] = ['KXA-1', 'KXB-1'] as [Ticker, Ticker];
const level = (price: number, size: number) => [price as Price, size as Quantity] as Level;

function setUp() {
  const clock = new ManualClock();
  const store = { hasRoom: true };
  const books = new Map([A, B].map((ticker) => [ticker, new Book(ticker, FINEST_GRID)]));
  const batches: { columns: BookColumns; isKey: boolean }[] = [];
  const recorded: string[] = [];
  const recorder = new BookRecorder({
    clock,
    recorder: {
      get hasRoom() {
        return store.hasRoom;
      },
      books: (columns, isKey) => batches.push({ columns, isKey }),
    },
    book: (ticker) => books.get(ticker),
    unprovenMs: () => 0,
    onRecorded: ({ kind, ticker }) => recorded.push(`${kind} ${ticker}`),
    onHole: () => undefined,
    onResumed: () => undefined,
  });
  const fill = (ticker: Ticker, size = 100) =>
    books.get(ticker)?.reset([level(4_000, size)], [level(5_500, 50)], 7 as Seq, clock.now());
  const delta = (ticker: Ticker, change = 10) => {
    recorder.take({
      kind: 'delta',
      ticker,
      receivedAt: clock.now(),
      seq: 8 as Seq,
      venueAt: undefined,
      side: 'yes',
      price: 4_000 as Price,
      change: change as Quantity,
    });
  };
  const kinds = (batch: number) => {
    const events: BookEvent[] = [];
    const { columns } = batches.at(batch) ?? {};
    if (columns !== undefined) forEachBookEvent(columns, (event) => events.push(event));
    return events.map(({ kind, ticker }) => `${kind} ${ticker}`);
  };
  return { clock, store, books, batches, recorder, recorded, fill, delta, kinds };
}

describe('a recording of books', () => {
  test('begins with a snapshot of every book that is exact, and says which are not', () => {
    const { clock, books, recorder, batches, fill, kinds } = setUp();
    fill(A);
    fill(B);
    books.get(B)?.markStale('sequence');
    recorder.record(new Set([A, B]));
    clock.advance(200);
    expect(batches.map(({ isKey }) => isKey)).toEqual([true]);
    expect(kinds(0)).toEqual([`snapshot ${A}`, `stale ${B}`]);
  });

  test('holds each change of the recorded books, and of no other', () => {
    const { clock, recorder, fill, delta, kinds } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(200);
    delta(A);
    delta(B);
    clock.advance(100);
    expect(kinds(-1)).toEqual([`delta ${A}`]);
  });

  test('leaves no time between two batches out, and says when nothing happened', () => {
    const { clock, recorder, batches, fill } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(5_000);
    expect(batches.length).toBeGreaterThanOrEqual(4);
    batches.reduce((before, after) => {
      expect(after.columns.from).toBe(before.columns.until);
      return after;
    });
  });

  test('begins afresh every five minutes, with all that is known then', () => {
    const { clock, recorder, batches, fill, kinds } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(5 * MINUTE + 2_000);
    const keys = batches.flatMap(({ isKey }, index) => (isKey ? [index] : []));
    expect(keys).toHaveLength(2);
    expect(kinds(keys[1] ?? 0)).toEqual([`snapshot ${A}`]);
  });

  test('begins afresh where the batch before ended, also in the middle of a quiet second', () => {
    const { clock, recorder, batches, fill, delta } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(5 * MINUTE - 450);
    delta(A);
    clock.advance(2_000);
    const key = batches.findLastIndex(({ isKey }) => isKey);
    expect(key).toBeGreaterThan(0);
    expect(batches[key]?.columns.from).toBe(batches[key - 1]?.columns.until);
  });

  test('begins afresh after twenty thousand rows', () => {
    const { clock, recorder, batches, fill, delta } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(200);
    for (let i = 0; i < 20_000; i++) delta(A);
    clock.advance(300);
    expect(batches.filter(({ isKey }) => isKey)).toHaveLength(2);
  });

  test('does not begin afresh because the books are many: a key’s own rows do not count', () => {
    const { clock, recorder, batches, books, delta } = setUp();
    const levels = Array.from({ length: 9_000 }, (_, index) => level(index + 1, 100));
    for (const book of books.values()) book.reset(levels, levels, 7 as Seq, clock.now());
    recorder.record(new Set([A, B]));
    clock.advance(5_000);
    const keys = () => batches.filter(({ isKey }) => isKey).length;
    expect(keys()).toBe(1);
    for (let i = 0; i < 40_000; i++) delta(A);
    clock.advance(200);
    expect(keys()).toBe(1);
    for (let i = 0; i < 40_000; i++) delta(A);
    clock.advance(200);
    expect(keys()).toBe(2);
  });

  test('says of a book that nobody watches it any more, and takes up one that is added', () => {
    const { clock, recorder, recorded, fill, delta, kinds } = setUp();
    fill(A);
    fill(B);
    recorder.record(new Set([A]));
    clock.advance(200);
    recorder.record(new Set([B]));
    delta(A);
    clock.advance(100);
    expect(kinds(-1)).toEqual([`end ${A}`, `snapshot ${B}`]);
    expect(recorded).toEqual([`snapshot ${A}`, `end ${A}`, `snapshot ${B}`]);
  });

  test('begins afresh after a batch that the store did not take', () => {
    const { clock, recorder, batches, fill, delta, kinds } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(200);
    delta(A);
    recorder.startOver();
    clock.advance(300);
    expect(batches.map(({ isKey }) => isKey)).toEqual([true, true]);
    expect(kinds(-1)).toEqual([`snapshot ${A}`]);
  });

  test('waits for a store that lags, and loses nothing of it', () => {
    const { clock, store, recorder, batches, fill, delta, kinds } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(200);
    store.hasRoom = false;
    delta(A);
    clock.advance(3_000);
    delta(A);
    expect(batches).toHaveLength(1);
    store.hasRoom = true;
    clock.advance(100);
    expect(kinds(-1)).toEqual([`delta ${A}`, `delta ${A}`]);
  });

  test('gives up what cannot be held any longer, and begins afresh', () => {
    const { clock, store, recorder, batches, fill, delta } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(200);
    store.hasRoom = false;
    for (let i = 0; i <= 200_000; i++) delta(A);
    clock.advance(100);
    store.hasRoom = true;
    clock.advance(300);
    expect(batches.map(({ isKey }) => isKey)).toEqual([true, true]);
  });

  test('waits for a clock that is set back a little: recorded time never falls', () => {
    const { clock, recorder, batches, fill, delta } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(1_000);
    clock.sleep(-30_000);
    for (let i = 0; i < 20_000; i++) delta(A);
    for (let i = 0; i < 40; i++) {
      delta(A);
      clock.advance(1_000);
    }
    const stamps = batches.flatMap(({ columns: { from, until, receivedAt } }) => [
      from,
      ...receivedAt,
      until,
    ]);
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
    expect(batches.filter(({ isKey }) => isKey)).toHaveLength(2);
  });

  test('begins afresh when the clock turns out to have been wrong for long', () => {
    const { clock, recorder, batches, fill, delta } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(200);
    clock.sleep(-3_600_000);
    delta(A);
    clock.advance(300);
    expect(batches.at(-1)?.isKey).toBe(true);
    expect(batches.at(-1)?.columns.from).toBeLessThan(batches[0]?.columns.from ?? 0);
  });

  test('ends by saying that nobody watches any more', () => {
    const { clock, recorder, fill, kinds, batches } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(200);
    recorder.stop();
    expect(kinds(-1)).toEqual([`end ${A}`]);
    const sent = batches.length;
    clock.advance(10_000);
    expect(batches).toHaveLength(sent);
  });

  test('costs what it costs: changes over the time that was watched, and nothing is said of less than five seconds', () => {
    const { clock, recorder, fill, delta } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(5_000);
    for (let i = 0; i < 30; i++) delta(A);
    expect(recorder.changesPerMinute(A)).toBeUndefined();
    clock.advance(1_100);
    expect(recorder.changesPerMinute(A)).toBe(300);
    clock.advance(2 * MINUTE - 6_000);
    expect(recorder.changesPerMinute(A)).toBe(15);
    expect(recorder.changesPerMinute(B)).toBeUndefined();
  });

  test('costs nothing while its book is not there, is doubtful, or is not recorded', () => {
    const { clock, store, books, recorder, batches, fill, delta } = setUp();
    recorder.record(new Set([A]));
    clock.advance(10 * MINUTE);
    expect(recorder.changesPerMinute(A)).toBeUndefined();
    const back = () => {
      fill(A);
      const [yes, no] = [[level(4_000, 100)], [level(5_500, 50)]];
      recorder.take({ kind: 'snapshot', ticker: A, receivedAt: clock.now(), seq: 7 as Seq, yes, no });
    };
    back();
    for (let i = 0; i < 10; i++) delta(A);
    clock.advance(10_000);
    expect(recorder.changesPerMinute(A)).toBe(60);
    books.get(A)?.markStale('disconnect');
    recorder.take({ kind: 'stale', ticker: A, receivedAt: clock.now(), reason: 'disconnect' });
    clock.advance(10 * MINUTE);
    expect(recorder.changesPerMinute(A)).toBe(60);
    back();
    clock.advance(10_000);
    expect(recorder.changesPerMinute(A)).toBe(30);
    store.hasRoom = false;
    recorder.startOver();
    clock.advance(10 * MINUTE);
    // The last quiet second was not handed over.
    expect(recorder.changesPerMinute(A)).toBeCloseTo(30, -1);
    const sent = batches.length;
    store.hasRoom = true;
    clock.advance(10_100);
    expect(batches.length).toBeGreaterThan(sent);
    expect(recorder.changesPerMinute(A)).toBeCloseTo(20, -1);
  });

  test('nothing is handed over while nothing is recorded', () => {
    const { clock, recorder, batches, fill } = setUp();
    fill(A);
    recorder.record(new Set([A]));
    clock.advance(200);
    recorder.record(new Set());
    clock.advance(200);
    const sent = batches.length;
    clock.advance(10_000);
    expect(batches).toHaveLength(sent);
  });
});

test('columns span what they hold', () => {
  const { clock, recorder, batches, fill, delta } = setUp();
  fill(A);
  recorder.record(new Set([A]));
  clock.advance(200);
  clock.advance(50);
  delta(A);
  clock.advance(50);
  const { from, until, receivedAt } = batches.at(-1)?.columns ?? { from: 0, until: 0, receivedAt: [] };
  expect(receivedAt[0]).toBeGreaterThanOrEqual(from);
  expect(until as UnixMs).toBeGreaterThanOrEqual(receivedAt[0] ?? Infinity);
});
