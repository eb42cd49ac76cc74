import { describe, expect, test } from 'vitest';
import { namesApart } from '../../../../app/views/flow/names-apart.ts';
import { shortName } from '../../../../app/views/flow/short-name.ts';

const PRESIDENT = { ticker: 'KXPRES-28-GOP', name: 'Republican · Presidential election winner' };
const SENATE = { ticker: 'KXSENATE-26-GOP', name: 'Republican · Senate majority' };
const DRAW = { ticker: 'KXGAME-26-TIE', name: 'Draw · Red Vale at Kingsbridge' };

/** What rows of `limit` characters show of `markets`. */
const rowsOf = (markets: readonly { ticker: string; name: string }[], limit: number) => {
  const apart = namesApart(markets);
  return markets.map(({ ticker, name }) => shortName(name, limit, apart.get(ticker)));
};

describe('two markets that would read alike side by side', () => {
  test('each take along what only their own event is called; another one is left as it is', () => {
    const apart = namesApart([PRESIDENT, SENATE, DRAW]);
    expect(apart.get(SENATE.ticker)).toEqual([
      'Republican · Senate majority',
      'Republican · Senate',
      'Rep · Senate majority',
      'Rep · Senate',
      'Rep Sen',
    ]);
    expect([...apart.keys()]).toEqual([PRESIDENT.ticker, SENATE.ticker]);
  });

  test.each([6, 13, 18, 25])('are told apart in rows of %i characters', (limit) => {
    const rows = rowsOf([PRESIDENT, SENATE, DRAW], limit);
    expect(new Set(rows).size).toBe(3);
  });

  test('are told apart by as many words as fit', () => {
    expect(rowsOf([PRESIDENT, SENATE], 18)).toEqual(['Rep · Presidential', 'Rep · Senate']);
    expect(rowsOf([PRESIDENT, SENATE], 25)[1]).toBe('Republican · Senate');
  });

  test('of which one is not there keep their short names', () => {
    expect(rowsOf([SENATE], 18)).toEqual(['Republican']);
    expect(rowsOf([SENATE, SENATE], 18)).toEqual(['Republican', 'Republican']);
  });

  test('of one team take along whom it meets, and no word that says nothing', () => {
    const games = ['Denver at Detroit', 'Denver at Dallas'].map((event, i) => ({
      ticker: `KXGAME-26NOV2${i}-DEN`,
      name: `Denver · ${event}`,
    }));
    expect(rowsOf(games, 18)).toEqual(['Denver v Detroit', 'Denver v Dallas']);
    expect(rowsOf(games, 13)).toEqual(['Den · Detroit', 'Den · Dallas']);
    expect(rowsOf(games, 7)).toEqual(['Den Det', 'Den Dal']);
  });

  test('of which each has its words from another one take along as many as they need', () => {
    const events = ['Denver at Boston', 'Denver at Chicago', 'Boston or Chicago'];
    const markets = events.map((event, i) => ({ ticker: `KXG-${i}`, name: `Champion · ${event}` }));
    const told = rowsOf(markets, 25);
    expect(new Set(told).size).toBe(3);
    expect(told[2]).toBe('Champion · Boston Chicago');
  });

  test('with the same strike take along what they are about, and no number is cut', () => {
    const at = (hour: string) => ({
      ticker: `KXBTC-26NOV22${hour}-T97000`,
      name: `$97,000 or above · Bitcoin price at ${hour}:00`,
    });
    expect(rowsOf([at('01'), at('02')], 25)).toEqual(['Bit ≥ $97,000 · 01:00', 'Bit ≥ $97,000 · 02:00']);
    // Should the row's end cut it, it is told apart by its beginning.
    expect(rowsOf([at('01'), at('02')], 15)).toEqual(['01:00 $97,000', '02:00 $97,000']);
    for (const names of namesApart([at('01'), at('02')]).values())
      for (const name of names) expect(name).toMatch(/97,000 · 0[12]:00$|^0[12]:00 .*97,000$/);
  });

  test('that are tickers in words take along the teams, or the day where those are the same', () => {
    const named = (ticker: string) => ({ ticker, name: ticker.slice(2).replaceAll('-', ' ') });
    const draws = ['KXGAME-26NOV22REDASH-TIE', 'KXGAME-26NOV22KINOLD-TIE'].map(named);
    expect(rowsOf(draws, 18)).toEqual(['GAME TIE · REDASH', 'GAME TIE · KINOLD']);
    expect(rowsOf(draws, 7)).toEqual(['TIE RED', 'TIE KIN']);
    const days = ['KXGAME-26NOV22REDASH-TIE', 'KXGAME-26NOV23REDASH-TIE'].map(named);
    expect(rowsOf(days, 18)).toEqual(['26NOV22 GAME TIE', '26NOV23 GAME TIE']);
  });

  test('in which every word is the same are told apart by their tickers', () => {
    const markets = ['KXR-26-A', 'KXR-26-B'].map((ticker) => ({ ticker, name: 'Republican · Race' }));
    expect(rowsOf(markets, 18)).toEqual(['Republican · 26-A', 'Republican · 26-B']);
  });
});
