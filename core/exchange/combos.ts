/** What a combo is made of: outcomes of matches that are open, at most one market an event. */
import { must } from '../lib/assert.ts';
import type { Rng } from '../lib/rng.ts';
import type { Leg, ListedEvent } from './listing.ts';

/** Share of legs that want YES. */
const YES_SHARE = 0.8;

/** Returns two to `most` legs drawn from the open matches among `events`; fewer where there are not enough. */
export function drawLegs(events: Iterable<ListedEvent>, most: number, rng: Rng): Leg[] {
  const matches = [...events].filter(
    (event) =>
      event.plan.series.shape.kind === 'match' && event.markets.some((market) => market.status === 'active'),
  );
  const legs: Leg[] = [];
  const wanted = 2 + rng.integer(most - 1);
  while (legs.length < wanted && matches.length > 0) {
    const [event] = matches.splice(rng.integer(matches.length), 1);
    const market = rng.choice(must(event, 'an open match').markets);
    legs.push({ market, outcome: rng.next() < YES_SHARE ? 'yes' : 'no' });
  }
  return legs;
}

/** Returns what a leg says, for the combo's title. */
export function legText(leg: Leg): string {
  return leg.outcome === 'yes' ? leg.market.plan.yesSubTitle : leg.market.plan.noSubTitle;
}
