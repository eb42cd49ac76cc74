/** What recording books costs on the disk, from what was recorded so far. Pure. */
import type { RecordedBook } from '#contract/market.ts';
import type { StoreStatus } from '#contract/store.ts';
import { grouped } from '../../format/number.ts';
import { bytes } from '../../format/units.ts';

/** Until enough is stored to measure: the mean of real recordings packed by `book-packing.ts`, rounded up (docs/performance.md). */
const USUAL_BYTES = 8;
/** Fewer rows than this are mostly snapshots, and say little of an hour. */
const ENOUGH_ROWS = 5_000;
const MINUTES = 60;
const UNKNOWN = '–';

/** Returns how many bytes one change of a book takes on the disk. */
export function bytesPerChange(status: Pick<StoreStatus, 'bookRows' | 'bookBytes'> | undefined): number {
  if (status === undefined || status.bookRows < ENOUGH_ROWS) return USUAL_BYTES;
  return status.bookBytes / status.bookRows;
}

/** Returns the bytes an hour of so many changes a minute takes. */
function bytesPerHour(changesPerMinute: number, bytesAChange: number): number {
  return changesPerMinute * MINUTES * bytesAChange;
}

/** Returns the changes a minute of all books that are known so far; `undefined` while none is. */
export function totalChanges(books: readonly RecordedBook[]): number | undefined {
  const known = books.flatMap(({ changesPerMinute }) => changesPerMinute ?? []);
  return known.length === 0 && books.length > 0 ? undefined : known.reduce((sum, each) => sum + each, 0);
}

/** Returns the changes a minute in words; a dash until they are known. */
export function changesWords(changesPerMinute: number | undefined): string {
  return changesPerMinute === undefined ? UNKNOWN : grouped(Math.round(changesPerMinute));
}

/** Returns what an hour of so many changes a minute takes on the disk, in words; a dash until that is known. */
export function hourWords(changesPerMinute: number | undefined, bytesAChange: number): string {
  return changesPerMinute === undefined ? UNKNOWN : bytes(bytesPerHour(changesPerMinute, bytesAChange));
}
