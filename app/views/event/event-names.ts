/** Names of an event's markets inside their event, no two alike: where words do not tell them apart, their tickers do. Pure. */
import type { EventMarket, MarketLabel } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { nameWithin } from './event-model.ts';

/** Returns who names a market: without the event's name, and with the last part of its ticker where another one reads alike. */
export function eventNames(
  markets: readonly Pick<EventMarket, 'label'>[],
  eventTitle: string,
): (ticker: Ticker) => string {
  const names = new Map(markets.map(({ label }) => [label.ticker, shortOf(label, eventTitle)]));
  const users = new Map<string, number>();
  for (const name of names.values()) users.set(name, (users.get(name) ?? 0) + 1);
  return (ticker) => {
    const name = names.get(ticker);
    if (name === undefined) return ticker;
    return users.get(name) === 1 ? name : `${name} (${ticker.slice(ticker.lastIndexOf('-') + 1)})`;
  };
}

/** A ticker in words begins with those of its event: "INXU 26NOV23 T6840" is "T6840" beside its like. */
function shortOf({ name, event }: MarketLabel, eventTitle: string): string {
  const spelled = `${event.replace(/^KX/, '').replaceAll('-', ' ')} `;
  return event !== '' && name.startsWith(spelled) ? name.slice(spelled.length) : nameWithin(name, eventTitle);
}
