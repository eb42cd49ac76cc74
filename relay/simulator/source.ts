/** Where a simulated exchange's markets and events come from: the synthetic venue, or a recording (replay.ts). */
import type { ListedEvent, ListedMarket } from '#core/exchange/listing.ts';
import type { Series } from '#core/exchange/series.ts';
import type { Emit } from '#core/exchange/venue-event.ts';
import type { UnixMs } from '#core/units/time.ts';

export interface Source {
  /** Virtual time. */
  readonly now: UnixMs;
  market(ticker: string): ListedMarket | undefined;
  markets(): Iterable<ListedMarket>;
  event(ticker: string): ListedEvent | undefined;
  events(): Iterable<ListedEvent>;
  series(): readonly Series[];
  /** Plays everything up to and including `to`. */
  advance(to: UnixMs, emit: Emit): void;
}
