/**
 * Books against a naive exchange over a line that drops, repeats and swaps frames, while takers cross the books and prices
 * change their grid: a book that says it is exact is equal to the exchange's own at that number; a hole is noticed at the very
 * next frame; a snapshot heals; neither a new grid nor a crossing between two legs costs a book.
 */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Books } from '#core/market/book/books.ts';
import { grouped, ladder, summary } from '#core/market/book/ladder.ts';
import { CENT_GRID, PriceGrid } from '#core/units/grid.ts';
import { ONE_DOLLAR, type Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { plus, type UnixMs } from '#core/units/time.ts';
import type { Seq, Sid } from '#core/wire/messages.ts';
import { Sequencer } from '#core/wire/sequencer.ts';
import {
  FIRST_GRID,
  manyOps,
  overTheLine,
  sentFor,
  TICKERS,
  Truth,
  type Sent,
} from '../support/book-line.ts';

/** A machine under load is slow, not wrong. */
vi.setConfig({ testTimeout: 60_000 });

const SID = 1 as Sid;
const START = 1_790_000_000_000 as UnixMs;

function feed(books: Books, { seq, frame }: Sent, at: UnixMs): void {
  if (frame.kind === 'grid') books.watch(frame.ticker, new PriceGrid(frame.grid.ranges));
  else if (frame.kind === 'snapshot') books.snapshot(frame, seq as Seq, at);
  else
    books.delta(
      { ...frame, price: frame.price as Price, change: frame.change as Quantity, venueAt: undefined },
      seq as Seq,
      at,
    );
}

/** Prices named by `frame`. */
function pricesOf({ frame }: Sent): readonly number[] {
  if (frame.kind === 'grid') return [];
  return frame.kind === 'delta' ? [frame.price] : [...frame.yes, ...frame.no].map(([price]) => price);
}

test('an exact book is the exchange’s own, whatever line and grid do; after a hole none is exact', () => {
  /** What was met: without these nothing would have been shown. */
  const met = { crossed: 0, regridded: 0, offGrid: 0, gaps: 0 };
  fc.assert(
    fc.property(manyOps, (ops) => {
      const sequencer = new Sequencer();
      const doubted: Ticker[] = [];
      const books = new Books({ onDoubt: (ticker) => doubted.push(ticker), onEvent: () => undefined });
      const onGrid = new Map(TICKERS.map((ticker) => [ticker, new Set(FIRST_GRID.prices)]));
      for (const ticker of TICKERS) books.watch(ticker, new PriceGrid(FIRST_GRID.ranges));
      const sent = sentFor(ops);
      const truth = new Truth(sent);
      let offGrid = 0;
      for (const [index, each] of overTheLine(sent, ops).entries()) {
        const at = plus(START, index);
        const { ticker } = each.frame;
        const verdict = sequencer.observe(each.seq === undefined ? undefined : SID, each.seq as Seq);
        if (verdict === 'duplicate') continue;
        if (verdict === 'gap') {
          met.gaps++;
          books.gap('sequence', at);
          expect(doubted.splice(0)).toEqual(TICKERS);
          for (const one of TICKERS) expect(books.get(one)?.state).not.toBe('exact');
        }
        const before = books.get(ticker)?.state;
        // A whole book that comes again takes nothing in.
        const isKnown = before === 'exact' && each.frame.kind === 'snapshot';
        feed(books, each, at);
        books.expire(at);
        const book = books.get(ticker);
        if (each.frame.kind === 'grid') {
          onGrid.set(ticker, new Set(each.frame.grid.prices));
          expect(book?.state).toBe(before);
          met.regridded++;
        } else {
          truth.playTo(each.seq);
          if (book?.state === 'exact' && !isKnown)
            offGrid += pricesOf(each).filter((price) => onGrid.get(ticker)?.has(price) === false).length;
          if (book?.isCrossed === true) met.crossed++;
        }
        if (book?.state === 'exact') expect(truth.of(ticker).differsFrom(book)).toBeUndefined();
      }
      expect(books.counts).toMatchObject({ negative: 0, crossed: 0, unknown: 0, wrong: 0, offGrid });
      met.offGrid += offGrid;
    }),
    { numRuns: 60 },
  );
  for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(0);
});

test('both ladders show the same book: one’s bids are the other’s asks, and every contract counts once', () => {
  fc.assert(
    fc.property(manyOps, fc.constantFrom(1, 10, 50, 100, 500), (ops, step) => {
      const books = new Books({ onDoubt: () => undefined, onEvent: () => undefined });
      const [ticker = '' as Ticker] = TICKERS;
      const book = books.watch(ticker, CENT_GRID);
      for (const each of sentFor(ops)) if (each.frame.kind !== 'grid') feed(books, each, START);
      const yes = ladder(book, 'yes');
      const no = ladder(book, 'no');
      expect([...no.bids.price].map((price) => ONE_DOLLAR - price)).toEqual([...yes.asks.price]);
      expect([...yes.bids.price].map((price) => ONE_DOLLAR - price)).toEqual([...no.asks.price]);
      expect([...yes.bids.price]).toEqual([...yes.bids.price].sort((a, b) => b - a));
      expect([...yes.asks.price]).toEqual([...yes.asks.price].sort((a, b) => a - b));
      for (const [side, levels] of [
        ['bid', yes.bids],
        ['ask', yes.asks],
      ] as const) {
        const total = levels.quantity.reduce((sum, quantity) => sum + quantity, 0);
        expect(total).toBe(side === 'bid' ? book.yes.total : book.no.total);
        const groups = grouped(levels, step, side);
        expect(groups.quantity.reduce((sum, quantity) => sum + quantity, 0)).toBe(total);
        expect([...groups.price].every((price) => price % step === 0)).toBe(true);
        expect(new Set(groups.price).size).toBe(groups.price.length);
      }
      const [own, other] = [summary(book, 'yes'), summary(book, 'no')];
      expect(own.spread).toBe(other.spread);
      if (own.microprice !== undefined && own.bid !== undefined && own.ask !== undefined) {
        expect(own.microprice).toBeGreaterThanOrEqual(own.bid);
        expect(own.microprice).toBeLessThanOrEqual(own.ask);
        expect(own.microprice + (other.microprice ?? 0)).toBeCloseTo(ONE_DOLLAR, 6);
        expect(own.imbalance).toBeCloseTo(-(other.imbalance ?? 0), 9);
      }
    }),
    { numRuns: 60 },
  );
});
