/** When a market has no book, and why, in words: what screens and lists say instead of an empty book. Pure. */
import type { BookFrameState } from '#contract/frames.ts';
import type { Book } from '#core/market/book/book.ts';
import { overPhaseOf, type Life, type OverPhase } from '#core/market/life.ts';

const WORDS: Readonly<Record<OverPhase, string>> = {
  closed: 'is closed',
  determined: 'is determined',
  settled: 'was settled',
};

/**
 * Returns the word of a book. `isSilent`: the exchange was asked for it and sends none. A market that is over keeps no orders:
 * that its book is empty, or was never sent again, is no state of a book.
 */
export function bookFrameStateOf(book: Book, isSilent: boolean, life: Life, now: number): BookFrameState {
  if (book.state === 'waiting') return isSilent ? 'none' : book.state;
  const isGone = (isSilent && book.state === 'stale') || (book.yes.size === 0 && book.no.size === 0);
  return isGone && overPhaseOf(life, now) !== undefined ? 'none' : book.state;
}

/** Returns why a market that is over has no book; `undefined` while it may still trade. */
export function whyNoBook(life: Life, now: number): string | undefined {
  const phase = overPhaseOf(life, now);
  if (phase === undefined) return undefined;
  const result = phase === 'closed' || life.result === '' ? '' : ` (${life.result.toUpperCase()})`;
  return `This market ${WORDS[phase]}${result}; it has no book.`;
}
