/**
 * Books against a naive exchange over a line that drops, repeats and swaps frames: a book that says it is exact is equal to
 * the exchange's own at that number; a hole is noticed at the very next frame; a snapshot heals.
 */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Books } from '#core/market/book/books.ts';
import { grouped, ladder, summary } from '#core/market/book/ladder.ts';
import { CENT_GRID, FINEST_GRID } from '#core/units/grid.ts';
import type { Outcome } from '#core/units/outcome.ts';
import { ONE_DOLLAR, type Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Level, Seq, Sid } from '#core/wire/messages.ts';
import { Sequencer } from '#core/wire/sequencer.ts';
import { plainBook, type PlainBook } from '../support/books.ts';

/** A machine under load is slow, not wrong. */
vi.setConfig({ testTimeout: 60_000 });

const TICKERS = ['KXA-1', 'KXB-1'] as Ticker[];
const SID = 1 as Sid;
const NOW = 1_790_000_000_000 as UnixMs;

interface Sent {
  readonly seq: number;
  readonly frame:
    | { readonly kind: 'snapshot'; readonly ticker: Ticker; readonly yes: Level[]; readonly no: Level[] }
    | {
        readonly kind: 'delta';
        readonly ticker: Ticker;
        readonly side: Outcome;
        readonly price: number;
        readonly change: number;
      };
  /** What the exchange's books are after it. */
  readonly truth: ReadonlyMap<Ticker, PlainBook>;
}

const op = fc.record({
  market: fc.integer({ min: 0, max: 1 }),
  side: fc.constantFrom<Outcome>('yes', 'no'),
  /** Both sides below 50 cents: the line may cross a book, the exchange never does. */
  price: fc.integer({ min: 1, max: 4_999 }),
  size: fc.integer({ min: 1, max: 1e9 }),
  kind: fc.constantFrom('add', 'add', 'add', 'part', 'all', 'snapshot'),
  pick: fc.nat(),
  line: fc.constantFrom('good', 'good', 'good', 'good', 'good', 'drop', 'repeat', 'swap'),
});
type Op = typeof op extends fc.Arbitrary<infer T> ? T : never;

function copyOf(books: ReadonlyMap<Ticker, PlainBook>): ReadonlyMap<Ticker, PlainBook> {
  return new Map([...books].map(([ticker, { yes, no }]) => [ticker, { yes: new Map(yes), no: new Map(no) }]));
}

function levelsOf(side: ReadonlyMap<number, number>): Level[] {
  return [...side].sort((a, b) => a[0] - b[0]).map(([price, size]) => [price as Price, size as Quantity]);
}

/** Everything the exchange would send for `ops`, in order. */
function sentFor(ops: readonly Op[]): Sent[] {
  const books = new Map<Ticker, PlainBook>(
    TICKERS.map((ticker) => [ticker, { yes: new Map(), no: new Map() }]),
  );
  const sent: Sent[] = [];
  const send = (frame: Sent['frame']): void => {
    sent.push({ seq: sent.length + 1, frame, truth: copyOf(books) });
  };
  const snapshot = (ticker: Ticker): void => {
    const book = books.get(ticker);
    if (book !== undefined)
      send({ kind: 'snapshot', ticker, yes: levelsOf(book.yes), no: levelsOf(book.no) });
  };
  for (const ticker of TICKERS) snapshot(ticker);
  for (const { market, side, price, size, kind, pick } of ops) {
    const ticker = TICKERS[market] ?? ('' as Ticker);
    const held = books.get(ticker)?.[side] ?? new Map<number, number>();
    if (kind === 'snapshot') snapshot(ticker);
    else if (kind === 'add' || held.size === 0) {
      held.set(price, (held.get(price) ?? 0) + size);
      send({ kind: 'delta', ticker, side, price, change: size });
    } else {
      const [at, rests] = [...held][pick % held.size] ?? [1, 1];
      const change = kind === 'all' ? rests : Math.ceil(rests / 2);
      if (change === rests) held.delete(at);
      else held.set(at, rests - change);
      send({ kind: 'delta', ticker, side, price: at, change: -change });
    }
  }
  return sent;
}

/** The frames as they arrive. */
function overTheLine(sent: readonly Sent[], ops: readonly Op[]): Sent[] {
  const arriving: Sent[] = [];
  for (const [index, each] of sent.entries()) {
    // The two first snapshots come whole.
    const line = index < TICKERS.length ? 'good' : (ops[index - TICKERS.length]?.line ?? 'good');
    if (line === 'drop') continue;
    arriving.push(each);
    if (line === 'repeat') arriving.push(each);
    const before = arriving.at(-2);
    if (line === 'swap' && before !== undefined && index > TICKERS.length)
      arriving.splice(-2, 2, each, before);
  }
  return arriving;
}

function feed(books: Books, { seq, frame }: Sent): void {
  if (frame.kind === 'snapshot') books.snapshot(frame, seq as Seq, NOW);
  else
    books.delta(
      { ...frame, price: frame.price as Price, change: frame.change as Quantity, venueAt: undefined },
      seq as Seq,
      NOW,
    );
}

test('an exact book is the exchange’s own, whatever the line does; after a hole none is exact', () => {
  fc.assert(
    fc.property(fc.array(op, { maxLength: 120 }), (ops) => {
      const sequencer = new Sequencer();
      const doubted: Ticker[] = [];
      const books = new Books({ onDoubt: (ticker) => doubted.push(ticker), onEvent: () => undefined });
      for (const ticker of TICKERS) books.watch(ticker, FINEST_GRID);
      for (const each of overTheLine(sentFor(ops), ops)) {
        const verdict = sequencer.observe(SID, each.seq as Seq);
        if (verdict === 'duplicate') continue;
        if (verdict === 'gap') {
          books.gap('sequence', NOW);
          expect(doubted.splice(0)).toEqual(TICKERS);
          for (const ticker of TICKERS) expect(books.get(ticker)?.state).not.toBe('exact');
        }
        feed(books, each);
        for (const ticker of TICKERS)
          if (books.get(ticker)?.state === 'exact') {
            const truth = each.truth.get(ticker);
            expect(plainBook(books, ticker)?.yes).toEqual(new Map(levelsOf(truth?.yes ?? new Map())));
            expect(plainBook(books, ticker)?.no).toEqual(new Map(levelsOf(truth?.no ?? new Map())));
          }
      }
      expect(books.counts.negative).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test('both ladders show the same book: one’s bids are the other’s asks, and every contract counts once', () => {
  fc.assert(
    fc.property(fc.array(op, { maxLength: 80 }), fc.constantFrom(1, 10, 50, 100, 500), (ops, step) => {
      const books = new Books({ onDoubt: () => undefined, onEvent: () => undefined });
      const [ticker = '' as Ticker] = TICKERS;
      const book = books.watch(ticker, CENT_GRID);
      for (const each of sentFor(ops)) feed(books, each);
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
    { numRuns: 100 },
  );
});
