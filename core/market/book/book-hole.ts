/**
 * A stretch in which recorded books have no rows at all, though recording was meant to go on: told beside the recording, in the
 * gaps. Without it the end of the rows would say that nobody watched.
 */
import { RUN_BREAK_MS } from './book-columns.ts';
import type { StaleReason } from './book-event.ts';

/** Our stamps, ms, `to` not included. A hole without length has only begun: nobody has told its end. */
export interface BookHole {
  readonly from: number;
  readonly to: number;
  readonly reason: StaleReason;
}

/** Returns the hole in which a book that has no rows from `at` on stands there; `undefined` where nobody watched. */
export function holeAt(holes: readonly BookHole[], at: number): BookHole | undefined {
  return holes.find(({ from, to }) => from <= at && (at < to || (to === from && at - from <= RUN_BREAK_MS)));
}
