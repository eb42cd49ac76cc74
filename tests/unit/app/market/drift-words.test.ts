import { describe, expect, test } from 'vitest';
import type { MarketFrame } from '#contract/frames.ts';
import type { Price } from '#core/units/price.ts';
import type { UnixMs } from '#core/units/time.ts';
import { priceWords } from '../../../../app/format/price-words.ts';
import { driftWords } from '../../../../app/views/market/drift-words.ts';
import { aHotMarket } from '../../../support/hot-market.ts';
import { READING } from '../../../support/reading.ts';

const FROM = Date.UTC(2026, 4, 13, 19, 12) as UnixMs;
const NOW = FROM + 3_600_000;

const none = new Float64Array(0);
const noPrices = new Uint16Array(0);
const noBars = {
  barMs: 10_000,
  startMs: none,
  open: noPrices,
  high: noPrices,
  low: noPrices,
  close: noPrices,
  yesVolume: none,
  noVolume: none,
  notional: none,
};

/** A market at 63.5¢ now, or one that has not traded lately. */
function frame(yesPrice: number | undefined, isTraded = true): MarketFrame {
  const market = aHotMarket({ yesPrice: 6_350 });
  return {
    span: '60m',
    label: market.label,
    market: isTraded ? market : undefined,
    from: FROM,
    to: FROM,
    bars: noBars,
    recordedFrom: FROM,
    heardFrom: FROM,
    gaps: [],
    trades: [],
    session: { from: FROM, yesPrice: yesPrice as Price | undefined },
  };
}

describe('the drift of a market', () => {
  test('is the change from the price in force when the session began, and says since when', () => {
    const { change, from, since, full } = driftWords(frame(4_100), NOW, READING);
    expect([change, from]).toEqual([2_250, 'from 41¢']);
    expect(since).toBe('since 19:12 UTC');
    expect(full).toContain('YES price from 41¢ to 63.5¢ since 19:12 UTC, when this recording session began');
  });

  test('is that of the outcome that is read first, in the form that is chosen', () => {
    const words = priceWords('decimal', 'no');
    const { change, full } = driftWords(frame(4_100), NOW, { ...READING, words });
    expect(change).toBe(-2_250);
    expect(full).toContain('NO price from 1.69 to 2.74');
    expect(full).toContain('NO 59¢ to NO 36.5¢');
  });

  test('says the day of a session that began on another one', () => {
    expect(driftWords(frame(4_100), NOW + 86_400_000, READING).since).toBe('since 13 May 19:12 UTC');
  });

  test('is not known where no price was in force then, or none is now', () => {
    expect(driftWords(frame(undefined), NOW, READING)).toMatchObject({ change: undefined });
    expect(driftWords(frame(undefined), NOW, READING).full).toContain('no price of the hour before');
    expect(driftWords(frame(4_100, false), NOW, READING)).toMatchObject({ change: undefined });
  });
});
