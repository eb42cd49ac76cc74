/**
 * How this reader reads prices and times, for components. Both are the same objects until the reader chooses anew, so that
 * whoever is handed them as a property draws again only then. Pure code takes them as arguments.
 */
import { clockOf, type Clock } from '../format/time.ts';
import { priceWords, type PriceWords } from '../format/price-words.ts';
import { display } from './display.ts';
import { useSelected } from './store.ts';

/** Returns the words for prices: form and outcome. */
export function useWords(): PriceWords {
  return useSelected(display, ({ priceForm, outcome }) => priceWords(priceForm, outcome));
}

/** Returns the clock of the chosen zone. */
export function useClock(): Clock {
  return useSelected(display, ({ zone }) => clockOf(zone));
}
