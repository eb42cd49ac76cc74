import { describe, expect, test } from 'vitest';
import type { StoreReader } from '#contract/database.ts';
import type { GapRow } from '#contract/store.ts';
import type { BookBatch } from '#contract/stored-books.ts';
import { BookColumnsBuilder } from '#core/market/book/book-columns.ts';
import { BookLog, type Stretch } from '#core/market/liquidity/book-log.ts';
import { BookTrace } from '#core/market/liquidity/book-trace.ts';
import { TradeLog } from '#core/market/liquidity/trade-log.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { HOUR, type UnixMs } from '#core/units/time.ts';
import { Past } from '../../../../workers/heatmap/past.ts';
import { recordingReader } from '../../../support/fake-recording.ts';
import { HEAT_TICKER } from '../../../support/heatmap-page/told.ts';
import { batchesOf, HEAT_START, heatStory } from '../../../support/liquidity.ts';
import { aTrade } from '../../../support/trades.ts';

const add = { kind: 'add', side: 'yes', size: 100, cuts: false } as const;
const STORY = heatStory([
  { ...add, wait: 0, price: 4_000 },
  { ...add, wait: 600, price: 3_000 },
]);
const STORED: readonly BookBatch[] = batchesOf(STORY, true);
const RIVER_FROM = HEAT_START + 1_000;
const VIEW: Stretch = { from: HEAT_START, to: RIVER_FROM };
const TRADED_AT = HEAT_START - HOUR;

/** `isRefused`: the disk cannot be opened. `recordedFrom` relative to the story's beginning, ms. */
function setUp({
  isRefused = false,
  recordedFrom = undefined as number | undefined,
  riverFrom = RIVER_FROM,
  gaps = [] as readonly GapRow[],
  batches = STORED,
} = {}) {
  const log = new BookLog(HEAT_TICKER);
  const trades = new TradeLog();
  const read: Stretch[] = [];
  const asked: (readonly [number, number])[] = [];
  const state = { opened: 0, isClosed: false, isRefused, now: 0 };
  const trade = (at: number) => ({ trade: aTrade({ ticker: HEAT_TICKER, at }), receivedAt: at });
  const reader: StoreReader = {
    ...recordingReader({
      trades: [trade(TRADED_AT), trade(HEAT_START + 10)],
      batches,
      gaps,
    }),
    close: () => {
      state.isClosed = true;
    },
  };
  const past = new Past({
    exchangeId: 'heat-test',
    log,
    trades,
    riverFrom: riverFrom as UnixMs,
    riverTradesFrom: (riverFrom - HOUR) as UnixMs,
    recordedFrom: recordedFrom === undefined ? undefined : ((HEAT_START + recordedFrom) as UnixMs),
    now: () => state.now,
    onRead: (stretch) => read.push(stretch),
    open: () => {
      state.opened++;
      if (state.isRefused) return Promise.reject(new Error('Expected a disk, found none.'));
      return Promise.resolve({
        ...reader,
        books: (range, tickers) => {
          asked.push([range.from ?? Number.NaN, range.to ?? Number.NaN]);
          return reader.books(range, tickers);
        },
      });
    },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { past, log, trades, read, asked, state, settle };
}

/** Returns how the book stands `at` ms after the story's beginning, as it was read for a view that begins there. */
async function stateAt(at: number, gaps: readonly GapRow[], batches = STORED): Promise<string> {
  const { past, log, settle } = setUp({ gaps, batches, riverFrom: HEAT_START + 60_000 });
  past.want({ from: HEAT_START + at, to: HEAT_START + at + 10 });
  await settle();
  const trace = new BookTrace();
  for (const chunk of log.chunks) {
    trace.takeUp(chunk.mark);
    for (let row = 0; row < chunk.count;) row = chunk.play(row, trace);
  }
  return trace.state;
}

describe('what was recorded before', () => {
  test('is read once, with a margin, and only up to where the river began', async () => {
    const { past, log, asked, read, settle } = setUp();
    past.want({ from: HEAT_START, to: RIVER_FROM + 60_000 });
    past.want({ from: HEAT_START, to: RIVER_FROM + 60_000 });
    await settle();
    past.want({ from: HEAT_START, to: RIVER_FROM + 60_000 });
    await settle();
    const from = HEAT_START - 30_500;
    expect(asked).toEqual([[from, RIVER_FROM]]);
    expect(read).toEqual([{ from, to: RIVER_FROM }]);
    expect(log.holes({ from, to: RIVER_FROM })).toEqual([]);
    expect(log.chunks.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0);
  });

  test('is not looked for before what belongs to the recording, and counts as not recorded there', async () => {
    const { past, read, state, settle } = setUp({ recordedFrom: 1_000 });
    past.want(VIEW);
    await settle();
    expect(state.opened).toBe(0);
    expect(read).toHaveLength(1);
  });

  test('is read from the beginning of the recording on, where the view reaches further back', async () => {
    const { past, asked, settle } = setUp({ recordedFrom: 0 });
    past.want(VIEW);
    await settle();
    expect(asked).toEqual([[HEAT_START, RIVER_FROM]]);
  });

  test('stays unread where the disk is refused, says so, and is tried again after five seconds', async () => {
    const { past, log, read, state, settle } = setUp({ isRefused: true });
    past.want(VIEW);
    await settle();
    state.now = 4_999;
    past.want(VIEW);
    await settle();
    expect(state.opened).toBe(1);
    expect(past.isFailing).toBe(true);
    expect(read).toEqual([]);
    expect(log.holes(VIEW)).toEqual([VIEW]);

    state.now = 5_000;
    state.isRefused = false;
    past.want(VIEW);
    await settle();
    expect(state.opened).toBe(2);
    expect(past.isFailing).toBe(false);
    expect(log.holes(VIEW)).toEqual([]);
  });

  test('is dropped where nobody wants it any more, and the disk is let go', async () => {
    const { past, log, read, state, settle } = setUp();
    past.want(VIEW);
    past.close();
    await settle();
    past.want(VIEW);
    await settle();
    expect(read).toEqual([]);
    expect(log.chunks).toEqual([]);
    expect(state).toMatchObject({ opened: 1, isClosed: true });
  });

  test('brings trades of before the last hour, once: the later ones come with the river', async () => {
    const { past, trades, settle } = setUp();
    past.want(VIEW);
    await settle();
    expect(trades.count).toBe(0);
    for (const back of [2 * HOUR, 3 * HOUR]) {
      past.want({ from: HEAT_START - back, to: HEAT_START - back + 1_000 });
      await settle();
    }
    expect(trades.count).toBe(1);
    expect(trades.atOf(0)).toBe(TRADED_AT);
  });

  test('a hole that the gaps tell of is a gap, also for a view that begins in it; else nobody watched', async () => {
    const handOver: GapRow = {
      fromMs: STORY.until as UnixMs,
      toMs: (HEAT_START + 30_000) as UnixMs,
      channel: 'orderbook_delta',
      reason: 'handover',
    };
    expect(await stateAt(20_000, [handOver])).toBe('handover');
    expect(await stateAt(20_000, [])).toBe('none');
    expect(await stateAt(40_000, [handOver])).toBe('none');
    // Doubts of one book stand in its own rows, and holes of trades are none of a book's.
    expect(await stateAt(20_000, [{ ...handOver, reason: 'sequence' }])).toBe('none');
    expect(await stateAt(20_000, [{ ...handOver, channel: 'trade' }])).toBe('none');
  });

  test('a book that was found wrong late is a gap from where the gaps say that it began', async () => {
    const rows = new BookColumnsBuilder();
    const at = (ms: number) => (HEAT_START + ms) as UnixMs;
    const book = {
      ticker: HEAT_TICKER,
      seq: undefined,
      yes: [[4_000 as Price, 100 as Quantity]],
      no: [],
    } as const;
    rows.add({ kind: 'snapshot', receivedAt: at(0), ...book });
    rows.add({ kind: 'stale', ticker: HEAT_TICKER, receivedAt: at(20_000), reason: 'audit' });
    rows.add({ kind: 'snapshot', receivedAt: at(30_000), ...book });
    const batches = [{ columns: rows.take(at(0), at(60_000)), isKey: true }];
    const gap: GapRow = { fromMs: at(5_000), toMs: at(30_000), channel: 'orderbook_delta', reason: 'audit' };
    for (const [ms, state] of [
      [2_000, 'known'],
      [10_000, 'gap'],
      [25_000, 'gap'],
      [40_000, 'known'],
    ] as const)
      expect([ms, await stateAt(ms, [gap], batches)]).toEqual([ms, state]);
    // Without the gap nobody can know.
    expect(await stateAt(10_000, [], batches)).toBe('known');
  });
});
