/** What a test tells the heatmap's page: plain values, so that they pass from the test into the browser. */
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { Trade } from '#core/wire/messages.ts';

/** The one market of the page. */
export const HEAT_TICKER = 'KXHEAT-26NOV21-T1' as Ticker;

export interface ToldBatch {
  readonly from: number;
  readonly until: number;
  readonly events: readonly BookEvent[];
}

export interface HeatmapPage {
  /** Begins a river; everything drawn before is void. */
  begin(at: number, options?: { readonly isReplay?: boolean }): void;
  books(batch: ToldBatch): void;
  trades(trades: readonly Trade[]): void;
  /** Where the clock stands; `rate` 0 holds it, so that a picture is the same each time. */
  clock(now: number, rate?: number): void;
  past(until: number): void;
}

declare global {
  interface Window {
    heatmap: HeatmapPage;
  }
}
