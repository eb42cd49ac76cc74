import { describe, expect, test } from 'vitest';
import type { MarketFrame } from '#contract/frames.ts';
import { timeAt } from '../../../../app/charts/columns.ts';
import { createClock } from '../../../../app/format/time.ts';
import { closingWords, factsOf, lastTradeOf } from '../../../../app/views/market/market-facts.ts';
import { dayMinuteWords } from '../../../../app/format/time.ts';
import {
  priceColumns,
  readOutNow,
  readOutOf,
  sentenceOf,
  tableRowOf,
} from '../../../../app/views/market/market-read-out.ts';
import { marketRows } from '../../../../app/views/market/market-series.ts';
import { aHotMarket } from '../../../support/hot-market.ts';
import { READING } from '../../../support/reading.ts';

const NOW = 1_000_000;
const none = new Float64Array(0);
const noPrices = new Uint16Array(0);
const hot = aHotMarket({ volume: 400_00, yesVolume: 300_00, yesPrice: 6_350, trades: 12 });

function aFrame(change: Partial<MarketFrame> = {}): MarketFrame {
  return {
    span: '60m',
    label: hot.label,
    market: hot,
    from: timeAt([0], 0),
    to: timeAt([NOW], 0),
    bars: {
      barMs: 10_000,
      startMs: none,
      open: noPrices,
      high: noPrices,
      low: noPrices,
      close: noPrices,
      yesVolume: none,
      noVolume: none,
      notional: none,
    },
    recordedFrom: undefined,
    heardFrom: timeAt([0], 0),
    gaps: [],
    trades: [],
    session: { from: timeAt([0], 0), yesPrice: undefined },
    ...change,
  };
}

const values = (frame: MarketFrame) => factsOf(frame, 10, NOW, READING).map(({ value }) => value);

describe('the facts of a market', () => {
  test('are the window’s own numbers', () => {
    expect(values(aFrame()).slice(0, 6)).toEqual(['400', '12', '+200 YES', '75.0%', '63.5¢', '$254']);
  });

  test('what is not known is a dash, never a nought', () => {
    expect(values(aFrame({ market: undefined }))).toEqual(Array.from({ length: 8 }, () => '–'));
  });

  test('a market that has closed is not said to close', () => {
    const closed = aFrame({ label: { ...hot.label, closeAt: timeAt([NOW - 1], 0) } });
    expect(factsOf(closed, 10, NOW, READING)[6]?.name).toBe('Closed');
    const open = aFrame({ label: { ...hot.label, closeAt: timeAt([NOW + 149_000], 0) } });
    expect(factsOf(open, 10, NOW, READING)[6]).toMatchObject({ name: 'Closes in', value: '2:29' });
  });

  test('closes in another year with the year, and closed on another day with the day', () => {
    const clock = createClock('UTC');
    const now = Date.parse('2026-11-22T08:30:00Z');
    const words = (at: string) => closingWords(timeAt([Date.parse(at)], 0), now, clock).value;
    expect(words('2028-11-11T00:00:00Z')).toBe('11 Nov 2028 00:00 UTC');
    expect(words('2026-12-11T00:00:00Z')).toBe('11 Dec 00:00 UTC');
    expect(words('2026-11-22T08:00:00Z')).toBe('08:00 UTC');
    expect(words('2026-11-20T08:30:00Z')).toBe('20 Nov 08:30 UTC');
    expect(words('2025-11-20T08:30:00Z')).toBe('20 Nov 2025 08:30 UTC');
  });

  test('a close on another day has its zone in the name: the cell is narrow', () => {
    const clock = createClock('UTC');
    const closeAt = timeAt([Date.parse('2026-12-11T00:00:00Z')], 0);
    const now = Date.parse('2026-11-22T08:30:00Z');
    const frame = aFrame({ label: { ...hot.label, closeAt } });
    expect(factsOf(frame, 10, now, { ...READING, clock })[6]).toMatchObject({
      name: 'Closes, UTC',
      value: '11 Dec 00:00',
      full: '11 Dec 00:00 UTC',
    });
  });

  test('is not recorded since before it was open', () => {
    const recorded = (openAt: number | undefined, heardFrom = NOW - 900_000) =>
      factsOf(
        aFrame({
          label: { ...hot.label, openAt: openAt === undefined ? undefined : timeAt([openAt], 0) },
          recordedFrom: timeAt([heardFrom], 0),
          heardFrom: timeAt([heardFrom], 0),
        }),
        10,
        NOW,
        READING,
      )[7]?.value;
    const at = (ms: number): string => dayMinuteWords(ms, NOW, READING.clock);
    expect(recorded(undefined)).toBe(at(NOW - 900_000));
    expect(recorded(NOW - 990_000)).toBe(at(NOW - 900_000));
    expect(recorded(NOW - 60_000)).toBe(at(NOW - 60_000));
    expect(recorded(NOW + 60_000)).toBe('–');
  });

  test('since when it is recorded is since when it was heard; what was fetched of the time before is said beside it', () => {
    const [heardFrom, recordedFrom] = [timeAt([NOW - 120_000], 0), timeAt([NOW - 900_000], 0)];
    const fact = factsOf(aFrame({ heardFrom, recordedFrom }), 10, NOW, READING)[7];
    expect(fact?.value).toBe(dayMinuteWords(heardFrom, NOW, READING.clock));
    expect(fact?.full).toMatch(/^heard since .*, but for gaps, trades since .* were fetched$/);
    // A computer's clock that is fast: what it heard just now is not of a market that has yet to open.
    const ahead = timeAt([NOW + 60_000], 0);
    const fast = factsOf(aFrame({ heardFrom: ahead, recordedFrom: ahead }), 10, NOW, READING)[7];
    expect(fast?.value).toBe(dayMinuteWords(ahead, NOW, READING.clock));
    const heardOnly = factsOf(aFrame({ heardFrom, recordedFrom: heardFrom }), 10, NOW, READING)[7];
    expect(heardOnly?.full).not.toContain('fetched');
  });

  test('a quiet market keeps the last price its chart knows', () => {
    const bars = { ...aFrame().bars, startMs: Float64Array.of(5_000), close: Uint16Array.of(4_200) };
    expect(lastTradeOf(aFrame({ market: undefined, bars }))).toEqual({ yesPrice: 4_200, at: 5_000 });
    expect(lastTradeOf(aFrame({ market: undefined }))).toBeUndefined();
  });
});

describe('the read-out of the chart', () => {
  const bars = {
    ...aFrame().bars,
    startMs: Float64Array.of(10_000),
    close: Uint16Array.of(6_350),
    yesVolume: Float64Array.of(120_00),
    noVolume: Float64Array.of(20_00),
    notional: Float64Array.of(6_350 * 140_00),
  };
  const rows = marketRows(aFrame({ bars, gaps: [{ from: timeAt([50_000], 0), to: timeAt([60_000], 0) }] }));

  test('a bar says price and both volumes', () => {
    expect(sentenceOf(rows[1], 10_000, READING)).toMatch(
      /: 63.5¢, YES volume 120, NO volume 20, VWAP 63.5¢, cumulative flow \+100 YES$/,
    );
  });

  test('in the table a bar has all its figures, and what is not known has none but the reason', () => {
    const row = tableRowOf(rows[1], 10_000, READING);
    expect(row.cells).toEqual(['63.5¢', '120', '20', '63.5¢', '+100 YES']);
    expect(row.cells).toHaveLength(priceColumns(READING.words, 'UTC').length - 1);
    expect(tableRowOf(rows[0], 10_000, READING).cells).toBe('no price known');
    expect(tableRowOf(rows[2], 10_000, READING).cells).toBe('gap: trades may be missing');
  });

  test('a gap says that trades may be missing, and no price', () => {
    expect(readOutOf(rows[2], 10_000, READING)).toMatchObject({
      price: undefined,
      note: 'gap: trades may be missing',
    });
  });

  test('the right end says the price that was traded last, also where a gap has broken the line since', () => {
    const gaps = (to: number) => [{ from: timeAt([50_000], 0), to: timeAt([to], 0) }];
    const at = (lastAt: number, to: number) => {
      const frame = aFrame({ bars, gaps: gaps(to), market: { ...hot, lastAt: timeAt([lastAt], 0) } });
      return readOutNow(frame, marketRows(frame).at(-1), READING);
    };
    expect(at(19_000, 60_000)).toMatchObject({ price: '63.5¢', note: 'last before a gap' });
    // Traded in the same bar as the gap, after it.
    expect(at(61_000, 60_000)).toMatchObject({ price: '63.5¢', note: '' });
    const never = aFrame({ market: undefined });
    expect(readOutNow(never, marketRows(never).at(-1), READING).note).toBe('no price known');
  });
});
