/** Journal rows that cannot be used any more: each becomes a gap, and the row goes with the same transaction, so that it is told once. */
import type { GapRow } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Vault } from './vault.ts';

export interface LostRow {
  readonly seq: number;
  /** The stretch it covered, on the stamps of its channel; `toMs` is not in it. */
  readonly fromMs: UnixMs;
  readonly toMs: UnixMs;
}

/** Tells what was lost of trades and books. Rejects when the disk refuses; then nothing is told and no row is gone. */
export async function tellLost(
  vault: Vault,
  trades: readonly LostRow[],
  books: readonly LostRow[],
): Promise<void> {
  if (trades.length + books.length === 0) return;
  const gaps = [...gapsOf(trades, 'trade'), ...gapsOf(books, 'orderbook_delta')];
  await vault.write('strict', ['gaps', 'journal', 'bookJournal'], async (tables) => {
    await tables.gaps.bulkAdd(gaps);
    await tables.journal.bulkDelete(trades.map(({ seq }) => seq));
    await tables.bookJournal.bulkDelete(books.map(({ seq }) => seq));
  });
}

function gapsOf(lost: readonly LostRow[], channel: string): readonly GapRow[] {
  return lost.map(({ fromMs, toMs }) => ({ fromMs, toMs, channel, reason: 'damaged' }));
}
