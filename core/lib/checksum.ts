/** CRC-32 (ISO 3309, polynomial 0xEDB88320): tells stored bytes that changed from those that did not. No protection against malice. */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) !== 0 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** Returns the checksum of `bytes` from `offset` on; `before` is the checksum of what stands ahead of them. */
export function crc32(bytes: Uint8Array, offset = 0, before = 0): number {
  let crc = ~before;
  for (let i = offset; i < bytes.length; i++)
    crc = (crc >>> 8) ^ (TABLE[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0);
  return ~crc >>> 0;
}
