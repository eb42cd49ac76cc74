/**
 * One row per ticker that is being watched: a small number for its name, its trades in order of time, and its last price
 * before them. Rows of tickers that stay silent are given to others, so the table is as large as the market is alive.
 */
import { isCombo, type Ticker } from '../units/ticker.ts';
import { textHash } from './duplicates.ts';
import { grown, NIL, type TradePool } from './trade-pool.ts';

const FIRST_CAPACITY = 256;

export class TickerTable {
  capacity = FIRST_CAPACITY;
  /** Rows in use or used before: loops run over 0..size. */
  size = 0;
  /** Oldest and newest slot of the ticker, and how many it has. */
  head = new Int32Array(FIRST_CAPACITY).fill(NIL);
  tail = new Int32Array(FIRST_CAPACITY).fill(NIL);
  count = new Uint32Array(FIRST_CAPACITY);
  /** Price and time of the newest trade that already left; 0 where none did. */
  pastPrice = new Uint16Array(FIRST_CAPACITY);
  pastAt = new Float64Array(FIRST_CAPACITY);
  /** 1 for combos. */
  group = new Uint8Array(FIRST_CAPACITY);
  /** Hash of the name. */
  hash = new Int32Array(FIRST_CAPACITY);

  readonly #rowOf = new Map<Ticker, number>();
  readonly #names: (Ticker | undefined)[] = [];
  readonly #free: number[] = [];
  /** Where the last late arrival went: the next one is probably its neighbour. */
  #finger = new Int32Array(FIRST_CAPACITY).fill(NIL);

  /** Returns the row of `ticker`, or `undefined` when it has none. */
  find(ticker: Ticker): number | undefined {
    return this.#rowOf.get(ticker);
  }

  /** Returns a row for `ticker`, which has none yet. */
  add(ticker: Ticker): number {
    const row = this.#free.pop() ?? this.size++;
    if (row >= this.capacity) this.#grow();
    this.#rowOf.set(ticker, row);
    this.#names[row] = ticker;
    this.group[row] = isCombo(ticker) ? 1 : 0;
    this.hash[row] = textHash(ticker);
    return row;
  }

  /** Returns the ticker of `row`, or `undefined` when the row is free. */
  name(row: number): Ticker | undefined {
    return this.#names[row];
  }

  /** Forgets a row that has no trades left. */
  release(row: number): void {
    const ticker = this.#names[row];
    if (ticker === undefined) return;
    this.#rowOf.delete(ticker);
    this.#names[row] = undefined;
    this.pastPrice[row] = 0;
    this.pastAt[row] = 0;
    this.#free.push(row);
  }

  /** Puts `slot` among the ticker's trades by time, behind its equals. */
  link(pool: TradePool, row: number, slot: number): void {
    const at = pool.at[slot] ?? 0;
    const tail = this.tail[row] ?? NIL;
    let before = tail;
    if (tail !== NIL && (pool.at[tail] ?? 0) > at) {
      const finger = this.#finger[row] ?? NIL;
      if (finger !== NIL) before = finger;
      while (before !== NIL && (pool.at[before] ?? 0) > at) before = pool.tickerPrev[before] ?? NIL;
      let after = before === NIL ? (this.head[row] ?? NIL) : (pool.tickerNext[before] ?? NIL);
      while (after !== NIL && (pool.at[after] ?? 0) <= at) {
        before = after;
        after = pool.tickerNext[after] ?? NIL;
      }
      this.#finger[row] = slot;
    }
    const after = before === NIL ? (this.head[row] ?? NIL) : (pool.tickerNext[before] ?? NIL);
    pool.tickerPrev[slot] = before;
    pool.tickerNext[slot] = after;
    if (before === NIL) this.head[row] = slot;
    else pool.tickerNext[before] = slot;
    if (after === NIL) this.tail[row] = slot;
    else pool.tickerPrev[after] = slot;
    this.count[row] = (this.count[row] ?? 0) + 1;
  }

  /** Takes the ticker's oldest trade out and remembers its price. */
  unlinkHead(pool: TradePool, row: number): void {
    const slot = this.head[row] ?? NIL;
    const following = pool.tickerNext[slot] ?? NIL;
    this.head[row] = following;
    if (following === NIL) this.tail[row] = NIL;
    else pool.tickerPrev[following] = NIL;
    if (this.#finger[row] === slot) this.#finger[row] = NIL;
    this.count[row] = (this.count[row] ?? 1) - 1;
    this.pastPrice[row] = pool.yesPrice[slot] ?? 0;
    this.pastAt[row] = pool.at[slot] ?? 0;
  }

  #grow(): void {
    const from = this.capacity;
    const capacity = from * 2;
    this.capacity = capacity;
    this.head = grown(this.head, new Int32Array(capacity).fill(NIL));
    this.tail = grown(this.tail, new Int32Array(capacity).fill(NIL));
    this.#finger = grown(this.#finger, new Int32Array(capacity).fill(NIL));
    this.count = grown(this.count, new Uint32Array(capacity));
    this.pastPrice = grown(this.pastPrice, new Uint16Array(capacity));
    this.pastAt = grown(this.pastAt, new Float64Array(capacity));
    this.group = grown(this.group, new Uint8Array(capacity));
    this.hash = grown(this.hash, new Int32Array(capacity));
  }
}
