/** Gap rows of books in which the recording has no rows at all, for whoever reads the rows: without them the end of a run says that nobody watched. */
import type { BookHole } from '#core/market/book/book-hole.ts';
import { BOOK_CHANNEL } from './gap-rows.ts';
import type { GapRow } from './store.ts';

/** Why rows are missing, where the recording itself does not say it. A book that is doubted has a row of its own. */
const HOLES = new Set(['handover', 'reload', 'sleep', 'not-stored', 'damaged']);

/** Returns the holes that `rows` tell. */
export function bookHoles(rows: readonly GapRow[]): readonly BookHole[] {
  return rows
    .filter(({ channel, reason }) => channel === BOOK_CHANNEL && HOLES.has(reason))
    .map(({ fromMs, toMs, reason }) => ({
      from: fromMs,
      to: toMs,
      reason: reason === 'handover' ? 'handover' : 'disconnect',
    }));
}
