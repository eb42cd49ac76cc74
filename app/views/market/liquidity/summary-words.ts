/** The picture in one sentence, for who does not see it: what was traded last, and where the book begins. Pure. */
import type { BookFrame } from '#contract/frames.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { PriceWords } from '../../../format/price-words.ts';
import { contracts } from '../../../format/units.ts';
import { seenBy } from '../ladder/mirror.ts';

/** Returns "Last YES price 63¢; best bid 62¢ × 1,400, best ask 64¢ × 200."; an old book is said to be one. */
export function summaryWords(
  book: BookFrame | undefined,
  last: Price | undefined,
  words: PriceWords,
): string {
  const traded = last === undefined ? 'No last price is known' : `Last ${words.side} price ${words.of(last)}`;
  if (book === undefined || book.state === 'waiting' || book.state === 'none')
    return `${traded}; no order book is known.`;
  const { bid, ask, bidSize, askSize } = seenBy(book, words.outcome).top;
  const best = (name: string, price: Price | undefined, size: Quantity): string =>
    price === undefined ? `no ${name}` : `best ${name} ${words.own(price)} × ${contracts(size)}`;
  const old = book.state === 'exact' ? '' : ', as last known';
  return `${traded}; ${best('bid', bid, bidSize)}, ${best('ask', ask, askSize)}${old}.`;
}
