/**
 * Finding a market by what somebody types: every word must be in its text, and where it stands there ranks it. Pure. It knows
 * no misspellings and no other words for the same thing.
 */

/** A word that begins a word of the text counts more than one inside of it; the whole ticker counts most. */
const INSIDE = 1;
const AT_START = 3;
const WHOLE = 100;

/** What separates words in names and tickers alike. */
const BREAK = /[\s\-–·,.:/()'"“”$]+/;

/** Returns the words of a question, in small letters; none where nothing was asked. */
export function wordsOf(question: string): readonly string[] {
  return question
    .toLowerCase()
    .split(BREAK)
    .filter((word) => word !== '');
}

/** Returns how `text` is searched: in small letters, each word behind one blank. */
export function searchable(...texts: readonly string[]): string {
  return ` ${wordsOf(texts.join(' ')).join(' ')}`;
}

/** Returns how well `text` (of `searchable`) answers `words`, more is better; 0 where a word is missing. */
export function scoreOf(words: readonly string[], text: string): number {
  let score = 0;
  for (const word of words) {
    if (text.includes(` ${word}`)) score += AT_START;
    else if (text.includes(word)) score += INSIDE;
    else return 0;
  }
  return text.startsWith(` ${words.join(' ')} `) ? score + WHOLE : score;
}
