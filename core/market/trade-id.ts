/**
 * Trade ids as four 32-bit words, so that an hour of them costs no string. Only the spelling the exchange uses (a UUID in
 * lower case) is taken; any other id stays a string, so that what was read is what is written.
 */

/** 32-bit words of a UUID. */
export const UUID_WORDS = 4;

const LENGTH = 36;
const HYPHEN = 45;
/** Value of each character as a lower-case hex digit; negative where it is none. */
const VALUE = Int32Array.from({ length: 128 }, (_, code) =>
  code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : -1,
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
  const a = hex4(text, 0);
  const b = hex4(text, 4);
  const c = hex4(text, 9);
  const d = hex4(text, 14);
  const e = hex4(text, 19);
  const f = hex4(text, 24);
  const g = hex4(text, 28);
  const h = hex4(text, 32);
  // One wrong digit anywhere makes the whole negative.
  if ((a | b | c | d | e | f | g | h) < 0) return false;
  words[0] = (a << 16) | b;
  words[1] = (c << 16) | d;
  words[2] = (e << 16) | f;
  words[3] = (g << 16) | h;
  return true;
}

/** Returns the value of four hex digits, negative when one of them is none. */
function hex4(text: string, at: number): number {
  return (
    ((VALUE[text.charCodeAt(at)] ?? -1) << 12) |
    ((VALUE[text.charCodeAt(at + 1)] ?? -1) << 8) |
    ((VALUE[text.charCodeAt(at + 2)] ?? -1) << 4) |
    (VALUE[text.charCodeAt(at + 3)] ?? -1)
  );
}

/** Returns the canonical text of the four words at `offset`. */
export function formatUuid(words: Uint32Array, offset: number): string {
  let hex = '';
  for (let word = 0; word < UUID_WORDS; word++)
    hex += (words[offset + word] ?? 0).toString(16).padStart(8, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
