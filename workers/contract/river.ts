/**
 * One market as it happens, for a worker that draws it: changes of its book and its trades, over a port. The market worker
 * (or the replay worker) writes until it is told to stop. What was recorded before is read from the database by whoever draws.
 */
import type { BookColumns } from '#core/market/book/book-columns.ts';
import type { TradeColumns } from '#core/market/columns.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';

export type RiverMessage =
  /** First message, and again after a seek: all that was drawn before is void. */
  | {
      readonly kind: 'begin';
      readonly ticker: Ticker;
      /** Whose database holds what was recorded before: for `openReader`. */
      readonly exchangeId: string;
      /** Books come from here on; live that may be some seconds ago, where nothing has changed since. */
      readonly at: UnixMs;
      /** The clock; trades come of the hour before it, and from there on. */
      readonly now: UnixMs;
      readonly isReplay: boolean;
      /** Nothing outside of these belongs to what is shown; `undefined` for no bound. */
      readonly recordedFrom: UnixMs | undefined;
    }
  /** What was recorded before `until` is on disk now; from there on this river is complete. */
  | { readonly kind: 'past'; readonly until: UnixMs }
  /** Of this market only. The first batch begins with a snapshot, or with no row while nothing is known. */
  | { readonly kind: 'books'; readonly columns: BookColumns }
  /** Of this market only, oldest first. The first batch holds what is known of the last hour. */
  | { readonly kind: 'trades'; readonly columns: TradeColumns }
  /** Four times a second: it is `now`, and `rate` ms of it pass in one ms of ours (live 1, paused 0). */
  | { readonly kind: 'clock'; readonly now: UnixMs; readonly rate: number };

/** Nobody reads any more. */
export interface RiverAnswer {
  readonly kind: 'close';
}
