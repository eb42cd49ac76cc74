/** How a reader reads who has chosen nothing, by the clock of UTC; and one who reads NO first. */
import { createClock } from '../../app/format/time.ts';
import { priceWords } from '../../app/format/price-words.ts';

export const CENTS = priceWords('cents', 'yes');
export const NO_CENTS = priceWords('cents', 'no');
export const UTC = createClock('UTC');
export const READING = { words: CENTS, clock: UTC };
