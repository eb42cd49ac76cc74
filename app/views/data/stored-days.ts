/** What is stored, by day and kind, from the pieces on the disk. Pure. */
import type { Inventory, OtherPiece } from '#contract/inventory.ts';
import type { ChunkEntry } from '#contract/rows.ts';
import type { Erasure } from '#contract/store.ts';
import type { Clock } from '../../format/time.ts';

export interface StoredKind {
  readonly rows: number;
  readonly bytes: number;
}

/** Of trades and books also when the first and the last of their parts begin: what erasing them takes. */
export interface StoredParts extends StoredKind {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface StoredDay {
  /** "Sun 22 Nov 2026" on the reader's clock. */
  readonly name: string;
  /** Something of the day; for order. */
  readonly atMs: number;
  readonly trades: StoredParts | undefined;
  readonly books: StoredParts | undefined;
  /** Charts, gaps, alerts and the list of recordings. */
  readonly others: StoredKind;
}

export interface StoredTable {
  /** Newest first. */
  readonly days: readonly StoredDay[];
  /** What has no day: names of markets. */
  readonly undated: StoredKind;
  readonly total: StoredKind;
}

interface DayPieces {
  readonly atMs: number;
  readonly trades: ChunkEntry[];
  readonly books: ChunkEntry[];
  readonly others: OtherPiece[];
}

/** Returns the table. A packed part counts whole for the day on which it begins, so the parts of a day are what erasing it takes. */
export function storedTable({ trades, books, others }: Inventory, on: Clock): StoredTable {
  const days = new Map<string, DayPieces>();
  const dayOf = (atMs: number): DayPieces => {
    const name = on.day(atMs);
    const found = days.get(name) ?? { atMs, trades: [], books: [], others: [] };
    days.set(name, found);
    return found;
  };
  for (const entry of trades) dayOf(entry[1]).trades.push(entry);
  for (const entry of books) dayOf(entry[1]).books.push(entry);
  const undated: OtherPiece[] = [];
  for (const piece of others) (piece.atMs === undefined ? undated : dayOf(piece.atMs).others).push(piece);
  const table = [...days].map(([name, day]): StoredDay => ({
    name,
    atMs: day.atMs,
    trades: partsOf(day.trades),
    books: partsOf(day.books),
    others: othersIn(day.others),
  }));
  const kinds = table.flatMap((day) => [day.trades, day.books, day.others]);
  const rest = othersIn(undated);
  return {
    days: table.sort((a, b) => b.atMs - a.atMs),
    undated: rest,
    total: [...kinds, rest].reduce<StoredKind>(
      (sum, kind) => ({ rows: sum.rows + (kind?.rows ?? 0), bytes: sum.bytes + (kind?.bytes ?? 0) }),
      { rows: 0, bytes: 0 },
    ),
  };
}

export type ErasedKind = 'trades' | 'books' | 'both';

/** Returns what is to be asked of the store to erase `kind` of a day. */
export function erasureOf({ trades, books }: StoredDay, kind: ErasedKind): Erasure {
  return {
    trades: kind === 'books' ? undefined : boundsOf(trades),
    books: kind === 'trades' ? undefined : boundsOf(books),
  };
}

function boundsOf(parts: StoredParts | undefined): Erasure['trades'] {
  return parts && { fromMs: parts.fromMs, toMs: parts.toMs };
}

function partsOf(entries: readonly ChunkEntry[]): StoredParts | undefined {
  if (entries.length === 0) return undefined;
  return {
    rows: entries.reduce((sum, [, , , count]) => sum + count, 0),
    bytes: entries.reduce((sum, [, , , , bytes]) => sum + bytes, 0),
    fromMs: entries.reduce((low, [, startMs]) => Math.min(low, startMs), Infinity),
    toMs: entries.reduce((high, [, startMs]) => Math.max(high, startMs), -Infinity),
  };
}

function othersIn(pieces: readonly OtherPiece[]): StoredKind {
  return { rows: pieces.length, bytes: pieces.reduce((sum, { bytes }) => sum + bytes, 0) };
}
