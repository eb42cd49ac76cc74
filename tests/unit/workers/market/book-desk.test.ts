import { expect, test } from 'vitest';
import type { GapRow } from '#contract/store.ts';
import { createRng } from '#core/lib/rng.ts';
import type { BookColumns } from '#core/market/book/book-columns.ts';
import { CENT_GRID, FINEST_GRID } from '#core/units/grid.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { Decoder } from '#core/wire/decode.ts';
import { BookDesk } from '../../../../workers/market/book-desk.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { labelOf } from '../../../../workers/market/market-rows.ts';

const A = 'KXA-1' as Ticker;
const SID = 3;

/** A desk on an open line that records one book, and has heard it. */
function setUp() {
  const clock = new ManualClock();
  const decoder = new Decoder();
  const batches: { columns: BookColumns; isKey: boolean }[] = [];
  const gaps: GapRow[] = [];
  const events: string[] = [];
  const log: string[] = [];
  const sent: { id: number; cmd: string }[] = [];
  let id = 1;
  const desk = new BookDesk({
    clock,
    rng: createRng(1),
    rest: { get: () => Promise.resolve({ kind: 'off' }) },
    recorder: { hasRoom: true, books: (columns, isKey) => batches.push({ columns, isKey }) },
    directory: { grid: () => CENT_GRID, label: (ticker) => labelOf(ticker, undefined) },
    nextId: () => id++,
    send: (command) => sent.push(JSON.parse(command) as { id: number; cmd: string }),
    reconnect: () => undefined,
    log: (_level, text) => log.push(text),
    mostActive: () => [],
    onGap: (gap) => gaps.push(gap),
    onEvent: ({ kind, ticker }) => events.push(`${kind} ${ticker}`),
  });
  const take = (frame: object) => {
    desk.feed.take(decoder.decode(JSON.stringify(frame)), false, clock.now());
  };
  const stop = desk.start();
  desk.choose({ tickers: [A, 'no ticker!'], mostActive: 0 });
  desk.feed.opened();
  clock.advance(100);
  take({ id: sent.at(-1)?.id, type: 'subscribed', msg: { channel: 'orderbook_delta', sid: SID } });
  const msg = { market_ticker: A, yes_dollars_fp: [['0.4000', '5.00']], no_dollars_fp: [] };
  take({ type: 'orderbook_snapshot', sid: SID, seq: 1, msg });
  clock.advance(200);
  return { clock, desk, batches, gaps, events, log, stop };
}

test('a book that is chosen is subscribed to, recorded and said', () => {
  const { desk, batches, events } = setUp();
  expect(desk.recorded()).toMatchObject([{ ticker: A, reason: 'chosen', state: 'exact' }]);
  expect(batches.map(({ columns }) => columns.tickers)).toContainEqual([A]);
  expect(events).toEqual([`snapshot ${A}`]);
  expect(desk.stats).toMatchObject({ wanted: 1, snapshots: 1, audited: 0 });
});

test('a batch that was not stored is a gap, and said', () => {
  const { desk, gaps, log } = setUp();
  desk.notStored();
  expect(gaps).toMatchObject([{ channel: 'orderbook_delta', reason: 'not-stored' }]);
  expect(log).toEqual(['Changes of order books could not be stored.']);
});

test('a grid that becomes known is that of a book that is watched, and makes no book of another', () => {
  const { desk } = setUp();
  const other = 'KXB-1' as Ticker;
  desk.regrid(A, FINEST_GRID);
  desk.regrid(other, FINEST_GRID);
  expect(desk.books.get(A)?.grid).toBe(FINEST_GRID);
  expect(desk.books.get(other)).toBeUndefined();
});

test('a book that no screen looks at any more is let go', () => {
  const { clock, desk, stop } = setUp();
  const other = 'KXB-1' as Ticker;
  desk.watches.look(other);
  expect(desk.books.get(other)).toBeDefined();
  clock.advance(5_300);
  expect(desk.books.get(other)).toBeUndefined();
  desk.watches.look(other);
  stop();
  clock.advance(5_300);
  expect(desk.books.get(other)).toBeDefined();
});

test('a line that goes after the recording has ended leaves no gap', () => {
  const { clock, desk, gaps } = setUp();
  desk.endRecording();
  desk.feed.closed(clock.now());
  expect(gaps).toEqual([]);
});
