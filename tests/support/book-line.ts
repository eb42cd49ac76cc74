/**
 * A naive exchange of two markets, and a line that drops, repeats and swaps its frames. Takers cross the book and are told leg
 * by leg; prices may change their grid, which is told without a number, as the channel of lifecycle tells it.
 */
import fc from 'fast-check';
import { must } from '#core/lib/assert.ts';
import { FINEST_GRID, type PriceRange } from '#core/units/grid.ts';
import type { Outcome } from '#core/units/outcome.ts';
import { ONE_DOLLAR, type Price } from '#core/units/price.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { Level } from '#core/wire/messages.ts';
import { DenseBook, pricesOn } from './dense-books.ts';

export const TICKERS = ['KXA-1', 'KXB-1'] as Ticker[];

const range = (start: number, end: number, step: number): PriceRange => ({
  start: start as Price,
  end: end as Price,
  step: step as Price,
});

interface DenseGrid {
  readonly ranges: readonly PriceRange[];
  /** Where orders may rest, ascending. */
  readonly prices: readonly number[];
}

const gridOf = (ranges: readonly PriceRange[]): DenseGrid => ({ ranges, prices: pricesOn(ranges) });

/** What both markets begin with. */
export const FIRST_GRID = gridOf(FINEST_GRID.ranges);
const GRIDS: readonly DenseGrid[] = [
  FIRST_GRID,
  gridOf([range(0, 10_000, 100)]),
  gridOf([range(0, 1_000, 10), range(1_000, 9_000, 100), range(9_000, 10_000, 10)]),
];

export type Frame =
  | { readonly kind: 'snapshot'; readonly ticker: Ticker; readonly yes: Level[]; readonly no: Level[] }
  | {
      readonly kind: 'delta';
      readonly ticker: Ticker;
      readonly side: Outcome;
      readonly price: number;
      readonly change: number;
    }
  | { readonly kind: 'grid'; readonly ticker: Ticker; readonly grid: DenseGrid };

export interface Sent {
  /** A change of the grid has none. */
  readonly seq: number | undefined;
  readonly frame: Frame;
}

const op = fc.record({
  market: fc.integer({ min: 0, max: 1 }),
  side: fc.constantFrom<Outcome>('yes', 'no'),
  /** Out of 9,999, spread over the prices of the grid. Above a half, sides meet. */
  place: fc.oneof(fc.nat(4_998), fc.integer({ min: 4_000, max: 6_000 }), fc.nat(9_998)),
  size: fc.integer({ min: 1, max: 1e9 }),
  kind: fc.constantFrom('add', 'add', 'add', 'add', 'part', 'all', 'snapshot', 'grid'),
  pick: fc.nat(),
  line: fc.constantFrom('good', 'good', 'good', 'good', 'good', 'good', 'drop', 'repeat', 'swap'),
});
type Op = typeof op extends fc.Arbitrary<infer T> ? T : never;

/** Without a size of its own fast-check would draw ten at most. */
export const manyOps = fc.array(op, { maxLength: 120, size: 'max' });

/** The exchange's own books as of one number: they follow what was sent, whether it arrived or not. */
export class Truth {
  readonly #books = new Map(TICKERS.map((ticker) => [ticker, new DenseBook()]));
  readonly #sent: readonly Sent[];
  #played = 0;

  constructor(sent: readonly Sent[]) {
    this.#sent = sent;
  }

  of(ticker: Ticker): DenseBook {
    return must(this.#books.get(ticker), 'a market of the exchange');
  }

  /** Moves on until the frame with this number has happened. */
  playTo(seq: number | undefined): void {
    while (this.#played < this.#sent.length) {
      const each = this.#sent[this.#played++];
      if (each?.frame.kind === 'delta')
        this.of(each.frame.ticker).add(each.frame.side, each.frame.price, each.frame.change);
      if (each?.seq === seq) return;
    }
  }
}

/** Returns everything that the exchange sends for `ops`, in order. */
export function sentFor(ops: readonly Op[]): Sent[] {
  const sent: Sent[] = [];
  const truth = new Truth(sent);
  const grids = new Map<Ticker, DenseGrid>();
  let seq = 0;
  const send = (frame: Frame): void => {
    sent.push({ seq: frame.kind === 'grid' ? undefined : ++seq, frame });
    truth.playTo(seq);
  };
  const snapshot = (ticker: Ticker): void => {
    const book = truth.of(ticker);
    send({ kind: 'snapshot', ticker, yes: book.levels('yes'), no: book.levels('no') });
  };
  for (const ticker of TICKERS) snapshot(ticker);
  for (const { market, side, place, size, kind, pick } of ops) {
    const ticker = TICKERS[market] ?? ('' as Ticker);
    const book = truth.of(ticker);
    const delta = (of: Outcome, price: number, change: number): void => {
      send({ kind: 'delta', ticker, side: of, price, change });
    };
    const held = kind === 'part' || kind === 'all' ? book.levels(side) : [];
    const level = held[pick % held.length];
    if (kind === 'snapshot') snapshot(ticker);
    else if (kind === 'grid') {
      const grid = GRIDS[pick % GRIDS.length] ?? FIRST_GRID;
      grids.set(ticker, grid);
      send({ kind: 'grid', ticker, grid });
    } else if (level !== undefined)
      delta(side, level[0], -(kind === 'all' ? level[1] : Math.ceil(level[1] / 2)));
    else {
      const { prices } = grids.get(ticker) ?? FIRST_GRID;
      const price = prices[Math.floor((place * prices.length) / 9_999)] ?? 1;
      const other = side === 'yes' ? 'no' : 'yes';
      delta(side, price, size);
      // The taker's order is there before what it takes is gone: for some frames the book is crossed.
      for (let left = size; left > 0 && book.best(other) + price >= ONE_DOLLAR;) {
        const best = book.best(other);
        const taken = Math.min(left, book.at(other, best));
        delta(other, best, -taken);
        delta(side, price, -taken);
        left -= taken;
      }
    }
  }
  return sent;
}

/** Returns the frames as they arrive. The two first snapshots come whole. */
export function overTheLine(sent: readonly Sent[], ops: readonly Op[]): Sent[] {
  const arriving: Sent[] = [];
  for (const [index, each] of sent.entries()) {
    const line =
      index < TICKERS.length ? 'good' : (ops[(index - TICKERS.length) % ops.length]?.line ?? 'good');
    if (line === 'drop') continue;
    arriving.push(each);
    if (line === 'repeat') arriving.push(each);
    const before = arriving.at(-2);
    if (line === 'swap' && before !== undefined && index > TICKERS.length)
      arriving.splice(-2, 2, each, before);
  }
  return arriving;
}
