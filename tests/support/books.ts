/** What a book holds, as plain as can be: for comparing it with a naive one. */
import type { Books } from '#core/market/book/books.ts';
import type { Outcome } from '#core/units/outcome.ts';
import type { Ticker } from '#core/units/ticker.ts';

/** Quantity by price, on each side's own scale. */
export type PlainBook = Record<Outcome, Map<number, number>>;

/** Returns the levels of a watched book, worst price first; `undefined` where it is not watched. */
export function plainBook(books: Books, ticker: Ticker): PlainBook | undefined {
  const book = books.get(ticker);
  if (book === undefined) return undefined;
  const sideOf = (outcome: Outcome) => {
    const side = book.side(outcome);
    return new Map(Array.from({ length: side.size }, (_, i) => [side.priceAt(i), side.quantityAt(i)]));
  };
  return { yes: sideOf('yes'), no: sideOf('no') };
}
