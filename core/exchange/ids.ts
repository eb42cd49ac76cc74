/** Identifiers that follow from what they name: equal seed and start, equal ids, and nothing to store. */

/** Returns a 32-bit hash of `text` (FNV-1a, then a finishing mix). `salt` gives independent hashes. */
export function hashText(text: string, salt: number): number {
  let hash = (0x811c9dc5 ^ salt) >>> 0;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(hash);
}

function mix(value: number): number {
  let z = value >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

function format(a: number, b: number, c: number, d: number): string {
  const versioned = (b & 0xffff0fff) | 0x4000; // the version nibble of a UUID
  const variant = (c & 0x3fffffff) | 0x80000000; // the variant bits of a UUID
  const [second, third] = [hex(versioned), hex(variant)];
  return `${hex(a)}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${hex(d)}`;
}

/** Returns the UUID that stands for `name` within the exchange of `key`. */
export function uuidOfName(key: number, name: string): string {
  return format(
    hashText(name, key),
    hashText(name, key + 1),
    hashText(name, key + 2),
    hashText(name, key + 3),
  );
}

/** Returns the UUID of the `index`-th thing (0 and up, at most 2^53) of the exchange of `key`; distinct for distinct indexes. */
export function uuidOfIndex(key: number, index: number): string {
  const low = index >>> 0;
  const high = Math.floor(index / 0x1_0000_0000) >>> 0;
  // The first word is a bijection of `low`, so that ids of one exchange cannot collide below 2^32 indexes.
  return format(
    mix(low ^ key),
    mix(low + key),
    mix(mix(high ^ key) ^ Math.imul(low, 3)),
    mix(mix(low) + high + key),
  );
}
