/** Changes of order books, as many as one core applies: made on a grid of tenths of a cent, most of them near the best price. */
import { Books } from '#core/market/book/books.ts';
import { createRng, type Rng } from '#core/lib/rng.ts';
import { PriceGrid } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Delta, Snapshot } from '#core/wire/book.ts';
import type { Seq } from '#core/wire/messages.ts';
import type { JobResult } from './jobs.ts';

const TENTH = 10;
const GRID = new PriceGrid([{ start: 0 as Price, end: 10_000 as Price, step: TENTH as Price }]);
/** Levels a side: what a liquid market holds. */
const LEVELS = 100;
const BEST = { yes: 4_800, no: 5_100 } as const;
/** Share of changes at the best price, one behind it, and so on, as recorded; the rest falls anywhere. */
const NEAR = [0.3, 0.19, 0.12, 0.08];
const NOW = 1_760_000_000_000 as UnixMs;

/** Applies `deltas` made changes over `markets` books, `rounds` times over; every round begins with snapshots. */
export function applyBooks(deltas: number, markets: number, rounds: number): JobResult {
  const rng = createRng(11);
  const tickers = Array.from({ length: markets }, (_, i) => `KXBENCH-26NOV20-T${i}` as Ticker);
  const made = madeDeltas(rng, tickers, deltas);
  const books = new Books({ onDoubt: () => undefined, onEvent: () => undefined });
  for (const ticker of tickers) books.watch(ticker, GRID);
  let elapsed = 0;
  for (let round = 0; round < rounds; round++) {
    for (const ticker of tickers) books.snapshot(fullBook(ticker), 1 as Seq, NOW);
    const started = performance.now();
    for (const delta of made) books.delta(delta, 2 as Seq, NOW);
    elapsed += performance.now() - started;
  }
  const count = deltas * rounds;
  return { value: count / (elapsed / 1000), count, missing: books.counts.negative + books.counts.early };
}

function fullBook(ticker: Ticker): Snapshot {
  const side = (best: number) =>
    Array.from(
      { length: LEVELS },
      (_, i) => [(best - (LEVELS - 1 - i) * TENTH) as Price, 10_000 as Quantity] as const,
    );
  return { ticker, yes: side(BEST.yes), no: side(BEST.no) };
}

function madeDeltas(rng: Rng, tickers: readonly Ticker[], count: number): Delta[] {
  const held = tickers.map(() => ({
    yes: new Float64Array(LEVELS).fill(10_000),
    no: new Float64Array(LEVELS).fill(10_000),
  }));
  return Array.from({ length: count }, (): Delta => {
    const market = rng.integer(tickers.length);
    const side = rng.integer(2) === 0 ? 'yes' : 'no';
    const behind = distance(rng);
    const sizes = held[market]?.[side] ?? new Float64Array(LEVELS);
    const rests = sizes[behind] ?? 0;
    const change = rests > 0 && rng.integer(2) === 0 ? -Math.ceil(rests / (1 + rng.integer(2))) : 7_500;
    sizes[behind] = rests + change;
    return {
      ticker: tickers[market] ?? ('T' as Ticker),
      side,
      price: (BEST[side] - behind * TENTH) as Price,
      change: change as Quantity,
      venueAt: NOW,
    };
  });
}

function distance(rng: Rng): number {
  let left = rng.next();
  for (const [behind, share] of NEAR.entries()) {
    if (left < share) return behind;
    left -= share;
  }
  return rng.integer(LEVELS);
}
