/** The two outcomes of a market. Word, colour and glyph always go together on the screen; here it is only the word. */

export type Outcome = 'yes' | 'no';

/** Returns the other outcome. */
export function opposite(outcome: Outcome): Outcome {
  return outcome === 'yes' ? 'no' : 'yes';
}
