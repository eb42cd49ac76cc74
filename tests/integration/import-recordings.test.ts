/** Every recording of the real exchange can be brought in: nothing is left out, and the book at the end is the recording's own. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importedEvents, importedTrades, runImport } from '../support/import.ts';
import { hasRecordings, readFrames, recordingNames, recordingPath } from '../support/recordings.ts';

/** Another test folds them all; a few of the long ones are enough to see that no line is lost. */
const BOOKS = recordingNames('book_').filter((name, i) => i % 6 === 0 || name.startsWith('book_multi'));
const TRADES = recordingNames('trades_');

interface Frame {
  readonly type?: string;
  readonly msg?: Readonly<Record<string, unknown>>;
}

type Side = Map<string, number>;

/** The last book of each market by a fold as plain as can be: price and size as text and number, size in 1e-2 contract. */
async function foldedBooks(name: string): Promise<Map<string, Record<string, Side>>> {
  const books = new Map<string, Record<string, Side>>();
  for await (const text of readFrames(name)) {
    const { type, msg = {} } = JSON.parse(text) as Frame;
    const ticker = String(msg['market_ticker']);
    if (type === 'orderbook_snapshot') {
      const side = (levels: unknown): Side =>
        new Map(
          ((levels ?? []) as [string, string][]).map(([price, size]) => [
            price,
            Math.round(Number(size) * 100),
          ]),
        );
      books.set(ticker, { yes: side(msg['yes_dollars_fp']), no: side(msg['no_dollars_fp']) });
    } else if (type === 'orderbook_delta') {
      const side = books.get(ticker)?.[String(msg['side'])];
      const price = String(msg['price_dollars']);
      const after = (side?.get(price) ?? 0) + Math.round(Number(msg['delta_fp']) * 100);
      if (after === 0) side?.delete(price);
      else side?.set(price, after);
    }
  }
  return books;
}

describe.skipIf(!hasRecordings)('a recording of the real exchange', () => {
  test.each(BOOKS)('%s comes in whole, and its last books are its own', async (name) => {
    const { outcome, messages } = await runImport(new Blob([readFileSync(recordingPath(name))]));
    expect(outcome).toMatchObject({ kind: 'done', rejected: 0 });
    const books = new Map<string, Record<string, Side>>();
    for (const event of importedEvents(messages)) {
      if (event.kind === 'snapshot') {
        const side = (levels: typeof event.yes): Side =>
          new Map(levels.map(([price, size]) => [(price / 10_000).toFixed(4), size]));
        books.set(event.ticker, { yes: side(event.yes), no: side(event.no) });
      } else if (event.kind === 'delta') {
        const side = books.get(event.ticker)?.[event.side];
        const price = (event.price / 10_000).toFixed(4);
        const after = (side?.get(price) ?? 0) + event.change;
        if (after === 0) side?.delete(price);
        else side?.set(price, after);
      }
    }
    expect(books).toEqual(await foldedBooks(name));
  });

  test.each(TRADES)('%s comes in with every trade', async (name) => {
    const { outcome, messages } = await runImport(new Blob([readFileSync(recordingPath(name))]));
    let trades = 0;
    for await (const text of readFrames(name)) if ((JSON.parse(text) as Frame).type === 'trade') trades++;
    expect(outcome).toMatchObject({ kind: 'done', trades, rejected: 0, gaps: 0 });
    expect(importedTrades(messages)).toHaveLength(trades);
  });
});
