/** What recording books costs on the disk, from what was recorded so far. Pure. */
import type { StoreStatus } from '#contract/store.ts';

/** Until enough is stored to measure: the mean of real recordings packed by `book-packing.ts`, rounded up (docs/performance.md). */
const USUAL_BYTES = 8;
/** Fewer rows than this are mostly snapshots, and say little of an hour. */
const ENOUGH_ROWS = 5_000;
const MINUTES = 60;

/** Returns how many bytes one change of a book takes on the disk. */
export function bytesPerChange(status: Pick<StoreStatus, 'bookRows' | 'bookBytes'> | undefined): number {
  if (status === undefined || status.bookRows < ENOUGH_ROWS) return USUAL_BYTES;
  return status.bookBytes / status.bookRows;
}

/** Returns the bytes an hour of so many changes a minute takes. */
export function bytesPerHour(changesPerMinute: number, bytesAChange: number): number {
  return changesPerMinute * MINUTES * bytesAChange;
}
