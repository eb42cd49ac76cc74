/**
 * The tape of one filter, kept up with every trade, so that who reads it pays for the rows read and not for all that did not
 * pass. Made once by walking back over the trades the engine holds, a slice at a question; from then on a trade costs one look
 * at its market's verdict and, where it passes, one step at the end of a list.
 *
 * What is measured against the least size is a row: with `merge` a sweep counts as one trade and its size is the sum of its
 * prints, so that a taker who bought 500 contracts in fifty prints passes "at least 500" and each of the prints alone would
 * not. The row appears with the print that makes it large enough. Without `merge` every print stands for itself. A block
 * trade is always a row of its own.
 *
 * Equal to the whole tape with the filter put on it, save that a row stays whole until its newest print has left the engine.
 * One file, longer than most: walking back, keeping up and letting go change the same list.
 */
import { notional, type Money } from '../units/money.ts';
import { complement, type Price } from '../units/price.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import { IS_BLOCK, TAKER_YES } from './columns.ts';
import { SWEEP_PAUSE_MS, tapeRowAt } from './tape.ts';
import type { TickerTable } from './ticker-table.ts';
import { grown, NIL, type TradePool } from './trade-pool.ts';
import type { FilteredTapeView, TapeRowView } from './views.ts';

/** Rows held: the most that anybody may ask for. */
const MAX_ROWS = 5_000;
/** Prints looked at in one question while the past is walked. */
const SLICE = 10_000;
/** A trade that belongs further back than so many rows is found by walking the past anew: late ones come by the hundred. */
const MAX_STEPS = 64;

/** What passes. */
export interface TapeTest {
  /** Of two tests with one key the same trades pass. */
  readonly key: string;
  readonly merge: boolean;
  readonly includeCombos: boolean;
  /** Size of a row, 1e-2 contract; 0 for any. */
  readonly minQuantity: number;
  /** Another number when markets may have got other names. */
  readonly names: number;
  /** Asked once for each market and each change of names. */
  passes(ticker: Ticker): boolean;
}

/** By ticker row. */
const PASSES = 1;
const FAILS = 2;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A row, in the list once it is large enough. */
interface Row {
  readonly view: Mutable<TapeRowView>;
  /** Time of the oldest and of the newest print, ms. */
  from: number;
  to: number;
  /** Number of arrival of the newest print: tells rows of one ms apart. */
  order: number;
  isListed: boolean;
  newer: Row | undefined;
  older: Row | undefined;
}

export class FilteredTape {
  readonly #pool: TradePool;
  readonly #tickers: TickerTable;
  #test: TapeTest;
  #verdicts = new Uint8Array(0); // [ticker row]
  /** Rows that a print may still join, by ticker row and side: the newest of each, and while the past is walked the oldest. */
  readonly #newest = new Map<number, Row>();
  readonly #oldest = new Map<number, Row>();
  #first: Row | undefined;
  #last: Row | undefined;
  #size = 0;
  /** The next print to look at on the way back; NIL when all have been. */
  #cursor = NIL;
  /** On the way back, once the list is full: no row reaches further back than this. */
  #reach = Infinity;
  #isStale = true;
  #entered = 0;
  /** Rows found on the way back whose newest print arrived from here on were brought by trades while the list was stale. */
  #staleFrom = Infinity;

  constructor(pool: TradePool, tickers: TickerTable, test: TapeTest) {
    this.#pool = pool;
    this.#tickers = tickers;
    this.#test = test;
  }

  /** Returns at most `limit` rows, newest first, and walks another slice of the past where there is one left. */
  read(test: TapeTest, limit: number): Omit<FilteredTapeView, 'epoch'> {
    if (test.names !== this.#test.names) this.#rename(test);
    if (this.#isStale) this.#begin();
    if (this.#cursor !== NIL) this.#walk();
    const rows: TapeRowView[] = [];
    for (let row = this.#first; row !== undefined && rows.length < limit; row = row.older)
      rows.push({ ...row.view });
    return { rows, isWhole: this.#cursor === NIL, entered: this.#entered };
  }

  /** Takes a trade that was just linked. */
  insert(slot: number): void {
    const pool = this.#pool;
    const row = pool.ticker[slot] ?? 0;
    if (this.#isStale || !this.#isPassing(row)) return;
    const at = pool.at[slot] ?? 0;
    // It lies on the way that is still to be walked.
    if (this.#cursor !== NIL && at < (pool.at[this.#cursor] ?? 0)) return;
    if (!this.#canMerge(slot)) {
      this.#enter(this.#rowOf(slot));
      return;
    }
    const key = this.#keyOf(slot);
    const newest = this.#newest.get(key);
    if (newest === undefined || at - newest.to > SWEEP_PAUSE_MS) {
      const made = this.#rowOf(slot);
      this.#newest.set(key, made);
      if (this.#cursor !== NIL && !this.#oldest.has(key)) this.#oldest.set(key, made);
      this.#enter(made);
    } else if (at >= newest.to) this.#append(newest, slot);
    else if (at >= newest.from) {
      this.#add(newest, slot);
      this.#enter(newest);
    }
    // Older than the row it may belong to: what it joins, and what it joins together, only the past can tell.
    else this.#outdate(slot);
  }

  /** Hears of the pool's oldest trade, which is about to be dropped. */
  drop(slot: number): void {
    const at = this.#pool.at[slot] ?? 0;
    const order = this.#pool.ingest[slot] ?? 0;
    if (slot === this.#cursor) this.#arrive();
    for (let row = this.#last; row !== undefined; row = this.#last) {
      if (row.to > at || (row.to === at && row.order > order)) break;
      this.#unlist(row);
    }
  }

  /** Forgets a ticker whose row will be another's. */
  forget(row: number): void {
    if (row < this.#verdicts.length) this.#verdicts[row] = 0;
    this.#newest.delete(row * 2);
    this.#newest.delete(row * 2 + TAKER_YES);
    this.#oldest.delete(row * 2);
    this.#oldest.delete(row * 2 + TAKER_YES);
  }

  #isPassing(row: number): boolean {
    if (row >= this.#verdicts.length)
      this.#verdicts = grown(this.#verdicts, new Uint8Array(this.#tickers.capacity));
    if (this.#verdicts[row] === 0) this.#verdicts[row] = this.#judge(row);
    return this.#verdicts[row] === PASSES;
  }

  #judge(row: number): number {
    const ticker = this.#tickers.name(row);
    if (ticker === undefined || (!this.#test.includeCombos && this.#tickers.group[row] === 1)) return FAILS;
    return this.#test.passes(ticker) ? PASSES : FAILS;
  }

  /** Markets may be called otherwise now: only where that changes what passes, the past is walked anew. */
  #rename(test: TapeTest): void {
    this.#test = test;
    for (const [row, known] of this.#verdicts.entries()) {
      if (known === 0) continue;
      const verdict = this.#judge(row);
      if (verdict === known) continue;
      this.#verdicts[row] = verdict;
      if (!this.#isStale) this.#staleFrom = Infinity;
      this.#isStale = true;
    }
  }

  /** The list is no longer true from this trade on: the next question walks the past anew. */
  #outdate(slot: number): void {
    this.#isStale = true;
    this.#staleFrom = this.#pool.ingest[slot] ?? Infinity;
  }

  #begin(): void {
    this.#newest.clear();
    this.#oldest.clear();
    this.#first = undefined;
    this.#last = undefined;
    this.#size = 0;
    this.#reach = Infinity;
    this.#cursor = this.#pool.tail;
    this.#isStale = false;
  }

  /** Walks back over one slice. */
  #walk(): void {
    let slot = this.#cursor;
    for (let looked = 0; slot !== NIL && looked < SLICE; looked++) {
      if (this.#isBehindAll(slot)) slot = NIL;
      else {
        this.#takeOlder(slot);
        slot = this.#pool.prev[slot] ?? NIL;
      }
    }
    this.#cursor = slot;
    if (slot === NIL) this.#arrive();
  }

  #arrive(): void {
    this.#cursor = NIL;
    this.#oldest.clear();
  }

  /** The list is full, and neither this print nor an older one joins a row of it. */
  #isBehindAll(slot: number): boolean {
    if (this.#size < MAX_ROWS) return false;
    return !this.#test.merge || (this.#pool.at[slot] ?? 0) < this.#reach - SWEEP_PAUSE_MS;
  }

  #takeOlder(slot: number): void {
    if (!this.#isPassing(this.#pool.ticker[slot] ?? 0)) return;
    const at = this.#pool.at[slot] ?? 0;
    const canMerge = this.#canMerge(slot);
    const key = this.#keyOf(slot);
    const held = canMerge ? this.#oldest.get(key) : undefined;
    if (held !== undefined && held.from - at <= SWEEP_PAUSE_MS) {
      this.#add(held, slot);
      held.from = at;
      held.view.firstYesPrice = (this.#pool.yesPrice[slot] ?? 0) as Price;
      this.#reach = at;
      this.#listFromEnd(held);
      return;
    }
    if (this.#size >= MAX_ROWS) return;
    const made = this.#rowOf(slot);
    this.#reach = at;
    if (canMerge) {
      this.#oldest.set(key, made);
      if (!this.#newest.has(key)) this.#newest.set(key, made);
    }
    this.#listFromEnd(made);
  }

  #canMerge(slot: number): boolean {
    return this.#test.merge && ((this.#pool.flags[slot] ?? 0) & IS_BLOCK) === 0;
  }

  /** By ticker row and side of the taker. */
  #keyOf(slot: number): number {
    return (this.#pool.ticker[slot] ?? 0) * 2 + ((this.#pool.flags[slot] ?? 0) & TAKER_YES);
  }

  #rowOf(slot: number): Row {
    const at = this.#pool.at[slot] ?? 0;
    const view = tapeRowAt(this.#pool, this.#tickers, slot);
    return {
      view,
      from: at,
      to: at,
      order: view.key,
      isListed: false,
      newer: undefined,
      older: undefined,
    };
  }

  /** Adds what a print of the same sweep brought, wherever in the sweep it stands. */
  #add({ view }: Row, slot: number): void {
    const pool = this.#pool;
    const yesPrice = (pool.yesPrice[slot] ?? 0) as Price;
    const quantity = (pool.quantity[slot] ?? 0) as Quantity;
    const paid = view.taker === 'yes' ? yesPrice : complement(yesPrice);
    view.quantity = (view.quantity + quantity) as Quantity;
    view.value = (view.value + notional(paid, quantity)) as Money;
    view.key = Math.max(view.key, pool.ingest[slot] ?? 0);
    view.prints++;
  }

  /** Adds the newest print of a sweep: its row moves to where the print stands. */
  #append(row: Row, slot: number): void {
    this.#add(row, slot);
    const { view } = row;
    row.to = this.#pool.at[slot] ?? 0;
    row.order = this.#pool.ingest[slot] ?? 0;
    view.at = this.#pool.venueAt(slot);
    view.yesPrice = (this.#pool.yesPrice[slot] ?? 0) as Price;
    if (!row.isListed) this.#enter(row);
    else {
      this.#unlist(row);
      this.#listFromStart(row);
    }
  }

  /** Puts a row into the list for the first time, once it is large enough. */
  #enter(row: Row): void {
    if (row.isListed || row.view.quantity < this.#test.minQuantity) return;
    if (this.#listFromStart(row)) this.#entered++;
  }

  /** Finds the row's place from the newest end: at once, unless trades come late. Returns false where it was not worth it. */
  #listFromStart(row: Row): boolean {
    let newer: Row | undefined;
    let older = this.#first;
    for (let steps = 0; older !== undefined && isBefore(row, older); steps++) {
      if (steps === MAX_STEPS) {
        this.#outdate(this.#pool.latest);
        return false;
      }
      newer = older;
      older = older.older;
    }
    this.#link(row, newer, older);
    return true;
  }

  /** Finds the row's place from the oldest end, where the walk back is. */
  #listFromEnd(row: Row): void {
    if (row.isListed || row.view.quantity < this.#test.minQuantity) return;
    if (row.order >= this.#staleFrom) this.#entered++;
    let newer = this.#last;
    let older: Row | undefined;
    while (newer !== undefined && isBefore(newer, row)) {
      older = newer;
      newer = newer.newer;
    }
    this.#link(row, newer, older);
  }

  #link(row: Row, newer: Row | undefined, older: Row | undefined): void {
    row.newer = newer;
    row.older = older;
    row.isListed = true;
    if (newer === undefined) this.#first = row;
    else newer.older = row;
    if (older === undefined) this.#last = row;
    else older.newer = row;
    this.#size++;
    if (this.#size > MAX_ROWS && this.#last !== undefined) this.#unlist(this.#last);
  }

  #unlist(row: Row): void {
    if (row.newer === undefined) this.#first = row.older;
    else row.newer.older = row.older;
    if (row.older === undefined) this.#last = row.newer;
    else row.older.newer = row.newer;
    row.newer = undefined;
    row.older = undefined;
    row.isListed = false;
    this.#size--;
  }
}

/** Returns whether the newest print of `a` stands before that of `b`. */
function isBefore(a: Row, b: Row): boolean {
  return a.to < b.to || (a.to === b.to && a.order < b.order);
}
