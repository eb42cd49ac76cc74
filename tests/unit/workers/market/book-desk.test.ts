import { expect, test } from 'vitest';
import type { GapRow, MarketRow } from '#contract/store.ts';
import { createRng } from '#core/lib/rng.ts';
import type { BookColumns } from '#core/market/book/book-columns.ts';
import { BookCursor } from '#core/market/book/book-cursor.ts';
import { CENT_GRID, FINEST_GRID } from '#core/units/grid.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { Decoder } from '#core/wire/decode.ts';
import { BookDesk } from '../../../../workers/market/book-desk.ts';
import type { ActiveMarket } from '../../../../workers/market/recording-list.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { labelOf } from '../../../../workers/market/market-rows.ts';

const A = 'KXA-1' as Ticker;
const SID = 3;

const row = (ticker: Ticker, change: Partial<MarketRow>): MarketRow => ({
  ticker,
  event: 'KXE',
  eventTitle: '',
  series: 'KX',
  title: '',
  name: '',
  category: '',
  openAt: undefined,
  closeAt: undefined,
  status: 'active',
  result: '',
  priceRanges: undefined,
  ...change,
});

interface Sent {
  readonly id: number;
  readonly cmd: string;
  readonly params: { readonly action?: string };
}

/** A desk on an open line that records one book, and has heard it. */
function setUp() {
  const clock = new ManualClock();
  const decoder = new Decoder();
  const batches: { columns: BookColumns; isKey: boolean }[] = [];
  const gaps: GapRow[] = [];
  const events: string[] = [];
  const log: string[] = [];
  const rechecked: Ticker[] = [];
  const sent: Sent[] = [];
  const world = { active: [] as ActiveMarket[], rows: new Map<Ticker, MarketRow>() };
  let id = 1;
  const desk = new BookDesk({
    clock,
    rng: createRng(1),
    rest: { get: () => Promise.resolve({ kind: 'off' }) },
    recorder: { hasRoom: true, books: (columns, isKey) => batches.push({ columns, isKey }) },
    directory: {
      grid: () => CENT_GRID,
      label: (ticker) => labelOf(ticker, world.rows.get(ticker)),
      recheck: (ticker) => rechecked.push(ticker),
    },
    nextId: () => id++,
    send: (command) => sent.push(JSON.parse(command) as Sent),
    reconnect: () => undefined,
    log: (_level, text) => log.push(text),
    mostActive: (limit) => world.active.slice(0, limit),
    onGap: (gap) => gaps.push(gap),
    onEvent: ({ kind, ticker }) => events.push(`${kind} ${ticker}`),
  });
  const take = (frame: object) => {
    desk.feed.take(decoder.decode(JSON.stringify(frame)), false, clock.now());
  };
  const stop = desk.start();
  desk.choose({ tickers: [A, 'no ticker!'], mostActive: 0 });
  desk.opened();
  clock.advance(100);
  take({ id: sent.at(-1)?.id, type: 'subscribed', msg: { channel: 'orderbook_delta', sid: SID } });
  const msg = { market_ticker: A, yes_dollars_fp: [['0.4000', '5.00']], no_dollars_fp: [] };
  take({ type: 'orderbook_snapshot', sid: SID, seq: 1, msg });
  clock.advance(200);
  return { clock, desk, batches, gaps, events, log, world, take, stop, sent, rechecked };
}

test('a book that is chosen is subscribed to, recorded and said', () => {
  const { desk, batches, events } = setUp();
  expect(desk.recorded()).toMatchObject([{ ticker: A, reason: 'chosen', state: 'exact' }]);
  expect(batches.map(({ columns }) => columns.tickers)).toContainEqual([A]);
  expect(events).toEqual([`snapshot ${A}`]);
  expect(desk.stats).toMatchObject({ wanted: 1, snapshots: 1, audited: 0 });
});

test('what is recorded ends with the last number, where the gap begins when the line goes: that others are heard proves nothing', () => {
  const { clock, desk, batches, gaps, take } = setUp();
  clock.advance(3_000);
  const msg = { market_ticker: A, price_dollars: '0.4000', delta_fp: '1.00', side: 'yes' };
  take({ type: 'orderbook_delta', sid: SID, seq: 2, msg });
  const provenUntil = clock.now();
  for (let second = 0; second < 5; second++) {
    clock.advance(1_000);
    take({ type: 'trade', sid: 99, seq: second + 1, msg: {} });
  }
  desk.feed.closed(clock.now());
  clock.advance(200);
  expect(gaps).toMatchObject([{ fromMs: provenUntil, reason: 'disconnect' }]);
  const cursor = new BookCursor();
  for (const batch of batches) cursor.push(batch);
  const doubts: number[] = [];
  cursor.playUntil(clock.now(), ({ kind, receivedAt }) => {
    if (kind === 'stale') doubts.push(receivedAt);
  });
  expect(doubts).toEqual([provenUntil]);
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

test('a market that has closed by the clock, or is settled, is not recorded as active; a moved close is belied by trades', () => {
  const { clock, desk, world } = setUp();
  const now = clock.now();
  const markets = ['KXB-1', 'KXB-2', 'KXB-3', 'KXB-4'] as [Ticker, Ticker, Ticker, Ticker];
  const [closed, settled, moved, open] = markets;
  world.active = markets.map((ticker) => ({ ticker, lastAt: now }));
  world.rows = new Map([
    [closed, row(closed, { closeAt: now + 5_000 })],
    [settled, row(settled, { status: 'finalized' })],
    [moved, row(moved, { closeAt: now - 5_000 })],
    [open, row(open, { closeAt: now + 60_000 })],
  ]);
  const active = () => desk.recorded().flatMap(({ ticker, reason }) => (reason === 'active' ? ticker : []));
  desk.choose({ tickers: [], mostActive: 10 });
  expect(active()).toEqual([closed, moved, open]);
  clock.advance(20_000);
  expect(active()).toEqual([moved, open]);
});

test('a chosen market that is settled stays chosen; when its book is empty it is let go, and said to have ended', () => {
  const { clock, desk, world, take } = setUp();
  const said = () => desk.recorded().map(({ reason, state, ended }) => [reason, state, ended]);
  world.rows.set(A, row(A, { status: 'finalized', result: 'yes' }));
  clock.advance(10_000);
  expect(said()).toEqual([['chosen', 'exact', undefined]]);
  const msg = { market_ticker: A, yes_dollars_fp: [], no_dollars_fp: [] };
  take({ type: 'orderbook_snapshot', sid: SID, seq: 2, msg });
  expect(said()).toEqual([['chosen', 'none', undefined]]);
  clock.advance(10_000);
  expect([said(), desk.books.tickers()]).toEqual([[['chosen', 'none', 'settled']], []]);
});

test('where the exchange refuses books altogether the list stays as it is', () => {
  const { clock, desk, world, take, sent } = setUp();
  const [first, next] = ['KXB-1', 'KXB-2'] as [Ticker, Ticker];
  world.active = [first, next].map((ticker) => ({ ticker, lastAt: clock.now() }));
  desk.choose({ tickers: [A], mostActive: 1 });
  clock.advance(20);
  take({ id: sent.at(-1)?.id, type: 'error', msg: { code: 26, msg: 'Too many markets' } });
  clock.advance(30_000);
  expect(desk.recorded().map(({ ticker, state }) => [ticker, state])).toEqual([
    [A, 'exact'],
    [first, 'none'],
  ]);
});

test('a chosen market that ended before the start is not subscribed to, and REST is asked whether that still holds', () => {
  const { desk, world, rechecked } = setUp();
  const ended = 'KXB-1' as Ticker;
  world.rows.set(ended, row(ended, { status: 'active', closeAt: 5 }));
  rechecked.length = 0;
  desk.choose({ tickers: [A, ended], mostActive: 0 });
  expect(desk.recorded().map(({ ticker, ended: how }) => [ticker, how])).toEqual([
    [A, undefined],
    [ended, 'closed'],
  ]);
  expect([desk.books.tickers(), rechecked]).toEqual([[A], [ended]]);
});

test('on a fresh socket REST is asked for every market that is watched or listed: it may have ended meanwhile', () => {
  const { clock, desk, rechecked } = setUp();
  const other = 'KXB-1' as Ticker;
  desk.watches.look(other);
  desk.feed.closed(clock.now());
  rechecked.length = 0;
  desk.opened();
  expect(rechecked).toEqual([A, other]);
});

test('the place of an active market without a book goes to the next, until it trades again', () => {
  const { clock, desk, world, take, sent, rechecked } = setUp();
  const [silent, next] = ['KXB-1', 'KXB-2'] as [Ticker, Ticker];
  const trades = (lastAt: number) => {
    world.active = [silent, next].map((ticker) => ({ ticker, lastAt: lastAt as UnixMs }));
  };
  const active = () => desk.recorded().flatMap(({ ticker, reason }) => (reason === 'active' ? ticker : []));
  trades(clock.now());
  desk.choose({ tickers: [A], mostActive: 1 });
  expect(active()).toEqual([silent]);
  let seq = 10;
  for (let ms = 0; ms < 60_000; ms += 10) {
    const before = sent.length;
    clock.advance(10);
    for (const { id, params } of sent.slice(before))
      if (params.action === 'add_markets') take({ id, type: 'ok', sid: SID, seq: ++seq, msg: {} });
  }
  expect([active(), rechecked.includes(silent)]).toEqual([[next], true]);
  trades(clock.now());
  clock.advance(10_000);
  expect(active()).toEqual([silent]);
});
