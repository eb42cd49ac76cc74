/**
 * The picture as rows of numbers, for those who do not see it: another fold of the same events, whose columns are so long that
 * their number can be read. A row says how its stretch ended, and what was traded in it. Everything is exact.
 */
import { SNAPSHOT, STALE, END } from '../book/book-columns.ts';
import { STALE_REASONS, type StaleReason } from '../book/book-event.ts';
import { SECOND } from '../../units/time.ts';
import type { BookLog, Stretch } from './book-log.ts';
import { GAP, type ColumnRange } from './liquidity-columns.ts';
import type { LiquidityFold } from './liquidity-fold.ts';
import type { TradeLog } from './trade-log.ts';

/** Rows at most: a reader of the screen walks them one by one. */
export const MOST_ROWS = 50;

/** Seconds that one row may stand for: round on every clock. */
const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_800, 3_600];

/** Arrays are `count` long, oldest row first; row `i` is the time from `from + i · stepMs` on. */
export interface LiquidityRows {
  readonly count: number;
  /** ms. */
  readonly from: number;
  readonly stepMs: number;
  /** What was the case at some time in the row: bits of `LiquidityColumns.flags`. */
  readonly flags: Uint8Array<ArrayBuffer>;
  /** Best YES prices at the end of the row, 1e-4 dollar; NaN where there was none, or the book is not known then. */
  readonly bid: Float64Array<ArrayBuffer>;
  readonly ask: Float64Array<ArrayBuffer>;
  /** What rests on the five best levels at the end of the row, 1e-2 contract; NaN where the book is not known then. */
  readonly bidNear: Float64Array<ArrayBuffer>;
  readonly askNear: Float64Array<ArrayBuffer>;
  readonly trades: Uint32Array<ArrayBuffer>;
  /** 1e-2 contract, by taker. */
  readonly yesTraded: Float64Array<ArrayBuffer>;
  readonly noTraded: Float64Array<ArrayBuffer>;
  /** Why the newest gap in the row is one; `undefined` where there is none, or nobody has said why. */
  readonly reasons: readonly (StaleReason | undefined)[];
}

/** Returns the time of one row, ms: the shortest of which `MOST_ROWS` are enough for `spanMs`, wherever that begins. */
export function rowStep(spanMs: number): number {
  const seconds = STEPS.find((step) => spanMs <= step * SECOND * (MOST_ROWS - 1)) ?? STEPS.at(-1) ?? 1;
  return seconds * SECOND;
}

/** Returns the rows that begin in `view`, the one that is not over at its end among them. */
export function rowRange({ from, to }: Stretch, stepMs: number): ColumnRange {
  return { from: Math.ceil(from / stepMs), to: Math.ceil(to / stepMs) };
}

/** Returns columns `range` of `fold` as rows; they must have been folded. `log` and `trades` are what was folded. */
export function liquidityRows(
  fold: LiquidityFold,
  { from, to }: ColumnRange,
  log: BookLog,
  trades: TradeLog,
): LiquidityRows {
  const { columns, shape } = fold;
  const stepMs = shape.columnMs;
  const count = Math.max(0, to - from);
  const slots = Array.from({ length: count }, (_, i) => columns.slotOf(from + i));
  const of = (column: ArrayLike<number>): Float64Array<ArrayBuffer> =>
    Float64Array.from(slots, (slot) => column[slot] ?? Number.NaN);
  const startOf = (row: number): number => (from + row) * stepMs;
  const flags = Uint8Array.from(slots, (slot) => columns.flags[slot] ?? 0);
  return {
    count,
    from: from * stepMs,
    stepMs,
    flags,
    bid: of(columns.bidEnd),
    ask: of(columns.askEnd),
    bidNear: of(columns.bidNear),
    askNear: of(columns.askNear),
    trades: Uint32Array.from(
      slots,
      (_, row) => trades.indexAt(startOf(row + 1)) - trades.indexAt(startOf(row)),
    ),
    yesTraded: of(columns.yesVolume),
    noTraded: of(columns.noVolume),
    reasons: slots.map((_, row) =>
      ((flags[row] ?? 0) & GAP) === 0
        ? undefined
        : gapReason(log, { from: startOf(row), to: startOf(row + 1) }),
    ),
  };
}

/** Returns why the book was last a gap in `stretch`: told in it, or before it and true in it still. */
function gapReason(log: BookLog, { from, to }: Stretch): StaleReason | undefined {
  for (let index = log.indexAt(to); index >= 0; index--) {
    const chunk = log.chunks[index];
    for (let row = (chunk?.count ?? 0) - 1; chunk !== undefined && row >= 0; row--) {
      const [at, kind] = [chunk.at[row] ?? 0, chunk.kind[row]];
      if (at >= to) continue;
      const reason = kind === STALE ? STALE_REASONS[chunk.price[row] ?? 0] : undefined;
      if (reason !== undefined && reason !== 'handover') return reason;
      if (at < from && (kind === SNAPSHOT || kind === END)) return undefined;
    }
  }
  return undefined;
}
