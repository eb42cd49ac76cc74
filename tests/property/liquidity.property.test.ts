/**
 * The heatmap's columns against a slow recount from every moment of the book; and the same columns whether the events came
 * live, batch by batch, were read back at once or from chunks on disk: replay equals live to the pixel column.
 */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { BookLog, fillerOf } from '#core/market/liquidity/book-log.ts';
import { NOT_READ } from '#core/market/liquidity/liquidity-columns.ts';
import { LiquidityFold, type FoldShape } from '#core/market/liquidity/liquidity-fold.ts';
import { priceRows, wholeSpan } from '#core/market/liquidity/price-rows.ts';
import { TradeLog } from '#core/market/liquidity/trade-log.ts';
import { batchesOf, HEAT_START, heatOp, heatStory, naiveColumn, type HeatOp } from '../support/liquidity.ts';
import { HEAT_TICKER } from '../support/heatmap-page/told.ts';

/** A machine under load is slow, not wrong. */
vi.setConfig({ testTimeout: 60_000 });

const CENTS = [{ start: 0, end: 10_000, step: 100 }];
const ops = fc.array(heatOp, { minLength: 1, maxLength: 60 });
const shapes = fc.record({
  columnMs: fc.constantFrom(10, 64, 100, 1_000),
  height: fc.constantFrom(13, 99, 130),
});

function shapeOf({ columnMs, height }: { columnMs: number; height: number }, spanMs: number): FoldShape {
  const capacity = Math.ceil(spanMs / columnMs) + 2;
  return { columnMs, rows: priceRows(CENTS, wholeSpan(CENTS), height), capacity };
}

const add = { kind: 'add', side: 'yes', size: 1 } as const;
/** Found by the last property: the first two columns were a block of their own, and ended with the hole after their chunk. */
const BLOCK_IN_THE_PAST: HeatOp[] = [
  { ...add, wait: 0, price: 100, cuts: false },
  { ...add, wait: 260, price: 1, cuts: true },
  { ...add, wait: 40, price: 1, cuts: false },
  { ...add, wait: 260, price: 1, cuts: false },
  { ...add, wait: 100, price: 100, cuts: true },
];

/** What is painted of columns `from`..`to`. */
function pictureOf(fold: LiquidityFold, from: number, to: number) {
  const { columns } = fold;
  const { rows } = columns;
  return Array.from({ length: to - from }, (_, i) => {
    const slot = columns.slotHolding(from + i);
    expect(slot).toBeGreaterThanOrEqual(0);
    const cells = (column: Float32Array) => [...column.subarray(slot * rows, (slot + 1) * rows)];
    return {
      flags: columns.flags[slot],
      bidMax: cells(columns.bidMax),
      askMax: cells(columns.askMax),
      bidLast: cells(columns.bidLast),
      askLast: cells(columns.askLast),
      bidLow: columns.bidLow[slot],
      bidHigh: columns.bidHigh[slot],
      ends: [columns.bidEnd[slot], columns.askEnd[slot], columns.microprice[slot], columns.imbalance[slot]],
    };
  });
}

test('every column is what the book was in its time: largest and last sizes, best prices, gaps and what nobody recorded', () => {
  fc.assert(
    fc.property(ops, shapes, (played, asked) => {
      const story = heatStory(played);
      const shape = shapeOf(asked, story.until - HEAT_START);
      const log = new BookLog(HEAT_TICKER);
      for (const { columns } of batchesOf(story)) log.append(columns);
      const fold = new LiquidityFold(log, new TradeLog(), shape);
      const [from, to] = [fold.columnOf(HEAT_START), fold.columnOf(story.until - 1) + 1];
      fold.fold({ from, to });
      for (const [i, column] of pictureOf(fold, from, to).entries()) {
        const { flags, ...expected } = naiveColumn(story, from + i, shape.columnMs, shape.rows);
        expect(column).toMatchObject(expected);
        expect((column.flags ?? 0) & ~NOT_READ).toBe(flags);
      }
    }),
    { numRuns: 150 },
  );
});

test('columns are the same live, at once, and read back from disk in chunks that begin with the book', () => {
  fc.assert(
    fc.property(ops, shapes, fc.boolean(), (played, asked, isLate) => {
      const story = heatStory(played);
      const shape = shapeOf(asked, story.until - HEAT_START);
      const { columnMs } = shape;
      const from = Math.floor(HEAT_START / columnMs);
      const to = Math.floor((story.until - 1) / columnMs) + 1;
      const range = { from, to };

      const atOnce = new BookLog(HEAT_TICKER);
      for (const { columns } of batchesOf(story)) atOnce.append(columns);
      const whole = new LiquidityFold(atOnce, new TradeLog(), shape);
      whole.fold(range);
      const expected = pictureOf(whole, from, to);

      // Live: looked at after every batch, with the time that has not come yet in view or not.
      const liveLog = new BookLog(HEAT_TICKER);
      const live = new LiquidityFold(liveLog, new TradeLog(), shape);
      for (const { columns } of batchesOf(story)) {
        liveLog.append(columns);
        live.fold(isLate ? range : { from, to: Math.min(to, live.columnOf(columns.until) + 1) });
      }
      live.fold(range);
      expect(pictureOf(live, from, to)).toEqual(expected);

      // From disk: chunks that begin with the book, cut off at both ends of what is asked for.
      const stored = new BookLog(HEAT_TICKER);
      const { writer, chunks } = fillerOf(stored, { from: from * columnMs, to: to * columnMs });
      for (const { columns, isKey } of batchesOf(story, true)) writer.add(columns, isKey);
      writer.finish();
      stored.insert(chunks);
      const back = new LiquidityFold(stored, new TradeLog(), shape);
      back.fold(range);
      // Before the first batch nobody recorded: live that has not been read, on disk it is known.
      const inner = (columns: typeof expected) => columns.slice(1).slice(0, -1);
      expect(inner(pictureOf(back, from, to))).toEqual(inner(expected));
    }),
    { numRuns: 150 },
  );
});

test('a picture put together in any order, and with the past read in later, is the picture drawn at once', () => {
  fc.assert(
    fc.property(ops, fc.nat({ max: 100 }), fc.nat({ max: 100 }), (played, cutShare, lookShare) => {
      const story = heatStory(played);
      const shape = shapeOf({ columnMs: 10, height: 99 }, story.until - HEAT_START);
      const from = Math.floor(HEAT_START / 10);
      const to = Math.floor((story.until - 1) / 10) + 1;
      const atOnce = new BookLog(HEAT_TICKER);
      const batches = batchesOf(story);
      for (const { columns } of batches) atOnce.append(columns);
      const whole = new LiquidityFold(atOnce, new TradeLog(), shape);
      whole.fold({ from, to });

      // The page was opened in the middle: what came before is on disk, what came after is live.
      const cut = Math.floor((batches.length * cutShare) / 101);
      const log = new BookLog(HEAT_TICKER);
      const fold = new LiquidityFold(log, new TradeLog(), shape);
      const hole = { from: from * 10, to: Number(batches[cut]?.columns.from) };
      const before = story.moments.filter((moment) => moment.at < hole.to);
      // A river begins with a snapshot or with nothing known: in a gap it would not know of the gap.
      fc.pre(before.at(-1)?.state !== 'gap');
      // What happened in that very millisecond is in the snapshot, and in nothing else.
      const begins = [...story.cuts].filter((index) => index > 0).sort((a, b) => a - b);
      fc.pre(cut === 0 || before.length === begins[cut - 1]);
      const river = [batchesOf(story, true)[cut], ...batches.slice(cut + 1)];
      for (const { columns } of river.filter((batch) => batch !== undefined)) {
        log.append(columns);
        const look = from + Math.floor(((to - from) * lookShare) / 101);
        fold.fold({ from: look, to });
      }
      const { writer, chunks } = fillerOf(log, hole);
      for (const { columns } of batches) writer.add(columns);
      writer.finish();
      log.insert(chunks);
      fold.forget(hole);
      fold.fold({ from, to });
      const inner = (columns: ReturnType<typeof pictureOf>) => columns.slice(1);
      expect(inner(pictureOf(fold, from, to))).toEqual(inner(pictureOf(whole, from, to)));
    }),
    { numRuns: 150, examples: [[BLOCK_IN_THE_PAST, 34, 94]] },
  );
});
