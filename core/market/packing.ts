/**
 * Trades and rollups as bytes, for the disk: one column after another, differences as varints, so that deflate finds the
 * likeness. A packed trade is about 6 bytes, deflated about 4; its UUID is 15 more that no compressor can shrink, so ids
 * stand apart and are stored as they are. A checksum over both tells a damaged row.
 *
 * Layout of `data`: checksum (4 bytes), version, count, tickers, then the columns in the order below.
 */
import { must } from '../lib/assert.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { ONE_CONTRACT } from '../units/quantity.ts';
import { ONE_DOLLAR } from '../units/price.ts';
import type { DurationMs, UnixMs } from '../units/time.ts';
import { HAS_UUID, IS_BLOCK, TAKER_YES, type TradeColumns } from './columns.ts';
import { readIds, writeIds } from './ids.ts';
import { openPacked, readTickers, sealPacked, writeTickers, type Damage } from './packed.ts';
import type { Rollup } from './rollup.ts';
import { VarintWriter, type VarintReader } from './varint.ts';

/** First byte after the checksum. A reader that meets another leaves the row alone. */
const TRADES_VERSION = 1;
const ROLLUP_VERSION = 1;

const FLAGS = [TAKER_YES, IS_BLOCK, HAS_UUID];

/** `ids`: 14 of the 16 bytes of each UUID, in order; the other two are in `data`. */
export interface PackedTrades {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly ids: Uint8Array<ArrayBuffer>;
}

/** Returns the trades as bytes. Throws where a column holds no whole number. */
export function packTrades(columns: TradeColumns): PackedTrades {
  const { count, tickers, ticker, yesPrice, quantity, venueAt, receivedAt, flags } = columns;
  const out = new VarintWriter(count * 10 + 1_024);
  out.write(TRADES_VERSION);
  out.write(count);
  writeTickers(out, tickers);
  for (const index of ticker) out.write(index);
  const lastPrice = new Int32Array(tickers.length);
  for (let row = 0; row < count; row++) {
    const of = must(ticker[row], 'ticker index');
    const price = must(yesPrice[row], 'price');
    out.writeSigned(price - must(lastPrice[of], 'ticker of the dictionary'));
    lastPrice[of] = price;
  }
  // Most trades are of whole contracts: a hundredth of the number, and one bit to say so.
  for (const units of quantity)
    out.write(units % ONE_CONTRACT === 0 ? (units / ONE_CONTRACT) * 2 : units * 2 + 1);
  writeDifferences(out, venueAt);
  writeDifferences(out, receivedAt);
  for (const flag of FLAGS) writeBits(out, flags, flag);
  out.write(columns.otherIds.length);
  for (const [row, id] of columns.otherIds) {
    out.write(row);
    out.writeText(id);
  }
  const ids = writeIds(out, columns);
  return { data: sealPacked(out, ids), ids };
}

/** Returns the trades of `packed`, or why its bytes cannot be trusted. */
export function unpackTrades({ data, ids }: PackedTrades): Result<TradeColumns, Damage> {
  const input = openPacked(data, ids);
  if (input === undefined) return err('changed');
  if (input.read() !== TRADES_VERSION) return err('unknown-version');
  const count = input.read();
  if (count > input.left) return err('malformed');
  const tickers = readTickers(input);
  const ticker = new Uint32Array(count);
  input.readInto(ticker);
  const yesPrice = readPrices(input, ticker, tickers.length);
  if (yesPrice === undefined) return err('malformed');
  const quantity = new Float64Array(count);
  input.readInto(quantity);
  for (let row = 0; row < count; row++) {
    const value = quantity[row] ?? 0;
    quantity[row] = value % 2 === 0 ? (value / 2) * ONE_CONTRACT : (value - 1) / 2;
  }
  const venueAt = readDifferences(input, count);
  const receivedAt = readDifferences(input, count);
  const flags = new Uint8Array(count);
  for (const flag of FLAGS) readBits(input, flags, flag);
  const otherIds: [number, string][] = [];
  for (let left = input.read(); left > 0 && !input.isBroken; left--)
    otherIds.push([input.read(), input.readText()]);
  const uuid = readIds(input, flags, ids);
  if (input.isBroken || uuid === undefined) return err('malformed');
  return ok({
    count,
    tickers,
    ticker,
    yesPrice,
    quantity,
    flags,
    venueAt,
    receivedAt,
    uuid,
    otherIds,
  });
}

/** Returns the rollup as bytes. */
export function packRollup(rollup: Rollup): Uint8Array<ArrayBuffer> {
  const { tickers, open, high, low, close, startMs } = rollup;
  const out = new VarintWriter(tickers.length * 48 + 1_024);
  out.write(ROLLUP_VERSION);
  out.write(rollup.intervalMs);
  out.writeSigned(startMs);
  writeTickers(out, tickers);
  for (const price of open) out.write(price);
  for (const column of [high, low, close])
    column.forEach((price, row) => {
      out.writeSigned(price - must(open[row], 'open'));
    });
  for (const column of [rollup.yesVolume, rollup.noVolume, rollup.notional, rollup.trades])
    for (const value of column) out.write(value);
  for (const column of [rollup.firstAt, rollup.lastAt])
    for (const at of column) out.writeSigned(at - startMs);
  return sealPacked(out);
}

/** Returns the rollup of `data`, or why its bytes cannot be trusted. */
export function unpackRollup(data: Uint8Array<ArrayBuffer>): Result<Rollup, Damage> {
  const input = openPacked(data);
  if (input === undefined) return err('changed');
  if (input.read() !== ROLLUP_VERSION) return err('unknown-version');
  const intervalMs = input.read() as DurationMs;
  const startMs = input.readSigned() as UnixMs;
  const tickers = readTickers(input);
  const length = { length: tickers.length };
  const open = Uint16Array.from(length, () => input.read());
  const prices = () => Uint16Array.from(open, (price) => price + input.readSigned());
  const sums = () => Float64Array.from(length, () => input.read());
  const times = () => Float64Array.from(length, () => startMs + input.readSigned());
  const [high, low, close] = [prices(), prices(), prices()];
  const [yesVolume, noVolume, notional, trades] = [sums(), sums(), sums(), sums()];
  const [firstAt, lastAt] = [times(), times()];
  if (input.isBroken) return err('malformed');
  return ok({
    intervalMs,
    startMs,
    tickers,
    open,
    high,
    low,
    close,
    yesVolume,
    noVolume,
    notional,
    trades,
    firstAt,
    lastAt,
  });
}

function writeDifferences(out: VarintWriter, column: Float64Array): void {
  let last = 0;
  for (const value of column) {
    out.writeSigned(value - last);
    last = value;
  }
}

function readDifferences(input: VarintReader, count: number): Float64Array<ArrayBuffer> {
  const column = new Float64Array(count);
  input.readSignedInto(column);
  let last = 0;
  for (let row = 0; row < count; row++) column[row] = last += column[row] ?? 0;
  return column;
}

/** Returns the prices, each written as the step from its ticker's last; `undefined` where one or its ticker cannot be. */
function readPrices(
  input: VarintReader,
  ticker: Uint32Array,
  tickers: number,
): Uint16Array<ArrayBuffer> | undefined {
  const steps = new Float64Array(ticker.length);
  input.readSignedInto(steps);
  const last = new Float64Array(tickers);
  const prices = new Uint16Array(ticker.length);
  for (let row = 0; row < ticker.length; row++) {
    const of = ticker[row] ?? 0;
    const price = (last[of] ?? NaN) + (steps[row] ?? 0);
    if (!(price >= 0 && price <= ONE_DOLLAR)) return undefined;
    prices[row] = last[of] = price;
  }
  return prices;
}

/** Seven rows a byte, so that the bytes stay varints below 128. */
function writeBits(out: VarintWriter, flags: Uint8Array, flag: number): void {
  for (let start = 0; start < flags.length; start += 7) {
    let bits = 0;
    for (let i = 0; i < 7; i++) if (((flags[start + i] ?? 0) & flag) !== 0) bits |= 1 << i;
    out.write(bits);
  }
}

function readBits(input: VarintReader, flags: Uint8Array, flag: number): void {
  for (let start = 0; start < flags.length; start += 7) {
    const bits = input.read();
    for (let i = 0; i < 7 && start + i < flags.length; i++)
      if ((bits & (1 << i)) !== 0) flags[start + i] = (flags[start + i] ?? 0) | flag;
  }
}
