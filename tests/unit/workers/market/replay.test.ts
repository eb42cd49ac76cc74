import { describe, expect, test, vi } from 'vitest';
import type { StoreReader } from '#contract/database.ts';
import type { BookBatch } from '#contract/stored-books.ts';
import type { Frame, FramePortMessage } from '#contract/frames.ts';
import type { ReplaySource } from '#contract/replay.ts';
import type { GapRow, MarketRow } from '#contract/store.ts';
import type { RiverAnswer, RiverMessage } from '#contract/river.ts';
import { createRng } from '#core/lib/rng.ts';
import { BookColumnsBuilder, forEachBookEvent, STALE } from '#core/market/book/book-columns.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { HOUR, MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import type { Level } from '#core/wire/messages.ts';
import { ReplaySession } from '../../../../workers/market/replay.ts';
import { FakePort } from '../../../support/fake-port.ts';
import { recordingReader, type MadeRecording } from '../../../support/fake-recording.ts';
import { ManualClock, settle } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

const [A, B] = ['KXA-1', 'KXB-1'] as [Ticker, Ticker];
/** A whole hour. */
const START = 1_799_998_800_000 + 10 * HOUR;
const level = (price: number, size: number): Level => [price as Price, size as Quantity];

/** A trade heard `at` ms after the start. */
function heard(at: number, change: Parameters<typeof aTrade>[0] = {}) {
  return { trade: aTrade({ ticker: A, at: START + at, ...change }), receivedAt: START + at };
}

function batch(from: number, until: number, isKey: boolean, ...events: readonly BookEvent[]): BookBatch {
  const rows = new BookColumnsBuilder();
  for (const event of events) rows.add(event);
  return { columns: rows.take((START + from) as UnixMs, (START + until) as UnixMs), isKey };
}

const whole = (at: number, ticker = A): BookEvent => ({
  kind: 'snapshot',
  ticker,
  receivedAt: (START + at) as UnixMs,
  seq: undefined,
  yes: [level(4_000, 100)],
  no: [level(5_500, 50)],
});
const change = (at: number, by: number, ticker = A): BookEvent => ({
  kind: 'delta',
  ticker,
  receivedAt: (START + at) as UnixMs,
  seq: undefined,
  venueAt: undefined,
  side: 'yes',
  price: 4_000 as Price,
  change: by as Quantity,
});

async function setUp(made: MadeRecording, to = 10 * MINUTE) {
  const replay = create(recordingReader(made), to);
  await replay.session.start();
  await replay.session.seek(START);
  return replay;
}

function create(reader: StoreReader, to = 10 * MINUTE) {
  const clock = new ManualClock(START + 24 * HOUR);
  const app = new FakePort<FramePortMessage, FramePortMessage>();
  const source: ReplaySource = {
    exchangeId: 'sim',
    name: 'made',
    from: START as UnixMs,
    to: (START + to) as UnixMs,
  };
  const session = new ReplaySession(source, 10, {
    clock,
    rng: createRng(1),
    reader,
    app,
  });
  let id = 0;
  /** Asks for a frame as the page does, and returns what all that were asked for so far have said of the clock. */
  const places = () => {
    app.receive({
      kind: 'frame-request',
      id: ++id,
      windowMinutes: 10,
      includeCombos: true,
    });
    return app.sent.flatMap((sent) =>
      sent.kind === 'frame' && sent.status.replay !== undefined ? [sent.status.replay.at - START] : [],
    );
  };
  const frame = (): Frame => {
    app.receive({
      kind: 'frame-request',
      id: ++id,
      windowMinutes: 10,
      includeCombos: true,
      tape: { limit: 100, merge: false },
      analytics: true,
      book: { ticker: A },
      market: { ticker: A, span: '60m', trades: 10 },
    });
    const found = app.sent.at(-1);
    if (found?.kind !== 'frame') throw new Error('Expected a frame.');
    return found;
  };
  const tape = () => (frame().tape?.rows ?? []).map(({ at }) => at - START).reverse();
  const bid = () => {
    const book = frame().book;
    return { state: book?.state, reason: book?.reason, size: book?.bids.quantity[0] };
  };
  const at = () => session.status.at - START;
  return { clock, session, frame, places, tape, bid, at };
}

const MINUTE_OF_TRADES = Array.from({ length: 60 }, (_, second) => heard((second + 1) * SECOND));

describe('the clock of a replay', () => {
  test('tells the price in force when the recording began, also hours into it', async () => {
    const trades = [heard(-10 * MINUTE, { yesPrice: 4_100 as Price }), heard(1), heard(3 * HOUR - 1)];
    const { session, frame } = await setUp({ trades }, 4 * HOUR);
    const began = { from: START, yesPrice: 4_100 };
    expect(frame().market?.session).toEqual(began);
    await session.seek(START + 3 * HOUR);
    expect(frame().market?.session).toEqual(began);
  });

  test('finds markets with the price and the volume they had at the clock', async () => {
    const trades = [
      heard(1, { yesPrice: 4_100 as Price, quantity: 500 as Quantity }),
      heard(2 * MINUTE, { yesPrice: 6_200 as Price, quantity: 700 as Quantity }),
    ];
    const { session } = await setUp({ trades });
    expect(session.findMarkets('KXA', 5)).toEqual([]);
    await session.seek(START + MINUTE);
    expect(session.findMarkets('KXA', 5)).toMatchObject([{ yesPrice: 4_100, volume: 500 }]);
    await session.seek(START + 3 * MINUTE);
    expect(session.findMarkets('', 5)).toMatchObject([
      { label: { ticker: A }, yesPrice: 6_200, volume: 1_200 },
    ]);
    await session.seek(START + MINUTE);
    expect(session.findMarkets('KXA', 5)).toMatchObject([{ yesPrice: 4_100, volume: 500 }]);
  });

  test('stands at the beginning until it is told to run', async () => {
    const { clock, at, tape, session } = await setUp({ trades: MINUTE_OF_TRADES });
    await clock.run(1_000);
    expect([at(), tape(), session.status.isPlaying]).toEqual([0, [], false]);
  });

  test('plays at its speed, and says trades when they were heard', async () => {
    const { clock, at, tape, session } = await setUp({ trades: MINUTE_OF_TRADES });
    await session.play();
    await clock.run(3_500, 10);
    expect(Math.abs(at() - 3_500)).toBeLessThanOrEqual(40);
    expect(tape()).toEqual([1_000, 2_000, 3_000]);
    session.setSpeed(10);
    await clock.run(1_000, 10);
    expect(Math.abs(at() - 13_500)).toBeLessThanOrEqual(400);
    session.setSpeed(0.25);
    const before = at();
    await clock.run(1_000, 10);
    expect(Math.abs(at() - before - 250)).toBeLessThanOrEqual(20);
  });

  test('keeps its speed within a quarter and a hundredfold', async () => {
    const { session } = await setUp({ trades: [] });
    session.setSpeed(1_000);
    expect(session.status.speed).toBe(100);
    session.setSpeed(0);
    expect(session.status.speed).toBe(0.25);
  });

  test('pauses, goes on, and stops at the end', async () => {
    const { clock, at, session, tape } = await setUp({ trades: MINUTE_OF_TRADES }, MINUTE);
    session.setSpeed(100);
    await session.play();
    await clock.run(300, 10);
    session.pause();
    const paused = at();
    await clock.run(1_000, 10);
    expect(at()).toBe(paused);
    await session.play();
    await clock.run(1_000, 10);
    expect([at(), session.status.isPlaying, tape().length]).toEqual([MINUTE, false, 60]);
  });

  test('starts from the beginning when it is told to run at the end', async () => {
    const { session, at } = await setUp({ trades: MINUTE_OF_TRADES }, MINUTE);
    await session.seek(START + MINUTE);
    await session.play();
    expect([at(), session.status.isPlaying]).toEqual([0, true]);
  });
});

describe('where a replay begins', () => {
  const later = (by: number) => MINUTE_OF_TRADES.map(({ receivedAt }) => heard(receivedAt - START + by));

  test.each<[string, MadeRecording, number]>([
    ['at the beginning, where a trade soon follows', { trades: MINUTE_OF_TRADES }, 0],
    [
      'at the beginning, where a book soon follows',
      { trades: later(5 * MINUTE), batches: [batch(0, 9_000, true, whole(4_000))] },
      0,
    ],
    [
      'at the beginning, where a book is known from before',
      { trades: [], batches: [batch(-5_000, 90_000, true, whole(-5_000), change(60_000, 1))] },
      0,
    ],
    ['at the first trade, where nothing was recorded before it', { trades: later(2 * MINUTE) }, 121_000],
    [
      'at the first trade, where the only book before was of an earlier run',
      { trades: later(2 * MINUTE), batches: [batch(-90_000, -60_000, true, whole(-90_000))] },
      121_000,
    ],
    [
      'at the first book, where the trades come later',
      { trades: later(8 * MINUTE), batches: [batch(400_000, 430_000, true, whole(410_000))] },
      410_000,
    ],
    ['at the beginning of a recording that is empty', { trades: [] }, 0],
  ])('%s', async (_, made, expected) => {
    const { at, session } = create(recordingReader(made));
    await session.start();
    expect(at()).toBe(expected);
  });

  test('is where it plays from again at its end, and no bound for a seek', async () => {
    const { at, session } = create(recordingReader({ trades: later(2 * MINUTE) }));
    await session.start();
    await session.seek(START + 10 * MINUTE);
    await session.play();
    expect(at()).toBe(121_000);
    await session.seek(START + 1_000);
    expect(at()).toBe(1_000);
  });

  test('is the first place that is told: whoever was told another would move the clock from there', async () => {
    const reader = recordingReader({ trades: later(2 * MINUTE) });
    let letRead = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letRead = resolve));
    const { session, places } = create({
      ...reader,
      snapshot: async (...asked) => {
        await gate;
        return reader.snapshot(...asked);
      },
    });
    const started = session.start();
    await settle();
    expect(places()).toEqual([]);
    letRead();
    await started;
    expect(places()).toEqual([121_000]);
  });
});

describe('a seek', () => {
  test('shows the moment as it was: the tape of before, and nothing of after', async () => {
    const { session, tape, at } = await setUp({ trades: MINUTE_OF_TRADES });
    await session.seek(START + 30_500);
    expect(tape()).toEqual(Array.from({ length: 30 }, (_, second) => (second + 1) * SECOND));
    await session.seek(START + 2_500);
    expect([tape(), at()]).toEqual([[1_000, 2_000], 2_500]);
  });

  test('stays within the recording', async () => {
    const { session, at } = await setUp({ trades: [] });
    await session.seek(START - HOUR);
    expect(at()).toBe(0);
    await session.seek(START + HOUR);
    expect(at()).toBe(10 * MINUTE);
  });

  test('gives the same as playing up to there', async () => {
    const made: MadeRecording = {
      trades: MINUTE_OF_TRADES,
      batches: [
        batch(0, 30_000, true, whole(0), change(1_500, 7), change(20_000, -20)),
        batch(30_000, 60_000, false, change(40_000, 3)),
      ],
    };
    const played = await setUp(made);
    await played.session.play();
    played.session.setSpeed(10);
    for (let i = 0; i < 2_000 && played.at() < 45_000; i++) await played.clock.run(20, 10);
    played.session.pause();
    const sought = await setUp(made);
    await sought.session.seek(played.session.status.at);
    const plain = ({ id, status, ...rest }: Frame) => ({ ...rest, id: 0 * id, at: status.replay?.at });
    const [one, other] = [plain(played.frame()), plain(sought.frame())];
    expect({ ...one, tape: undefined, analytics: undefined }).toEqual({
      ...other,
      tape: undefined,
      analytics: undefined,
    });
    expect(played.tape()).toEqual(sought.tape());
    expect(played.frame().analytics).toEqual(sought.frame().analytics);
  });

  test('holds the analytics of the hours before', async () => {
    const early = Array.from({ length: 5 }, (_, i) => heard(-4 * HOUR + i));
    const { session, frame } = await setUp({ trades: [...early, ...MINUTE_OF_TRADES], chunk: 5 });
    await session.seek(START + 10_500);
    expect(frame().analytics?.day.totals.trades).toBe(15);
  });

  test('a newer seek calls an older one off', async () => {
    const { session, at } = await setUp({ trades: MINUTE_OF_TRADES });
    const older = session.seek(START + 5 * MINUTE);
    await session.seek(START + 3_000);
    await older;
    expect([at(), session.status.isSeeking]).toEqual([3_000, false]);
  });
});

test('nothing is called empty or unrecorded before the beginning has been read', async () => {
  const reader = recordingReader({ trades: [heard(-1_000)] });
  let letRead = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letRead = resolve));
  const { session, frame, bid } = create({
    ...reader,
    rollups: async (intervalMs, range) => {
      await gate;
      return reader.rollups(intervalMs, range);
    },
  });
  const started = session.start();
  await vi.waitFor(() => expect(frame().status.isRestoring).toBe(true));
  expect(bid()).toMatchObject({ state: 'waiting', reason: '' });
  letRead();
  await started;
  expect(frame().status).toMatchObject({ isRestoring: false, activeTickers: 1 });
  expect(bid().state).toBe('none');
});

test('the end of a market is not told before it has come', async () => {
  const row = (ticker: Ticker, closeAt: number | undefined): MarketRow => ({
    ticker,
    event: 'KXA',
    eventTitle: '',
    series: 'KXA',
    title: '',
    name: 'A',
    category: 'Other',
    openAt: START - HOUR,
    closeAt,
    status: 'finalized',
    result: 'yes',
  });
  const { frame, session } = await setUp({
    trades: MINUTE_OF_TRADES,
    markets: [row(A, START + MINUTE)],
  });
  const end = () => {
    const { status, result, closeAt } = frame().market?.label ?? {};
    return { status, result, closeAt };
  };
  expect(end()).toEqual({ status: '', result: '', closeAt: START + MINUTE });
  await session.seek(START + 2 * MINUTE);
  expect(end()).toEqual({ status: 'finalized', result: 'yes', closeAt: START + MINUTE });
  const untold = await setUp({ trades: [], markets: [row(A, undefined)] });
  expect(untold.frame().market?.label).toMatchObject({ status: '', result: '' });
});

describe('books of a replay', () => {
  test('are as they were at each moment', async () => {
    const { session, bid } = await setUp({
      trades: [],
      batches: [batch(0, 10_000, true, whole(1_000), change(2_000, 7), change(3_000, -100))],
    });
    expect(bid()).toMatchObject({ state: 'none' });
    const sizes = [];
    for (const at of [1_000, 2_500, 3_000]) {
      await session.seek(START + at);
      sizes.push(bid().size);
    }
    expect(sizes).toEqual([100, 107, 7]);
    await session.seek(START + 1_500);
    expect(bid()).toMatchObject({ state: 'exact', size: 100 });
  });

  test('say where they are not to be trusted, and where nobody watched', async () => {
    const stale: BookEvent = {
      kind: 'stale',
      ticker: A,
      receivedAt: (START + 2_000) as UnixMs,
      reason: 'sequence',
    };
    const { session, bid } = await setUp({
      trades: [],
      batches: [batch(0, 5_000, true, whole(0), stale), batch(60_000, 90_000, true, whole(60_000))],
    });
    await session.seek(START + 3_000);
    expect(bid()).toMatchObject({ state: 'stale' });
    await session.seek(START + 30_000);
    expect(bid()).toMatchObject({
      state: 'none',
      reason: 'The book of this market was not recorded at this moment.',
    });
    await session.seek(START + 61_000);
    expect(bid()).toMatchObject({ state: 'exact', size: 100 });
  });

  test('are doubtful, and not unrecorded, where they were so at the last key before', async () => {
    const stale: BookEvent = { kind: 'stale', ticker: A, receivedAt: START as UnixMs, reason: 'audit' };
    const { session, bid } = await setUp({ trades: [], batches: [batch(0, 5_000, true, stale)] });
    await session.seek(START + 3_000);
    expect(bid()).toMatchObject({ state: 'stale' });
  });
});

test('a book in a gap of the recording says so, and since when', async () => {
  const gap = { fromMs: (START + 5_000) as UnixMs, toMs: (START + 60_000) as UnixMs };
  const { session, bid, frame } = await setUp({
    trades: [],
    batches: [batch(0, 5_000, true, whole(0)), batch(60_000, 90_000, true, whole(60_000))],
    gaps: [{ ...gap, channel: 'orderbook_delta', reason: 'disconnect' }],
  });
  await session.seek(START + 30_000);
  expect(bid()).toMatchObject({
    state: 'none',
    reason: 'The recording has a gap here: the connection was lost.',
  });
  expect(frame().book?.gapFrom).toBe(START + 5_000);
  await session.seek(START + 61_000);
  expect(frame().book?.gapFrom).toBeUndefined();
});

describe('a book that was wrong before anybody noticed', () => {
  const noticed: BookEvent = {
    kind: 'stale',
    ticker: A,
    receivedAt: (START + 40_000) as UnixMs,
    reason: 'sequence',
  };
  const made: MadeRecording = {
    trades: [],
    batches: [
      batch(0, 20_000, true, whole(0), whole(0, B), change(5_000, 1), change(15_000, 1)),
      // A key in between is of the same wrong book.
      batch(20_000, 60_000, true, whole(20_000), whole(20_000, B), change(30_000, 1), noticed, whole(50_000)),
    ],
    gaps: [
      {
        fromMs: (START + 10_000) as UnixMs,
        toMs: (START + 50_000) as UnixMs,
        channel: 'orderbook_delta',
        reason: 'sequence',
      },
    ],
  };

  test.each([
    [9_000, 'exact'],
    [12_000, 'stale'],
    [22_000, 'stale'],
    [31_000, 'stale'],
    [45_000, 'stale'],
    [51_000, 'exact'],
  ])('is not shown as known at %i ms: after a jump (%s)', async (at, state) => {
    const { session, bid } = await setUp(made);
    await settle();
    await session.seek(START + 55_000);
    await session.seek(START + at);
    expect(bid().state).toBe(state);
  });

  test('nor while it plays, and other books are', async () => {
    const { session, clock, bid, at } = await setUp(made);
    const port = new FakePort<RiverMessage, RiverAnswer>();
    session.openRiver(A, port);
    const other = new FakePort<RiverMessage, RiverAnswer>();
    session.openRiver(B, other);
    await settle();
    await session.play();
    const states = new Map<number, string | undefined>();
    for (let second = 0; second < 55; second++) {
      await clock.run(1_000, 20);
      states.set(Math.floor(at() / SECOND), bid().state);
    }
    expect([8, 12, 22, 33, 45, 53].map((second) => states.get(second))).toEqual([
      ...['exact', 'stale', 'stale', 'stale', 'stale', 'exact'],
    ]);
    const rowsInHole = (sent: readonly RiverMessage[]) =>
      sent
        .flatMap((message) => (message.kind === 'books' ? [message.columns] : []))
        .flatMap(({ kind, receivedAt }) => [...kind].filter((_, row) => isInHole(receivedAt[row] ?? 0)));
    const isInHole = (time: number) => time >= START + 10_000 && time < START + 40_000;
    expect(rowsInHole(port.sent)).toContain(STALE);
    expect(rowsInHole(port.sent).every((kind) => kind === STALE)).toBe(true);
    expect(rowsInHole(other.sent)).not.toContain(STALE);
  });
});

test('a jump to the very end shows the books as they were left', async () => {
  const { session, bid } = await setUp(
    { trades: [], batches: [batch(0, 10_000, true, whole(1_000), change(10_000, 7))] },
    10_000,
  );
  await session.seek(START + 10_000);
  expect(bid()).toMatchObject({ state: 'exact', size: 107 });
});

describe('steps', () => {
  const made: MadeRecording = {
    trades: [
      heard(1_000),
      heard(70_000, { ticker: B }),
      heard(400_000, { quantity: 50_000 as Quantity }),
      heard(500_000),
    ],
    gaps: [
      {
        fromMs: (START + 200_000) as UnixMs,
        toMs: (START + 210_000) as UnixMs,
        channel: 'trade',
        reason: 'disconnect',
      },
      {
        fromMs: (START + 300_000) as UnixMs,
        toMs: (START + 310_000) as UnixMs,
        channel: 'trade',
        reason: 'reload',
      },
      {
        fromMs: (START + 300_000) as UnixMs,
        toMs: (START + 310_000) as UnixMs,
        channel: 'trade',
        reason: 'reload-filled',
      },
    ],
  };

  test('go to the next trade and back, of any market or of one', async () => {
    const { session, at } = await setUp(made);
    await session.play();
    expect(await session.step('trade', 1, undefined)).toBe(true);
    expect([at(), session.status.isPlaying]).toEqual([1_000, false]);
    await session.step('trade', 1, A);
    expect(at()).toBe(400_000);
    await session.step('trade', -1, undefined);
    expect(at()).toBe(70_000);
    await session.step('trade', -1, A);
    expect(at()).toBe(1_000);
    expect(await session.step('trade', -1, undefined)).toBe(false);
    expect(at()).toBe(1_000);
  });

  test('that come quickly each go on from the one before', async () => {
    const { session, at } = await setUp(made);
    const steps = [session.step('trade', 1, undefined), session.step('trade', 1, undefined)];
    expect(await Promise.all(steps)).toEqual([true, true]);
    expect(at()).toBe(70_000);
  });

  test('begin where a seek that is under way ends, and give way to a newer one', async () => {
    const { session, at } = await setUp(made);
    void session.seek(START + 450_000);
    await session.step('trade', -1, undefined);
    expect(at()).toBe(400_000);
    const step = session.step('trade', 1, undefined);
    await settle();
    const seek = session.seek(START + 5_000);
    expect([await step, await seek]).toEqual([true, undefined]);
    expect(at()).toBe(5_000);
  });

  test('find the large trades once the disk that failed is back', async () => {
    const reader = recordingReader(made);
    let isBroken = false;
    const { session, at } = create({
      ...reader,
      books: (range) => {
        if (isBroken) throw new Error('disk');
        return reader.books(range);
      },
    });
    await session.start();
    isBroken = true;
    await expect(session.step('large-trade', 1, undefined)).rejects.toThrow('disk');
    isBroken = false;
    expect(await session.step('large-trade', 1, undefined)).toBe(true);
    expect(at()).toBe(400_000);
  });

  test('go to the next gap that was not filled, and to the next large trade', async () => {
    const { session, at } = await setUp(made);
    await session.step('gap', 1, undefined);
    expect(at()).toBe(200_000);
    expect(await session.step('gap', 1, undefined)).toBe(false);
    await session.step('large-trade', 1, undefined);
    expect(at()).toBe(400_000);
    expect(await session.step('large-trade', 1, undefined)).toBe(false);
  });

  test('a trade that was fetched later stands where it happened', async () => {
    const fetched = { trade: aTrade({ ticker: A, at: START + 5_000 }), receivedAt: START + 8 * MINUTE };
    const { session, at } = await setUp({ trades: [heard(1_000), heard(9_000), fetched] });
    await session.step('trade', 1, undefined);
    await session.step('trade', 1, undefined);
    expect(at()).toBe(5_000);
  });
});

test('the overview counts trades and changes of books over the whole recording', async () => {
  const { session } = await setUp(
    { trades: MINUTE_OF_TRADES, batches: [batch(0, 60_000, true, whole(0), change(30_000, 1))] },
    MINUTE,
  );
  const { trades, bookEvents, books, traded } = await session.overview();
  const sum = (column: Float64Array) => column.reduce((total, count) => total + count, 0);
  expect([sum(trades), sum(bookEvents), trades.length]).toEqual([60, 2, 500]);
  expect(books).toMatchObject([{ ticker: A }]);
  expect(traded).toMatchObject([{ ticker: A }]);
});

test('the overview says from which size on a trade is large, and that none is', async () => {
  const sized = (ms: number, contracts: number) => ({
    trade: aTrade({ ticker: A, at: START + ms, quantity: (100 * contracts) as Quantity }),
    receivedAt: START + ms,
  });
  const small = Array.from({ length: 300 }, (_, i) => sized(100 * i, 5));
  const { session } = await setUp({ trades: [...small, sized(40_000, 700)] }, MINUTE);
  // A hundred at least, also where the largest hundredth is smaller.
  expect((await session.overview()).largeFrom).toBe(10_000);
  for (const trades of [[], small]) {
    const none = await setUp({ trades }, MINUTE);
    expect((await none.session.overview()).largeFrom).toBeUndefined();
  }
});

test('the overview and a step back cost what is stored, however long the recording says it is', async () => {
  const reader = recordingReader({ trades: MINUTE_OF_TRADES });
  let reads = 0;
  const counted: StoreReader = {
    ...reader,
    snapshot: (...asked) => {
      reads++;
      return reader.snapshot(...asked);
    },
  };
  const { session } = create(counted, 365 * 24 * HOUR);
  await session.start();
  await session.seek(START + 365 * 24 * HOUR);
  const { trades } = await session.overview();
  expect(trades[0]).toBe(60);
  expect(reads).toBeLessThan(10);
  expect(await session.step('trade', -1, undefined)).toBe(true);
  expect(session.status.at).toBe(START + MINUTE);
  expect(reads).toBeLessThan(50);
});

test('a river begins anew with every jump of the clock and keeps the recording’s time', async () => {
  const { session, clock } = await setUp({
    trades: MINUTE_OF_TRADES,
    batches: [batch(0, 60_000, true, whole(0), change(2_000, 7))],
  });
  const port = new FakePort<RiverMessage, RiverAnswer>();
  session.openRiver(A, port);
  await session.play();
  await clock.run(2_500, 10);
  await session.seek(START + 500);
  await settle();
  const begins = port.sent.filter((message) => message.kind === 'begin');
  expect(begins.map(({ at, isReplay }) => [at - START, isReplay])).toEqual([
    [0, true],
    [500, true],
  ]);
  const rows = port.sent.flatMap((message) => (message.kind === 'books' ? [message.columns.count] : []));
  expect(rows.filter((count) => count > 0).length).toBeGreaterThanOrEqual(3);
  const clocks = port.sent.filter((message) => message.kind === 'clock');
  expect(clocks.some(({ rate }) => rate === 1)).toBe(true);
});

test('a step forward after a jump plays on: nothing is made anew', async () => {
  const { session, at } = await setUp({ trades: MINUTE_OF_TRADES });
  await session.seek(START + 20_500);
  const port = new FakePort<RiverMessage, RiverAnswer>();
  session.openRiver(A, port);
  await session.step('trade', 1, undefined);
  expect(at()).toBe(21_000);
  expect(port.sent.filter(({ kind }) => kind === 'begin')).toHaveLength(1);
});

test('what was removed from the disk is not shown again by a jump back', async () => {
  const reader = recordingReader({ trades: MINUTE_OF_TRADES });
  let isRemoved = false;
  const gap = {
    fromMs: START as UnixMs,
    toMs: (START + 30_000) as UnixMs,
    channel: 'trade',
    reason: 'removed',
  };
  const left = recordingReader({
    trades: MINUTE_OF_TRADES.filter(({ receivedAt }) => receivedAt > START + 30_000),
    gaps: [gap],
  });
  const disk = () => (isRemoved ? left : reader);
  const { session, tape } = create({
    ...reader,
    snapshot: (...asked) => disk().snapshot(...asked),
    gaps: (range) => disk().gaps(range),
  });
  await session.start();
  await session.seek(START + 40_500);
  expect(tape()).toHaveLength(40);
  isRemoved = true;
  await session.seek(START + 35_500);
  expect(tape()).toEqual([31_000, 32_000, 33_000, 34_000, 35_000]);
});

test('a move counts from after a gap of the recording, and one that lies ahead changes nothing', async () => {
  const gap = (from: number, to: number): GapRow => ({
    fromMs: (START + from) as UnixMs,
    toMs: (START + to) as UnixMs,
    channel: 'trade',
    reason: 'disconnect',
  });
  const priced = (at: number, yesPrice: number) => heard(at, { yesPrice: yesPrice as Price });
  const moveAt = async (...gaps: readonly GapRow[]) => {
    const trades = [priced(1_000, 4_000), priced(12 * MINUTE, 5_000), priced(13 * MINUTE, 5_100)];
    const { session, frame } = await setUp({ trades, gaps }, 20 * MINUTE);
    await session.seek(START + 14 * MINUTE);
    return frame().market?.market?.change;
  };
  expect(await moveAt()).toBe(1_100);
  expect(await moveAt(gap(2 * MINUTE, 3 * MINUTE))).toBe(100);
  expect(await moveAt(gap(15 * MINUTE, 16 * MINUTE))).toBe(1_100);
});

test('a hand-over in the recording is one in the replay too: played through, and begun in it', async () => {
  const end: BookEvent = { kind: 'end', ticker: A, receivedAt: (START + 1_000) as UnixMs };
  const handOver: GapRow = {
    fromMs: (START + 1_000) as UnixMs,
    toMs: (START + 1_800) as UnixMs,
    channel: 'orderbook_delta',
    reason: 'handover',
  };
  const said = async (gaps: readonly GapRow[]) => {
    const { clock, session, bid } = await setUp({
      trades: [],
      batches: [batch(0, 1_000, true, whole(0), end), batch(1_500, 9_000, true, whole(1_800))],
      gaps,
    });
    const events: string[] = [];
    const port = new FakePort<RiverMessage, RiverAnswer>();
    session.openRiver(A, port);
    const take = () => {
      for (const message of port.sent.splice(0))
        if (message.kind === 'books')
          forEachBookEvent(message.columns, (event) =>
            events.push(event.kind === 'stale' ? event.reason : event.kind),
          );
      return events.splice(0);
    };
    await session.play();
    await clock.run(2_500, 10);
    const played = take();
    await session.seek(START + 1_200);
    return { played, begun: take(), reason: bid().reason };
  };
  expect(await said([handOver])).toEqual({
    played: ['snapshot', 'handover', 'snapshot'],
    begun: ['handover'],
    reason: 'The recording has a gap here: another tab took over the recording.',
  });
  expect(await said([])).toMatchObject({ played: ['snapshot', 'end', 'snapshot'], begun: [] });
});

test('what is stored from before the recording is not called unrecorded', async () => {
  const before = { trade: aTrade({ ticker: A, at: START - 5 * MINUTE }), receivedAt: START - 5 * MINUTE };
  const { frame } = await setUp({ trades: [before, heard(1_000)] });
  expect(frame().market?.recordedFrom).toBe(START - 5 * MINUTE);
  const alone = await setUp({ trades: [heard(1_000)] });
  expect(alone.frame().market?.recordedFrom).toBe(START);
});

test('a replay says so in every frame, with its place', async () => {
  const { frame, session } = await setUp({ trades: [] });
  await session.seek(START + 7_000);
  expect(frame().status.replay).toMatchObject({ name: 'made', at: START + 7_000, isSeeking: false });
  expect(frame().at).toBe(START + 7_000);
});

test.each<[string, Partial<GapRow>, readonly BookBatch[]]>([
  ['a gap of trades', { channel: 'trade', reason: 'not-stored' }, []],
  [
    'the doubt of another book',
    { reason: 'audit' },
    [
      batch(0, 60_000, true, whole(0, B), {
        kind: 'stale',
        ticker: B,
        receivedAt: (START + 5_000) as UnixMs,
        reason: 'audit',
      }),
    ],
  ],
])('a book that was never recorded is not missing because of %s', async (_, change, batches) => {
  const gap: GapRow = {
    fromMs: (START + 5_000) as UnixMs,
    toMs: (START + 60_000) as UnixMs,
    channel: 'orderbook_delta',
    reason: 'audit',
    ...change,
  };
  const { session, bid } = await setUp({ trades: [], batches, gaps: [gap] });
  await session.seek(START + 30_000);
  expect(bid().reason).toBe('The book of this market was not recorded at this moment.');
});

test('a step finds the trades of a recording whose clock was a minute ahead', async () => {
  const trades = Array.from({ length: 60 }, (_, second) => ({
    trade: aTrade({ ticker: A, at: START + 1_000 * second }),
    receivedAt: START + 60_040 + 1_000 * second,
  }));
  const { session, at } = await setUp({ trades }, 2 * MINUTE);
  await session.seek(START + 100_000);
  expect(await session.step('trade', 1, undefined)).toBe(true);
  expect(at()).toBe(100_040);
});
