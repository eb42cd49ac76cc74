/**
 * The order book of one market: the bids on both outcomes, either exact or known not to be. Both sides hold prices on their
 * own scale, as the exchange sends them; ladder.ts turns them into bids and asks. Applies what it is told and checks it; when
 * to ask for a fresh snapshot is for books.ts.
 */
import type { PriceGrid } from '../../units/grid.ts';
import { ONE_DOLLAR } from '../../units/price.ts';
import type { Outcome } from '../../units/outcome.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Ticker } from '../../units/ticker.ts';
import type { UnixMs } from '../../units/time.ts';
import type { Delta } from '../../wire/book.ts';
import type { Level, Seq } from '../../wire/messages.ts';
import { BookSide, canHold } from './book-side.ts';
import type { StaleReason } from './book-event.ts';

/** `waiting`: no snapshot yet. `stale`: what is held was exact once, and deltas are not applied any more. */
export type BookState = 'waiting' | 'exact' | 'stale';

export class Book {
  readonly ticker: Ticker;
  readonly yes = new BookSide();
  readonly no = new BookSide();
  /** Where orders may rest, as far as known. Levels off it are kept: the exchange's word counts. */
  grid: PriceGrid;
  state: BookState = 'waiting';
  /** Why it is stale. */
  reason: StaleReason | undefined;
  /** Of the last frame that was applied. */
  seq: Seq | undefined;
  /** The exchange's stamp of the last delta; a snapshot carries none. */
  venueAt: UnixMs | undefined;
  receivedAt: UnixMs | undefined;
  /** Our stamp of the frame since which both sides together bid more than a dollar. */
  crossedAt: UnixMs | undefined;

  constructor(ticker: Ticker, grid: PriceGrid) {
    this.ticker = ticker;
    this.grid = grid;
  }

  side(outcome: Outcome): BookSide {
    return outcome === 'yes' ? this.yes : this.no;
  }

  /** True where somebody bids more than somebody else asks. A sum of just a dollar is a locked book, and no fault. */
  get isCrossed(): boolean {
    return (this.yes.best ?? 0) + (this.no.best ?? 0) > ONE_DOLLAR;
  }

  /** Returns whether it holds just these levels of each side. */
  isSame(yes: readonly Level[], no: readonly Level[]): boolean {
    return this.yes.isSame(yes) && this.no.isSame(no);
  }

  /** Takes the whole book afresh: it is exact from here on. Returns false where a side holds more than can be: it is not. */
  reset(yes: readonly Level[], no: readonly Level[], seq: Seq | undefined, at: UnixMs): boolean {
    if (!canHold(yes) || !canHold(no)) return false;
    this.yes.load(yes);
    this.no.load(no);
    this.state = 'exact';
    this.reason = undefined;
    this.#touch(seq, undefined, at);
    return true;
  }

  /**
   * Applies a change to an exact book. Returns what rests at its price then, or `undefined`, and changes nothing, where the
   * level would fall below zero, or its side rise above what can be.
   */
  apply({ side, price, change, venueAt }: Delta, seq: Seq | undefined, at: UnixMs): Quantity | undefined {
    const after = this.side(side).adjust(price, change);
    if (after !== undefined) this.#touch(seq, venueAt, at);
    return after;
  }

  /** Nothing that comes is applied until the next snapshot; what is held stays readable. */
  markStale(reason: StaleReason): void {
    if (this.state !== 'waiting') this.state = 'stale';
    this.reason = reason;
  }

  #touch(seq: Seq | undefined, venueAt: UnixMs | undefined, at: UnixMs): void {
    this.seq = seq;
    if (venueAt !== undefined) this.venueAt = venueAt;
    this.receivedAt = at;
    this.crossedAt = this.isCrossed ? (this.crossedAt ?? at) : undefined;
  }
}
