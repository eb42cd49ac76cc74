/** The engine against a naive recount, over random histories: late, early, repeated, restored, with clocks that jump. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { MarketEngine } from '#core/market/engine.ts';
import { holesOf, NO_HOLES, type Holes } from '#core/market/holes.ts';
import { SIZE_CLASSES } from '#core/market/trade-sizes.ts';
import type { MarketView } from '#core/market/views.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade, MarketOracle, sumsOf } from '../support/oracle-market.ts';

/** A machine under load is slow, not wrong. */
vi.setConfig({ testTimeout: 60_000 });

const START = 1_790_000_012_345;
const WINDOWS = [1, 5, 15];
const TICKERS = ['KXA-1', 'KXA-2', 'KXB-1', 'KXMVE-1', 'KXMVE-2'];

type Op =
  | {
      readonly kind: 'apply' | 'restore';
      readonly ticker: string;
      readonly id: number | undefined;
      readonly price: number;
      readonly quantity: number;
      readonly isYes: boolean;
      /** Stamp relative to the clock, ms. */
      readonly ago: number;
      readonly isAnalysed: boolean;
    }
  | { readonly kind: 'advance'; readonly by: number };

/** Mostly the usual flow, sometimes minutes late, sometimes from a clock that is ahead. */
const ago = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 20 * 60_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 50 * 60_000, max: 70 * 60_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -20_000, max: 0 }) },
  { weight: 1, arbitrary: fc.constantFrom(60_000, 59_999, 60_001, 300_000, 900_000, 3_600_000, 3_599_999) },
);

const trade = fc.record({
  kind: fc.constantFrom('apply', 'apply', 'apply', 'restore'),
  ticker: fc.constantFrom(...TICKERS),
  id: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined, freq: 3 }),
  price: fc.integer({ min: 1, max: 9_999 }),
  quantity: fc.oneof(
    fc.integer({ min: 1, max: 1e9 }),
    fc.integer({ min: 1, max: 2_000 }),
    fc.constantFrom(...SIZE_CLASSES.slice(1).flatMap((least) => [least - 1, least])),
  ),
  isYes: fc.boolean(),
  ago,
  isAnalysed: fc.boolean(),
});

/** `back`: how far the clock may be set back, ms. */
function opsOf(back: number): fc.Arbitrary<Op[]> {
  const advance = fc.record({
    kind: fc.constant('advance'),
    by: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 2_000 }) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 10 * 60_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: -back, max: 0 }) },
    ),
  });
  return fc.array(fc.oneof({ weight: 4, arbitrary: trade }, { weight: 1, arbitrary: advance }), {
    minLength: 1,
    maxLength: 250,
  });
}

/** Stretches of which some trades, or none, are known. */
const holes = fc
  .array(
    fc.record({
      from: fc.integer({ min: -20 * 60_000, max: 40 * 60_000 }),
      ms: fc.integer({ min: 1, max: 10 * 60_000 }),
    }),
    { maxLength: 4 },
  )
  .map((made) =>
    holesOf(
      made
        .map(({ from, ms }) => ({ from: START + from, to: START + from + ms }))
        .sort((a, b) => a.from - b.from),
    ),
  );

/** Half the ids are UUIDs, half are not: they are remembered in different ways. */
function idOf(number: number): string {
  const hex = number.toString(16).padStart(8, '0');
  return number % 2 === 0 ? `${hex}-0000-4000-8000-${hex}0000` : `trade-${number}`;
}

function figuresOf(view: MarketView | undefined) {
  if (view === undefined) return undefined;
  const { points: _points, isBurst: _isBurst, ...figures } = view;
  return figures;
}

/** Runs `ops` through both, then compares every answer. */
function run(
  ops: readonly Op[],
  check: (engine: MarketEngine, oracle: MarketOracle, now: number) => void,
  holes: Holes = NO_HOLES,
) {
  const engine = new MarketEngine({ windows: WINDOWS, holes: () => holes });
  const oracle = new MarketOracle();
  oracle.holes = holes;
  let now = START;
  engine.advance(now as UnixMs);
  oracle.advance(now);
  for (const op of ops) {
    if (op.kind === 'advance') {
      now += op.by;
      engine.advance(now as UnixMs);
      oracle.advance(now);
      check(engine, oracle, now);
      continue;
    }
    const made = aTrade({
      ticker: op.ticker,
      tradeId: op.id === undefined ? undefined : idOf(op.id),
      yesPrice: op.price,
      quantity: op.quantity,
      taker: op.isYes ? 'yes' : 'no',
      venueAt: now - op.ago,
    });
    if (op.kind === 'apply') expect(engine.apply(made, now as UnixMs)).toBe(oracle.apply(made, now));
    else {
      engine.restoreTrade(made, now as UnixMs, op.isAnalysed);
      oracle.restore(made, now, op.isAnalysed);
    }
  }
  check(engine, oracle, now);
}

function checkWindows(engine: MarketEngine, oracle: MarketOracle): void {
  expect(engine.counts.duplicates).toBe(oracle.duplicates);
  for (const minutes of [...engine.windows, 0.5, 7]) {
    for (const ticker of TICKERS)
      expect(figuresOf(engine.market(ticker as Ticker, minutes))).toEqual(oracle.market(ticker, minutes));
    for (const includeCombos of [true, false]) {
      const ranking = oracle.ranking(minutes, includeCombos);
      expect(engine.hot(minutes, 10, includeCombos).map((view) => view.ticker)).toEqual(ranking);
      expect(engine.hot(minutes, 2, includeCombos).map((view) => view.ticker)).toEqual(ranking.slice(0, 2));
      const moveOf = (ticker: string) => Math.abs(oracle.market(ticker, minutes)?.change ?? 0);
      expect(engine.hot(minutes, 10, includeCombos, { by: 'move' }).map((view) => view.ticker)).toEqual(
        [...ranking].sort((a, b) => moveOf(b) - moveOf(a)),
      );
      const { volume, yesVolume, noVolume, notional, trades, activeTickers } = engine.pulse(
        minutes,
        includeCombos,
      );
      const inside = oracle
        .inside(minutes)
        .filter((known) => includeCombos || !known.trade.ticker.startsWith('KXMVE'));
      expect({ volume, yesVolume, noVolume, notional, trades }).toEqual(sumsOf(inside));
      expect(activeTickers).toBe(ranking.length);
      const sizes = engine.tradeSizes(minutes, includeCombos);
      for (const taker of ['yes', 'no'] as const)
        expect([...sizes[taker]]).toEqual(oracle.sizes(minutes, includeCombos, taker, SIZE_CLASSES));
    }
  }
}

describe('the market engine agrees with a naive recount', () => {
  test('in every window, for every ticker and in total, while the clock only goes on', () => {
    fc.assert(
      fc.property(opsOf(0), holes, (ops, missing) => run(ops, checkWindows, missing)),
      { numRuns: 80 },
    );
  });

  test('also when the clock is set back by minutes', () => {
    fc.assert(
      fc.property(opsOf(12 * 60_000), holes, (ops, missing) => run(ops, checkWindows, missing)),
      { numRuns: 60 },
    );
  });

  test('in the order of the tape and of one market’s trades', () => {
    fc.assert(
      fc.property(opsOf(0), (ops) =>
        run(ops, (engine, oracle) => {
          const all = oracle.inside(60).reverse();
          const newest = engine.recent(all.length).map((row) => [row.ticker, row.venueAt, row.tradeId]);
          expect(newest).toEqual(all.map(({ trade }) => [trade.ticker, trade.venueAt, trade.tradeId]));
          for (const ticker of TICKERS)
            expect(engine.trades(ticker as Ticker, 15, 1_000).map((row) => row.yesPrice)).toEqual(
              oracle
                .inside(15, ticker)
                .reverse()
                .map(({ trade }) => trade.yesPrice),
            );
        }),
      ),
      { numRuns: 60 },
    );
  });

  test('in the minutes of the hour and the hours of the day', () => {
    fc.assert(
      fc.property(opsOf(0), (ops) =>
        run(ops, (engine, oracle, now) => {
          const { hour, day } = engine.analytics();
          for (const [view, bucketMs, span] of [
            [hour, 60_000, 60],
            [day, 3_600_000, 24],
          ] as const) {
            // A trade stamped ahead of the clock may open the next bucket before its time.
            if (view.startMs.at(-1) !== Math.floor(now / bucketMs) * bucketMs) continue;
            const expected = oracle.buckets(bucketMs, span);
            expect([...view.trades]).toEqual(expected.map((sums) => sums.trades));
            expect([...view.volume]).toEqual(expected.map((sums) => sums.volume));
            expect([...view.yesVolume]).toEqual(expected.map((sums) => sums.yesVolume));
            expect([...view.notional]).toEqual(expected.map((sums) => sums.notional));
            expect(view.totals.trades).toBe(expected.reduce((sum, sums) => sum + sums.trades, 0));
            expect(view.peak?.volume ?? 0).toBe(Math.max(...expected.map((sums) => sums.volume)));
          }
        }),
      ),
      { numRuns: 60 },
    );
  });
});

describe('sums never drift', () => {
  test('after a hundred thousand trades in and out, an empty window is exactly zero', () => {
    const engine = new MarketEngine({ windows: [1], ringCapacity: 4_096 });
    let now = START;
    for (let i = 0; i < 100_000; i++) {
      if (i % 100 === 0) engine.advance((now += 7_919) as UnixMs);
      const ticker = TICKERS[i % TICKERS.length] ?? 'KXA-1';
      engine.apply(
        aTrade({
          ticker,
          yesPrice: 1 + ((i * 7_919) % 9_999),
          quantity: 1 + ((i * 104_729) % 1e7),
          taker: i % 3 === 0 ? 'no' : 'yes',
          venueAt: now - ((i * 31) % 5_000),
        }),
        now as UnixMs,
      );
    }
    engine.advance((now + 2 * 3_600_000) as UnixMs);
    for (const minutes of engine.windows) {
      const pulse = engine.pulse(minutes, true);
      expect(pulse).toMatchObject({ volume: 0, yesVolume: 0, noVolume: 0, notional: 0, trades: 0 });
      expect(pulse.activeTickers).toBe(0);
      expect(pulse.isExact).toBe(true);
      const { yes, no } = engine.tradeSizes(minutes, true);
      expect([...yes, ...no].every((count) => count === 0)).toBe(true);
      expect(engine.hot(minutes, 10, true)).toEqual([]);
    }
  });

  test('a pool that is too small loses no volume and says that its edge is coarse', () => {
    const small = new MarketEngine({ windows: [5], ringCapacity: 50 });
    const large = new MarketEngine({ windows: [5] });
    let now = START;
    for (let i = 0; i < 2_000; i++) {
      now += 37;
      const made = aTrade({
        ticker: TICKERS[i % TICKERS.length] ?? '',
        quantity: 1 + (i % 977),
        yesPrice: 1 + (i % 9_999),
        taker: i % 2 === 0 ? 'yes' : 'no',
        venueAt: now,
      });
      small.apply(made, now as UnixMs);
      large.apply(made, now as UnixMs);
    }
    for (const engine of [small, large]) engine.advance(now as UnixMs);
    const exact = large.pulse(5, true);
    const folded = small.pulse(5, true);
    expect(folded.isExact).toBe(false);
    expect(exact.isExact).toBe(true);
    expect(folded).toMatchObject({
      volume: exact.volume,
      notional: exact.notional,
      trades: exact.trades,
      activeTickers: exact.activeTickers,
    });
    expect(small.tradeSizes(5, true)).toEqual(large.tradeSizes(5, true));
    expect(small.hot(5, 9, true).map((view) => [view.ticker, view.volume, view.yesPrice])).toEqual(
      large.hot(5, 9, true).map((view) => [view.ticker, view.volume, view.yesPrice]),
    );
    small.advance((now + 7 * 60_000) as UnixMs);
    expect(small.pulse(5, true)).toMatchObject({ volume: 0, trades: 0, activeTickers: 0, isExact: true });
    const { yes, no } = small.tradeSizes(5, true);
    expect([...yes, ...no].every((count) => count === 0)).toBe(true);
  });
});
