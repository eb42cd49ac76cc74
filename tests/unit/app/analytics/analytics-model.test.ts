import { describe, expect, test } from 'vitest';
import type { AnalyticsBuckets } from '#contract/frames.ts';
import { moneyAt, quantityAt, timeAt } from '../../../../app/charts/columns.ts';
import {
  chartColumns,
  heightLabel,
  knownBuckets,
  readOut,
  readOutSentence,
  totalLines,
} from '../../../../app/views/flow/analytics/analytics-model.ts';
import { UTC } from '../../../support/reading.ts';

const MINUTE = 60_000;

/** Three minutes; the last one still runs. Quantities in 1e-2 contract. */
const buckets: AnalyticsBuckets = {
  bucketMs: MINUTE,
  startMs: Float64Array.of(0, MINUTE, 2 * MINUTE),
  volume: Float64Array.of(300_00, 500_00, 0),
  notional: Float64Array.of(150e6, 200e6, 0),
  trades: Float64Array.of(10, 30, 0),
  yesVolume: Float64Array.of(200_00, 100_00, 0),
  noVolume: Float64Array.of(100_00, 400_00, 0),
  totals: {
    volume: quantityAt([800_00], 0),
    notional: moneyAt([350e6], 0),
    trades: 40,
    yesVolume: quantityAt([300_00], 0),
    noVolume: quantityAt([500_00], 0),
  },
  peak: { startMs: timeAt([MINUTE], 0), volume: quantityAt([500_00], 0) },
};
const KNOWN = [true, true, true];
const empty: AnalyticsBuckets = {
  ...buckets,
  totals: {
    volume: quantityAt([0], 0),
    notional: moneyAt([0], 0),
    trades: 0,
    yesVolume: quantityAt([0], 0),
    noVolume: quantityAt([0], 0),
  },
  peak: undefined,
};

describe('the analytics chart', () => {
  test('contracts stand above and below the line by taker, with their net', () => {
    expect(
      chartColumns(buckets, 'contracts')
        .slice(1)
        .map((column) => Array.from(column)),
    ).toEqual([
      [200_00, 100_00, 0],
      [-100_00, -400_00, -0],
      [100_00, -300_00, 0],
    ]);
  });

  test('trades and dollars have no sides: one column, nothing below', () => {
    for (const unit of ['trades', 'dollars'] as const) {
      const [, above, below, net] = chartColumns(buckets, unit);
      expect(Array.from(above ?? [])).toEqual(
        Array.from(unit === 'trades' ? buckets.trades : buckets.notional),
      );
      expect([...Array.from(below ?? []), ...Array.from(net ?? [])]).toEqual([0, 0, 0, 0, 0, 0]);
    }
  });

  test('axis labels are round and say their unit', () => {
    expect(heightLabel('contracts', 50_000_00)).toBe('50k');
    expect(heightLabel('contracts', 1_500_000_00)).toBe('1.50M');
    expect(heightLabel('dollars', 2_000e6)).toBe('$2k');
    expect(heightLabel('trades', 800)).toBe('800');
  });
});

describe('the totals beside it', () => {
  test('say the same as the buckets', () => {
    expect(
      totalLines(buckets, 'contracts', UTC)
        .map(({ value }) => value)
        .slice(0, 5),
    ).toEqual(['800', '40', '20.0', '37.5%', '+200 NO']);
  });

  test('before the first trade there is no average, no share and no peak', () => {
    const values = totalLines(empty, 'contracts', UTC).map(({ value }) => value);
    expect([values[2], values[3], values[5]]).toEqual(['–', '–', '–']);
  });

  test('the peak is told in the unit chosen', () => {
    expect(totalLines(buckets, 'trades', UTC).at(-1)?.value).toMatch(/ · 30$/);
    expect(totalLines(buckets, 'dollars', UTC)[0]).toMatchObject({ name: 'Dollars', value: '$350' });
    expect(totalLines(buckets, 'dollars', UTC).at(-1)?.value).toMatch(/ · \$200$/);
  });

  test('the peak is named after its bucket', () => {
    expect(totalLines(buckets, 'contracts', UTC).at(-1)?.name).toBe('Peak minute');
    expect(totalLines({ ...buckets, bucketMs: 60 * MINUTE }, 'contracts', UTC).at(-1)?.name).toBe(
      'Peak hour',
    );
  });
});

describe('the read-out', () => {
  test('says both sides and the net', () => {
    expect(readOut(buckets, KNOWN, 'contracts', 1, UTC)).toMatchObject({
      yes: '100',
      no: '400',
      net: '+300 NO',
      isRunning: false,
    });
    expect(readOutSentence(readOut(buckets, KNOWN, 'contracts', 1, UTC))).toMatch(
      /: YES 100, NO 400, net \+300 NO$/,
    );
  });

  test('before the first trade nothing is known, so nothing is said to be nought', () => {
    const late = { ...buckets, trades: Float64Array.of(0, 30, 0) };
    const known = knownBuckets(late, []);
    expect(readOut(late, known, 'contracts', 0, UTC)).toMatchObject({ total: 'nothing recorded' });
    expect(readOut(late, known, 'contracts', 0, UTC).yes).toBeUndefined();
    expect(known).toEqual([false, true, true]);
    const idle = { ...buckets, trades: Float64Array.of(0, 0, 0) };
    expect(knownBuckets(idle, [])).toEqual([false, false, true]);
  });

  test('where trades were missed none is said to be nought, and what is held is said', () => {
    const away = { ...buckets, trades: Float64Array.of(10, 0, 5) };
    const gap = (from: number, to: number) => ({ from: timeAt([from], 0), to: timeAt([to], 0) });
    expect(knownBuckets(away, [gap(MINUTE / 2, 2.5 * MINUTE)])).toEqual([true, false, true]);
    expect(knownBuckets(away, [gap(1.9 * MINUTE, 2 * MINUTE)])).toEqual([true, false, true]);
    expect(knownBuckets(away, [gap(2 * MINUTE, 3 * MINUTE), gap(0, MINUTE)])).toEqual([true, true, true]);
  });

  test('marks the bucket that still grows', () => {
    expect(readOutSentence(readOut(buckets, KNOWN, 'trades', 2, UTC))).toMatch(/0 trades, still running$/);
  });
});
