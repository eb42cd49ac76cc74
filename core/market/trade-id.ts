/**
 * Trade ids as four 32-bit words, so that an hour of them costs no string. Only the spelling the exchange uses (a UUID in
 * lower case) is taken; any other id stays a string, so that what was read is what is written.
 */

/** 32-bit words of a UUID. */
export const UUID_WORDS = 4;

const LENGTH = 36;
const HYPHEN = 45;
const HYPHENS = [8, 13, 18, 23];
const DIGITS = Uint8Array.from(
  Array.from({ length: LENGTH }, (_, index) => index).filter((index) => !HYPHENS.includes(index)),
);
/** Value of each character as a lower-case hex digit; 255 where it is none. */
const VALUE = Uint8Array.from({ length: 128 }, (_, code) =>
  code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : 255,
);

/** Returns true and fills `words` when `text` is a UUID in lower case; else `words` holds nothing of use. */
export function parseUuid(text: string, words: Uint32Array): boolean {
  if (text.length !== LENGTH) return false;
  if (
    text.charCodeAt(8) !== HYPHEN ||
    text.charCodeAt(13) !== HYPHEN ||
    text.charCodeAt(18) !== HYPHEN ||
    text.charCodeAt(23) !== HYPHEN
  )
    return false;
  let digit = 0;
  for (let word = 0; word < UUID_WORDS; word++) {
    let value = 0;
    for (let i = 0; i < 8; i++) {
      const nibble = VALUE[text.charCodeAt(DIGITS[digit++] ?? 0)] ?? 255;
      if (nibble === 255) return false;
      value = (value << 4) | nibble;
    }
    words[word] = value;
  }
  return true;
}

/** Returns the canonical text of the four words at `offset`. */
export function formatUuid(words: Uint32Array, offset: number): string {
  let hex = '';
  for (let word = 0; word < UUID_WORDS; word++)
    hex += (words[offset + word] ?? 0).toString(16).padStart(8, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
