import { describe, expect, test } from 'vitest';
import { Book } from '#core/market/book/book.ts';
import { forEachBookEvent } from '#core/market/book/book-columns.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Level, Seq } from '#core/wire/messages.ts';
import type { RiverAnswer, RiverMessage } from '#contract/river.ts';
import { Rivers } from '../../../../workers/market/rivers.ts';
import { FakePort } from '../../../support/fake-port.ts';
import { ManualClock, settle } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

const [A, B, MISSED] = ['KXA-1', 'KXB-1', 'KXC-1'] as [Ticker, Ticker, Ticker];

function setUp() {
  const clock = new ManualClock();
  const looked = new Set<Ticker>();
  const book = new Book(A, FINEST_GRID);
  book.reset([[4_000 as Price, 100 as Quantity] as Level], [], 7 as Seq, clock.now());
  const state = { settled: Promise.resolve(true), rate: 1, silentMs: 0, unprovenMs: 0 };
  const rivers = new Rivers({
    clock,
    exchangeId: 'sim',
    isReplay: false,
    now: () => clock.now(),
    knownUntil: () => (clock.now() - state.silentMs) as UnixMs,
    provenUntil: () => (clock.now() - state.unprovenMs) as UnixMs,
    rate: () => state.rate,
    recordedFrom: () => undefined,
    look: (ticker) => {
      looked.add(ticker);
      return ticker === A ? book : new Book(ticker, FINEST_GRID);
    },
    leave: (ticker) => looked.delete(ticker),
    missing: (ticker) => (ticker === MISSED ? 'handover' : undefined),
    trades: (ticker) =>
      ticker === A
        ? [30, 20, 10].map((at, ingest) => ({ ...aTrade({ at, ticker }), receivedAt: clock.now(), ingest }))
        : [],
    settled: () => state.settled,
  });
  const open = (ticker: Ticker) => {
    const port = new FakePort<RiverMessage, RiverAnswer>();
    rivers.open(ticker, port);
    return port;
  };
  const delta = (ticker: Ticker) => {
    rivers.take({
      kind: 'delta',
      ticker,
      receivedAt: clock.now(),
      seq: 8 as Seq,
      venueAt: undefined,
      side: 'yes',
      price: 4_000 as Price,
      change: 5 as Quantity,
    });
  };
  const said = (port: FakePort<RiverMessage, RiverAnswer>) => port.sent.map(({ kind }) => kind);
  const events = (port: FakePort<RiverMessage, RiverAnswer>) => {
    const kinds: string[] = [];
    for (const message of port.sent)
      if (message.kind === 'books') forEachBookEvent(message.columns, ({ kind }) => kinds.push(kind));
    return kinds;
  };
  return { clock, rivers, open, looked, state, delta, said, events, book };
}

describe('a river', () => {
  test('begins with the book as it is, the trades of the last hour oldest first, and the time', async () => {
    const { open, said, events } = setUp();
    const port = open(A);
    await settle();
    expect(said(port)).toEqual(['begin', 'books', 'trades', 'clock', 'past']);
    expect(events(port)).toEqual(['snapshot']);
    const trades = port.sent.find((message) => message.kind === 'trades');
    expect([...(trades?.columns.venueAt ?? [])]).toEqual([10, 20, 30]);
  });

  test('of a book that another tab recorded until now begins with the hand-over', () => {
    const { open, events } = setUp();
    expect(events(open(MISSED))).toEqual(['stale']);
    expect(events(open(B))).toEqual([]);
  });

  test('tells of the past only when it is on disk', async () => {
    const { open, said, state } = setUp();
    let write = (): void => undefined;
    state.settled = new Promise((resolve) => (write = () => resolve(true)));
    const port = open(A);
    await settle();
    expect(said(port)).not.toContain('past');
    write();
    await settle();
    expect(said(port)).toContain('past');
  });

  test('does not tell of it while the disk is behind, and asks until it is not', async () => {
    const { clock, open, said, state } = setUp();
    state.settled = Promise.resolve(false);
    const port = open(A);
    await clock.run(5_000, 100);
    expect(said(port)).not.toContain('past');
    state.settled = Promise.resolve(true);
    await clock.run(500, 100);
    expect(said(port).filter((kind) => kind === 'past')).toHaveLength(1);
  });

  test('begun anew, is not told of the past of its first beginning', async () => {
    const { open, rivers, said, state } = setUp();
    let [first, second] = [(): void => undefined, (): void => undefined];
    state.settled = new Promise((resolve) => (first = () => resolve(true)));
    const port = open(A);
    state.settled = new Promise((resolve) => (second = () => resolve(true)));
    rivers.restart();
    first();
    await settle();
    expect(said(port)).not.toContain('past');
    second();
    await settle();
    expect(said(port).filter((kind) => kind === 'past')).toHaveLength(1);
  });

  test('carries changes and trades of its market and of no other', () => {
    const { clock, open, rivers, delta, events } = setUp();
    const port = open(A);
    const other = open(B);
    delta(A);
    rivers.trade(aTrade({ ticker: A }), clock.now());
    clock.advance(100);
    expect(events(port)).toEqual(['snapshot', 'delta']);
    expect(port.sent.filter(({ kind }) => kind === 'trades')).toHaveLength(2);
    expect(events(other)).toEqual([]);
    expect(other.sent.some(({ kind }) => kind === 'trades')).toBe(false);
  });

  test('says that nothing happened, and leaves no time out', () => {
    const { clock, open } = setUp();
    const port = open(A);
    clock.advance(1_000);
    const spans = port.sent.flatMap((message) => (message.kind === 'books' ? [message.columns] : []));
    expect(spans.length).toBeGreaterThan(5);
    spans.reduce((before, after) => {
      expect(after.from).toBe(before.until);
      return after;
    });
  });

  test('says nothing of a silent line: what is lost on it begins where it was heard last', () => {
    const { clock, open, state, rivers } = setUp();
    const port = open(A);
    clock.advance(1_000);
    const heardAt = clock.now();
    for (let silent = 1; silent <= 80; silent++) {
      state.silentMs = silent * 100;
      clock.advance(100);
    }
    rivers.take({ kind: 'stale', ticker: A, receivedAt: heardAt, reason: 'disconnect' });
    state.silentMs = 0;
    clock.advance(100);
    const last = port.sent.findLast((message) => message.kind === 'books');
    expect([last?.columns.from, last?.columns.receivedAt[0]]).toEqual([heardAt, heardAt]);
  });

  test('begins where the disk ends: at the last proof, since when nothing has changed', () => {
    const { clock, open, state } = setUp();
    state.unprovenMs = 6_000;
    const [begin, books] = open(A).sent;
    const at = clock.now() - 6_000;
    expect(begin).toMatchObject({ kind: 'begin', at, now: clock.now() });
    const { from, until, receivedAt } = books?.kind === 'books' ? books.columns : { receivedAt: [] };
    expect([from, receivedAt[0], until]).toEqual([at, at, clock.now()]);
  });

  test('says that a book is not to be trusted when it begins so', () => {
    const { open, book, events } = setUp();
    book.markStale('audit');
    expect(events(open(A))).toEqual(['stale']);
  });

  test('begins afresh when the clock has jumped', () => {
    const { open, rivers, said } = setUp();
    const port = open(A);
    rivers.restart();
    expect(said(port).filter((kind) => kind === 'begin')).toHaveLength(2);
  });

  test('tells the time four times a second, and how fast it goes', () => {
    const { clock, open, state } = setUp();
    const port = open(A);
    state.rate = 10;
    clock.advance(1_000);
    const times = port.sent.filter((message) => message.kind === 'clock');
    expect([times.length, times.at(-1)?.rate, times.at(-1)?.now]).toEqual([5, 10, clock.now()]);
  });

  test('ends when nobody reads any more; the book is let go with the last one', () => {
    const { clock, open, looked, delta } = setUp();
    const [port, second] = [open(A), open(A)];
    port.receive({ kind: 'close' });
    expect([port.isClosed, looked.has(A)]).toEqual([true, true]);
    const sent = port.sent.length;
    delta(A);
    clock.advance(100);
    expect(port.sent).toHaveLength(sent);
    second.receive({ kind: 'close' });
    expect(looked.has(A)).toBe(false);
  });

  test('of more rivers than anybody reads the oldest ends', () => {
    const { open } = setUp();
    const ports = Array.from({ length: 9 }, () => open(A));
    expect(ports.map(({ isClosed }) => isClosed)).toEqual([true, ...Array.from({ length: 8 }, () => false)]);
  });
});
