/**
 * The book of one market while its events are walked through: what rests at each price, since when, and whether that is known.
 * Can be set down and taken up again at another moment. Hot path: a change allocates nothing.
 */
import { ONE_DOLLAR, type Price } from '../../units/price.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Level } from '../../wire/messages.ts';
import { BookSide, canHold } from '../book/book-side.ts';
import { NO_SIDE, YES_SIDE } from '../book/book-columns.ts';

/**
 * `none`: nobody watched. `gap`: something was missed, and what is held is not to be trusted. `handover`: a gap too, but one that
 * is known for what it was: one tab has gone on where another ended.
 */
export type TraceState = 'none' | 'known' | 'gap' | 'handover';

/** A trace set down: levels of each side ascend, `since` beside them, ms. */
export interface TraceMark {
  readonly state: TraceState;
  readonly yes: SideMark;
  readonly no: SideMark;
}

interface SideMark {
  readonly levels: readonly Level[];
  readonly since: Float64Array<ArrayBuffer>;
}

export const NOTHING_KNOWN: TraceMark = {
  state: 'none',
  yes: { levels: [], since: new Float64Array(0) },
  no: { levels: [], since: new Float64Array(0) },
};

export class BookTrace {
  readonly yes = new BookSide();
  readonly no = new BookSide();
  state: TraceState = 'none';
  // By price: when something began to rest there; stale where nothing does.
  readonly #since = [new Float64Array(ONE_DOLLAR + 1), new Float64Array(ONE_DOLLAR + 1)] as const;

  side(code: number): BookSide {
    return code === YES_SIDE ? this.yes : this.no;
  }

  /** Returns since when something has rested at a price of the side; only meaningful where something does. */
  since(code: number, price: number): number {
    return this.#since[code === YES_SIDE ? 0 : 1][price] ?? 0;
  }

  /** Takes the whole book. What rested there before goes on resting, if the book was known. */
  snapshot(yes: readonly Level[], no: readonly Level[], at: number): void {
    const isSound = canHold(yes) && canHold(no);
    if (isSound) {
      this.#load(YES_SIDE, yes, at);
      this.#load(NO_SIDE, no, at);
    }
    this.state = isSound ? 'known' : 'gap';
  }

  /** Applies a change to a known book; false where that cannot be, and the book is a gap from there on. */
  change(code: number, price: number, change: number, at: number): boolean {
    if (this.state !== 'known') return false;
    const after = this.side(code).adjust(price as Price, change as Quantity);
    if (after === undefined) {
      this.state = 'gap';
      return false;
    }
    if (after === change && change > 0) this.#since[code === YES_SIDE ? 0 : 1][price] = at;
    return true;
  }

  /** Nothing is known from here to the next snapshot. */
  lose(state: Exclude<TraceState, 'known'>): void {
    this.state = state;
  }

  setDown(): TraceMark {
    return { state: this.state, yes: this.#mark(YES_SIDE), no: this.#mark(NO_SIDE) };
  }

  takeUp({ state, yes, no }: TraceMark): void {
    this.state = state;
    for (const [code, { levels, since }] of [
      [YES_SIDE, yes],
      [NO_SIDE, no],
    ] as const) {
      this.side(code).load(levels);
      for (const [index, [price]] of levels.entries()) this.#since[code][price] = since[index] ?? 0;
    }
  }

  #load(code: typeof YES_SIDE | typeof NO_SIDE, levels: readonly Level[], at: number): void {
    const side = this.side(code);
    const since = this.#since[code];
    const isKnown = this.state === 'known';
    let old = 0;
    for (const [price] of levels) {
      while (old < side.size && side.priceAt(old) < price) old++;
      const goesOn = isKnown && old < side.size && side.priceAt(old) === price;
      if (!goesOn) since[price] = at;
    }
    side.load(levels);
  }

  #mark(code: typeof YES_SIDE | typeof NO_SIDE): SideMark {
    const side = this.side(code);
    const levels = Array.from({ length: side.size }, (_, i): Level => [side.priceAt(i), side.quantityAt(i)]);
    return { levels, since: Float64Array.from(levels, ([price]) => this.#since[code][price] ?? 0) };
  }
}
