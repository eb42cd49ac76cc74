/**
 * Decides when the ladder scrolls by itself: when it is asked to, and when the spread has wandered too far from the middle of
 * rows that nobody holds. Knows where it has sent the rows before the browser says that they are there: a price that jumps and
 * comes back meanwhile would leave them where the spread is no more. Pure.
 */

/** The spread may wander this share of the height away from the middle before the ladder follows. */
const SLACK = 0.22;

export interface SpreadPlace {
  /** Where the rows are to be scrolled to for the spread to stand in the middle, px; `undefined` while there is none. */
  readonly wanted: number | undefined;
  /** Height of the rows in view, px. */
  readonly room: number;
  /** Another one than before asks for the middle, held or not: the rows are others, or somebody has pressed the button. */
  readonly mark: string;
  /** The reader is inside: nothing moves by itself. */
  readonly isHeld: boolean;
}

export class SpreadFollower {
  #at = 0;
  #mark = '';

  /** The browser's word for where the rows are, px. */
  scrolled(to: number): void {
    this.#at = to;
  }

  /** Returns where to scroll to, or `undefined` to stay. */
  follow({ wanted, room, mark, isHeld }: SpreadPlace): number | undefined {
    if (wanted === undefined || room <= 0) return undefined;
    const isAsked = mark !== this.#mark;
    const isFar = Math.abs(this.#at - wanted) > room * SLACK;
    if (!isAsked && (isHeld || !isFar)) return undefined;
    this.#mark = mark;
    this.#at = wanted;
    return wanted;
  }
}
