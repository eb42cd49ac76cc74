import { describe, expect, test } from 'vitest';
import type { MarketRow } from '#contract/store.ts';
import { createRng } from '#core/lib/rng.ts';
import { FINEST_GRID, type PriceGrid } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { DAY, HOUR, type UnixMs } from '#core/units/time.ts';
import type { Lifecycle } from '#core/wire/messages.ts';
import { Directory } from '../../../../workers/market/directory.ts';
import { FakeRest } from '../../../support/fake-rest.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const A = 'KXRAIN-26NOV21-A' as Ticker;
const market = {
  ticker: A,
  event_ticker: 'KXRAIN-26NOV21',
  title: 'Will it rain on Saturday?',
  yes_sub_title: 'Rain',
  close_time: '2026-11-21T12:00:00Z',
  status: 'active',
};
const event = {
  event_ticker: 'KXRAIN-26NOV21',
  series_ticker: 'KXRAIN',
  title: 'Saturday’s weather',
  category: 'Climate and Weather',
};
const change: Lifecycle = {
  kind: 'close_date_updated',
  ticker: A,
  eventTicker: undefined,
  title: undefined,
  yesSubTitle: undefined,
  openAt: undefined,
  closeAt: undefined,
  result: undefined,
  settlementValue: undefined,
  priceRanges: undefined,
};

function setUp() {
  const clock = new ManualClock();
  const rest = new FakeRest();
  const rows: MarketRow[] = [];
  const grids: [Ticker, PriceGrid][] = [];
  const directory = new Directory({
    rest,
    clock,
    rng: createRng(1),
    onRows: (some) => rows.push(...some),
    onGrid: (ticker, grid) => grids.push([ticker, grid]),
  });
  return { clock, rest, rows, grids, directory };
}

describe('without REST', () => {
  test('a market is called by what its ticker spells', () => {
    const { directory } = setUp();
    const label = directory.label(A);
    expect(label).toMatchObject({ ticker: A, title: '', closeAt: undefined, isCombo: false });
    expect(label.name).not.toBe('');
  });

  test('a failing REST is asked again with growing pauses, not in a circle', async () => {
    const { directory, clock, rest } = setUp();
    for (let second = 0; second < 60; second++) {
      directory.label(A);
      await clock.run(1_000, 100);
    }
    expect(rest.asked.length).toBeGreaterThan(2);
    expect(rest.asked.length).toBeLessThan(40);
  });
});

describe('with REST', () => {
  test('market and event are joined to a name, a category and a close time', async () => {
    const { directory, clock, rest, rows } = setUp();
    rest.json('markets', { markets: [market], cursor: '' });
    rest.json('events', { events: [event], cursor: '' });
    directory.label(A);
    await clock.run(500);
    expect(directory.label(A)).toMatchObject({
      name: 'Rain · Saturday’s weather',
      title: 'Will it rain on Saturday?',
      eventTitle: 'Saturday’s weather',
      category: 'Climate and Weather',
      closeAt: Date.parse('2026-11-21T12:00:00Z'),
    });
    expect(rows).toMatchObject([{ ticker: A, series: 'KXRAIN', status: 'active' }]);
  });

  test('a screen full of markets is asked for at once, a hundred to a request, each market once', async () => {
    const { directory, clock, rest } = setUp();
    rest.json('markets', { markets: [] });
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 250; i++) directory.label(`KXMANY-26NOV21-T${i}` as Ticker);
      await clock.run(2_000);
    }
    expect(rest.asked.map(({ parameters }) => String(parameters['tickers']).split(',').length)).toEqual([
      100, 100, 50,
    ]);
  });

  test('a market that is looked at while the answer is on its way is asked for once', async () => {
    const { directory, clock, rest } = setUp();
    let asked = 0;
    rest.get = async () => {
      asked++;
      await new Promise<void>((resolve) => void clock.after(1_000, resolve));
      return { kind: 'body', text: JSON.stringify({ markets: [market], events: [] }) };
    };
    for (let ms = 0; ms < 2_000; ms += 100) {
      directory.label(A);
      await clock.run(100);
    }
    await clock.run(10_000);
    // One of the market, one of its event.
    expect(asked).toBe(2);
  });

  test('what REST does not know is asked again only after ten minutes', async () => {
    const { directory, clock, rest } = setUp();
    rest.json('markets', { markets: [] });
    directory.label(A);
    await clock.run(1_000);
    directory.label(A);
    await clock.run(590_000, 10_000);
    expect(rest.asked).toHaveLength(1);
    await clock.run(20_000, 10_000);
    directory.label(A);
    await clock.run(1_000);
    expect(rest.asked).toHaveLength(2);
  });

  test('an event that cannot be had leaves the market with its own title', async () => {
    const { directory, clock, rest } = setUp();
    rest.json('markets', { markets: [market] });
    directory.label(A);
    await clock.run(500);
    expect(directory.label(A).name).toBe('Rain · Will it rain on Saturday?');
    expect(directory.label(A).category).toBe('Climate and Weather');
  });

  test('stored rows are used before REST is asked', async () => {
    const { directory, clock, rest } = setUp();
    directory.restore([
      {
        ticker: A,
        event: 'E',
        eventTitle: 'Stored event',
        series: 'S',
        title: 'Stored',
        name: 'Short',
        category: 'Kept',
        openAt: undefined,
        closeAt: 5,
        status: 'active',
        result: '',
      },
    ]);
    expect(directory.label(A)).toMatchObject({ name: 'Short', category: 'Kept', closeAt: 5 });
    await clock.run(1_000);
    expect(rest.asked).toEqual([]);
  });
});

describe('a market that is known already', () => {
  const known = async () => {
    const parts = setUp();
    parts.rest.json('markets', { markets: [market] });
    parts.directory.label(A);
    await parts.clock.run(500);
    return parts;
  };

  test('is asked for again when somebody doubts that it lives, and how it ended is taken over', async () => {
    const { directory, clock, rest, rows } = await known();
    rest.json('markets', { markets: [{ ...market, status: 'finalized', result: 'yes' }] });
    directory.recheck(A);
    await clock.run(500);
    expect(directory.label(A)).toMatchObject({ status: 'finalized', result: 'yes' });
    expect(rows.at(-1)).toMatchObject({ status: 'finalized' });
  });

  test('is said to be unknown when the exchange does not list it any more, until it does', async () => {
    const { directory, clock, rest, rows } = await known();
    const told = rows.length;
    rest.json('markets', { markets: [] });
    directory.recheck(A);
    await clock.run(500);
    expect(directory.label(A)).toMatchObject({ status: 'unknown', title: market.title });
    expect(rows).toHaveLength(told);
    rest.json('markets', { markets: [market] });
    await clock.run(600_000, 10_000);
    directory.label(A);
    await clock.run(500);
    expect(directory.label(A).status).toBe('active');
  });

  test('of which nothing was ever told is said to be never listed, within a second, until it is', async () => {
    const { directory, clock, rest, rows } = setUp();
    rest.json('markets', { markets: [] });
    expect(directory.label(A).status).toBe('');
    await clock.run(1_000);
    expect(directory.label(A).status).toBe('never-listed');
    expect(rows).toEqual([]);
    directory.apply({ ...change, kind: 'created', title: 'Will it snow?' });
    expect(directory.label(A).status).toBe('');
  });

  test('keeps its known end when the exchange has put it away', async () => {
    const { directory, clock, rest } = await known();
    directory.apply({ ...change, kind: 'determined', result: 'no' });
    rest.json('markets', { markets: [] });
    directory.recheck(A);
    await clock.run(500);
    expect(directory.label(A)).toMatchObject({ status: 'determined', result: 'no' });
  });

  test('is not called unknown because REST failed, or before REST knew it', async () => {
    const { directory, clock, rest } = await known();
    rest.answers.set('markets', () => ({ kind: 'failed', reason: 'no answer' }));
    directory.recheck(A);
    await clock.run(500);
    expect(directory.label(A).status).toBe('active');
    const born = setUp();
    born.rest.json('markets', { markets: [] });
    born.directory.apply({ ...change, kind: 'created', title: 'Will it snow?' });
    born.directory.recheck(A);
    await born.clock.run(500);
    expect(born.directory.label(A).status).toBe('');
  });
});

describe('lifecycle', () => {
  test('a moved close time and a result reach label and store', async () => {
    const { directory, clock, rest, rows } = setUp();
    rest.json('markets', { markets: [market] });
    directory.label(A);
    await clock.run(500);
    directory.apply({ ...change, closeAt: 99 as UnixMs });
    directory.apply({ ...change, kind: 'determined', result: 'yes' });
    expect(directory.label(A).closeAt).toBe(99);
    expect(rows.at(-1)).toMatchObject({ closeAt: 99, result: 'yes', status: 'determined' });
  });

  test('a market that was just created brings its own name', () => {
    const { directory } = setUp();
    directory.apply({ ...change, kind: 'created', title: 'Will it snow?', yesSubTitle: 'Snow' });
    expect(directory.label(A)).toMatchObject({ name: 'Snow · Will it snow?', title: 'Will it snow?' });
  });
});

describe('a page that is open for weeks', () => {
  test('lets go of markets that closed a day ago, keeps the others, and asks for the gone when somebody looks', async () => {
    const { directory, clock, rest } = setUp();
    rest.json('markets', { markets: [] });
    const bear = (name: string, closeAt: number) => {
      const ticker = `KXRAIN-26NOV21-${name}` as Ticker;
      directory.apply({
        ...change,
        ticker,
        kind: 'created',
        title: 'Will it rain?',
        closeAt: closeAt as UnixMs,
      });
      return ticker;
    };
    const open = bear('OPEN', clock.now() + 30 * DAY);
    const ended = bear('ENDED', clock.now() + 1);
    expect(directory.event('KXRAIN-26NOV21').tickers).toEqual([ended, open]);
    await clock.run(2 * DAY, HOUR);
    for (let made = 0; made < 100_000; made++) bear(String(made), clock.now() - 2 * DAY);
    const named = [...directory.named()];
    expect(named.length).toBeLessThan(100_000);
    expect(named).toContain(open);
    expect(named).not.toContain(ended);
    expect(directory.event('KXRAIN-26NOV21')).toMatchObject({ isComplete: false });
    expect(directory.event('KXRAIN-26NOV21').tickers).not.toContain(ended);
    rest.asked.length = 0;
    directory.label(ended);
    await clock.run(500);
    expect(rest.asked.map(({ parameters }) => parameters['tickers']).join()).toContain(ended);
  });
});

describe('a search through all names', () => {
  const names = Array.from({ length: 100_001 }, (_, made) => `KXMVE-${made}` as Ticker);
  const named = (ticker: string) => ({ ...market, ticker });

  test('asks REST for nothing again, and leaves an event complete', async () => {
    const { directory, clock, rest } = setUp();
    rest.json('markets', { markets: [] });
    const unknown = 'KXSNOW-26NOV21-A' as Ticker;
    directory.label(unknown);
    await clock.run(500);
    rest.json('markets', { markets: [named(A), named('KXRAIN-26NOV21-B')] });
    directory.event('KXRAIN-26NOV21');
    await clock.run(500);
    rest.asked.length = 0;
    for (const ticker of names) directory.peek(ticker);
    directory.label(unknown);
    expect(directory.event('KXRAIN-26NOV21').isComplete).toBe(true);
    await clock.run(500);
    expect(rest.asked).toEqual([]);
  });

  test('is told when a name has become another', async () => {
    const { directory, clock, rest } = setUp();
    rest.json('markets', { markets: [market] });
    directory.label(A);
    const { version } = directory;
    await clock.run(500);
    expect(directory.version).not.toBe(version);
  });
});

describe('price grids', () => {
  const halfCents = [{ start: '0.0000', end: '1.0000', step: '0.0050' }];

  test('stored prices hold from the start, and the exchange is asked all the same', async () => {
    const { directory, clock, rest, rows } = setUp();
    rest.json('markets', { markets: [{ ...market, price_ranges: halfCents }] });
    directory.label(A);
    await clock.run(500);
    const later = setUp();
    later.directory.restore(rows);
    expect(later.directory.grid(A).ranges).toEqual([{ start: 0, end: 10_000, step: 50 }]);
    await later.clock.run(1_000);
    expect(later.rest.asked.length).toBeGreaterThan(0);
  });

  test('any price may be one until REST says more; asking is enough to ask REST', async () => {
    const { directory, clock, rest, grids } = setUp();
    rest.json('markets', { markets: [{ ...market, price_ranges: halfCents }] });
    expect(directory.grid(A)).toBe(FINEST_GRID);
    await clock.run(500);
    expect(directory.grid(A).ranges).toEqual([{ start: 0, end: 10_000, step: 50 }]);
    expect(grids).toEqual([[A, directory.grid(A)]]);
  });

  test('of one kind are one, told or stored: with as many as there are markets they would be a fifth of what is kept', async () => {
    const [B, C] = ['KXRAIN-26NOV21-B', 'KXRAIN-26NOV21-C'] as [Ticker, Ticker];
    const { directory, clock, rest, rows } = setUp();
    const cents = [{ start: '0.0000', end: '1.0000', step: '0.0100' }];
    rest.json('markets', {
      markets: [
        { ...market, price_ranges: halfCents },
        { ...market, ticker: B, price_ranges: halfCents },
        { ...market, ticker: C, price_ranges: cents },
      ],
    });
    for (const ticker of [A, B, C]) directory.label(ticker);
    await clock.run(500);
    expect(directory.grid(A)).toBe(directory.grid(B));
    expect(directory.grid(C).ranges).toEqual([{ start: 0, end: 10_000, step: 100 }]);
    const later = setUp().directory;
    later.restore(rows);
    expect(later.grid(A)).toBe(later.grid(B));
  });

  test('a change in a market’s life replaces the grid; a message without one leaves it', () => {
    const { directory, grids } = setUp();
    const range = { start: 0 as Price, end: 10_000 as Price, step: 10 as Price };
    directory.apply({ ...change, kind: 'metadata_updated', priceRanges: [range] });
    directory.apply(change);
    expect(directory.grid(A).ranges).toEqual([range]);
    expect(grids).toHaveLength(1);
  });
});

describe('hostile bodies', () => {
  const hostile: readonly [string, string][] = [
    ['no JSON', '<html>502</html>'],
    ['a list', '[]'],
    ['null markets', '{"markets":null}'],
    ['markets of wrong types', '{"markets":[1,null,"x",{"ticker":7},{"ticker":{}}]}'],
    ['a polluting key', `{"markets":[{"__proto__":{"polluted":1},"ticker":"${A}"}]}`],
    ['another ticker than asked', '{"markets":[{"ticker":"KXOTHER-1","title":"intruder"}]}'],
    ['markup', JSON.stringify({ markets: [{ ...market, title: '<img src=x onerror=alert(1)>' }] })],
    ['a title of a megabyte', JSON.stringify({ markets: [{ ...market, title: 'x'.repeat(1e6) }] })],
    ['NaN for a time', JSON.stringify({ markets: [{ ...market, close_time: 'NaN' }] })],
  ];

  test.each(hostile)('%s does no harm', async (_, text) => {
    const { directory, clock, rest, rows } = setUp();
    rest.answers.set('markets', () => ({ kind: 'body', text }));
    directory.label(A);
    await clock.run(500);
    const label = directory.label(A);
    expect(label.ticker).toBe(A);
    expect(label.title.length).toBeLessThanOrEqual(300);
    expect(label.name.length).toBeLessThanOrEqual(60);
    expect(label.closeAt === undefined || Number.isFinite(label.closeAt)).toBe(true);
    expect(rows.every(({ ticker }) => ticker === A)).toBe(true);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect('polluted' in {}).toBe(false);
  });
});
