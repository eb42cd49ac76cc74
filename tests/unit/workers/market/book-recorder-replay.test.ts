/** What is recorded, played back: at each moment the book that was held then, or known not to be. And its gaps. */
import { describe, expect, test } from 'vitest';
import { openGaps } from '#contract/gap-rows.ts';
import type { GapRow } from '#contract/store.ts';
import { BookCursor, type RecordedBatch } from '#core/market/book/book-cursor.ts';
import { Books } from '#core/market/book/books.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { HOUR, plus, type UnixMs } from '#core/units/time.ts';
import type { Seq } from '#core/wire/messages.ts';
import { BookGaps } from '../../../../workers/market/book-gaps.ts';
import { BookRecorder } from '../../../../workers/market/book-recorder.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const A = 'KXA-1' as Ticker;
const [PRICE, SEQ] = [4_000 as Price, 7 as Seq];

/** The state of the book, and what it holds at its one price. */
function words(books: Books): string {
  const book = books.get(A);
  return book === undefined
    ? 'not recorded'
    : `${book.state} ${book.yes.size > 0 ? book.yes.quantityAt(0) : 0}`;
}

/** A page that holds one book of 500, and records it until a quiet second is handed over. */
function setUp() {
  const clock = new ManualClock();
  const store = { hasRoom: true };
  /** `undefined`: something is heard all the time. */
  const line: { heardAt: UnixMs | undefined } = { heardAt: undefined };
  const batches: RecordedBatch[] = [];
  const rows: GapRow[] = [];
  const gaps = new BookGaps((row) => rows.push(row));
  const books = new Books({
    onDoubt: () => undefined,
    onEvent: (event) => {
      recorder.take(event);
    },
  });
  const recorder = new BookRecorder({
    clock,
    recorder: {
      get hasRoom() {
        return store.hasRoom;
      },
      books: (columns, isKey) => batches.push({ columns, isKey }),
    },
    book: (ticker) => books.get(ticker),
    unprovenMs: () => (line.heardAt === undefined ? 0 : clock.now() - line.heardAt),
    onRecorded: (event) => {
      gaps.take(event);
    },
    onHole: (from, reason) => {
      gaps.hole(from, reason);
    },
    onResumed: (at) => {
      gaps.resumed(at);
    },
  });
  const snapshot = (size: number) => {
    books.snapshot({ ticker: A, yes: [[PRICE, size as Quantity]], no: [] }, SEQ, clock.now());
  };
  const delta = (change: number) => {
    const what = {
      ticker: A,
      side: 'yes',
      price: PRICE,
      change: change as Quantity,
      venueAt: undefined,
    } as const;
    books.delta(what, SEQ, clock.now());
  };
  const record = () => {
    recorder.record(new Set([A]));
    clock.advance(1_200);
  };
  /** As a reader of the disk finds it, `beforeMs` ago. */
  const replayed = (beforeMs: number): string => {
    const cursor = new BookCursor();
    const found = new Books({ onDoubt: () => undefined, onEvent: () => undefined });
    for (const batch of batches) cursor.push(batch);
    cursor.playUntil(clock.now() - beforeMs, (event) => {
      if (event.kind === 'snapshot') {
        found.watch(A, FINEST_GRID);
        found.snapshot(event, event.seq, event.receivedAt);
      } else if (event.kind === 'delta') found.delta(event, event.seq, event.receivedAt);
      else if (event.kind === 'stale') found.doubt(A, event.reason, event.receivedAt);
      else found.unwatch(A);
    });
    return words(found);
  };
  const start = clock.now();
  /** Beginning and end in ms since the start. */
  const spans = () => openGaps(rows).map((gap) => `${gap.fromMs - start}-${gap.toMs - start} ${gap.reason}`);
  books.watch(A, FINEST_GRID);
  snapshot(500);
  return {
    clock,
    store,
    line,
    batches,
    books,
    recorder,
    gaps,
    rows,
    snapshot,
    delta,
    record,
    replayed,
    spans,
  };
}

describe('a recorded book, played back', () => {
  test.each([50, 30_000])('is the one that was held, over a clock set back by %i ms', (stepMs) => {
    const { clock, books, delta, record, replayed, rows } = setUp();
    record();
    delta(100);
    clock.advance(100);
    clock.sleep(-stepMs);
    delta(700);
    clock.advance(stepMs - 20);
    delta(700);
    delta(30);
    for (let i = 0; i < 5; i++) {
      clock.advance(1_000);
      expect(replayed(0)).toBe(words(books));
      delta(1);
    }
    expect(words(books)).toBe('exact 2035');
    expect(rows).toEqual([]);
  });

  test('is the one that was held, also by a page that was opened after the clock was set back', () => {
    const { clock, books, batches, snapshot, record, replayed, recorder } = setUp();
    record();
    clock.sleep(-600);
    snapshot(900);
    recorder.startOver();
    const { columns } = batches.at(-1) ?? {};
    clock.advance(1_500);
    expect(columns).toBeDefined();
    expect(replayed(0)).toBe(words(books));
  });

  test('is not known for the time of a sleep, and that is a gap', () => {
    const { clock, delta, record, replayed, spans } = setUp();
    record();
    clock.sleep(8 * HOUR);
    clock.advance(3_000);
    expect(replayed(4 * HOUR)).toBe('not recorded');
    expect(replayed(500)).toBe('exact 500');
    expect(spans()).toEqual([`1200-${8 * HOUR + 1_300} sleep`]);
    delta(1);
    clock.advance(100);
    expect(replayed(0)).toBe('exact 501');
  });

  test('is not taken for known where a frame wakes us before any timer', () => {
    const { clock, delta, record, replayed } = setUp();
    record();
    clock.sleep(HOUR);
    delta(1);
    clock.advance(1_000);
    expect(replayed(HOUR / 2)).toBe('not recorded');
    expect(replayed(0)).toBe('exact 501');
  });

  test.each([
    [1_900, 'exact 500'],
    [2_100, 'not recorded'],
    [9_000, 'not recorded'],
  ])(
    'is not known for the %i ms in which nobody looked, where they are more than two seconds',
    (ms, expected) => {
      const { clock, delta, record, replayed } = setUp();
      record();
      clock.block(ms);
      clock.advance(1_000);
      expect(replayed(ms / 2)).toBe(expected);
      delta(1);
      clock.advance(100);
      expect(replayed(0)).toBe('exact 501');
    },
  );

  test('is known up to the last frame where the line then turns out to be dead', () => {
    const { clock, books, line, record, replayed, spans } = setUp();
    record();
    line.heardAt = clock.now();
    clock.advance(10_000);
    books.gap('disconnect', line.heardAt);
    line.heardAt = undefined;
    clock.advance(1_000);
    expect(replayed(11_100)).toBe('exact 500');
    expect([10_900, 6_000, 1_100].map(replayed)).toEqual(['stale 500', 'stale 500', 'stale 500']);
    expect(spans()).toEqual(['1200-1200 disconnect']);
  });

  test('is not known from the last frame on where we doubt it ourselves, in a silence', () => {
    const { clock, books, line, record, replayed } = setUp();
    record();
    line.heardAt = clock.now();
    clock.advance(4_000);
    books.doubt(A, 'audit', clock.now());
    clock.advance(1_000);
    line.heardAt = clock.now();
    clock.advance(100);
    expect(replayed(3_000)).toBe('stale 500');
  });

  test('is a gap from where its rows end, where a doubt begins later than the last proof', () => {
    const { clock, books, line, record, replayed, spans } = setUp();
    record();
    line.heardAt = clock.now();
    clock.advance(4_000);
    books.doubt(A, 'audit', clock.now());
    clock.advance(1_000);
    expect(replayed(3_000)).toBe('stale 500');
    expect(spans()).toEqual(['1200-1200 audit']);
  });

  test('is handed over as far as it is proven: a silent line is not waited for, a store without room is', async () => {
    const { clock, line, recorder, record, store, snapshot } = setUp();
    record();
    line.heardAt = clock.now();
    clock.advance(4_000);
    let isThere = false;
    void recorder.handedOver().then(() => (isThere = true));
    await clock.run(0);
    expect(isThere).toBe(true);
    line.heardAt = undefined;
    store.hasRoom = false;
    snapshot(600);
    clock.advance(4_000);
    isThere = false;
    void recorder.handedOver().then(() => (isThere = true));
    await clock.run(2_000);
    expect(isThere).toBe(false);
    store.hasRoom = true;
    await clock.run(300);
    expect(isThere).toBe(true);
  });

  test('is known over a silence that a frame ends', () => {
    const { clock, line, delta, record, replayed, spans } = setUp();
    record();
    line.heardAt = clock.now();
    clock.advance(6_000);
    expect(replayed(3_000)).toBe('not recorded');
    line.heardAt = clock.now();
    delta(1);
    clock.advance(100);
    expect([3_000, 0].map(replayed)).toEqual(['exact 500', 'exact 501']);
    expect(spans()).toEqual([]);
  });

  test('is not known after a sleep until the line is heard again', () => {
    const { clock, books, line, snapshot, record, replayed, spans } = setUp();
    record();
    line.heardAt = clock.now();
    clock.sleep(HOUR);
    clock.advance(3_000);
    books.gap('disconnect', line.heardAt);
    line.heardAt = undefined;
    clock.advance(1_000);
    const asFound = [HOUR / 2, 3_500, 1_500, 0].map(replayed);
    expect(new Set(asFound)).toEqual(new Set(['not recorded']));
    snapshot(600);
    clock.advance(3_000);
    expect(replayed(0)).toBe('exact 600');
    expect(spans()).toEqual([`${HOUR + 4_300}-${HOUR + 5_200} disconnect`, `1200-${HOUR + 4_300} sleep`]);
  });

  test('stays known when a doubt reaches back to what is on disk already', () => {
    const { clock, books, snapshot, record, replayed, spans } = setUp();
    record();
    books.doubt(A, 'disconnect', plus(clock.now(), -800));
    clock.advance(200);
    expect(replayed(0)).toBe('stale 500');
    snapshot(600);
    clock.advance(100);
    expect(replayed(0)).toBe('exact 600');
    expect(spans()).toEqual(['400-1400 disconnect']);
  });
});

describe('the gaps of recorded books', () => {
  test('are told while they are open', () => {
    const { clock, books, record, spans } = setUp();
    record();
    books.doubt(A, 'audit', clock.now());
    clock.advance(60_000);
    expect(spans()).toEqual(['1200-1200 audit']);
  });

  test('include what was wrong when the recording began', () => {
    const { clock, books, snapshot, record, spans } = setUp();
    books.doubt(A, 'audit', clock.now());
    record();
    expect(spans()).toEqual(['100-100 audit']);
    snapshot(600);
    expect(spans()).toEqual(['100-1200 audit']);
  });

  test('go on over a key', () => {
    const { clock, books, snapshot, record, spans } = setUp();
    record();
    books.doubt(A, 'audit', clock.now());
    clock.advance(HOUR);
    snapshot(600);
    expect(spans()).toEqual([`1200-${HOUR + 1_200} audit`]);
  });

  test('include what was given up because the store lags', () => {
    const { clock, store, delta, record, spans } = setUp();
    record();
    store.hasRoom = false;
    for (let i = 0; i <= 200_000; i++) delta(1);
    clock.advance(100);
    expect(spans()).toEqual(['1200-1200 not-stored']);
    clock.advance(900);
    store.hasRoom = true;
    clock.advance(3_000);
    expect(spans()).toEqual(['1200-2300 not-stored']);
  });

  test('are one while the store refuses again and again, until it has taken what follows for a while', () => {
    const { clock, recorder, record, spans } = setUp();
    record();
    for (let i = 0; i < 100; i++) {
      recorder.startOver();
      clock.advance(200);
    }
    expect(spans()).toEqual(['1200-1200 not-stored']);
    clock.advance(2_000);
    expect(spans()).toEqual(['1200-21100 not-stored']);
  });

  test('do not stay open over a fresh beginning that finds the book whole', () => {
    const { clock, books, recorder, snapshot, record, spans } = setUp();
    record();
    books.doubt(A, 'audit', clock.now());
    clock.advance(50);
    recorder.startOver();
    snapshot(600);
    clock.advance(HOUR);
    expect(spans()).toEqual(['1200-1300 audit', '1200-1300 not-stored']);
  });

  test('end with the wish to record the book, also where nothing is recorded just then', () => {
    const { clock, books, recorder, record, spans } = setUp();
    record();
    books.doubt(A, 'audit', clock.now());
    recorder.startOver();
    recorder.record(new Set());
    clock.advance(HOUR);
    expect(spans()).toEqual(['1200-1201 audit', '1200-1300 not-stored']);
  });

  test('include what the store has no room for when the page closes', () => {
    const { clock, store, recorder, gaps, delta, record, spans } = setUp();
    record();
    store.hasRoom = false;
    delta(1);
    clock.advance(50);
    recorder.stop();
    gaps.close(clock.now());
    expect(spans()).toEqual(['1200-1250 not-stored']);
  });
});
