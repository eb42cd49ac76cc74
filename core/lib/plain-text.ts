/**
 * Text from outside as text alone. A line break becomes a blank. Replaced by U+FFFD are halves of characters and control
 * characters, which no XML can hold (a panel's picture is one), and the signs that turn the direction of what follows: a title
 * with one of those would have the price and the time after it read backwards. Markup is nobody's business here: it is never
 * made into any.
 */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]/g;
const UNFIT = /\p{Surrogate}|\p{Cc}|\p{Bidi_Control}/gu;

/** Returns `text`, at most `maxLength` UTF-16 units of it. */
export function plainText(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(BREAKS, ' ').replace(UNFIT, '\ufffd');
}

/** Returns `text`, at most `maxLength` UTF-16 units of it, the last of them a sign that it goes on; no character is cut in two. */
export function shortened(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength - 1).replace(/\p{Surrogate}$/u, '')}…`;
}
