/** Replay equals live to the column: what the live river of a recorded market said, and what the recording's river says of it. */
import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { openReader } from '#contract/database.ts';
import type { FramePortMessage } from '#contract/frames.ts';
import type { RiverAnswer, RiverMessage } from '#contract/river.ts';
import { createRng } from '#core/lib/rng.ts';
import { BookColumnsBuilder, forEachBookEvent, type BookColumns } from '#core/market/book/book-columns.ts';
import { BookLog } from '#core/market/liquidity/book-log.ts';
import { LiquidityFold } from '#core/market/liquidity/liquidity-fold.ts';
import { priceRows, wholeSpan } from '#core/market/liquidity/price-rows.ts';
import { SeenGrid } from '#core/market/liquidity/seen-grid.ts';
import { TradeLog } from '#core/market/liquidity/trade-log.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { systemClock } from '../../workers/lib/clock.ts';
import { ReplaySession } from '../../workers/market/replay.ts';
import { FakePort } from '../support/fake-port.ts';
import { Exchange, Page } from '../support/market-harness.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type River = FakePort<RiverMessage, RiverAnswer>;

const NAME = 'heatmap-replay';
const RECORDED = 5;
const COLUMN_MS = 100;
/** Changes of the book that are enough to compare. */
const ENOUGH = 60;
const AFTER_MS = 2_000;

function until(isTrue: () => boolean, what: string): Promise<void> {
  return vi.waitFor(
    () => {
      if (!isTrue()) throw new Error(`Still waiting for ${what}.`);
    },
    { timeout: 60_000, interval: 20 },
  );
}

const booksOf = (river: River): BookColumns[] =>
  river.sent.flatMap((message) => (message.kind === 'books' ? [message.columns] : []));
const endOf = (river: River): number => Number(booksOf(river).at(-1)?.until);
const changesOf = (river: River): number => {
  let count = 0;
  for (const columns of booksOf(river))
    forEachBookEvent(columns, ({ kind }) => {
      if (kind === 'delta') count++;
    });
  return count;
};

/** Returns `books` without the change of number `left`. */
function without(books: readonly BookColumns[], left: number): BookColumns[] {
  let number = 0;
  return books.map((columns) => {
    const builder = new BookColumnsBuilder();
    forEachBookEvent(columns, (event) => {
      if (event.kind !== 'delta' || number++ !== left) builder.add(event);
    });
    return builder.take(columns.from, columns.until);
  });
}

/** Returns all that is painted of each column of `from`..`to`, ms, all of them over. */
function picture(
  ticker: Ticker,
  river: River,
  [from, to]: readonly [number, number],
  books = booksOf(river),
) {
  const log = new BookLog(ticker);
  const trades = new TradeLog();
  for (const columns of books) log.append(columns);
  for (const message of river.sent) if (message.kind === 'trades') trades.add(message.columns, ticker);
  const [first, end] = [Math.floor(from / COLUMN_MS) + 1, Math.floor(to / COLUMN_MS)];
  const grid = new SeenGrid();
  grid.see(1);
  const rows = priceRows(grid.bands(), wholeSpan(grid.bands()), 400);
  const fold = new LiquidityFold(log, trades, { columnMs: COLUMN_MS, rows, capacity: end - first });
  fold.fold({ from: first, to: end });
  const { columns } = fold;
  const { column: _, version: __, ...painted } = columns;
  return Array.from({ length: end - first }, (_each, i) => {
    const slot = columns.slotHolding(first + i);
    expect(slot).toBeGreaterThanOrEqual(0);
    return Object.entries(painted).flatMap(([name, values]) => {
      if (typeof values === 'number') return [];
      const width = values.length / columns.capacity;
      return [`${name}: ${values.subarray(slot * width, (slot + 1) * width).join(' ')}`];
    });
  });
}

test(
  'the river of a recording draws the columns that the live river drew',
  { timeout: 120_000 },
  async () => {
    const exchange = await Exchange.start({ seed: 5, rate: 120 });
    closers.push(() => exchange.close());
    const page = new Page(exchange, NAME, { recording: { tickers: [], mostActive: RECORDED } });
    await page.start();
    await until(() => page.session.engine.hot(10, RECORDED, false).length === RECORDED, 'markets');
    page.session.setRecording({ tickers: [], mostActive: RECORDED });
    const recorded = () => page.session.recordedBooks().filter(({ state }) => state === 'exact');
    await until(() => recorded().length === RECORDED, 'books');
    // The book may be recorded from the next batch on.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const rivers = recorded().map((each) => {
      const ticker = each.ticker as Ticker;
      const live: River = new FakePort();
      page.session.openRiver(ticker, live);
      return { ticker, live };
    });
    const busiest = () => rivers.toSorted((a, b) => changesOf(b.live) - changesOf(a.live))[0];
    await until(() => changesOf(busiest()?.live ?? new FakePort()) >= ENOUGH, 'changes');
    const chosen = busiest();
    if (chosen === undefined) throw new Error('Expected a market.');
    const { ticker, live } = chosen;
    const from = booksOf(live)[0]?.from ?? (0 as UnixMs);
    // Changes come in bursts: what they left is looked at for a while.
    const heard = endOf(live);
    await until(() => endOf(live) >= heard + AFTER_MS, 'time to pass');
    const to = endOf(live) as UnixMs;
    const said = [...live.sent];
    // A recording ends with the last frame that was heard: what is compared ends before.
    const heardChanges = () => rivers.reduce((sum, river) => sum + changesOf(river.live), 0);
    const heardBefore = heardChanges();
    await until(() => heardChanges() > heardBefore, 'a change after it');
    await page.close();

    const replay = new ReplaySession({ exchangeId: NAME, name: NAME, from, to }, 100, {
      clock: systemClock(),
      rng: createRng(1),
      reader: await openReader(NAME),
      app: new FakePort<FramePortMessage, FramePortMessage>(),
    });
    closers.push(() => replay.stop());
    await replay.start();
    const again: River = new FakePort();
    replay.openRiver(ticker, again);
    await replay.play();
    await until(() => replay.status.at >= to && endOf(again) >= to, 'the end of the recording');

    const told: River = new FakePort();
    told.sent.push(...said);
    const shown = picture(ticker, told, [from, to]);
    expect(shown.length).toBeGreaterThan(5);
    expect(picture(ticker, again, [from, to])).toEqual(shown);
    // A change that one of them had not heard would be seen.
    const missing = picture(ticker, again, [from, to], without(booksOf(again), ENOUGH / 2));
    expect(missing).not.toEqual(shown);
  },
);
