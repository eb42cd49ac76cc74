/**
 * A recorded run of books without some stretches of its time. What stays can be read alone, as before: where a stretch begins
 * every book ends, and where it is over every book that is known stands there anew.
 */
import { FINEST_GRID } from '../../units/grid.ts';
import type { TimeStretch } from '../../units/stretch.ts';
import type { Ticker } from '../../units/ticker.ts';
import type { UnixMs } from '../../units/time.ts';
import type { Level } from '../../wire/messages.ts';
import { Book } from './book.ts';
import { BookColumnsBuilder, forEachBookEvent, type BookColumns } from './book-columns.ts';
import type { BookEvent } from './book-event.ts';
import type { BookSide } from './book-side.ts';

/**
 * Returns `columns`, which begin with a key, without what happened in `gone`, or `undefined` where nothing of their time is left.
 * `gone` ascends and does not overlap.
 */
export function withoutStretches(
  columns: BookColumns,
  gone: readonly TimeStretch[],
): BookColumns | undefined {
  const cut = new Cut(gone.filter(({ to }) => to >= columns.from));
  cut.moveTo(columns.from);
  forEachBookEvent(columns, (event) => {
    cut.take(event);
  });
  cut.moveTo(columns.until);
  return cut.finish(columns);
}

class Cut {
  readonly #gone: readonly TimeStretch[];
  readonly #kept = new BookColumnsBuilder();
  readonly #books = new Map<Ticker, Book>();
  #next = 0;
  #isHidden = false;
  /** Ends of what is kept; `undefined` until something is. */
  #from: number | undefined;
  #until = 0;
  #hasBegun = false;

  constructor(gone: readonly TimeStretch[]) {
    this.#gone = gone;
  }

  /** Passes the beginnings and ends of stretches up to `at`. */
  moveTo(at: number): void {
    for (let stretch = this.#gone[this.#next]; stretch !== undefined; stretch = this.#gone[this.#next]) {
      if (!this.#isHidden && stretch.from <= at) this.#hide(stretch.from);
      else if (this.#isHidden && stretch.to < at) this.#show(stretch.to + 1);
      else break;
    }
    if (!this.#hasBegun && !this.#isHidden) this.#from ??= at;
    this.#hasBegun = true;
  }

  take(event: BookEvent): void {
    this.moveTo(event.receivedAt);
    this.#apply(event);
    if (!this.#isHidden) this.#kept.add(event);
  }

  finish({ until }: BookColumns): BookColumns | undefined {
    if (this.#from === undefined) return undefined;
    return this.#kept.take(this.#from as UnixMs, (this.#isHidden ? this.#until : until) as UnixMs);
  }

  #hide(at: number): void {
    this.#isHidden = true;
    this.#until = at;
    if (this.#from === undefined) return;
    for (const ticker of this.#books.keys())
      this.#kept.add({ kind: 'end', ticker, receivedAt: at as UnixMs });
  }

  #show(at: number): void {
    this.#isHidden = false;
    this.#next++;
    this.#from ??= at;
    const receivedAt = at as UnixMs;
    for (const { ticker, state, reason, seq, yes, no } of this.#books.values())
      if (state === 'exact')
        this.#kept.add({ kind: 'snapshot', ticker, receivedAt, seq, yes: levelsOf(yes), no: levelsOf(no) });
      else this.#kept.add({ kind: 'stale', ticker, receivedAt, reason: reason ?? 'sequence' });
  }

  #apply(event: BookEvent): void {
    const { ticker, receivedAt } = event;
    if (event.kind === 'end') {
      this.#books.delete(ticker);
      return;
    }
    const book = this.#books.get(ticker) ?? new Book(ticker, FINEST_GRID);
    this.#books.set(ticker, book);
    if (event.kind === 'snapshot') book.reset(event.yes, event.no, event.seq, receivedAt);
    else if (event.kind === 'stale') book.markStale(event.reason);
    else if (book.state === 'exact') book.apply(event, event.seq, receivedAt);
  }
}

function levelsOf(side: BookSide): Level[] {
  return Array.from({ length: side.size }, (_, index): Level => [
    side.priceAt(index),
    side.quantityAt(index),
  ]);
}
