/**
 * On which scale the prices of the NO side come. We ask for its own (`use_yes_price: false`); the exchange has announced that
 * its default will become the YES scale one day and that the flag will then go (protocol 3.3), and no frame says on which it
 * is. Only whole books tell: read on the wrong scale, deep NO bids look like offers below the best YES bid.
 */
import { complement, ONE_DOLLAR } from '../units/price.ts';
import type { Ticker } from '../units/ticker.ts';
import type { Level, NoScale } from './messages.ts';

/** Markets in a row, none speaking for the present scale: one alone may really be crossed, and thin besides. */
const ENOUGH = 3;

/** Both sides of a book, prices ascending, the NO side on its own scale as far as one knows. */
interface Sides {
  readonly ticker: Ticker;
  readonly yes: readonly Level[];
  readonly no: readonly Level[];
}

export class NoScaleWatch {
  #scale: NoScale = 'no';
  readonly #against = new Set<Ticker>();

  get scale(): NoScale {
    return this.#scale;
  }

  /** Takes a whole book, read on `scale`; returns true when the scale has just changed: then it must be read again. */
  take(book: Sides): boolean {
    const verdict = verdictOf(book);
    if (verdict === 'present') this.#against.clear();
    else if (verdict === 'other') this.#against.add(book.ticker);
    if (this.#against.size < ENOUGH) return false;
    this.#against.clear();
    this.#scale = this.#scale === 'no' ? 'yes' : 'no';
    return true;
  }
}

/** Returns `levels` of the NO side on its own scale, ascending, from prices on `scale`. */
export function ownScale(levels: readonly Level[], scale: NoScale): readonly Level[] {
  if (scale === 'no') return levels;
  return levels.map(([price, quantity]): Level => [complement(price), quantity]).reverse();
}

/** A book is crossed on one of the two scales at least, unless both sides are thin; the other one is then the right one. */
function verdictOf({ yes, no }: Sides): 'present' | 'other' | 'unclear' {
  const [bid, lowest, highest] = [yes.at(-1)?.[0], no[0]?.[0], no.at(-1)?.[0]];
  if (bid === undefined || lowest === undefined || highest === undefined) return 'unclear';
  const isCrossed = bid + highest >= ONE_DOLLAR;
  const wouldBeCrossed = bid >= lowest;
  if (isCrossed === wouldBeCrossed) return 'unclear';
  return isCrossed ? 'other' : 'present';
}
