import { describe, expect, test } from 'vitest';
import { createClock } from '../../../../app/format/time.ts';
import { whenApart, whenNamedAlike } from '../../../../app/format/when-apart.ts';

const UTC = createClock('UTC');
const NEW_YORK = createClock('America/New_York');
const HOUR = 3_600_000;
/** Half past seven in the evening of 22 November in New York, the next day in UTC. */
const EVENING = Date.UTC(2026, 10, 23, 0, 30);

const game = (ticker: string, closeAt: number | undefined) => ({ ticker: `KXGAME-${ticker}`, closeAt });
const shorts = (twins: readonly ReturnType<typeof game>[], on = NEW_YORK) => {
  const told = whenApart(twins, on);
  return twins.map(({ ticker }) => told.get(ticker)?.short);
};

describe('of one name', () => {
  test('are spelled once, in whatever order they come', () => {
    const twins = [game('26NOV22DENBOS16-DEN', EVENING), game('26NOV22DENBOS20-DEN', EVENING + 3 * HOUR)];
    expect(whenApart(twins.toReversed(), UTC)).toBe(whenApart(twins, UTC));
  });

  test('are told apart by the day they are about, whenever they close', () => {
    const twins = [
      game('26NOV22DENBOS-DEN', EVENING + 14 * 24 * HOUR),
      game('26DEC05DENBOS-DEN', EVENING + 14 * 24 * HOUR),
    ];
    expect(shorts(twins)).toEqual(['22 Nov', '5 Dec']);
    expect(whenApart(twins, UTC).get('KXGAME-26DEC05DENBOS-DEN')).toEqual({
      short: '5 Dec',
      least: '5',
      full: '5 Dec',
    });
  });

  test('that are about one day by the time at which they close, by the clock of the reader', () => {
    const twins = [game('26NOV22DENBOS16-DEN', EVENING), game('26NOV22DENBOS20-DEN', EVENING + 3 * HOUR)];
    expect(shorts(twins)).toEqual(['19:30', '22:30']);
    expect(shorts(twins, UTC)).toEqual(['00:30', '03:30']);
    expect(whenApart(twins, NEW_YORK).get('KXGAME-26NOV22DENBOS16-DEN')).toEqual({
      short: '19:30',
      least: '19:30',
      full: 'closes 22 Nov 2026 19:30 EST',
    });
  });

  test('that close on different days by that day, where their tickers name none', () => {
    const twins = [game('DENBOS1-DEN', EVENING), game('DENBOS2-DEN', EVENING + 24 * HOUR)];
    expect(shorts(twins)).toEqual(['22 Nov', '23 Nov']);
    expect(whenApart(twins, NEW_YORK).get('KXGAME-DENBOS1-DEN')?.full).toBe('closes 22 Nov 2026 19:30 EST');
  });

  test('take day and time where neither is enough alone', () => {
    const twins = [game('1-A', EVENING), game('2-A', EVENING + 3 * HOUR), game('3-A', EVENING + 24 * HOUR)];
    expect(shorts(twins)).toEqual(['22 Nov 19:30', '22 Nov 22:30', '23 Nov 19:30']);
    // A time alone is one of a day that all share.
    const other = [...twins.slice(0, 2), game('3-A', EVENING + 25 * HOUR)];
    expect(shorts(other)).toEqual(['22 Nov 19:30', '22 Nov 22:30', '23 Nov 20:30']);
  });

  test('of different years say the year', () => {
    expect(shorts([game('26NOV22A-A', undefined), game('27NOV22A-A', undefined)])).toEqual([
      '22 Nov 2026',
      '22 Nov 2027',
    ]);
    const years = [game('1-A', EVENING), game('2-A', EVENING + 365 * 24 * HOUR)];
    expect(shorts(years)).toEqual(['22 Nov 2026', '22 Nov 2027']);
    const one = [...years, game('3-A', EVENING + HOUR)];
    expect(shorts(one)).toEqual(['22 Nov 2026 19:30', '22 Nov 2027 19:30', '22 Nov 2026 20:30']);
  });

  test('say the month where days of two months have one number', () => {
    const twins = [game('26NOV22A-A', undefined), game('26DEC22A-A', undefined)];
    expect([...whenApart(twins, UTC).values()].map(({ least }) => least)).toEqual(['22 Nov', '22 Dec']);
  });

  test('that close together, or never, are told apart by nothing here; the others still are', () => {
    expect(shorts([game('26NOV22A-A', EVENING), game('26NOV22A-B', EVENING)])).toEqual([
      undefined,
      undefined,
    ]);
    expect(shorts([game('1-A', undefined), game('2-A', undefined)])).toEqual([undefined, undefined]);
    const three = [game('26NOV22A-A', EVENING), game('26NOV22A-B', EVENING), game('26NOV23A-A', EVENING)];
    expect(shorts(three)).toEqual([undefined, undefined, '23 Nov']);
  });

  test('name no day that no calendar has', () => {
    expect(shorts([game('26FEB31A-A', undefined), game('26NOV22A-A', undefined)])).toEqual([
      undefined,
      '22 Nov',
    ]);
    expect(shorts([game('26XYZ22A-A', undefined), game('26ABC21A-A', undefined)])).toEqual([
      undefined,
      undefined,
    ]);
  });
});

test('a close that is moved is told anew', () => {
  const at = (hour: number) => [game('1-A', EVENING), game('2-A', EVENING + hour * HOUR)];
  expect(shorts(at(1))).toEqual(['19:30', '20:30']);
  expect(shorts(at(2))).toEqual(['19:30', '21:30']);
});

test('of a list those that are called as another one is are told apart', () => {
  const named = (ticker: string, name: string) => ({ ...game(ticker, EVENING), name });
  const list = [
    named('26NOV22A-A', 'Denver at Boston'),
    named('26NOV23A-A', 'Denver at Boston'),
    named('26NOV23B-A', 'Denver at Dallas'),
  ];
  expect([...whenNamedAlike(list, UTC)].map(([ticker, { short }]) => [ticker, short])).toEqual([
    ['KXGAME-26NOV22A-A', '22 Nov'],
    ['KXGAME-26NOV23A-A', '23 Nov'],
  ]);
});
