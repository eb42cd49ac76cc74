/** When a market has no book, and why, in words: what screens and lists say instead of an empty book. Pure. */
import type { BookFrameState } from '#contract/frames.ts';
import type { Book } from '#core/market/book/book.ts';
import { NEVER_LISTED, overPhaseOf, type Life, type OverPhase } from '#core/market/life.ts';

const WORDS: Readonly<Record<OverPhase, string>> = {
  closed: 'is closed',
  determined: 'is determined',
  settled: 'was settled',
  gone: 'is not listed by the exchange any more',
};

/**
 * Returns the word of a book. `isSilent`: the exchange was asked for it and sends none, so that there is nothing to wait for.
 * A market that is over keeps no orders: that its book is empty is no state of a book. One that the exchange has never listed
 * is not waited for either: its book is shown where one comes all the same.
 */
export function bookFrameStateOf(book: Book, isSilent: boolean, life: Life, now: number): BookFrameState {
  const phase = overPhaseOf(life, now);
  if (book.state !== 'exact' && (isSilent || phase === 'gone')) return 'none';
  if (book.state === 'waiting') return life.status === NEVER_LISTED ? 'none' : book.state;
  return isEmpty(book) && phase !== undefined ? 'none' : book.state;
}

/** Returns true where the market is over and no order in its book is known: nothing more will happen in it. */
export function hasEnded(book: Book | undefined, isSilent: boolean, life: Life, now: number): boolean {
  if (overPhaseOf(life, now) === undefined) return false;
  return book === undefined || isEmpty(book) || bookFrameStateOf(book, isSilent, life, now) === 'none';
}

/** Returns why a market that is over, or was never listed, has no book; `undefined` while it may still trade. */
export function whyNoBook(life: Life, now: number): string | undefined {
  if (life.status === NEVER_LISTED)
    return 'The exchange does not list this market and sends no order book for it: its ticker is misspelt, or it ended long ago.';
  const phase = overPhaseOf(life, now);
  if (phase === undefined) return undefined;
  const result =
    phase === 'closed' || phase === 'gone' || life.result === '' ? '' : ` (${life.result.toUpperCase()})`;
  return `This market ${WORDS[phase]}${result}; it has no book.`;
}

function isEmpty({ yes, no }: Book): boolean {
  return yes.size === 0 && no.size === 0;
}
