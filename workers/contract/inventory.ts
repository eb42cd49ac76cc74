/** What a database holds, piece by piece: for the table of days. Every size is measured, none is guessed. */
import type { AlertRow, ChunkEntry, SessionRow, WindowRow } from './rows.ts';
import type { GapRow, MarketRow } from './store.ts';

/** Rows that belong to neither trades nor books. */
export type OtherKind = 'charts' | 'gaps' | 'alerts' | 'names' | 'recordings';

export interface OtherPiece {
  readonly kind: OtherKind;
  /** When it is about; absent for what has no day: names of markets. */
  readonly atMs?: number;
  /** Of charts their packed bytes, of all else the row written as text. */
  readonly bytes: number;
}

/** Trades and books as their directories have them: packed parts, and the rows that wait to be packed. */
export interface Inventory {
  readonly trades: readonly ChunkEntry[];
  readonly books: readonly ChunkEntry[];
  readonly others: readonly OtherPiece[];
}

interface OtherRows {
  readonly windows: readonly WindowRow[];
  readonly gaps: readonly GapRow[];
  readonly alerts: readonly AlertRow[];
  readonly markets: readonly MarketRow[];
  readonly sessions: readonly SessionRow[];
}

/** Returns the pieces that those rows are. */
export function othersOf({ windows, gaps, alerts, markets, sessions }: OtherRows): readonly OtherPiece[] {
  return [
    ...windows.map(({ startMs, data }) => piece('charts', startMs, data.byteLength)),
    ...gaps.map((row) => piece('gaps', row.toMs, textBytes(row))),
    ...alerts.map((row) => piece('alerts', row.firedAtMs, textBytes(row))),
    ...sessions.map((row) => piece('recordings', row.startMs, textBytes(row))),
    ...markets.map((row): OtherPiece => ({ kind: 'names', bytes: textBytes(row) })),
  ];
}

function piece(kind: OtherKind, atMs: number, bytes: number): OtherPiece {
  return { kind, atMs, bytes };
}

const encoder = new TextEncoder();

function textBytes(row: object): number {
  return encoder.encode(JSON.stringify(row)).length;
}
