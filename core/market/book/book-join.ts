/** Batches of book changes as one, and a batch without the books that nobody asked for. */
import { assert } from '../../lib/assert.ts';
import type { Ticker } from '../../units/ticker.ts';
import type { UnixMs } from '../../units/time.ts';
import { MAX_BATCH_TICKERS, type BookColumns } from './book-columns.ts';

/**
 * Returns the changes of all `batches`, at least one, in their order; cost is that of copying their columns. A stamp before
 * the last one counts as the last one: clocks are set back between batches too.
 */
export function joinBooks(batches: readonly BookColumns[]): BookColumns {
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const tickers: Ticker[] = [];
  const indexOf = new Map<Ticker, number>();
  const joined = allocate(count);
  let start = 0;
  let last = -Infinity;
  for (const batch of batches) {
    const places = batch.tickers.map((ticker) => {
      const known = indexOf.get(ticker);
      if (known !== undefined) return known;
      indexOf.set(ticker, tickers.length);
      return tickers.push(ticker) - 1;
    });
    for (let row = 0; row < batch.count; row++) {
      joined.ticker[start + row] = places[batch.ticker[row] ?? 0] ?? 0;
      joined.receivedAt[start + row] = last = Math.max(last, batch.receivedAt[row] ?? 0);
    }
    joined.kind.set(batch.kind, start);
    joined.side.set(batch.side, start);
    joined.price.set(batch.price, start);
    joined.quantity.set(batch.quantity, start);
    joined.seq.set(batch.seq, start);
    joined.venueAt.set(batch.venueAt, start);
    start += batch.count;
  }
  assert(tickers.length <= MAX_BATCH_TICKERS, `at most ${MAX_BATCH_TICKERS} books`);
  const from = batches.reduce((low, batch) => Math.min(low, batch.from), Infinity) as UnixMs;
  const until = batches.reduce((high, batch) => Math.max(high, batch.until), last) as UnixMs;
  return { count, from, until, tickers, ...joined };
}

/** Returns the rows of the books `wanted`, with their dictionary and the span as they were. */
export function pickBooks(columns: BookColumns, wanted: ReadonlySet<Ticker>): BookColumns {
  if (columns.tickers.every((ticker) => wanted.has(ticker))) return columns;
  const { from, until, tickers } = columns;
  const isWanted = tickers.map((ticker) => wanted.has(ticker));
  const rows = columns.ticker.reduce((sum, of) => sum + (isWanted[of] === true ? 1 : 0), 0);
  const picked = allocate(rows);
  let to = 0;
  for (let row = 0; row < columns.count; row++) {
    const of = columns.ticker[row] ?? 0;
    if (isWanted[of] !== true) continue;
    picked.ticker[to] = of;
    picked.kind[to] = columns.kind[row] ?? 0;
    picked.side[to] = columns.side[row] ?? 0;
    picked.price[to] = columns.price[row] ?? 0;
    picked.quantity[to] = columns.quantity[row] ?? 0;
    picked.seq[to] = columns.seq[row] ?? 0;
    picked.venueAt[to] = columns.venueAt[row] ?? 0;
    picked.receivedAt[to] = columns.receivedAt[row] ?? 0;
    to++;
  }
  return { count: rows, from, until, tickers, ...picked };
}

function allocate(count: number) {
  return {
    ticker: new Uint16Array(count),
    kind: new Uint8Array(count),
    side: new Uint8Array(count),
    price: new Uint16Array(count),
    quantity: new Float64Array(count),
    seq: new Float64Array(count),
    venueAt: new Float64Array(count),
    receivedAt: new Float64Array(count),
  };
}
