import { describe, expect, test } from 'vitest';
import { civilTime, dayCode, dayName, minuteCode, timeName } from '#core/exchange/calendar.ts';
import { planEvent, type EventPlan } from '#core/exchange/catalogue.ts';
import { uuidOfIndex, uuidOfName } from '#core/exchange/ids.ts';
import { Schedule } from '#core/exchange/schedule.ts';
import { SERIES } from '#core/exchange/series-table.ts';
import { must } from '#core/lib/assert.ts';
import { createRng } from '#core/lib/rng.ts';
import { HOUR, plus, type UnixMs } from '#core/units/time.ts';

const at = (iso: string): UnixMs => Date.parse(iso) as UnixMs;
const OPEN = at('2026-11-20T14:00:00Z');

function plan(ticker: string, level: number): EventPlan {
  const series = must(
    SERIES.find((candidate) => candidate.ticker === ticker),
    ticker,
  );
  return planEvent(series, { openAt: OPEN, closeAt: plus(OPEN, HOUR), level, instance: 3 }, createRng(1));
}

describe('calendar', () => {
  test.each(['1970-01-01T00:00:00Z', '2000-02-29T23:59:00Z', '2026-11-20T14:05:00Z', '2028-03-01T00:00:00Z'])(
    'agrees with the platform on %s',
    (iso) => {
      const date = new Date(iso);
      expect(civilTime(at(iso))).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
      });
    },
  );

  test('spells dates for tickers and for people', () => {
    const instant = at('2026-11-05T04:09:00Z');
    expect([dayCode(instant), minuteCode(instant), dayName(instant), timeName(instant)]).toEqual([
      '26NOV05',
      '0409',
      'Nov 5',
      '04:09',
    ]);
  });
});

describe('catalogue', () => {
  test('every series gives legal, distinct tickers and short words', () => {
    const seen = new Set<string>();
    for (const series of SERIES) {
      const { ticker, markets, title } = plan(series.ticker, series.level);
      expect(ticker.startsWith(`${series.ticker}-`)).toBe(true);
      expect(title.length).toBeLessThanOrEqual(42);
      for (const market of markets) {
        expect(market.ticker.startsWith(`${ticker}-`)).toBe(true);
        expect(market.yesSubTitle.length).toBeLessThanOrEqual(24);
        expect(seen.has(market.ticker)).toBe(false);
        seen.add(market.ticker);
      }
    }
    expect(seen.size).toBeGreaterThan(150);
  });

  test('a ladder of strikes ascends around the level', () => {
    const { markets, isExclusive } = plan('KXBTCD', 97_430);
    const floors = markets.map((market) => market.strike.floor ?? 0);
    expect(isExclusive).toBe(false);
    expect(floors).toEqual([...floors].sort((a, b) => a - b));
    expect(floors[0]).toBeLessThan(97_430);
    expect(floors[floors.length - 1]).toBeGreaterThan(97_430);
    expect(markets[5]?.yesSubTitle).toMatch(/^\$97,\d{3} or above$/);
  });

  test('ranges leave no hole and overlap nowhere', () => {
    const { markets, isExclusive } = plan('KXHIGHNY', 51);
    expect(isExclusive).toBe(true);
    for (let index = 1; index < markets.length; index++) {
      expect(markets[index]?.strike.floor).toBe(markets[index - 1]?.strike.cap);
    }
  });

  test('an up-or-down market asks for the level of its opening', () => {
    const [market] = plan('KXBTC15M', 97_400.18).markets;
    expect(market?.claim).toEqual({ kind: 'above', floor: 97_400.18 });
    expect(market?.noSubTitle).toBe('Not at least $97,400.2');
  });
});

describe('ids', () => {
  const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  test('are UUIDs that follow from their name and key', () => {
    expect(uuidOfName(7, 'KXA-1')).toMatch(UUID);
    expect(uuidOfName(7, 'KXA-1')).toBe(uuidOfName(7, 'KXA-1'));
    expect(uuidOfName(8, 'KXA-1')).not.toBe(uuidOfName(7, 'KXA-1'));
  });

  test('of different trades differ', () => {
    const ids = new Set<string>();
    for (let index = 0; index < 20_000; index++) ids.add(uuidOfIndex(7, index));
    expect(ids.size).toBe(20_000);
    for (const id of [...ids].slice(0, 100)) expect(id).toMatch(UUID);
    expect(uuidOfIndex(7, 2 ** 40)).toMatch(UUID);
  });
});

describe('schedule', () => {
  test('runs by instant, and equal instants in the order of adding', () => {
    const schedule = new Schedule();
    const ran: string[] = [];
    for (const [instant, name] of [
      [5, 'c'],
      [1, 'a'],
      [5, 'd'],
      [3, 'b'],
      [5, 'e'],
    ] as const) {
      schedule.add(instant, () => ran.push(name));
    }
    while (schedule.nextAt < Infinity) schedule.runNext();
    schedule.runNext();
    expect(ran.join('')).toBe('abcde');
  });
});
