import { describe, expect, test } from 'vitest';
import type { FrameRequest, MarketLabel, StatusFrame, TapeFilter } from '#contract/frames.ts';
import { Book } from '#core/market/book/book.ts';
import { MarketEngine } from '#core/market/engine.ts';
import { SessionPrices } from '#core/market/session-prices.ts';
import { CENT_GRID, FINEST_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { connectionOf } from '../../../../workers/market/connection.ts';
import { DayBars } from '../../../../workers/market/day-bars.ts';
import type { FeedStatus } from '../../../../workers/market/feed.ts';
import { Gaps } from '../../../../workers/market/gaps.ts';
import { Publisher } from '../../../../workers/market/publisher.ts';
import { Rates } from '../../../../workers/market/rates.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

const A = 'KXA-26NOV21-A' as Ticker;
const B = 'KXB-26NOV21-B' as Ticker;
const COMBO = 'KXMVE-26NOV21-C' as Ticker;
const MINUTE = 60_000;

function setUp() {
  const clock = new ManualClock();
  const gaps = new Gaps(() => undefined);
  const stream: { missingSince: UnixMs | undefined } = { missingSince: undefined };
  const engine = new MarketEngine({ windows: [1, 10], holes: () => gaps.holes(stream.missingSince) });
  engine.advance(clock.now());
  const categories = new Map<Ticker, string>();
  /** Of these the directory was asked. */
  const labelled = new Set<Ticker>();
  const life: { status?: string; result?: string; closeAt?: UnixMs } = {};
  const label = (ticker: Ticker): MarketLabel => ({
    ...{
      ticker,
      name: `name of ${ticker}`,
      title: '',
      event: 'E',
      eventTitle: '',
      category: categories.get(ticker) ?? 'Unknown',
    },
    openAt: undefined,
    closeAt: undefined,
    status: 'active',
    result: '',
    isCombo: ticker === COMBO,
    ...life,
  });
  const names = { version: 0 };
  const status = { isRestoring: false };
  const past = { isFetching: false };
  const book = new Book(A, CENT_GRID);
  const books = { isSilent: false, isLate: false, isLineSilent: false, problem: '', isRecorded: false };
  const sessionPrices: { value: SessionPrices | undefined } = { value: new SessionPrices(clock.now()) };
  const publisher = new Publisher({
    clock,
    engine,
    gaps,
    dayBars: new DayBars(() => undefined, clock),
    missingSince: () => stream.missingSince,
    sessionStart: clock.now(),
    label: (ticker) => {
      labelled.add(ticker);
      return label(ticker);
    },
    names: { peek: label, version: () => names.version },
    status: () => ({ ...status }) as Omit<StatusFrame, 'workMs'>,
    books: {
      look: () => book,
      isSilent: () => books.isSilent,
      isLate: () => books.isLate,
      isLineSilent: () => books.isLineSilent,
      silence: () => 'no order book here',
      problem: () => books.problem,
      isRecorded: () => books.isRecorded,
    },
    event: () => ({ tickers: [A], isComplete: true, title: 'Event', category: 'C', isExclusive: true }),
    recordedFrom: () => 7 as UnixMs,
    heardFrom: () => 9 as UnixMs,
    isFetchingPast: () => past.isFetching,
    sessionPrices: () => sessionPrices.value,
  });
  const trade = (ticker: Ticker, contracts: number, at = clock.now() as number, price = 5_000) => {
    engine.apply(
      aTrade({ ticker, at, quantity: (contracts * 100) as Quantity, yesPrice: price as Price }),
      clock.now(),
    );
  };
  const ask = (request: Partial<FrameRequest>) =>
    publisher.answer({
      kind: 'frame-request',
      id: 1,
      windowMinutes: 10,
      includeCombos: false,
      ...request,
    });
  return {
    clock,
    engine,
    gaps,
    names,
    categories,
    labelled,
    status,
    past,
    stream,
    life,
    book,
    books,
    sessionPrices,
    trade,
    ask,
  };
}

describe('a frame', () => {
  test('holds what was asked for and nothing else', () => {
    const { ask } = setUp();
    const frame = ask({ pulse: true });
    expect(frame.pulse).toBeDefined();
    expect([frame.tape, frame.hot, frame.heat, frame.analytics, frame.market]).toEqual(
      Array.from({ length: 5 }),
    );
  });

  test('reads the window asked for: what is older has left it', () => {
    const { ask, trade, clock } = setUp();
    trade(A, 5);
    clock.advance(2 * MINUTE);
    trade(B, 1);
    const minute = ask({ hot: { limit: 5 }, windowMinutes: 1 }).hot?.markets ?? [];
    const ten = ask({ hot: { limit: 5 } }).hot?.markets ?? [];
    expect(minute.map(({ label }) => label.ticker)).toEqual([B]);
    expect(ten.map(({ label }) => label.ticker)).toEqual([A, B]);
  });

  test('pinned markets come as they were asked for: what they traded, or that they did not, and their last price of the hour', () => {
    const { ask, trade, clock } = setUp();
    trade(A, 5);
    clock.advance(11 * MINUTE);
    trade(B, 1);
    const never = 'KXC-26NOV21-C' as Ticker;
    const pins = ask({ pins: { tickers: [never, B, A] } }).pins?.markets ?? [];
    expect(
      pins.map(({ label, market, yesPrice, volume }) => [label.ticker, market?.volume, yesPrice, volume]),
    ).toEqual([
      [never, undefined, undefined, 0],
      [B, 100, expect.any(Number), 100],
      [A, undefined, expect.any(Number), 500],
    ]);
  });

  test('tells the tape’s speed of what was heard: stretches with a gap do not count, a cut line or a past that comes in leaves none', () => {
    const { ask, trade, clock, gaps, stream, status, past } = setUp();
    for (let second = 0; second < 300; second++) {
      trade(A, 1);
      clock.advance(1_000);
    }
    const speed = () => ask({ pulse: true }).pulse?.tapeSpeed;
    expect(speed()).toMatchObject({ tradesPerSecond: 1, stretches: 90 });
    const now = clock.now();
    gaps.note({
      fromMs: (now - 100_000) as UnixMs,
      toMs: (now - 85_000) as UnixMs,
      channel: 'trade',
      reason: 'sequence',
    });
    expect(speed()).toMatchObject({ tradesPerSecond: 1, stretches: 88 });
    stream.missingSince = (now - 1_000) as UnixMs;
    expect(speed()).toMatchObject({ tradesPerSecond: undefined, stretches: 88 });
    stream.missingSince = undefined;
    status.isRestoring = true;
    expect(speed()).toEqual({ tradesPerSecond: undefined, baseline: undefined, stretches: 0 });
    status.isRestoring = false;
    expect(speed()).toMatchObject({ tradesPerSecond: 1 });
    // Half of an hour that is being fetched would be a median that is too low.
    past.isFetching = true;
    expect(speed()).toEqual({ tradesPerSecond: undefined, baseline: undefined, stretches: 0 });
  });

  test('tells the price in force when the session began, unless a trade after it may be missing', () => {
    const { ask, gaps, sessionPrices, clock } = setUp();
    const from = clock.now();
    const prices = new SessionPrices(from);
    prices.take(aTrade({ ticker: A, at: from - 2 * MINUTE, yesPrice: 4_100 as Price }));
    sessionPrices.value = prices;
    clock.advance(MINUTE);
    const session = (ticker = A) => ask({ market: { ticker, span: '30m', trades: 0 } }).market?.session;
    expect(session()).toEqual({ from, yesPrice: 4_100 });
    expect(session(B)).toEqual({ from, yesPrice: undefined });
    const gap = { channel: 'trade', reason: 'reload' } as const;
    gaps.note({ ...gap, fromMs: from, toMs: (from + 10) as UnixMs });
    expect(session()?.yesPrice).toBe(4_100);
    gaps.note({ ...gap, fromMs: (from - MINUTE) as UnixMs, toMs: (from - 1) as UnixMs });
    expect(session()?.yesPrice).toBeUndefined();
    sessionPrices.value = undefined;
    expect(session()?.yesPrice).toBeUndefined();
  });

  test('the chart of the session begins where its drift begins, also before this worker did, and no more than a day ago', () => {
    const { ask, sessionPrices, clock } = setUp();
    const started = clock.now();
    const begun = (from: number) => {
      sessionPrices.value = new SessionPrices(from as UnixMs);
      return ask({ market: { ticker: A, span: 'session', trades: 0 } }).market;
    };
    const goesOn = begun(started - 20 * MINUTE);
    expect([goesOn?.from, goesOn?.session.from]).toEqual([started - 20 * MINUTE, started - 20 * MINUTE]);
    expect(begun(started - 5 * 60 * MINUTE)?.from).toBe(started - 5 * 60 * MINUTE);
    expect(begun(started - 30 * 60 * MINUTE)?.from).toBe(started - 24 * 60 * MINUTE);
    // While the prices are read nothing older than this worker is known to be of the session.
    sessionPrices.value = undefined;
    expect(ask({ market: { ticker: A, span: 'session', trades: 0 } }).market?.from).toBe(started);
  });

  test('names every row', () => {
    const { ask, trade } = setUp();
    trade(A, 1);
    expect(ask({ tape: { limit: 5, merge: true } }).tape?.rows[0]?.name).toBe(`name of ${A}`);
  });

  test('adds up no books of an event while nothing is heard at all: all of them may be old', () => {
    const { ask, book, books, clock } = setUp();
    book.reset(
      [[4_000 as Price, 100 as Quantity]],
      [[5_500 as Price, 100 as Quantity]],
      undefined,
      clock.now(),
    );
    const event = () => ask({ event: { event: 'E' } }).event;
    expect([event()?.askSum, event()?.markets[0]?.state]).toEqual([4_500, 'exact']);
    books.isLineSilent = true;
    expect([event()?.askSum, event()?.markets[0]?.state]).toEqual([undefined, 'stale']);
  });

  test('says of a book whether it is recorded', () => {
    const { ask, books } = setUp();
    expect(ask({ book: { ticker: A } }).book?.isRecorded).toBe(false);
    books.isRecorded = true;
    expect(ask({ book: { ticker: A } }).book?.isRecorded).toBe(true);
  });

  test('says with every trade when its market closes: another one may have its name', () => {
    const { ask, trade, life, clock } = setUp();
    life.closeAt = 5 as UnixMs;
    trade(A, 1, clock.now());
    const frame = ask({
      tape: { limit: 5, merge: true },
      market: { ticker: A, span: '30m', trades: 5 },
    });
    expect([frame.tape?.rows[0]?.closeAt, frame.market?.trades[0]?.closeAt]).toEqual([5, 5]);
  });

  test('leaves combos out unless they are asked for', () => {
    const { ask, trade } = setUp();
    trade(A, 1);
    trade(COMBO, 9);
    expect(ask({ heat: { limit: 5 } }).heat?.tiles).toHaveLength(1);
    expect(ask({ heat: { limit: 5 }, includeCombos: true }).heat?.tiles).toHaveLength(2);
  });

  test('sums up the tiles left out', () => {
    const { ask, trade } = setUp();
    trade(A, 5);
    trade(B, 2);
    expect(ask({ heat: { limit: 1 } }).heat).toMatchObject({ othersCount: 1, othersVolume: 200 });
  });

  test('pinned markets have tiles however little they traded; others are what has none', () => {
    const { ask, trade, categories } = setUp();
    categories.set(B, 'Weather');
    trade(A, 5);
    trade(B, 2);
    trade(COMBO, 1);
    const tickersOf = (pins: readonly Ticker[], more: Partial<FrameRequest> = {}, category?: string) =>
      ask({ heat: { limit: 1, pins, category }, ...more }).heat?.tiles.map(({ label }) => label.ticker);
    expect(tickersOf([])).toEqual([A]);
    // No market twice, none that did not trade, no combo unasked.
    expect(tickersOf([B, A, 'KXQUIET-26NOV21-Q' as Ticker, COMBO])).toEqual([A, B]);
    expect(ask({ heat: { limit: 1, pins: [B] } }).heat).toMatchObject({ othersCount: 0, othersVolume: 0 });
    expect(tickersOf([B, COMBO], { includeCombos: true })).toEqual([A, B, COMBO]);
    // Not where the board is narrowed down to another category.
    expect(tickersOf([A], {}, 'Weather')).toEqual([B]);
  });

  test('ranks tiles at most twice a second', () => {
    const { ask, trade, clock } = setUp();
    trade(A, 5);
    const first = ask({ heat: { limit: 5 } }).heat;
    trade(B, 2);
    expect(ask({ heat: { limit: 5 } }).heat).toBe(first);
    clock.advance(500);
    expect(ask({ heat: { limit: 5 } }).heat?.tiles).toHaveLength(2);
  });

  test('the first one after a restore shows all of the past, not what was ranked half-way', () => {
    const { ask, status, trade } = setUp();
    const lists = { hot: { limit: 5 }, heat: { limit: 5 } };
    status.isRestoring = true;
    expect(ask(lists).hot?.markets).toEqual([]);
    trade(A, 5);
    status.isRestoring = false;
    const { hot, heat } = ask(lists);
    expect([hot?.markets.length, heat?.tiles.length]).toEqual([1, 1]);
  });
});

describe('a filter', () => {
  const filter = (change: Partial<TapeFilter>): TapeFilter => ({
    text: '',
    minQuantity: 0 as Quantity,
    ...change,
  });

  test('of words looks at names, ticker and category, of a category at that alone', () => {
    const { ask, trade, categories } = setUp();
    categories.set(B, 'Weather');
    trade(A, 1);
    trade(B, 2);
    const tickers = (change: Partial<TapeFilter>) =>
      ask({ tape: { limit: 9, merge: true, filter: filter(change) } }).tape?.rows.map(({ ticker }) => ticker);
    expect(tickers({ text: 'NAME of kxa' })).toEqual([A]);
    expect(tickers({ text: 'weath' })).toEqual([B]);
    expect(tickers({ category: 'Weather' })).toEqual([B]);
    expect(tickers({ category: 'Weath' })).toEqual([]);
    expect(tickers({ text: 'name', minQuantity: 200 as Quantity })).toEqual([B]);
  });

  test('comes back with the rows, and without one nothing does', () => {
    const { ask } = setUp();
    const asked = filter({ text: 'a' });
    expect(ask({ tape: { limit: 9, merge: true, filter: asked } }).tape?.filtered).toMatchObject({
      filter: asked,
      isWhole: true,
      entered: 0,
    });
    expect(ask({ tape: { limit: 9, merge: true } }).tape).toEqual({ rows: [] });
  });

  test('takes in a market as soon as it is known to be what was asked for', () => {
    const { ask, trade, categories, names } = setUp();
    trade(A, 1);
    const rows = () =>
      ask({ tape: { limit: 9, merge: true, filter: filter({ category: 'Weather' }) } }).tape?.rows;
    expect(rows()).toEqual([]);
    categories.set(A, 'Weather');
    names.version++;
    expect(rows()).toHaveLength(1);
  });

  test('of a category holds for hot list and treemap alike, and for what the treemap leaves out', () => {
    const { ask, trade, categories } = setUp();
    categories.set(B, 'Weather');
    trade(A, 5);
    trade(B, 2);
    const wish = { limit: 9, category: 'Weather' };
    const { hot, heat } = ask({ hot: { ...wish, by: 'trades' }, heat: wish });
    expect(hot).toMatchObject({ by: 'trades', category: 'Weather', markets: [{ label: { ticker: B } }] });
    expect(heat).toMatchObject({ tiles: [{ label: { ticker: B } }], othersCount: 0 });
    // Nothing that was kept of one category answers for another.
    expect(ask({ hot: { limit: 9 }, heat: { limit: 9 } })).toMatchObject({
      hot: { by: 'volume', markets: { length: 2 } },
      heat: { tiles: { length: 2 } },
    });
  });
});

describe('the categories', () => {
  test('name their mover, and a market nobody has named is under Unknown', () => {
    const { ask, trade, categories } = setUp();
    categories.set(B, 'Weather');
    trade(A, 5);
    trade(B, 2, undefined, 4_000);
    trade(B, 2, undefined, 4_700);
    expect(ask({ categories: true }).categories?.categories).toMatchObject([
      { category: 'Unknown', volume: 500, markets: 1, mover: undefined },
      { category: 'Weather', volume: 400, mover: { change: 700, label: { name: `name of ${B}` } } },
    ]);
  });

  test('ask for markets whose category nobody has told: all of them in turn, a few at a time', () => {
    const { ask, trade, clock, labelled } = setUp();
    for (let i = 0; i < 50; i++) trade(`KXNEW-26NOV21-T${i}` as Ticker, 1);
    for (const asked of [20, 40, 50]) {
      ask({ categories: true });
      expect(labelled.size).toBe(asked);
      clock.advance(1_000);
    }
  });
});

describe('the drawer', () => {
  test.each([
    ['30m', 30 * MINUTE],
    ['60m', 59.5 * MINUTE],
    ['24h', 24 * 60 * MINUTE],
  ] as const)('the span %s begins so long ago and has at most 150 bars', (span, ms) => {
    const { ask, trade, clock } = setUp();
    for (let i = 0; i < 60; i++) {
      trade(A, 1);
      clock.advance(MINUTE);
    }
    const market = ask({ market: { ticker: A, span, trades: 5 } }).market;
    expect(market?.to).toBe(clock.now());
    expect(clock.now() - (market?.from ?? 0)).toBe(ms);
    expect(market?.bars.startMs.length).toBeLessThanOrEqual(150);
    expect(market?.trades).toHaveLength(5);
    expect(market?.recordedFrom).toBe(7);
  });

  test('bars hold every contract of the span once', () => {
    const { ask, trade, clock } = setUp();
    for (let i = 0; i < 20; i++) {
      trade(A, 2);
      clock.advance(MINUTE);
    }
    const bars = ask({ market: { ticker: A, span: '30m', trades: 0 } }).market?.bars;
    expect(bars?.yesVolume.reduce((sum, volume) => sum + volume, 0)).toBe(20 * 200);
  });

  test('shows the gaps of its span', () => {
    const { ask, gaps, clock } = setUp();
    const at = (clock.now() - MINUTE) as UnixMs;
    gaps.note({ fromMs: at, toMs: at, channel: 'trade', reason: 'sequence' });
    expect(ask({ market: { ticker: A, span: '30m', trades: 0 } }).market?.gaps).toEqual([
      { from: at, to: at },
    ]);
  });

  test('a NO taker paid the price of the other side', () => {
    const { ask, engine, clock } = setUp();
    engine.apply(aTrade({ ticker: A, taker: 'no', yesPrice: 3_000 as Price, at: clock.now() }), clock.now());
    const row = ask({ market: { ticker: A, span: '30m', trades: 1 } }).market?.trades[0];
    expect(row?.value).toBe(7_000 * 100);
  });
});

test('paths of cards, tiles and the drawer begin with the price in force where the window does, as their change does', () => {
  const { ask, trade, clock } = setUp();
  const [minute, halfAMinute] = [MINUTE, MINUTE / 2];
  trade(A, 1, clock.now(), 4_000);
  clock.advance(2 * minute - halfAMinute);
  trade(A, 1, clock.now(), 4_500);
  clock.advance(halfAMinute);
  const frame = ask({
    windowMinutes: 1,
    hot: { limit: 1 },
    heat: { limit: 1 },
    market: { ticker: A, span: '30m', trades: 1 },
    event: { event: 'KXA' },
  });
  for (const market of [
    frame.hot?.markets[0],
    frame.heat?.tiles[0],
    frame.market?.market,
    frame.event?.markets[0],
  ]) {
    expect(market?.change).toBe(500);
    expect(market?.points).toEqual({
      at: Float64Array.of(clock.now() - minute, clock.now() - halfAMinute),
      yesPrice: Uint16Array.of(4_000, 4_500),
    });
  }
});

test('where trades may be missing as the window begins, path and change of a market count from the first price after that', () => {
  const { ask, trade, gaps, clock } = setUp();
  trade(A, 1, clock.now(), 4_000);
  clock.advance(2 * MINUTE - 30_000);
  trade(A, 1, clock.now(), 5_500);
  clock.advance(30_000);
  trade(A, 1, clock.now(), 5_600);
  const at = (ago: number) => (clock.now() - ago) as UnixMs;
  gaps.open({ fromMs: at(70_000), toMs: at(50_000), channel: 'trade', reason: 'disconnect' });
  const frame = ask({ windowMinutes: 1, hot: { limit: 1 }, event: { event: 'KXA' } });
  for (const market of [frame.hot?.markets[0], frame.event?.markets[0]]) {
    expect(market?.points.yesPrice).toEqual(Uint16Array.of(5_500, 5_600));
    expect(market?.change).toBe(100);
  }
});

test('paths of cards, tiles and the drawer break where a gap of the window begins', () => {
  const { ask, trade, gaps, clock } = setUp();
  trade(A, 1, clock.now() - 20_000, 4_000);
  const gap = { channel: 'trade', reason: 'disconnect' };
  gaps.open({ fromMs: (clock.now() - 9_000) as UnixMs, toMs: (clock.now() - 4_000) as UnixMs, ...gap });
  const frame = ask({
    hot: { limit: 1 },
    heat: { limit: 1 },
    market: { ticker: A, span: '30m', trades: 1 },
    event: { event: 'KXA' },
  });
  const paths = [
    frame.hot?.markets[0],
    frame.heat?.tiles[0],
    frame.market?.market,
    frame.event?.markets[0],
  ].map((market) => market?.points.yesPrice);
  expect(paths).toEqual(Array.from({ length: 4 }, () => Uint16Array.of(4_000, 0)));
  expect(frame.event?.gaps).toHaveLength(1);
});

describe('an order book', () => {
  const levels = (...each: [number, number][]) => each as [Price, Quantity][];

  test('is shown in YES prices, best first, with its grid and what was traded at each price', () => {
    const { ask, book, trade, clock } = setUp();
    book.reset(levels([3_000, 200], [4_000, 100]), levels([5_500, 300]), undefined, clock.now());
    trade(A, 2, clock.now(), 4_500);
    trade(A, 3, clock.now(), 4_500);
    trade(A, 1, clock.now(), 4_000);
    trade(A, 9, clock.now() - 11 * MINUTE, 4_000);
    const frame = ask({ book: { ticker: A } }).book;
    expect(frame).toMatchObject({ ticker: A, state: 'exact', reason: '', updatedAt: clock.now() });
    expect(frame?.bids).toEqual({ price: Uint16Array.of(4_000, 3_000), quantity: Float64Array.of(100, 200) });
    expect(frame?.asks).toEqual({ price: Uint16Array.of(4_500), quantity: Float64Array.of(300) });
    expect(frame?.top).toMatchObject({ bid: 4_000, ask: 4_500, spread: 500 });
    expect(frame?.traded).toEqual({
      price: Uint16Array.of(4_000, 4_500),
      quantity: Float64Array.of(100, 500),
    });
    expect(frame?.ranges).toEqual(CENT_GRID.ranges);
    book.grid = FINEST_GRID;
    expect(ask({ book: { ticker: A } }).book?.ranges).toEqual([]);
  });

  test('tells all that was traded in its ten minutes, however many trades that were', () => {
    const { ask, trade, clock } = setUp();
    for (let i = 0; i < 2_000; i++) trade(A, 1, clock.now() - i * 250, 4_500);
    expect(ask({ book: { ticker: A } }).book?.traded.quantity).toEqual(Float64Array.of(200_000));
  });

  test('that is not exact says why', () => {
    const { ask, book, books, clock } = setUp();
    const shown = () => {
      const { state, reason } = ask({ book: { ticker: A } }).book ?? {};
      return [state, reason];
    };
    expect(shown()).toEqual(['waiting', '']);
    books.isLate = true;
    expect(shown()).toEqual(['waiting', expect.stringContaining('has not answered') as string]);
    books.isSilent = true;
    expect(shown()).toEqual(['none', expect.stringContaining('no order book') as string]);
    books.isSilent = false;
    book.reset([], [], undefined, clock.now());
    book.markStale('sequence');
    expect(shown()).toEqual(['stale', expect.stringContaining('lost') as string]);
    books.problem = 'The API key may not read this channel.';
    expect(shown()).toEqual(['stale', books.problem]);
  });

  test('that is empty is none where the market is over, and says how it ended', () => {
    const { ask, book, life, clock } = setUp();
    const shown = () => {
      const { state, reason } = ask({ book: { ticker: A } }).book ?? {};
      return [state, reason];
    };
    book.reset([], [], undefined, clock.now());
    expect(shown()).toEqual(['exact', '']);
    life.closeAt = clock.now();
    expect(shown()).toEqual(['none', 'This market is closed; it has no book.']);
    Object.assign(life, { status: 'determined', result: 'no' });
    expect(shown()).toEqual(['none', 'This market is determined (NO); it has no book.']);
    life.status = 'finalized';
    expect(shown()).toEqual(['none', 'This market was settled (NO); it has no book.']);
    expect(ask({ event: { event: 'E' } }).event?.markets[0]?.state).toBe('none');
  });

  test('that still has orders is what it is, also of a market that is over, unless nobody sends it again', () => {
    const { ask, book, books, life, clock } = setUp();
    const state = () => ask({ book: { ticker: A } }).book?.state;
    life.status = 'finalized';
    book.reset(levels([4_000, 100]), [], undefined, clock.now());
    books.isSilent = true;
    expect(state()).toBe('exact');
    book.markStale('sequence');
    expect(state()).toBe('none');
    books.isSilent = false;
    expect(state()).toBe('stale');
    life.status = 'active';
    books.isSilent = true;
    expect(state()).toBe('none');
  });

  test('of a market that the exchange has never listed is none at once, and shown where it comes all the same', () => {
    const { ask, book, life, clock } = setUp();
    const shown = () => {
      const { state, reason } = ask({ book: { ticker: A } }).book ?? {};
      return [state, reason];
    };
    life.status = 'never-listed';
    expect(shown()).toEqual(['none', expect.stringContaining('does not list this market') as string]);
    book.reset(levels([4_000, 100]), [], undefined, clock.now());
    expect(shown()).toEqual(['exact', '']);
    book.markStale('sequence');
    expect(shown()).toEqual(['stale', expect.stringContaining('lost') as string]);
  });

  test('of a market that the exchange does not list any more is none at once, unless it is exact after all', () => {
    const { ask, book, life, clock } = setUp();
    const shown = () => {
      const { state, reason } = ask({ book: { ticker: A } }).book ?? {};
      return [state, reason];
    };
    book.reset(levels([4_000, 100]), [], undefined, clock.now());
    life.status = 'unknown';
    expect(shown()).toEqual(['exact', '']);
    book.markStale('disconnect');
    expect(shown()).toEqual(['none', 'This market is not listed by the exchange any more; it has no book.']);
  });
});

test('as long as no trades are heard a gap is open, up to now, and no price is held over it', () => {
  const { ask, clock, stream, trade } = setUp();
  const at = clock.now();
  trade(A, 1, at);
  const shown = () => {
    const { event, market } = ask({
      event: { event: 'E' },
      market: { ticker: A, span: 'session', trades: 1 },
    });
    return {
      event: event?.gaps,
      market: market?.gaps,
      path: [...(event?.markets[0]?.points.yesPrice ?? [])],
    };
  };
  clock.advance(1_000);
  expect(shown()).toEqual({ event: [], market: [], path: [5_000] });
  stream.missingSince = at;
  clock.advance(1_000);
  const open = { from: at, to: clock.now() };
  expect(shown()).toEqual({ event: [open], market: [open], path: [5_000, 0] });
  stream.missingSince = undefined;
  expect(shown()).toEqual({ event: [], market: [], path: [5_000] });
});

describe('the connection in words', () => {
  const open: FeedStatus = {
    state: 'open',
    attempts: 0,
    nextTryAt: undefined,
    lastMessageAt: 1_000 as UnixMs,
    reason: '',
  };
  const facts = {
    feed: open,
    lastTradeAt: 1_000 as UnixMs,
    storedUntil: 500 as UnixMs,
    isFilling: false,
    problem: '',
    isGarbled: false,
    behindMs: 0,
  };
  const stateOf = (change: Partial<typeof facts>, now = 2_000) =>
    connectionOf({ ...facts, ...change }, now as UnixMs).state;

  test('a healthy socket is live, and quiet after a minute without a trade', () => {
    expect(stateOf({})).toBe('live');
    expect(stateOf({}, 61_000)).toBe('live');
    expect(stateOf({}, 61_001)).toBe('quiet');
  });

  test('missing trades, a refusal and unreadable messages outrank it', () => {
    expect(stateOf({ isFilling: true })).toBe('resyncing');
    expect(stateOf({ problem: 'The exchange refused.' })).toBe('resyncing');
    expect(stateOf({ isGarbled: true })).toBe('stale');
    expect(stateOf({ behindMs: 2_000, isFilling: true })).toBe('stale');
  });

  test('the second try to connect is a reconnection, the first is not', () => {
    expect(stateOf({ feed: { ...open, state: 'connecting' } })).toBe('reconnecting');
    const first = { ...open, state: 'connecting' as const, lastMessageAt: undefined };
    expect(stateOf({ feed: first })).toBe('connecting');
  });

  test('without a relay the newest stored trade says how old that is, until one was seen live', () => {
    const feed = { ...open, state: 'offline' as const };
    const at = (change: Partial<Omit<typeof facts, 'lastTradeAt'>>, lastTradeAt?: UnixMs) =>
      connectionOf({ ...facts, ...change, lastTradeAt }, 2_000 as UnixMs).lastTradeAt;
    expect([at({ feed }), at({ feed }, 1_000 as UnixMs)]).toEqual([500, 1_000]);
    // Once connected it would make a fresh connection look quiet.
    expect(at({})).toBeUndefined();
  });

  test('a page that is not paired says so', () => {
    expect(connectionOf({ ...facts, feed: undefined }, 0 as UnixMs)).toMatchObject({
      state: 'offline',
      reason: expect.stringContaining('not paired') as string,
    });
  });
});

describe('rates', () => {
  test('messages a second are the mean of the last ten', () => {
    const rates = new Rates();
    for (let second = 0; second <= 30; second++) rates.tick(second * 40, 0);
    expect(rates.messagesPerSecond).toBe(40);
  });

  test('one unreadable message in fifty is garbled, one in a thousand is not', () => {
    const bad = new Rates();
    const good = new Rates();
    for (let second = 0; second <= 10; second++) {
      bad.tick(second * 100, second * 2);
      good.tick(second * 10_000, second * 10);
    }
    expect(bad.isGarbled).toBe(true);
    expect(good.isGarbled).toBe(false);
  });
});
