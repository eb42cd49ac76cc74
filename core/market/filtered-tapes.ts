/**
 * The filtered tapes somebody asks for: one for each filter, a few at most (tabs may each have theirs). One that nobody has
 * asked for while many trades went by is let go, so that a filter which was put away costs nothing. It has no clock.
 */
import { FilteredTape, type TapeTest } from './filtered-tape.ts';
import type { TickerTable } from './ticker-table.ts';
import type { TradePool } from './trade-pool.ts';
import type { FilteredTapeView } from './views.ts';

/** The leader's, a follower's, and what was typed a moment ago. */
const MAX_TAPES = 4;
/** Trades without a question: ten seconds of a busy exchange. */
const MAX_UNASKED = 50_000;

interface Kept {
  readonly tape: FilteredTape;
  readonly key: string;
  readonly epoch: number;
  /** Trades since it was asked for. */
  unasked: number;
}

export class FilteredTapes {
  readonly #pool: TradePool;
  readonly #tickers: TickerTable;
  /** The one asked for last at the end. */
  #kept: Kept[] = [];
  #made = 0;

  constructor(pool: TradePool, tickers: TickerTable) {
    this.#pool = pool;
    this.#tickers = tickers;
  }

  /** Returns at most `limit` rows that pass `test`, newest first. */
  read(test: TapeTest, limit: number): FilteredTapeView {
    const kept = this.#kept.find(({ key }) => key === test.key) ?? this.#make(test);
    kept.unasked = 0;
    this.#kept = [...this.#kept.filter((each) => each !== kept), kept].slice(-MAX_TAPES);
    return { ...kept.tape.read(test, limit), epoch: kept.epoch };
  }

  /** Takes a trade that was just linked. */
  insert(slot: number): void {
    let isOver = false;
    for (const kept of this.#kept) {
      kept.tape.insert(slot);
      if (++kept.unasked > MAX_UNASKED) isOver = true;
    }
    if (isOver) this.#kept = this.#kept.filter(({ unasked }) => unasked <= MAX_UNASKED);
  }

  /** Hears of the pool's oldest trade, which is about to be dropped. */
  drop(slot: number): void {
    for (const { tape } of this.#kept) tape.drop(slot);
  }

  /** Forgets a ticker whose row will be another's. */
  forget(row: number): void {
    for (const { tape } of this.#kept) tape.forget(row);
  }

  #make(test: TapeTest): Kept {
    const tape = new FilteredTape(this.#pool, this.#tickers, test);
    return { tape, key: test.key, epoch: ++this.#made, unasked: 0 };
  }
}
