/**
 * Gaps as they are told to the store: a row when one opens, the same row with `-filled` behind its reason when REST has
 * brought everything. What is still open is what counts, on the screen and in lists. A row without length says only that a gap
 * has begun: the row of the same channel, beginning and reason that has a length replaces it. What a page or tab left without an
 * end goes on as the gap that the next one told for its start (`reload`, `handover`), and is no other one: for trades all that
 * begins in it, because it lasts until they are heard again; for books, which come back one by one, what begins with it.
 *
 * Whoever counts or lists the gaps of a recording (the list, a replay and its steps, the bottom line) asks here, so that all
 * say the same number. What the line lost is another one: sequence gaps, filled or not, of what is recorded or not.
 */
import type { GapRow } from './store.ts';

/** Of the gap rows of trades, and of recorded books. */
export const TRADE_CHANNEL = 'trade';
export const BOOK_CHANNEL = 'orderbook_delta';

const FILLED = '-filled';

/** Returns the row that says that all of `gap` is here now. */
export function filledRow(gap: GapRow): GapRow {
  return { ...gap, reason: gap.reason + FILLED };
}

/** Returns the gaps of `rows` that nothing has filled, in their order. */
export function openGaps(rows: readonly GapRow[]): readonly GapRow[] {
  const filled = new Set(rows.filter(isFilled).map(keyOf));
  return withoutBeginnings(rows).filter((row) => !isFilled(row) && !filled.has(keyOf(row)));
}

/**
 * Returns the gaps of `rows` that nothing has filled and that share time with a recording from `from` to `to`, both of it, in
 * their order. A gap ends before its `toMs`: what ends where the recording begins is none of it.
 */
export function gapsWithin(rows: readonly GapRow[], from: number, to: number): readonly GapRow[] {
  return openGaps(rows).filter(
    ({ fromMs, toMs }) => fromMs <= to && (toMs > from || (toMs === fromMs && fromMs >= from)),
  );
}

/** Returns `rows` without the beginnings of gaps that are told by another one of them, in their order. */
export function withoutBeginnings(rows: readonly GapRow[]): readonly GapRow[] {
  const told = new Set(rows.filter(hasLength).map(beginningOf));
  const starts = rows.filter(isOfStart);
  const goesOn = (row: GapRow): boolean => !isOfStart(row) && starts.some((start) => isWithin(row, start));
  return rows.filter((row) => hasLength(row) || !(told.has(beginningOf(row)) || goesOn(row)));
}

/** Returns what a gap's row without length and the one with it have in common. */
export function beginningOf({ channel, fromMs, reason }: GapRow): string {
  return [channel, fromMs, reason].join(' ');
}

function hasLength({ fromMs, toMs }: GapRow): boolean {
  return toMs > fromMs;
}

/** Whether a gap is of the time before a page or tab began to record on. */
function isOfStart({ reason }: GapRow): boolean {
  return /^(reload|handover)\b/.test(reason);
}

/** Whether what has begun as `row` is in `whole`, which may have no length yet. */
function isWithin({ channel, fromMs }: GapRow, whole: GapRow): boolean {
  if (channel !== whole.channel) return false;
  return (
    fromMs === whole.fromMs || (channel === TRADE_CHANNEL && fromMs > whole.fromMs && fromMs < whole.toMs)
  );
}

function isFilled({ reason }: GapRow): boolean {
  return reason.endsWith(FILLED);
}

function keyOf(row: GapRow): string {
  const reason = isFilled(row) ? row.reason.slice(0, -FILLED.length) : row.reason;
  return [row.channel, row.fromMs, row.toMs, reason].join(' ');
}
