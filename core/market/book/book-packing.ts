/**
 * Book changes as bytes, for the disk: one column after another like trades (packing.ts), behind the same checksum. A change
 * is some 6 bytes packed and 3 deflated: times as steps, prices as steps from the last of the same book and side, and two
 * things that are so common that they cost nothing or one 0: a number that follows the last, a change that takes back the last.
 *
 * Layout: version, rows, events (rows that are no levels), `from`, span, tickers; the events, each with what is rare beside it;
 * then the columns (book-packing-columns.ts). Levels follow their snapshot by themselves, for it says how many it
 * has: no bytes can give a snapshot without its levels or levels without a snapshot.
 */
import { assert } from '../../lib/assert.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { UnixMs } from '../../units/time.ts';
import { openPacked, readTickers, sealPacked, writeTickers, type Damage } from '../packed.ts';
import { folded, unfolded, VarintWriter, type VarintReader } from '../varint.ts';
import {
  DELTA,
  END,
  LEVEL,
  MAX_BATCH_TICKERS,
  NO_SIDE,
  SNAPSHOT,
  STALE,
  YES_SIDE,
  type BookColumns,
} from './book-columns.ts';
import { STALE_REASONS } from './book-event.ts';
import {
  readChanges,
  readLevels,
  readPrices,
  readStamps,
  readTimes,
  writeChanges,
  writeLevels,
  writePrices,
  writeStamps,
  writeTimes,
} from './book-packing-columns.ts';

/** First number after the checksum. A reader that meets another leaves the row alone. */
const BOOKS_VERSION = 1;

/** An event's head: its book, times `HEADS`; one of these, times two; and one where its number does not follow the last. */
const HEADS = 10;
const OF_SNAPSHOT = 0;
const OF_YES_DELTA = 1;
const OF_NO_DELTA = 2;
const OF_STALE = 3;
const OF_END = 4;
const KIND_OF = [SNAPSHOT, DELTA, DELTA, STALE, END];

const NONE = -1;

/** Returns the changes as bytes. Throws where the columns are not sound: such a batch is a mistake of ours. */
export function packBooks(columns: BookColumns): Uint8Array<ArrayBuffer> {
  const { count, kind, from, until, tickers } = columns;
  const out = new VarintWriter(count * 8 + 1_024);
  const events = kind.reduce((sum, each) => sum + (each === LEVEL ? 0 : 1), 0);
  for (const value of [BOOKS_VERSION, count, events]) out.write(value);
  out.writeSigned(from);
  out.write(until - from);
  writeTickers(out, tickers);
  writeEvents(out, columns);
  writeTimes(out, columns);
  writeStamps(out, columns);
  writePrices(out, columns);
  writeChanges(out, columns);
  writeLevels(out, columns);
  return sealPacked(out);
}

/** Returns the changes of `data`, sound by construction, or why its bytes cannot be trusted. */
export function unpackBooks(data: Uint8Array<ArrayBuffer>): Result<BookColumns, Damage> {
  const input = openPacked(data);
  if (input === undefined) return err('changed');
  if (input.read() !== BOOKS_VERSION) return err('unknown-version');
  const count = input.read();
  const events = input.read();
  const from = input.readSigned() as UnixMs;
  const until = (from + input.read()) as UnixMs;
  const tickers = readTickers(input);
  // Each event and each level takes two bytes at least: no bytes make us allocate more than a few times their number.
  if (count * 2 > input.left || new Set(tickers).size < tickers.length) return err('malformed');
  if (tickers.length > MAX_BATCH_TICKERS || !Number.isSafeInteger(until)) return err('malformed');
  const columns: BookColumns = {
    count,
    from,
    until,
    tickers,
    ticker: new Uint16Array(count),
    kind: new Uint8Array(count),
    side: new Uint8Array(count),
    price: new Uint16Array(count),
    quantity: new Float64Array(count),
    seq: new Float64Array(count).fill(NONE),
    venueAt: new Float64Array(count).fill(NONE),
    receivedAt: new Float64Array(count),
  };
  const isSound =
    readEvents(input, columns, events) &&
    readTimes(input, columns) &&
    readStamps(input, columns) &&
    readPrices(input, columns) &&
    readChanges(input, columns) &&
    readLevels(input, columns);
  return isSound && !input.isBroken ? ok(columns) : err('malformed');
}

function writeEvents(
  out: VarintWriter,
  { count, tickers, ticker, kind, side, price, quantity, seq }: BookColumns,
): void {
  let number = 0;
  for (let row = 0; row < count; row++) {
    const of = ticker[row] ?? 0;
    assert(of < tickers.length, 'a ticker of the dictionary');
    const isNumbered = kind[row] === SNAPSHOT || kind[row] === DELTA;
    const own = isNumbered ? (seq[row] ?? NONE) : NONE;
    const follows = !isNumbered || own === number + 1;
    out.write(of * HEADS + headOf(kind[row], side[row]) * 2 + (follows ? 0 : 1));
    if (!follows) out.write(own === NONE ? 0 : folded(own - number) + 1);
    if (own !== NONE) number = own;
    if (kind[row] === STALE) out.write(price[row] ?? 0);
    if (kind[row] !== SNAPSHOT) continue;
    const end = row + 1 + (quantity[row] ?? 0);
    const firstNo = levelsEnd(kind, side, row + 1, YES_SIDE);
    assert(levelsEnd(kind, side, firstNo, NO_SIDE) === end, 'as many levels after a snapshot as it says');
    out.write(firstNo - row - 1);
    out.write(end - firstNo);
    row = end - 1;
  }
}

function readEvents(input: VarintReader, columns: BookColumns, events: number): boolean {
  const { count, tickers, ticker, kind, side, price, quantity, seq } = columns;
  let row = 0;
  let number = 0;
  for (let event = 0; event < events; event++, row++) {
    const head = input.read();
    const of = Math.floor(head / HEADS);
    const what = (head % HEADS) >> 1;
    if (row >= count || of >= tickers.length) return false;
    ticker[row] = of;
    kind[row] = KIND_OF[what] ?? END;
    if (what === OF_NO_DELTA) side[row] = NO_SIDE;
    if (what <= OF_NO_DELTA) {
      const step = head % 2 === 0 ? 3 : input.read();
      const own = step === 0 ? NONE : number + unfolded(step - 1);
      if (!(own >= NONE && own <= Number.MAX_SAFE_INTEGER)) return false;
      seq[row] = own;
      if (own !== NONE) number = own;
    }
    if (what === OF_STALE) {
      const reason = input.read();
      if (reason >= STALE_REASONS.length) return false;
      price[row] = reason;
    }
    if (what !== OF_SNAPSHOT) continue;
    const yes = input.read();
    const end = row + 1 + yes + input.read();
    quantity[row] = end - row - 1;
    ticker.fill(of, row + 1, end);
    kind.fill(LEVEL, row + 1, end);
    side.fill(NO_SIDE, row + 1 + yes, end);
    row = end - 1;
  }
  return row === count;
}

function headOf(kind: number | undefined, side: number | undefined): number {
  if (kind === SNAPSHOT) return OF_SNAPSHOT;
  if (kind === DELTA) return side === YES_SIDE ? OF_YES_DELTA : OF_NO_DELTA;
  assert(kind === STALE || kind === END, 'an event; a level stands after its snapshot');
  return kind === STALE ? OF_STALE : OF_END;
}

/** Returns the row after the levels of `of` that begin at `row`. */
function levelsEnd(kind: Uint8Array, side: Uint8Array, row: number, of: number): number {
  let end = row;
  while (kind[end] === LEVEL && side[end] === of) end++;
  return end;
}
