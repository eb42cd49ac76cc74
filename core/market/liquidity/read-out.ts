/**
 * What the picture shows at a time and a price, in exact numbers: read from the book itself, played to the end of that column,
 * not from the colours.
 */
import { ONE_DOLLAR } from '../../units/price.ts';
import type { Quantity } from '../../units/quantity.ts';
import { DELTA, NO_SIDE, YES_SIDE } from '../book/book-columns.ts';
import type { BookLog, Stretch } from './book-log.ts';
import { BookTrace, type TraceState } from './book-trace.ts';
import type { PriceRows } from './price-rows.ts';
import type { TradeLog } from './trade-log.ts';

export interface LevelReadOut {
  /** What rests in the row: at the end of the column, and the most at any time in it. */
  readonly last: Quantity;
  readonly most: Quantity;
  /** From the best price to this row, at the end of the column. */
  readonly cumulative: Quantity;
  /** How long something has rested there at the end of the column, ms; `undefined` where nothing does. */
  readonly age: number | undefined;
}

export interface ReadOut {
  /** `unread`: not in memory, or not told yet. */
  readonly state: TraceState | 'unread';
  /** YES bids, and NO bids seen as asks. */
  readonly bid: LevelReadOut;
  readonly ask: LevelReadOut;
  /** Best YES prices at the end of the column, 1e-4 dollar. */
  readonly bestBid: number | undefined;
  readonly bestAsk: number | undefined;
  /** Of the stretch asked for, by taker, at any price. */
  readonly yesTraded: Quantity;
  readonly noTraded: Quantity;
  readonly trades: number;
}

const NOTHING: LevelReadOut = {
  last: 0 as Quantity,
  most: 0 as Quantity,
  cumulative: 0 as Quantity,
  age: undefined,
};

type Missed = Extract<TraceState, 'gap' | 'handover'>;

interface Asked {
  readonly column: Stretch;
  readonly row: number;
  readonly rows: PriceRows;
  /** Whose trades are counted. */
  readonly tradesIn: Stretch;
}

/** Returns what is at `asked`. Walks the chunks that the column touches. */
export function readOut(log: BookLog, trades: TradeLog, asked: Asked): ReadOut {
  const { column } = asked;
  const nothing = { bid: NOTHING, ask: NOTHING, bestBid: undefined, bestAsk: undefined };
  const traded = tradedIn(trades, asked.tradesIn);
  if (
    log.holes({ from: column.from, to: Math.min(column.to, log.until) }).length > 0 ||
    log.until < column.from
  )
    return { state: 'unread', ...nothing, ...traded };
  const trace = new BookTrace();
  const reader = new RowReader(asked, trace);
  const missed = walk(log, column, trace, reader);
  if (missed !== undefined) return { state: missed, ...nothing, ...traded };
  if (trace.state !== 'known') return { state: trace.state, ...nothing, ...traded };
  const end = Math.min(column.to, log.until);
  const bestNo = trace.no.best;
  return {
    state: 'known',
    bid: reader.level(YES_SIDE, end),
    ask: reader.level(NO_SIDE, end),
    bestBid: trace.yes.best,
    bestAsk: bestNo === undefined ? undefined : ONE_DOLLAR - bestNo,
    ...traded,
  };
}

/** Plays the book to the end of the column and shows `reader` what it was in it; returns the gap that was in it, if any. */
function walk(log: BookLog, { from, to }: Stretch, trace: BookTrace, reader: RowReader): Missed | undefined {
  let missed: Missed | undefined;
  const note = (): void => {
    // Of both in one column the one that says less of what happened is said.
    if (trace.state === 'gap' || (trace.state === 'handover' && missed === undefined)) missed = trace.state;
  };
  const look = (): void => {
    note();
    reader.look();
  };
  for (let index = Math.max(0, log.indexAt(from)); index < log.chunks.length; index++) {
    const chunk = log.chunks[index];
    if (chunk === undefined || chunk.from >= to) break;
    trace.takeUp(chunk.mark);
    let row = 0;
    while (row < chunk.count && (chunk.at[row] ?? 0) < from) row = chunk.play(row, trace);
    look();
    while (row < chunk.count && (chunk.at[row] ?? 0) < to) {
      const concerns =
        chunk.kind[row] !== DELTA || reader.concerns(chunk.side[row] ?? 0, chunk.price[row] ?? 0);
      row = chunk.play(row, trace);
      if (concerns) look();
    }
  }
  note();
  return missed;
}

function tradedIn(trades: TradeLog, { from, to }: Stretch) {
  let [yes, no, count] = [0, 0, 0];
  for (let i = trades.indexAt(from); i < trades.count && trades.atOf(i) < to; i++, count++)
    if (trades.isYesTaker(i)) yes += trades.quantityOf(i);
    else no += trades.quantityOf(i);
  return { yesTraded: yes as Quantity, noTraded: no as Quantity, trades: count };
}

/** Adds up one row of a book, and remembers the most that was there. */
class RowReader {
  readonly #trace: BookTrace;
  readonly #row: number;
  readonly #rows: PriceRows;
  readonly #most = [0, 0];

  constructor({ row, rows }: Asked, trace: BookTrace) {
    this.#trace = trace;
    this.#row = row;
    this.#rows = rows;
  }

  concerns(side: number, price: number): boolean {
    return this.#rows.rowOf[side === YES_SIDE ? price : ONE_DOLLAR - price] === this.#row;
  }

  look(): void {
    if (this.#trace.state !== 'known') return;
    for (const side of [YES_SIDE, NO_SIDE])
      this.#most[side] = Math.max(this.#most[side] ?? 0, this.#sum(side).here);
  }

  level(side: number, end: number): LevelReadOut {
    const { here, upTo, since } = this.#sum(side);
    return {
      last: here as Quantity,
      most: (this.#most[side] ?? 0) as Quantity,
      cumulative: (here === 0 ? 0 : upTo) as Quantity,
      age: here === 0 ? undefined : Math.max(0, end - since),
    };
  }

  #sum(side: number): { here: number; upTo: number; since: number } {
    const levels = this.#trace.side(side);
    let [here, upTo, since] = [0, 0, Infinity];
    let isPast = false;
    for (let i = levels.size - 1; i >= 0 && !isPast; i--) {
      const price = levels.priceAt(i);
      if (this.concerns(side, price)) {
        here += levels.quantityAt(i);
        since = Math.min(since, this.#trace.since(side, price));
      } else isPast = here > 0;
      if (!isPast) upTo += levels.quantityAt(i);
    }
    return { here, upTo, since };
  }
}
