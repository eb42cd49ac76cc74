/** The UUIDs of packed trades: random bytes stand apart, since no compressor can shrink them. */
import { must } from '../lib/assert.ts';
import { HAS_UUID, type TradeColumns } from './columns.ts';
import type { VarintReader, VarintWriter } from './varint.ts';

const UUID_BYTES = 16;
/** These two bytes hold the UUID's version and variant: six bits that hardly vary, so they go where deflate sees them. */
const VERSION_BYTE = 6;
const VARIANT_BYTE = 8;
const ID_BYTES = UUID_BYTES - 2;
/** Set in the variant of every common UUID; without it the byte is a varint of one byte. */
const VARIANT_BIT = 0x80;

/** Returns the ids of the rows that have one, without the empty places of the others and without the two bytes below. */
export function writeIds(out: VarintWriter, { flags, uuid }: TradeColumns): Uint8Array<ArrayBuffer> {
  const ids = new Uint8Array(flags.reduce((sum, flag) => sum + (flag & HAS_UUID ? ID_BYTES : 0), 0));
  let offset = 0;
  for (let row = 0; row < flags.length; row++) {
    if (((flags[row] ?? 0) & HAS_UUID) === 0) continue;
    const start = row * UUID_BYTES;
    out.write(must(uuid[start + VERSION_BYTE], 'id'));
    out.write(must(uuid[start + VARIANT_BYTE], 'id') ^ VARIANT_BIT);
    for (let i = 0; i < UUID_BYTES; i++)
      if (i !== VERSION_BYTE && i !== VARIANT_BYTE) ids[offset++] = uuid[start + i] ?? 0;
  }
  return ids;
}

/** The reverse of `writeIds`; `undefined` when there are more or fewer ids than rows that have one. */
export function readIds(
  input: VarintReader,
  flags: Uint8Array,
  ids: Uint8Array,
): Uint8Array<ArrayBuffer> | undefined {
  const uuid = new Uint8Array(flags.length * UUID_BYTES);
  let offset = 0;
  for (let row = 0; row < flags.length; row++) {
    if (((flags[row] ?? 0) & HAS_UUID) === 0) continue;
    const start = row * UUID_BYTES;
    for (let i = 0; i < UUID_BYTES; i++)
      if (i !== VERSION_BYTE && i !== VARIANT_BYTE) uuid[start + i] = ids[offset++] ?? 0;
    uuid[start + VERSION_BYTE] = input.read();
    uuid[start + VARIANT_BYTE] = input.read() ^ VARIANT_BIT;
  }
  return offset === ids.length ? uuid : undefined;
}
