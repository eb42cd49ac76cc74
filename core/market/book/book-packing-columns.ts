/**
 * The columns of packed book changes (book-packing.ts), each written and read by a pair of functions; they stand in the order
 * of the file. Writing throws on what is not sound. Reading says false where a value cannot be, and leaves the rest undone.
 */
import { assert } from '../../lib/assert.ts';
import { ONE_DOLLAR } from '../../units/price.ts';
import { folded, unfolded, type VarintReader, type VarintWriter } from '../varint.ts';
import { DELTA, LEVEL, type BookColumns } from './book-columns.ts';

/** A contract, a cent: most quantities and steps are of whole ones, and one bit says so. */
const WHOLE = 100;
const NONE = -1;

/** Our stamps, as steps; levels have that of their snapshot. */
export function writeTimes(out: VarintWriter, { count, kind, receivedAt, from, until }: BookColumns): void {
  let last: number = from;
  for (let row = 0; row < count; row++) {
    const at = receivedAt[row] ?? 0;
    if (kind[row] === LEVEL) assert(at === last, 'levels at the stamp of their snapshot');
    else out.write(at - last);
    last = at;
  }
  assert(last <= until, 'no stamp after the last');
}

export function readTimes(
  input: VarintReader,
  { count, kind, receivedAt, from, until }: BookColumns,
): boolean {
  let last: number = from;
  for (let row = 0; row < count; row++) {
    if (kind[row] !== LEVEL) last += input.read();
    receivedAt[row] = last;
  }
  return last <= until;
}

/** The exchange's stamps of changes, as steps; 0 where there is none. */
export function writeStamps(out: VarintWriter, { count, kind, venueAt }: BookColumns): void {
  let last = 0;
  for (let row = 0; row < count; row++) {
    if (kind[row] !== DELTA) continue;
    const at = venueAt[row] ?? NONE;
    out.write(at === NONE ? 0 : folded(at - last) + 1);
    if (at !== NONE) last = at;
  }
}

export function readStamps(input: VarintReader, { count, kind, venueAt }: BookColumns): boolean {
  let last = 0;
  for (let row = 0; row < count; row++) {
    if (kind[row] !== DELTA) continue;
    const step = input.read();
    if (step === 0) continue;
    last += unfolded(step - 1);
    if (!(last >= 0 && last <= Number.MAX_SAFE_INTEGER)) return false;
    venueAt[row] = last;
  }
  return true;
}

/** Prices of changes, as steps from the last of the same book and side. */
export function writePrices(
  out: VarintWriter,
  { count, tickers, ticker, kind, side, price }: BookColumns,
): void {
  const last = new Int32Array(tickers.length * 2);
  for (let row = 0; row < count; row++) {
    if (kind[row] !== DELTA) continue;
    const place = (ticker[row] ?? 0) * 2 + (side[row] ?? 0);
    const own = price[row] ?? 0;
    assert(own <= ONE_DOLLAR, 'a price of at most a dollar');
    out.write(wholes(own - (last[place] ?? 0)));
    last[place] = own;
  }
}

export function readPrices(
  input: VarintReader,
  { count, tickers, ticker, kind, side, price }: BookColumns,
): boolean {
  const last = new Float64Array(tickers.length * 2);
  for (let row = 0; row < count; row++) {
    if (kind[row] !== DELTA) continue;
    const place = (ticker[row] ?? 0) * 2 + (side[row] ?? 0);
    const own = (last[place] ?? 0) + unwholes(input.read());
    if (!(own >= 0 && own <= ONE_DOLLAR)) return false;
    price[row] = last[place] = own;
  }
  return true;
}

/** Signed quantities of changes; 0 for one that takes back the last of its book. */
export function writeChanges(
  out: VarintWriter,
  { count, tickers, ticker, kind, quantity }: BookColumns,
): void {
  const last = new Float64Array(tickers.length);
  for (let row = 0; row < count; row++) {
    if (kind[row] !== DELTA) continue;
    const of = ticker[row] ?? 0;
    const own = quantity[row] ?? NaN;
    out.write(own + (last[of] ?? 0) === 0 ? 0 : wholes(own) + 1);
    last[of] = own;
  }
}

export function readChanges(
  input: VarintReader,
  { count, tickers, ticker, kind, quantity }: BookColumns,
): boolean {
  const last = new Float64Array(tickers.length);
  for (let row = 0; row < count; row++) {
    if (kind[row] !== DELTA) continue;
    const of = ticker[row] ?? 0;
    const code = input.read();
    const own = code === 0 ? 0 - (last[of] ?? 0) : unwholes(code - 1);
    if (!Number.isSafeInteger(own)) return false;
    quantity[row] = last[of] = own;
  }
  return true;
}

/** Levels of snapshots: prices as steps up from the last of their side, then sizes. */
export function writeLevels(out: VarintWriter, { count, kind, side, price, quantity }: BookColumns): void {
  for (let row = 0; row < count; row++) {
    if (kind[row] !== LEVEL) continue;
    const last = isFirst(kind, side, row) ? NONE : (price[row - 1] ?? 0);
    const own = price[row] ?? 0;
    assert(own > last && own <= ONE_DOLLAR, 'levels that ascend, up to a dollar');
    out.write(wholes(last === NONE ? own : own - last));
  }
  for (let row = 0; row < count; row++) {
    if (kind[row] !== LEVEL) continue;
    const size = quantity[row] ?? NaN;
    assert(size > 0, 'levels with a size');
    out.write(wholes(size));
  }
}

export function readLevels(
  input: VarintReader,
  { count, kind, side, price, quantity }: BookColumns,
): boolean {
  for (let row = 0; row < count; row++) {
    if (kind[row] !== LEVEL) continue;
    const last = isFirst(kind, side, row) ? NONE : (price[row - 1] ?? 0);
    const step = unwholes(input.read());
    const own = last === NONE ? step : last + step;
    if (!(own > last && own <= ONE_DOLLAR)) return false;
    price[row] = own;
  }
  for (let row = 0; row < count; row++) {
    if (kind[row] !== LEVEL) continue;
    const size = unwholes(input.read());
    if (!(size > 0 && size <= Number.MAX_SAFE_INTEGER)) return false;
    quantity[row] = size;
  }
  return true;
}

/** Whether a level is the first of its side. */
function isFirst(kind: Uint8Array, side: Uint8Array, row: number): boolean {
  return kind[row - 1] !== LEVEL || side[row - 1] !== side[row];
}

function wholes(value: number): number {
  const code = value % WHOLE === 0 ? folded(value / WHOLE) * 2 : folded(value) * 2 + 1;
  if (!Number.isSafeInteger(code))
    throw new Error(`Expected a whole number that can be written, found ${value}.`);
  return code;
}

function unwholes(code: number): number {
  return code % 2 === 0 ? unfolded(code / 2) * WHOLE : unfolded((code - 1) / 2);
}
