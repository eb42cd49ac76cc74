/** Several synthetic venues as one: more markets than one has, each under a ticker of its own. */
import type { ListedMarket } from '#core/exchange/listing.ts';
import { Venue, type VenueOptions } from '#core/exchange/venue.ts';
import type { VenueEvent } from '#core/exchange/venue-event.ts';
import type { Source } from '../../relay/simulator/source.ts';

export function manyVenues(count: number, options: VenueOptions): Source {
  const venues = Array.from({ length: count }, (_, index) => {
    const venue = new Venue({ ...options, seed: options.seed + index, rate: options.rate / count });
    return { venue, markets: renamed(`-V${index}`) };
  });
  const [first] = venues;
  if (first === undefined) throw new Error('Expected at least one venue.');
  const all = function* () {
    for (const { venue, markets } of venues)
      for (const market of venue.programme.markets.values()) yield markets(market);
  };
  const tagged = (ticker: string) => venues[Number(/-V(\d+)$/.exec(ticker)?.[1] ?? -1)];
  return {
    get now() {
      return first.venue.now;
    },
    market: (ticker) => {
      const found = tagged(ticker);
      const market = found?.venue.market(ticker.replace(/-V\d+$/, ''));
      return market && found?.markets(market);
    },
    markets: all,
    event: (ticker) => first.venue.event(ticker),
    events: () => first.venue.programme.events.values(),
    series: () => first.venue.programme.series,
    advance: (to, emit) => {
      for (const { venue, markets } of venues)
        venue.advance(to, (event: VenueEvent) =>
          emit('market' in event ? { ...event, market: markets(event.market) } : event),
        );
    },
  };
}

/** Returns a market as it stands at any moment, under its ticker with `suffix`; the same object each time. */
function renamed(suffix: string): (market: ListedMarket) => ListedMarket {
  const known = new Map<ListedMarket, ListedMarket>();
  return (market) => {
    const names = { ticker: { value: market.ticker + suffix }, id: { value: market.id + suffix } };
    const view = known.get(market) ?? (Object.create(market, names) as ListedMarket);
    known.set(market, view);
    return view;
  };
}
