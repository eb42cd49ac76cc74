/** Names for readers that hold what is drawn: whoever speaks to the page says what is seen (WCAG 2.5.3). */

/** Returns `meaning`, with `drawn` before it where it does not hold that word for word: "Minutes · 60: minutes of the last hour". */
export function nameWith(drawn: string, meaning: string): string {
  return meaning.toLowerCase().includes(drawn.toLowerCase()) ? meaning : `${drawn}: ${meaning}`;
}
