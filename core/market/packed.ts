/** What every packed thing has in common: a checksum before the bytes, and the dictionary of tickers. */
import { crc32 } from '../lib/checksum.ts';
import type { Ticker } from '../units/ticker.ts';
import { VarintReader, type VarintWriter } from './varint.ts';

/** Why stored bytes were not taken. */
export type Damage = 'changed' | 'unknown-version' | 'malformed';

const CHECKSUM_BYTES = 4;
const NONE = new Uint8Array(0);

/** Returns what was written, behind a checksum over it and `beside`: bytes that are stored apart from it. */
export function sealPacked(out: VarintWriter, beside: Uint8Array = NONE): Uint8Array<ArrayBuffer> {
  const body = out.take();
  const data = new Uint8Array(CHECKSUM_BYTES + body.length);
  new DataView(data.buffer).setUint32(0, crc32(beside, 0, crc32(body)));
  data.set(body, CHECKSUM_BYTES);
  return data;
}

/** Returns a reader of what `sealPacked` was given; `undefined` where the bytes are not those it returned. */
export function openPacked(data: Uint8Array, beside: Uint8Array = NONE): VarintReader | undefined {
  if (data.length < CHECKSUM_BYTES) return undefined;
  const found = crc32(beside, 0, crc32(data, CHECKSUM_BYTES));
  const expected = new DataView(data.buffer, data.byteOffset).getUint32(0);
  return found === expected ? new VarintReader(data, CHECKSUM_BYTES) : undefined;
}

export function writeTickers(out: VarintWriter, tickers: readonly Ticker[]): void {
  out.write(tickers.length);
  for (const ticker of tickers) out.writeText(ticker);
}

export function readTickers(input: VarintReader): Ticker[] {
  const tickers: Ticker[] = [];
  for (let left = input.read(); left > 0 && !input.isBroken; left--) tickers.push(input.readText() as Ticker);
  return tickers;
}
