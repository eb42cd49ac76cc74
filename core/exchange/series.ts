/** What a series is: the exchange's highest level, a kind of event that comes again. The table is in `series-table.ts`. */
import type { PriceStructure } from './price-ladder.ts';

/** When one event of a series follows another. */
export type Cadence =
  /** One event every `minutes`, on the clock; it opens when its predecessor closes. */
  | { readonly kind: 'clock'; readonly minutes: number }
  /** `slots` matches side by side, each `liveMinutes` long once it starts; a finished one is followed by the next. */
  | { readonly kind: 'matches'; readonly slots: number; readonly liveMinutes: number }
  /** One event, `days` before its end. */
  | { readonly kind: 'long'; readonly days: number };

/** What the markets of an event are. */
export type Shape =
  /** One market: will the level end at or above where it began? */
  | { readonly kind: 'up-down' }
  /** `strikes` markets "above X", `step` apart, around the level at the opening. */
  | { readonly kind: 'above'; readonly strikes: number; readonly step: number }
  /** A partition of the line: `buckets` ranges of `step`, and two open ends. Exactly one wins. */
  | { readonly kind: 'ranges'; readonly buckets: number; readonly step: number }
  /** Two sides (and a draw when `draw` is above 0: half its width in score units). Exactly one wins. */
  | { readonly kind: 'match'; readonly draw: number; readonly teams: readonly string[] }
  /** Named contenders with starting chances in percent. Exactly one wins. */
  | { readonly kind: 'race'; readonly contenders: readonly (readonly [name: string, percent: number])[] }
  /** One market: YES needs all of 2 to `legs` outcomes of other events. */
  | { readonly kind: 'combo'; readonly legs: number };

export interface Series {
  readonly ticker: string;
  readonly title: string;
  /** Event title; {date} and {time} are those of the close, {match} the two sides. */
  readonly eventTitle: string;
  readonly category: string;
  readonly tag: string;
  readonly frequency: string;
  readonly structure: PriceStructure;
  readonly cadence: Cadence;
  readonly shape: Shape;
  /** Name of the shared path (an asset) or `undefined` where each event has its own. */
  readonly asset?: string;
  /** Level at the opening, and its standard deviation over a live hour; for a race, the deviation of its logits. */
  readonly level: number;
  readonly hourlyDeviation: number;
  /** How levels read: prefix and suffix around the number. */
  readonly unit: readonly [prefix: string, suffix: string];
  /** Share of all trades, relative; divided among the events that are open. */
  readonly popularity: number;
  /** Size of trades relative to the calibration's crypto market. */
  readonly sizeScale: number;
  /** Half of the makers' usual spread. Unit: 1e-4 dollar. */
  readonly halfSpread: number;
}
