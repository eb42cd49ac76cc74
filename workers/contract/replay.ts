/** A recording that is played: what it is, where its clock stands, what it holds. The worker's verbs are replay-api.ts. */
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';

/** A stretch of a recording. */
export interface ReplaySource {
  /** Whose database holds it: an exchange's, or an import's. */
  readonly exchangeId: string;
  /** For people. */
  readonly name: string;
  readonly from: UnixMs;
  readonly to: UnixMs;
}

/** Where the clock stands; part of every status frame while a recording plays. */
export interface ReplayStatus extends ReplaySource {
  readonly at: UnixMs;
  /** ms of the recording in one ms of ours. */
  readonly speed: number;
  readonly isPlaying: boolean;
  /** The stretch before the clock is being read. */
  readonly isSeeking: boolean;
  /** One sentence where something could not be read; else empty. */
  readonly problem: string;
}

/** What lies ahead of the clock. A large trade is among the largest hundredth of the recording, and at least 100 contracts. */
export type ReplayStep = 'trade' | 'gap' | 'large-trade';

/** The recording at a glance, for the transport: `trades` and `bookEvents` in 500 equal spans from `from` to `to`. */
export interface ReplayOverview {
  readonly trades: Float64Array<ArrayBuffer>;
  readonly bookEvents: Float64Array<ArrayBuffer>;
  /** Markets whose books were recorded, those that changed most first, and what they are called. */
  readonly books: readonly { readonly ticker: Ticker; readonly name: string; readonly event: string }[];
  /** Markets of which trades were recorded, those that traded most often first. */
  readonly traded: readonly { readonly ticker: Ticker; readonly name: string; readonly event: string }[];
  readonly gaps: readonly { readonly from: UnixMs; readonly to: UnixMs }[];
  /** Of the first trade or book; `undefined` where there is none. */
  readonly firstAt: UnixMs | undefined;
  /** The least size of a large trade; `undefined` where there is none. */
  readonly largeFrom: Quantity | undefined;
}
