import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { GapSpan, MarketFrame } from '#contract/frames.ts';
import { moneyAt, quantityAt, timeAt } from '../../../../app/charts/columns.ts';
import { chartColumns, marketRows, vwapOf } from '../../../../app/views/market/market-series.ts';
import { aHotMarket } from '../../../support/hot-market.ts';
import { CENTS, NO_CENTS } from '../../../support/reading.ts';

const BAR = 10_000;
const at = (ms: number) => timeAt([ms], 0);
const gap = (from: number, to: number): GapSpan => ({ from: at(from), to: at(to) });

/** One bar per [start, YES price, YES volume, NO volume]. */
function aFrame(
  bars: readonly (readonly [number, number, number, number])[],
  gaps: readonly GapSpan[] = [],
): MarketFrame {
  const prices = Uint16Array.from(bars, (bar) => bar[1]);
  return {
    span: '30m',
    label: aHotMarket().label,
    market: undefined,
    from: at(0),
    to: at(100_000),
    bars: {
      barMs: BAR,
      startMs: Float64Array.from(bars, (bar) => bar[0]),
      open: prices,
      high: prices,
      low: prices,
      close: prices,
      yesVolume: Float64Array.from(bars, (bar) => bar[2]),
      noVolume: Float64Array.from(bars, (bar) => bar[3]),
      notional: Float64Array.from(bars, (bar) => bar[1] * (bar[2] + bar[3])),
    },
    recordedFrom: at(0),
    heardFrom: at(0),
    gaps,
    trades: [],
    session: { from: timeAt([0], 0), yesPrice: undefined },
  };
}

describe('the rows of the drawer’s chart', () => {
  test('run from edge to edge, and the last price holds until now', () => {
    const rows = marketRows(aFrame([[20_000, 6_000, 100, 0]]));
    expect(rows.map(({ kind, at: time, price }) => [kind, time, price])).toEqual([
      ['edge', 0, undefined],
      ['bar', 20_000, 6_000],
      ['edge', 100_000, 6_000],
    ]);
  });

  test('VWAP and flow run from the left edge, exact in integers', () => {
    const rows = marketRows(
      aFrame([
        [10_000, 6_000, 100, 0],
        [20_000, 3_000, 0, 200],
      ]),
    );
    expect(rows.map(({ vwap, flow }) => [vwap, flow])).toEqual([
      [undefined, 0],
      [6_000, 100],
      [4_000, -100],
      [4_000, -100],
    ]);
  });

  test('from a gap until the next trade the price is unknown: no line crosses it', () => {
    const bars = [
      [10_000, 6_000, 100, 0],
      [60_000, 7_000, 100, 0],
    ] as const;
    const rows = marketRows(aFrame(bars, [gap(30_000, 40_000)]));
    expect(rows.map(({ kind, price }) => [kind, price])).toEqual([
      ['edge', undefined],
      ['bar', 6_000],
      ['gap', undefined],
      ['bar', 7_000],
      ['edge', 7_000],
    ]);
    expect(
      chartColumns(rows, CENTS)
        .slice(4)
        .map((column) => column[2]),
    ).toEqual([null, null]);
    expect(chartColumns(rows, NO_CENTS)[1]).toEqual([null, 4_000, null, 3_000, 3_000]);
  });

  test('a gap that is still open leaves the price of now unknown', () => {
    const rows = marketRows(aFrame([[10_000, 6_000, 100, 0]], [gap(50_000, 100_000)]));
    expect(rows.at(-1)?.price).toBeUndefined();
  });

  test('a gap from before the span changes nothing in it', () => {
    const bars = [[10_000, 6_000, 100, 0]] as const;
    expect(marketRows(aFrame(bars, [gap(-9_000, -1_000)]))).toEqual(marketRows(aFrame(bars)));
  });

  test('times only grow, whatever bars and gaps come', () => {
    const times = fc.uniqueArray(fc.integer({ min: -1, max: 9 }), { maxLength: 8 });
    const spans = fc.array(
      fc.tuple(fc.integer({ min: -20_000, max: 99_000 }), fc.integer({ min: 0, max: 50_000 })),
      {
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(times, spans, (starts, gaps) => {
        const bars = starts.sort((a, b) => a - b).map((start) => [start * BAR, 5_000, 10, 10] as const);
        const rows = marketRows(
          aFrame(
            bars,
            gaps.map(([from, length]) => gap(from, from + length)),
          ),
        );
        return rows.every((row, index) => index === 0 || row.at > (rows[index - 1]?.at ?? 0));
      }),
    );
  });
});

test('a price per contract needs a volume', () => {
  expect(vwapOf(moneyAt([1_234_567], 0), quantityAt([200], 0))).toBe(6_173);
  expect(vwapOf(moneyAt([0], 0), quantityAt([0], 0))).toBeUndefined();
});
