import { describe, expect, test } from 'vitest';
import { fitLabel } from '../../../../app/views/flow/heat/heat-label.ts';
import { namesApart, wholeName, type NamedMarket } from '../../../../app/views/flow/names-apart.ts';
import { shortName } from '../../../../app/views/flow/short-name.ts';
import { UTC } from '../../../support/reading.ts';

const aMarket = (ticker: string, name: string, closeAt?: number): NamedMarket => ({ ticker, name, closeAt });
const PRESIDENT = aMarket('KXPRES-28-GOP', 'Republican · Presidential election winner');
const SENATE = aMarket('KXSENATE-26-GOP', 'Republican · Senate majority');
const DRAW = aMarket('KXGAME-26-TIE', 'Draw · Red Vale at Kingsbridge');

const AT_SIX = Date.UTC(2026, 10, 22, 18);
const HOUR = 3_600_000;
/** The same teams meet twice: another game has the same name. */
const meets = (code: string, closeAt?: number) =>
  aMarket(`KXGAME-${code}-PHO`, 'Phoenix · Portland at Phoenix', closeAt);
const TODAY = meets('26NOV22PORPHO', AT_SIX);
const TOMORROW = meets('26NOV23PORPHO', AT_SIX + 24 * HOUR);

/** What rows of `limit` characters show of `markets`. */
const rowsOf = (markets: readonly NamedMarket[], limit: number) => {
  const apart = namesApart(markets, UTC);
  return markets.map(({ ticker, name }) => shortName(name, limit, apart.get(ticker)?.names));
};
/** The words of their tiles, where a character is 7 px wide. */
const tilesOf = (markets: readonly NamedMarket[], width: number, height: number) => {
  const apart = namesApart(markets, UTC);
  return markets.map(({ ticker }) => {
    const words = { names: apart.get(ticker)?.names ?? [], price: '45¢', change: '6' };
    return fitLabel(words, width, height, (text) => text.length * 7).lines.join(' | ');
  });
};

describe('two markets that would read alike side by side', () => {
  test('each take along what only their own event is called; another one is left as it is', () => {
    const apart = namesApart([PRESIDENT, SENATE, DRAW], UTC);
    expect(apart.get(SENATE.ticker)).toEqual({
      names: [
        'Republican · Senate majority',
        'Republican · Senate',
        'Rep · Senate majority',
        'Rep · Senate',
        'Rep Sen',
      ],
      mark: '',
    });
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
    const games = ['Denver at Detroit', 'Denver at Dallas'].map((event, i) =>
      aMarket(`KXGAME-26NOV2${i}-DEN`, `Denver · ${event}`),
    );
    expect(rowsOf(games, 18)).toEqual(['Denver v Detroit', 'Denver v Dallas']);
    expect(rowsOf(games, 13)).toEqual(['Den · Detroit', 'Den · Dallas']);
    expect(rowsOf(games, 7)).toEqual(['Den Det', 'Den Dal']);
  });

  test('that are both sides of one game say who wins', () => {
    const game = (side: string) =>
      aMarket(`KXGAME-26NOV22ATLDAL-${side.slice(0, 3)}`, `${side} · Atlanta at Dallas`);
    const markets = [game('Atlanta'), game('Dallas')];
    expect(rowsOf(markets, 25)).toEqual(['Atlanta beats Dallas', 'Dallas beats Atlanta']);
    expect(rowsOf(markets, 18)).toEqual(['Atlanta', 'Dallas']);
    expect(namesApart([markets[0] ?? game('Atlanta')], UTC).size).toBe(0);
    const both = [...markets, aMarket('KXGAME-26NOV22ATLDEN-ATL', 'Atlanta · Atlanta at Denver')];
    expect(rowsOf(both, 25)).toEqual(['Atlanta beats Dallas', 'Dallas beats Atlanta', 'Atlanta v Denver']);
  });

  test('of which each has its words from another one take along as many as they need', () => {
    const events = ['Denver at Boston', 'Denver at Chicago', 'Boston or Chicago'];
    const markets = events.map((event, i) => aMarket(`KXG-${i}`, `Champion · ${event}`));
    const told = rowsOf(markets, 25);
    expect(new Set(told).size).toBe(3);
    expect(told[2]).toBe('Champion · Boston Chicago');
  });

  test('with the same strike take along what they are about, and no number is cut', () => {
    const at = (hour: string) =>
      aMarket(`KXBTC-26NOV22${hour}-T97000`, `$97,000 or above · Bitcoin price at ${hour}:00`);
    expect(rowsOf([at('01'), at('02')], 25)).toEqual(['Bit ≥ $97,000 · 01:00', 'Bit ≥ $97,000 · 02:00']);
    // Should the row's end cut it, it is told apart by its beginning.
    expect(rowsOf([at('01'), at('02')], 15)).toEqual(['01:00 $97,000', '02:00 $97,000']);
    for (const { names } of namesApart([at('01'), at('02')], UTC).values())
      for (const name of names) expect(name).toMatch(/97,000 · 0[12]:00$|^0[12]:00 .*97,000$/);
  });

  test('that are tickers in words take along the teams, or the day where those are the same', () => {
    const named = (ticker: string) => aMarket(ticker, ticker.slice(2).replaceAll('-', ' '));
    const draws = ['KXGAME-26NOV22REDASH-TIE', 'KXGAME-26NOV22KINOLD-TIE'].map(named);
    expect(rowsOf(draws, 18)).toEqual(['GAME TIE · REDASH', 'GAME TIE · KINOLD']);
    expect(rowsOf(draws, 7)).toEqual(['TIE RED', 'TIE KIN']);
    const days = ['KXGAME-26NOV22REDASH-TIE', 'KXGAME-26NOV23REDASH-TIE'].map(named);
    expect(rowsOf(days, 18)).toEqual(['GAME TIE · 22 Nov', 'GAME TIE · 23 Nov']);
    expect(rowsOf(days, 7)).toEqual(['TIE 22', 'TIE 23']);
    const daily = ['KXINXU-26NOV23-T6840', 'KXINXU-26NOV24-T6840'].map(named);
    expect(rowsOf(daily, 18)[0]).toBe('T6840 · 23 Nov');
  });
});

describe('two markets of the same name in every word', () => {
  test('are told apart by the day of their event, which may be long before they close', () => {
    const late = AT_SIX + 14 * 24 * HOUR;
    const games = [meets('26NOV22PORPHO', late), meets('26NOV23PORPHO', late)];
    expect(rowsOf(games, 18)).toEqual(['Phoenix · 22 Nov', 'Phoenix · 23 Nov']);
    expect(namesApart(games, UTC).get(games[0]?.ticker ?? '')).toEqual({
      names: ['Phoenix v Portland · 22 Nov', 'Phoenix · 22 Nov', 'Pho · 22 Nov', '22 Nov Pho', 'Pho 22'],
      mark: '22 Nov',
    });
  });

  test('of one day are told apart by when they close, by the clock of the reader', () => {
    const games = [meets('26NOV22PORPHO1', AT_SIX), meets('26NOV22PORPHO2', AT_SIX + 3 * HOUR)];
    expect(rowsOf(games, 18)).toEqual(['Phoenix · 18:00', 'Phoenix · 21:00']);
    expect(rowsOf(games, 10)).toEqual(['18:00 Pho', '21:00 Pho']);
    expect(namesApart(games, UTC).get(games[1]?.ticker ?? '')?.mark).toBe('closes 22 Nov 2026 21:00 UTC');
  });

  test.each([
    [160, 90, 'Phoenix v Portland | 22 Nov'],
    [100, 70, 'Phoenix | 22 Nov'],
    [60, 40, 'Pho | 22 Nov'],
    [44, 40, 'Pho | 22'],
    [60, 24, 'Pho 22'],
  ])('have words on a tile of %i by %i px', (width, height, words) => {
    expect(tilesOf([TODAY, TOMORROW], width, height)).toEqual([words, words.replace('22', '23')]);
  });

  test('keep the words that tell them from a third one', () => {
    const other = aMarket('KXGAME-26NOV22DALPHO-PHO', 'Phoenix · Dallas at Phoenix', AT_SIX);
    const markets = [TODAY, TOMORROW, other];
    expect(rowsOf(markets, 25)).toEqual([
      'Pho · Portland 22 Nov',
      'Pho · Portland 23 Nov',
      'Phoenix v Dallas',
    ]);
    expect(rowsOf(markets, 10)).toEqual(['Pho Por 22', 'Pho Por 23', 'Pho Dal']);
    for (const limit of [6, 13, 18, 25]) expect(new Set(rowsOf(markets, limit)).size).toBe(3);
    const later = meets('26NOV22PORPHO2', AT_SIX + HOUR);
    expect(rowsOf([TODAY, later, other], 14)).toEqual(['18:00 Pho Por', '19:00 Pho Por', 'Pho · Dallas']);
  });

  test('have in each of their markets when they are, whoever of the teams stands first', () => {
    const outcome = (day: string, event: string, side: string) =>
      aMarket(`KXGAME-26NOV${day}${day}-${side.slice(0, 3).toUpperCase()}`, `${side} · ${event}`, AT_SIX);
    const markets = [
      outcome('22', 'Atlanta at Dallas', 'Atlanta'),
      outcome('22', 'Atlanta at Dallas', 'Dallas'),
      outcome('23', 'Dallas at Atlanta', 'Atlanta'),
    ];
    expect(rowsOf(markets, 18)).toEqual(['Atlanta · 22 Nov', 'Dallas · 22 Nov', 'Atlanta · 23 Nov']);
    expect(tilesOf(markets, 44, 40)).toEqual(['Atl | 22', 'Dal | 22', 'Atl | 23']);
    expect(namesApart(markets, UTC).get(markets[1]?.ticker ?? '')?.mark).toBe('22 Nov');
  });

  test('with one strike keep it whole', () => {
    const at = (hour: number) =>
      aMarket(`KXBTC-26NOV22${hour}-T97000`, '$97,000 or above · Bitcoin price', AT_SIX + hour * HOUR);
    expect(rowsOf([at(1), at(2)], 25)).toEqual(['Bit ≥ $97,000 · 19:00', 'Bit ≥ $97,000 · 20:00']);
    expect(rowsOf([at(1), at(2)], 10)).toEqual(['19:00 $97,000', '20:00 $97,000']);
    for (const { names } of namesApart([at(1), at(2)], UTC).values())
      for (const name of names) expect(name).toContain('$97,000');
    expect(tilesOf([at(1), at(2)], 70, 40)).toEqual(['$97,000 | 19:00', '$97,000 | 20:00']);
    const highs = ['22', '23'].map((day) => aMarket(`KXHIGH-26NOV${day}-T40`, '≥ 40 · High in Denver'));
    // Beside a number the day's number alone would be nobody's.
    expect(rowsOf(highs, 6)).toEqual(['22 Nov 40', '23 Nov 40']);
  });

  test('that close together are told apart by their tickers, in a small place by the part that differs', () => {
    const markets = ['KXR-26-A', 'KXR-26-B'].map((ticker) => aMarket(ticker, 'Republican · Race', AT_SIX));
    expect(rowsOf(markets, 18)).toEqual(['Republican · 26-A', 'Republican · 26-B']);
    expect(rowsOf(markets, 14)).toEqual(['Republican · A', 'Republican · B']);
    const games = [meets('26NOV22PORTPHOE16', AT_SIX), meets('26NOV22PORTPHOE24', AT_SIX)];
    expect(rowsOf(games, 18)).toEqual(['Phoenix · 16', 'Phoenix · 24']);
    for (const [width, height] of [
      [160, 90],
      [60, 40],
      [44, 40],
    ] as const)
      expect(new Set([...tilesOf(games, width, height), '']).size).toBe(3);
  });

  test('that differ in their series alone name it', () => {
    const up = (series: string) => aMarket(`${series}-26NOV221515-15`, 'Bitcoin up by 15:15?', AT_SIX);
    const markets = [up('KXBTC15M'), up('KXBTC5M')];
    expect(rowsOf(markets, 25)).toEqual(['Bitcoin 15:15 · BTC15M', 'Bitcoin 15:15 · BTC5M']);
    expect(new Set([...tilesOf(markets, 80, 40), '']).size).toBe(3);
  });

  test('say in full what their words do not', () => {
    const apart = namesApart([TODAY, TOMORROW, SENATE, PRESIDENT], UTC);
    const told = (market: NamedMarket) => wholeName(market.name, apart.get(market.ticker));
    expect(told(TODAY)).toBe('Phoenix · Portland at Phoenix · 22 Nov');
    expect(told(SENATE)).toBe(SENATE.name);
    expect(wholeName(DRAW.name, apart.get(DRAW.ticker))).toBe(DRAW.name);
  });
});
