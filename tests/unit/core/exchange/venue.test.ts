import { describe, expect, test } from 'vitest';
import { rungOf } from '#core/exchange/price-ladder.ts';
import { topOf } from '#core/exchange/listing.ts';
import { midOf, Venue } from '#core/exchange/venue.ts';
import type { VenueEvent } from '#core/exchange/venue-event.ts';
import { hashText } from '#core/exchange/ids.ts';
import { isTradable } from '#core/units/price.ts';
import { MINUTE, plus, type UnixMs } from '#core/units/time.ts';

/** Friday 2026-11-20 14:03:07 UTC: a few minutes before the next quarter of an hour. */
const START = 1_795_183_387_000 as UnixMs;
const PAST_MS = 10 * MINUTE;

const createVenue = (seed: number, rate = 25): Venue =>
  new Venue({ seed, start: START, rate, pastMs: PAST_MS });

/** Returns everything about `event` that a client could see, as text. */
function describeEvent(event: VenueEvent): string {
  switch (event.kind) {
    case 'trade':
      return `T ${event.market.ticker} ${event.index} ${event.price} ${event.quantity} ${event.taker} ${event.isBlock} ${event.atMicros}`;
    case 'book':
      return `B ${event.market.ticker} ${event.side} ${event.price} ${event.change} ${event.atMicros}`;
    case 'ticker': {
      const top = topOf(event.market);
      return `Q ${event.market.ticker} ${event.at} ${top.bid} ${top.bidSize} ${top.ask} ${top.askSize} ${event.market.volume}`;
    }
    case 'lifecycle':
      return `L ${event.step} ${event.market.ticker} ${event.at} ${event.market.closeAt} ${event.market.result ?? ''}`;
    case 'event-listed':
      return `E ${event.event.plan.ticker} ${event.at}`;
  }
}

/** Returns a hash over all events of the past and of `seconds` after the start, in steps of `stepMs`. */
function hashRun(
  venue: Venue,
  seconds: number,
  stepMs: number,
): { readonly hash: number; readonly events: number } {
  let hash = 0;
  let events = 0;
  const take = (event: VenueEvent): void => {
    hash = hashText(describeEvent(event), hash);
    events++;
  };
  for (let at = START as number; at < START + seconds * 1000; at += stepMs) venue.advance(at as UnixMs, take);
  venue.advance(plus(START, seconds * 1000), take);
  return { hash, events };
}

describe('venue', { timeout: 60_000 }, () => {
  test('equal seeds give equal events, however time is cut', () => {
    const whole = hashRun(createVenue(11), 20, 20_000);
    expect(whole.events).toBeGreaterThan(20_000);
    expect(hashRun(createVenue(11), 20, 17)).toEqual(whole);
    expect(hashRun(createVenue(12), 20, 20_000).hash).not.toBe(whole.hash);
  });

  test('lists some 200 open markets in some 40 events of several categories and grids', () => {
    const venue = createVenue(3);
    venue.advance(START, () => undefined);
    const open = [...venue.programme.markets.values()].filter((market) => market.status === 'active');
    const of = <T>(pick: (market: (typeof open)[number]) => T): Set<T> => new Set(open.map(pick));
    expect(open.length).toBeGreaterThan(180);
    expect(open.length).toBeLessThan(300);
    expect(of((market) => market.event).size).toBeGreaterThan(35);
    expect(of((market) => market.event.plan.series.category).size).toBeGreaterThanOrEqual(7);
    expect([...of((market) => market.ladder.structure)]).toEqual(
      expect.arrayContaining([
        'linear_cent',
        'deci_cent',
        'tapered_deci_cent',
        'center_deci_edge_centi_cent',
      ]),
    );
    expect(open.filter((market) => market.ticker.startsWith('KXMVE')).length).toBeGreaterThanOrEqual(3);
    expect(new Set(open.map((market) => market.ticker)).size).toBe(open.length);
  });

  test('no book is ever crossed, no trade off the grid, and trades add up to the volume', () => {
    const venue = createVenue(5, 60);
    const traded = new Map<string, number>();
    const before = new Map<string, number>();
    venue.advance(START, () => undefined);
    for (const market of venue.programme.markets.values()) before.set(market.ticker, market.volume);
    venue.advance(plus(START, 30_000), (event) => {
      if (event.kind === 'ticker') {
        const top = topOf(event.market);
        expect(top.bid).toBeLessThan(top.ask);
      }
      if (event.kind !== 'trade') return;
      expect(isTradable(event.price)).toBe(true);
      expect(rungOf(event.market.ladder, event.price)).toBeDefined();
      expect(event.quantity).toBeGreaterThan(0);
      traded.set(event.market.ticker, (traded.get(event.market.ticker) ?? 0) + event.quantity);
    });
    expect(traded.size).toBeGreaterThan(30);
    for (const market of venue.programme.markets.values()) {
      expect(market.volume - (before.get(market.ticker) ?? 0)).toBe(traded.get(market.ticker) ?? 0);
      expect(market.openInterest).toBeGreaterThanOrEqual(0);
    }
  });

  test('a quarter of an hour closes, is determined and settled, and the next one opens', () => {
    const venue = createVenue(7, 2);
    const steps: string[] = [];
    venue.advance(plus(START, 15 * MINUTE), (event) => {
      if (event.kind !== 'lifecycle' || event.at < START) return;
      if (event.market.event.plan.series.ticker === 'KXBTC15M')
        steps.push(`${event.step} ${event.market.ticker}`);
    });
    const [first, second] = ['KXBTC15M-26NOV201415-15', 'KXBTC15M-26NOV201430-30'];
    expect(steps).toEqual([
      `created ${second}`,
      `closed ${first}`,
      `metadata_updated ${second}`,
      `opened ${second}`,
      `determined ${first}`,
      `settled ${first}`,
    ]);
    const settled = venue.market(first);
    expect(settled?.status).toBe('finalized');
    expect(settled?.result).toMatch(/^(yes|no)$/);
    expect(settled?.book.best('bid')).toBe(-1);
    expect(settled === undefined ? 0 : midOf(settled)).toBeUndefined();
  });

  test('matches end, are paused, run longer; exactly one side wins; combos settle', () => {
    // A past is cheap to play: four hours of it are as good as four hours of waiting.
    const venue = new Venue({ seed: 9, start: START, rate: 2, pastMs: 240 * MINUTE });
    const steps = new Set<string>();
    let exclusive = 0;
    venue.advance(START, (event) => {
      if (event.kind !== 'lifecycle') return;
      const { event: listed } = event.market;
      steps.add(`${listed.plan.series.shape.kind} ${event.step}`);
      if (event.step !== 'settled' || !listed.plan.isExclusive) return;
      if (!listed.markets.every((market) => market.status === 'finalized')) return;
      exclusive++;
      expect(listed.markets.filter((market) => market.result === 'yes')).toHaveLength(1);
    });
    expect(exclusive).toBeGreaterThan(3);
    expect([...steps]).toEqual(
      expect.arrayContaining([
        'match deactivated',
        'match activated',
        'match close_date_updated',
        'match settled',
        'combo settled',
        'ranges settled',
        'up-down removed',
      ]),
    );
  });
});

describe('calibration of the flow (loose bounds around the recorded figures)', () => {
  const sizes: number[] = [];
  let [yes, fractional, shared, deltas, last] = [0, 0, 0, 0, -1];
  const venue = createVenue(21);
  venue.advance(START, () => undefined);
  venue.advance(plus(START, 120_000), (event) => {
    if (event.kind === 'book') deltas++;
    if (event.kind !== 'trade' || event.isBlock) return;
    sizes.push(event.quantity / 100);
    if (event.taker === 'yes') yes++;
    if (event.quantity % 100 !== 0) fractional++;
    if (event.atMicros === last) shared++;
    last = event.atMicros;
  });
  sizes.sort((a, b) => a - b);
  const quantile = (share: number): number => sizes[Math.floor(share * sizes.length)] ?? 0;
  const share = (count: number): number => count / sizes.length;

  test.each([
    ['trades a second', sizes.length / 120, 20, 31, 'asked for 25'],
    ['median size', quantile(0.5), 5, 13, 'recorded 8'],
    ['p90 of the size', quantile(0.9), 30, 110, 'recorded 53'],
    ['share of fractional sizes', share(fractional), 0.22, 0.4, 'recorded 31 %'],
    ['share of takers who bought YES', share(yes), 0.46, 0.57, 'recorded 51 to 54 %'],
    ['share of trades on the stamp of another', share(shared), 0.35, 0.62, 'recorded 45 %'],
    ['deltas a trade', deltas / sizes.length, 15, 30, 'recorded 23'],
  ])('%s', (_, value, least, most) => {
    expect(value).toBeGreaterThan(least);
    expect(value).toBeLessThan(most);
  });

  test('the median spread of two-sided books is one to three cents', () => {
    const spreads = [...venue.programme.markets.values()]
      .map(topOf)
      .filter((top) => top.bidSize > 0 && top.askSize > 0)
      .map((top) => top.ask - top.bid)
      .sort((a, b) => a - b);
    const median = spreads[spreads.length >> 1] ?? 0;
    expect(median).toBeGreaterThanOrEqual(100);
    expect(median).toBeLessThanOrEqual(300);
  });

  test('above 200 trades a second there are fewer deltas a trade', () => {
    const busy = new Venue({ seed: 21, start: START, rate: 2_000, pastMs: 1_000 });
    let [trades, changes] = [0, 0];
    busy.advance(START, () => undefined);
    busy.advance(plus(START, 5_000), (event) => {
      if (event.kind === 'trade') trades++;
      if (event.kind === 'book') changes++;
    });
    expect(trades / 5).toBeGreaterThan(1_500);
    expect(trades / 5).toBeLessThan(2_500);
    expect(changes / trades).toBeLessThan(5);
  });
});
