/** The sentence of a word comes in a file of its own, with the other parts that nobody sees in the first second. */
import { part } from './part.tsx';

export const TermCard = part('The meaning of the word', 'line', () =>
  import('./term-card.tsx').then((file) => file.TermCard),
);
