/**
 * What the exchange did to its books and what a recording says of them, balanced against one another. The world writes down each
 * change of a book and, at the end of each of its steps, when that was; what is on disk is then played through the reader that
 * a replay uses. Folds by itself: a book of the product would forgive some of what is looked for here.
 */
import type { GapRow } from '#contract/store.ts';
import type { BookBatch } from '#contract/stored-books.ts';
import { must } from '#core/lib/assert.ts';
import { BookCursor } from '#core/market/book/book-cursor.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { VenueEvent } from '#core/exchange/venue-event.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { ONE_DOLLAR } from '#core/units/price.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Snapshot } from '#core/wire/book.ts';

type Stretch = Pick<GapRow, 'fromMs' | 'toMs'>;

/** One change of a book: which level on which side's own scale, by how much. */
interface Change {
  readonly ticker: Ticker;
  readonly level: string;
  readonly change: number;
  readonly venueAt: number;
}

/** A look at the exchange's books, at the end of a step of the world. */
interface Look {
  readonly at: UnixMs;
  /** Markets that are recorded for the first time, and their books now. */
  readonly begun: readonly Snapshot[];
  /** Changes of all markets by now. */
  readonly changes: number;
}

/** What the recording said while the world was looked at. */
export interface BookBalance {
  /** Empty where all is well. */
  readonly complaints: readonly string[];
  /** Looks at a book that the recording claimed to know, and no gap excused. */
  readonly known: number;
}

export class BookLedger {
  readonly #changes: Change[] = [];
  readonly #looks: Look[] = [];
  readonly #recorded = new Set<Ticker>();

  /** Takes what the exchange does, whether anybody hears it or not. */
  take(event: VenueEvent): void {
    if (event.kind !== 'book') return;
    const { market, side, price, change, atMicros } = event;
    const level = side === 'bid' ? `yes ${price}` : `no ${ONE_DOLLAR - price}`;
    this.#changes.push({ ticker: market.ticker, level, change, venueAt: Math.floor(atMicros / 1_000) });
  }

  /** A step is over. `recorded` are the markets whose books are recorded now; `booksOf` tells the exchange's own. */
  look(
    at: UnixMs,
    recorded: readonly Ticker[],
    booksOf: (tickers: readonly Ticker[]) => readonly Snapshot[],
  ): void {
    const fresh = recorded.filter((ticker) => !this.#recorded.has(ticker));
    for (const ticker of fresh) this.#recorded.add(ticker);
    this.#looks.push({
      at,
      begun: fresh.length === 0 ? [] : booksOf(fresh),
      changes: this.#changes.length,
    });
  }

  /** Balances everything recorded, `batches`, with what was done; within `gaps` (of books) a recording may be wrong. */
  balance(batches: readonly BookBatch[], gaps: readonly Stretch[]): BookBalance {
    const cursor = new BookCursor();
    for (const batch of batches) cursor.push(batch);
    const accounts = new Map([...this.#recorded].map((ticker) => [ticker, new Account(ticker)]));
    for (const change of this.#changes) accounts.get(change.ticker)?.changes.push(change);
    let played = 0;
    let last = -Infinity;
    for (const { at, begun, changes } of this.#looks) {
      for (const { ticker } of this.#changes.slice(played, changes)) accounts.get(ticker)?.made();
      for (const book of begun) accounts.get(book.ticker)?.begin(book);
      cursor.playUntil(at, (event) => {
        must(accounts.get(event.ticker), 'a market that was recorded').hear(event, at);
      });
      const isCovered = gaps.some(({ fromMs, toMs }) => fromMs <= at && toMs >= last);
      for (const account of accounts.values()) account.close(at, isCovered);
      played = changes;
      last = at;
    }
    const all = [...accounts.values()];
    return {
      complaints: all.flatMap(({ complaints }) => complaints),
      known: all.reduce((sum, { known }) => sum + known, 0),
    };
  }
}

/** One market: what was done to its book, and what the recording has said of it so far. */
class Account {
  readonly changes: Change[] = [];
  readonly complaints: string[] = [];
  known = 0;
  readonly #ticker: Ticker;
  /** The exchange's book at the last look; `undefined` before the market was ever recorded. */
  #truth: Map<string, number> | undefined;
  /** What the recording says it is. */
  #recorded: Map<string, number> | undefined;
  /** Changes made by now, made until the look before, and found in the recording. */
  #made = 0;
  #looked = 0;
  #matched = 0;
  /** Since the look before. */
  #heard: Change[] = [];
  #isRun = false;

  constructor(ticker: Ticker) {
    this.#ticker = ticker;
  }

  /** The next change was made. */
  made(): void {
    if (this.#truth !== undefined) add(this.#truth, must(this.changes[this.#made], 'a change'));
    this.#made++;
  }

  begin(book: Snapshot): void {
    this.#truth = levelsOf(book);
  }

  hear(event: BookEvent, at: UnixMs): void {
    if (event.kind !== 'delta') {
      this.#isRun = false;
      this.#recorded = event.kind === 'snapshot' ? levelsOf(event) : undefined;
      return;
    }
    const change = changeOf(event);
    this.#heard.push(change);
    if (this.#recorded === undefined) this.#complain(at, 'a change of a book that is not known');
    else add(this.#recorded, change);
    // Everything recorded was done by the exchange, in this order and once.
    let index = this.#matched;
    while (index < this.#made && !isSame(this.changes[index], change)) index++;
    if (index < this.#made) this.#matched = index + 1;
    else this.#complain(at, `${change.level} by ${change.change} was not made, or is recorded twice`);
  }

  /** Compares, at a look; `isCovered` by the row of a gap. */
  close(at: UnixMs, isCovered: boolean): void {
    const made = this.changes.slice(this.#looked, this.#made);
    this.#looked = this.#made;
    const heard = this.#heard;
    this.#heard = [];
    const isRun = this.#isRun;
    this.#isRun = this.#recorded !== undefined;
    if (this.#recorded === undefined || this.#truth === undefined || isCovered) return;
    this.known++;
    if (!isEqual(this.#recorded, this.#truth)) this.#complain(at, 'the book is not the exchange’s');
    const isAll = heard.length === made.length && made.every((each, index) => isSame(heard[index], each));
    if (isRun && !isAll) this.#complain(at, `${heard.length} changes are recorded of ${made.length}`);
  }

  #complain(at: UnixMs, what: string): void {
    this.complaints.push(`${this.#ticker} at ${at}: ${what}`);
  }
}

function changeOf({ ticker, side, price, change, venueAt }: Extract<BookEvent, { kind: 'delta' }>): Change {
  return { ticker, level: `${side} ${price}`, change, venueAt: venueAt ?? -1 };
}

function isSame(a: Change | undefined, b: Change): boolean {
  return a?.level === b.level && a.change === b.change && a.venueAt === b.venueAt;
}

function levelsOf({ yes, no }: Pick<Snapshot, 'yes' | 'no'>): Map<string, number> {
  return new Map([
    ...yes.map(([price, quantity]) => [`yes ${price}`, quantity] as const),
    ...no.map(([price, quantity]) => [`no ${price}`, quantity] as const),
  ]);
}

function add(levels: Map<string, number>, { level, change }: Change): void {
  const after = (levels.get(level) ?? 0) + change;
  if (after === 0) levels.delete(level);
  else levels.set(level, after);
}

function isEqual(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([level, quantity]) => b.get(level) === quantity);
}
