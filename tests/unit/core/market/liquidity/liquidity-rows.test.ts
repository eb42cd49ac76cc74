/** The heatmap as rows of numbers, against a slow recount from every moment of the book and every trade. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BookColumnsBuilder } from '#core/market/book/book-columns.ts';
import type { BookEvent, StaleReason } from '#core/market/book/book-event.ts';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import { BookLog } from '#core/market/liquidity/book-log.ts';
import { GAP, KNOWN, NOT_READ, NOT_RECORDED } from '#core/market/liquidity/liquidity-columns.ts';
import { LiquidityFold } from '#core/market/liquidity/liquidity-fold.ts';
import { liquidityRows, MOST_ROWS, rowRange, rowStep } from '#core/market/liquidity/liquidity-rows.ts';
import { priceRows, wholeSpan } from '#core/market/liquidity/price-rows.ts';
import { TradeLog } from '#core/market/liquidity/trade-log.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { HOUR, MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import {
  batchesOf,
  HEAT_START,
  heatOp,
  heatStory,
  naiveColumn,
  type HeatStory,
} from '../../../../support/liquidity.ts';
import { HEAT_TICKER } from '../../../../support/heatmap-page/told.ts';
import { aTrade } from '../../../../support/trades.ts';

const CENTS = [{ start: 0, end: 10_000, step: 100 }];
/** All prices in one row: the rows of numbers do not depend on where prices are painted. */
const PRICES = priceRows(CENTS, wholeSpan(CENTS), 1);

function rowsOf(log: BookLog, trades: TradeLog, columnMs: number, until: number) {
  const range = rowRange({ from: HEAT_START, to: until }, columnMs);
  const capacity = range.to - range.from;
  const fold = new LiquidityFold(log, trades, { columnMs, rows: PRICES, capacity });
  fold.fold(range);
  return liquidityRows(fold, range, log, trades);
}

function tradeLog(all: readonly Trade[]): TradeLog {
  const builder = new TradeColumnsBuilder();
  for (const trade of all) builder.append(trade, trade.venueAt);
  const log = new TradeLog();
  log.add(builder.take(), HEAT_TICKER);
  return log;
}

/** What a row must be, from the moments and the trades alone. */
function naiveRow({ moments }: HeatStory, trades: readonly Trade[], from: number, to: number) {
  const last = moments.findLast(({ at }) => at < to);
  const book = last?.state === 'known' ? last.sides : undefined;
  const best = (side: 'yes' | 'no'): number =>
    book === undefined || book[side].size === 0 ? Number.NaN : Math.max(...book[side].keys());
  const near = (side: 'yes' | 'no'): number =>
    book === undefined
      ? Number.NaN
      : [...book[side]]
          .toSorted((a, b) => b[0] - a[0])
          .slice(0, 5)
          .reduce((sum, [, size]) => sum + size, 0);
  const inside = trades.filter(({ venueAt }) => venueAt >= from && venueAt < to);
  const taken = (side: 'yes' | 'no'): number =>
    inside.filter(({ taker }) => taker === side).reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    bid: best('yes'),
    ask: 10_000 - best('no'),
    bidNear: near('yes'),
    askNear: near('no'),
    trades: inside.length,
    yesTraded: taken('yes'),
    noTraded: taken('no'),
  };
}

test('every row says how its stretch ended and what was traded in it, exactly, and what was missed', () => {
  const tradeSeeds = fc.array(
    fc.record({
      wait: fc.integer({ min: 0, max: 15_000 }),
      taker: fc.constantFrom('yes' as const, 'no' as const),
      // Beyond what a 32-bit float can tell apart.
      quantity: fc.integer({ min: 1, max: 90_000_001 }),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(
      fc.array(heatOp, { minLength: 1, maxLength: 60 }),
      tradeSeeds,
      fc.constantFrom(100, 250, 1_000),
      (ops, seeds, columnMs) => {
        const story = heatStory(ops);
        const log = new BookLog(HEAT_TICKER);
        for (const { columns } of batchesOf(story)) log.append(columns);
        const trades = seeds.map(({ wait, taker, quantity }) =>
          aTrade({ ticker: HEAT_TICKER, at: HEAT_START + wait, taker, quantity: quantity as Quantity }),
        );
        const rows = rowsOf(log, tradeLog(trades), columnMs, story.until);
        expect(rows).toMatchObject({ from: HEAT_START, stepMs: columnMs });
        expect(rows.count).toBe(Math.ceil((story.until - HEAT_START) / columnMs));
        for (let i = 0; i < rows.count; i++) {
          const from = HEAT_START + i * columnMs;
          const { bid, ask, bidNear, askNear, yesTraded, noTraded } = rows;
          expect({
            bid: bid[i],
            ask: ask[i],
            bidNear: bidNear[i],
            askNear: askNear[i],
            trades: rows.trades[i],
            yesTraded: yesTraded[i],
            noTraded: noTraded[i],
          }).toEqual(naiveRow(story, trades, from, from + columnMs));
          const { flags } = naiveColumn(story, from / columnMs, columnMs, PRICES);
          expect((rows.flags[i] ?? 0) & ~NOT_READ).toBe(flags);
          expect(rows.reasons[i]).toBe((flags & GAP) === 0 ? undefined : 'sequence');
        }
      },
    ),
    { numRuns: 120 },
  );
});

describe('a row', () => {
  const at = (second: number): UnixMs => (HEAT_START + second * SECOND) as UnixMs;
  const snapshot = (second: number): BookEvent => ({
    kind: 'snapshot',
    ticker: HEAT_TICKER,
    receivedAt: at(second),
    seq: undefined,
    yes: [[4_000 as Price, 500 as Quantity]],
    no: [[5_000 as Price, 500 as Quantity]],
  });
  const stale = (second: number, reason: StaleReason): BookEvent => ({
    kind: 'stale',
    ticker: HEAT_TICKER,
    receivedAt: at(second),
    reason,
  });
  const rowsAfter = (...events: readonly BookEvent[]) => {
    const builder = new BookColumnsBuilder();
    for (const event of events) builder.add(event);
    const log = new BookLog(HEAT_TICKER);
    log.append(builder.take(at(0), at(60)));
    return rowsOf(log, new TradeLog(), 10 * SECOND, at(60));
  };

  test('of a gap has the reason of the gap, also where it began before the row', () => {
    const { reasons } = rowsAfter(snapshot(0), stale(12, 'audit'), snapshot(35), stale(47, 'disconnect'));
    expect(reasons).toEqual([undefined, 'audit', 'audit', 'audit', 'disconnect', 'disconnect']);
  });

  test('has the reason of the last of two gaps, and a hand-over is none', () => {
    const { reasons } = rowsAfter(
      snapshot(0),
      stale(1, 'sequence'),
      snapshot(3),
      stale(5, 'crossed'),
      snapshot(7),
      stale(8, 'handover'),
      snapshot(9),
      stale(11, 'handover'),
    );
    expect(reasons.slice(0, 2)).toEqual(['crossed', undefined]);
  });

  test('in which a book was known and then was not any more has both, and no price at its end', () => {
    const { flags, bid, bidNear } = rowsAfter(snapshot(0), {
      kind: 'end',
      ticker: HEAT_TICKER,
      receivedAt: at(25),
    });
    expect(flags[2]).toBe(KNOWN | NOT_RECORDED);
    expect([bid[1], bidNear[1]]).toEqual([4_000, 500]);
    expect([bid[2], bidNear[2]]).toEqual([Number.NaN, Number.NaN]);
  });
});

test('rows are as short as fifty of them allow, and stand at round times', () => {
  expect([5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR].map(rowStep)).toEqual([
    10 * SECOND,
    20 * SECOND,
    2 * MINUTE,
    5 * MINUTE,
  ]);
  fc.assert(
    fc.property(
      fc.integer({ min: MINUTE, max: 4 * HOUR + MINUTE }),
      fc.integer({ min: 0, max: HOUR }),
      (span, shift) => {
        const from = HEAT_START + shift;
        const step = rowStep(span);
        const range = rowRange({ from, to: from + span }, step);
        expect(range.to - range.from).toBeGreaterThan(0);
        expect(range.to - range.from).toBeLessThanOrEqual(MOST_ROWS);
        expect(range.from * step).toBeGreaterThanOrEqual(from);
        expect(range.to * step).toBeGreaterThanOrEqual(from + span);
      },
    ),
  );
});
