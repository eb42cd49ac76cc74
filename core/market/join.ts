/** Several batches of trades as one, in their order: one dictionary, one set of columns; and a batch without some of its trades. */
import { must } from '../lib/assert.ts';
import type { Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';
import { tradeAt, TradeColumnsBuilder, type TradeColumns } from './columns.ts';

const UUID_BYTES = 16;

/** Returns the trades of all `batches`; cost is that of copying their columns. */
export function joinColumns(batches: readonly TradeColumns[]): TradeColumns {
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const tickers: Ticker[] = [];
  const indexOf = new Map<Ticker, number>();
  const otherIds: [number, string][] = [];
  const joined = {
    count,
    tickers,
    ticker: new Uint32Array(count),
    yesPrice: new Uint16Array(count),
    quantity: new Float64Array(count),
    flags: new Uint8Array(count),
    venueAt: new Float64Array(count),
    receivedAt: new Float64Array(count),
    uuid: new Uint8Array(count * UUID_BYTES),
    otherIds,
  };
  let start = 0;
  for (const batch of batches) {
    const places = batch.tickers.map((ticker) => {
      const known = indexOf.get(ticker);
      if (known !== undefined) return known;
      indexOf.set(ticker, tickers.length);
      return tickers.push(ticker) - 1;
    });
    batch.ticker.forEach((index, row) => {
      joined.ticker[start + row] = must(places[index], 'ticker of the dictionary');
    });
    joined.yesPrice.set(batch.yesPrice, start);
    joined.quantity.set(batch.quantity, start);
    joined.flags.set(batch.flags, start);
    joined.venueAt.set(batch.venueAt, start);
    joined.receivedAt.set(batch.receivedAt, start);
    joined.uuid.set(batch.uuid, start * UUID_BYTES);
    for (const [row, id] of batch.otherIds) otherIds.push([start + row, id]);
    start += batch.count;
  }
  return joined;
}

/** Returns the trades of `columns` whose row `isWanted`, in their order. */
export function pickTrades(columns: TradeColumns, isWanted: (row: number) => boolean): TradeColumns {
  const picked = new TradeColumnsBuilder();
  for (let row = 0; row < columns.count; row++)
    if (isWanted(row))
      picked.append(tradeAt(columns, row), must(columns.receivedAt[row], 'received time') as UnixMs);
  return picked.take();
}
