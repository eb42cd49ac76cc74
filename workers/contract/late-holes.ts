/**
 * Books that were wrong before anybody noticed: the rows written until then are those of a book that nobody knew. Rows do not
 * change (book-recorder.ts); the gap that was told with the doubt says since when, and so they are not played as known.
 */
import { bookEventAt, SNAPSHOT, STALE, type BookColumns } from '#core/market/book/book-columns.ts';
import type { StaleReason } from '#core/market/book/book-event.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { BOOK_CHANNEL } from './gap-rows.ts';
import type { GapRow } from './store.ts';

/** A recorded book became doubtful. */
export interface Doubt {
  readonly ticker: Ticker;
  readonly at: UnixMs;
  readonly reason: StaleReason;
}

/** Each time a recorded book became doubtful, from batches as they are read back. */
export class Doubts {
  readonly all: Doubt[] = [];
  readonly #doubted = new Set<Ticker>();

  take(columns: BookColumns): void {
    const { count, kind, ticker, tickers } = columns;
    for (let row = 0; row < count; row++) {
      const name = tickers[ticker[row] ?? -1];
      if (name === undefined) continue;
      if (kind[row] === SNAPSHOT) this.#doubted.delete(name);
      if (kind[row] !== STALE || this.#doubted.has(name)) continue;
      const event = bookEventAt(columns, row);
      if (event?.kind === 'stale')
        this.all.push({ ticker: name, at: event.receivedAt, reason: event.reason });
      this.#doubted.add(name);
    }
  }
}

/** From `from` on the book was not what its rows say; at `to` that was noticed. */
export interface LateHole {
  readonly ticker: Ticker;
  readonly from: UnixMs;
  readonly to: UnixMs;
  readonly reason: StaleReason;
}

/** Returns the stretches before `doubts` that gaps of the same reason reach back over. */
export function lateHoles(doubts: readonly Doubt[], gaps: readonly GapRow[]): readonly LateHole[] {
  return doubts.flatMap(({ ticker, at, reason }) => {
    const own = gaps.filter(
      (gap) => gap.channel === BOOK_CHANNEL && gap.reason === reason && gap.fromMs <= at && at <= gap.toMs,
    );
    // One that begins with the doubt is this one's: an earlier one is of other books.
    if (own.some(({ fromMs }) => fromMs === at)) return [];
    const from = Math.min(...own.map(({ fromMs }) => fromMs)) as UnixMs;
    return own.length === 0 ? [] : [{ ticker, from, to: at, reason }];
  });
}

/** Returns the hole of `ticker` at `at`. */
export function lateHoleAt(holes: readonly LateHole[], ticker: Ticker, at: number): LateHole | undefined {
  return holes.find((hole) => hole.ticker === ticker && hole.from <= at && at < hole.to);
}

/** What was amiss with one book, says nothing of the others, and was noticed later than it began. */
const LATE: ReadonlySet<string> = new Set(['negative', 'crossed', 'audit']);

/** Returns whether a gap of that reason is of one book only. */
export function isOfOneBook(reason: string): boolean {
  return LATE.has(reason);
}
